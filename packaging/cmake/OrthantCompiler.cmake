# SPDX-License-Identifier: GPL-3.0-or-later
# Warnings, sanitizers and ccache: orthant_compiler(target) applies them to one of our targets.

find_program(ORTHANT_CCACHE ccache)
if(ORTHANT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${ORTHANT_CCACHE})
endif()

if(ORTHANT_SANITIZE)
    add_compile_options(-fsanitize=${ORTHANT_SANITIZE} -fno-omit-frame-pointer -g)
    add_link_options(-fsanitize=${ORTHANT_SANITIZE})
endif()

function(orthant_compiler target)
    # -ffp-contract=off: a multiply and an add stay two roundings on every machine, so that results do not depend on it.
    target_compile_options(${target} PRIVATE
        -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wmissing-declarations
        -ffp-contract=off $<$<BOOL:${ORTHANT_WERROR}>:-Werror>)
    target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
endfunction()
