# SPDX-License-Identifier: GPL-3.0-or-later
# `cmake --install` and `cpack`: the programs, the shipped experiments and, with the window, what a desktop wants to know.
include(GNUInstallDirs)
install(TARGETS orthant-cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/resources/experiments ${PROJECT_SOURCE_DIR}/resources/recipes
    ${PROJECT_SOURCE_DIR}/resources/networks ${PROJECT_SOURCE_DIR}/resources/docs
    DESTINATION ${CMAKE_INSTALL_DATADIR}/orthant)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(ORTHANT_BUILD_GUI)
    set(linux ${PROJECT_SOURCE_DIR}/packaging/linux)
    install(TARGETS orthant RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    install(FILES ${linux}/orthant.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
    install(FILES ${linux}/orthant.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
    install(FILES ${linux}/orthant-mime.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages RENAME orthant.xml)
    install(FILES ${linux}/orthant.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
endif()

set(CPACK_PACKAGE_NAME orthant)
set(CPACK_PACKAGE_VENDOR Orthant)
set(CPACK_PACKAGE_CONTACT "The Orthant developers <orthant@invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_GENERATOR DEB)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON) # the libraries and their versions, as dpkg-shlibdeps finds them
include(CPack)
