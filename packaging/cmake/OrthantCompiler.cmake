# SPDX-License-Identifier: GPL-3.0-or-later
# Warnings, sanitizers and ccache: orthant_compiler(target) applies them to one of our targets.

find_program(ORTHANT_CCACHE ccache)
if(ORTHANT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # A precompiled header has the time of its sources in it; without this ccache would never find a file again.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${ORTHANT_CCACHE})
endif()

# What the environment of a test needs under this sanitizer.
set(ORTHANT_SANITIZER_ENVIRONMENT)
if(ORTHANT_SANITIZE)
    add_compile_options(-fsanitize=${ORTHANT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${ORTHANT_SANITIZE})
    set(suppressions ${PROJECT_SOURCE_DIR}/packaging/sanitizers)
    set(ORTHANT_SANITIZER_ENVIRONMENT
        "TSAN_OPTIONS=suppressions=${suppressions}/thread.txt:ignore_noninstrumented_modules=1"
        "LSAN_OPTIONS=suppressions=${suppressions}/leak.txt:print_suppressions=0"
        "UBSAN_OPTIONS=print_stacktrace=1")
endif()

function(orthant_compiler target)
    # -ffp-contract=off: a multiply and an add stay two roundings on every machine, so that results do not depend on it.
    target_compile_options(${target} PRIVATE
        -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wmissing-declarations
        # GCC 12 sees an overlap in "text" + std::string at -O3 that is not there (GCC bug 105651).
        $<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
        -ffp-contract=off $<$<BOOL:${ORTHANT_WERROR}>:-Werror>)
    target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
    if(ORTHANT_SANITIZE MATCHES "thread" AND target STREQUAL "orthant_core")
        # Half of oneTBB is templates; half of a library that the sanitizer sees is worse than none.
        set_source_files_properties(${PROJECT_SOURCE_DIR}/core/base/parallel.cpp TARGET_DIRECTORY orthant_core PROPERTIES
            COMPILE_OPTIONS -fno-sanitize=thread COMPILE_DEFINITIONS ORTHANT_THREAD_SANITIZER)
    endif()
endfunction()
