# The dashboard of a published survey: web/dashboard as one script, and its page and style, inside the library
# mtm_publish. One plain script, since a page that is opened from a folder (file://) loads no modules.
set(DASHBOARD ${CMAKE_SOURCE_DIR}/web/dashboard)
set(DASHBOARD_SCRIPT ${CMAKE_BINARY_DIR}/embedded/dashboard.js)
file(GLOB DASHBOARD_SOURCES CONFIGURE_DEPENDS ${DASHBOARD}/*.ts)
list(FILTER DASHBOARD_SOURCES EXCLUDE REGEX "_test\\.ts$")
add_custom_command(
    OUTPUT ${DASHBOARD_SCRIPT}
    COMMAND ${ESBUILD} ${DASHBOARD}/main.ts --bundle --minify --format=iife --target=es2020 --charset=utf8
            --log-level=warning --outfile=${DASHBOARD_SCRIPT}
    DEPENDS ${DASHBOARD_SOURCES} ${CMAKE_SOURCE_DIR}/package-lock.json
    COMMENT "Bundling the dashboard"
    VERBATIM)
mtm_embed(mtm_publish dashboard_script ${DASHBOARD_SCRIPT})
mtm_embed(mtm_publish dashboard_page ${DASHBOARD}/index.html)
mtm_embed(mtm_publish dashboard_style ${DASHBOARD}/dashboard.css)
