# The web pages: Vite bundles web/form and web/fieldwork into build/…/web, and one packed file of them
# goes into the library mtm_capture. Done again only when a file of theirs has changed.
set(VITE ${CMAKE_SOURCE_DIR}/node_modules/vite/bin/vite.js)
if(NOT EXISTS ${VITE})
    message(FATAL_ERROR "The JavaScript packages of the web pages are missing (${CMAKE_SOURCE_DIR}/node_modules).\n"
        "Run ./run, which fetches them, or: npm ci")
endif()
set(WEB ${CMAKE_SOURCE_DIR}/web)
set(WEB_PAGES ${CMAKE_BINARY_DIR}/embedded/web_pages.packed)
file(GLOB_RECURSE WEB_SOURCES CONFIGURE_DEPENDS
     ${WEB}/form/* ${WEB}/fieldwork/* ${WEB}/icons/* ${WEB}/build/*)
list(FILTER WEB_SOURCES EXCLUDE REGEX "_test\\.ts$")
add_custom_command(
    OUTPUT ${WEB_PAGES}
    COMMAND ${CMAKE_COMMAND} -E env NODE_ENV=production
            node ${VITE} build --config ${WEB}/vite.config.ts --outDir ${CMAKE_BINARY_DIR}/web --logLevel error
    COMMAND node ${WEB}/build/pack.mjs ${CMAKE_BINARY_DIR}/web ${WEB_PAGES}
    DEPENDS ${WEB_SOURCES} ${WEB}/vite.config.ts ${WEB}/tsconfig.json ${CMAKE_SOURCE_DIR}/package-lock.json
    COMMENT "Bundling the web pages"
    VERBATIM)
add_custom_target(mtm_web DEPENDS ${WEB_PAGES})
mtm_embed(mtm_capture web_pages ${WEB_PAGES})
