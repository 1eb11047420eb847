# SPDX-License-Identifier: GPL-3.0-or-later
include(GNUInstallDirs)
install(TARGETS orthant-cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
if(ORTHANT_BUILD_GUI)
    install(TARGETS orthant RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/resources/experiments DESTINATION ${CMAKE_INSTALL_DATADIR}/orthant)
