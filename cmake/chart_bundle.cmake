# Vega and Vega-Lite as one script inside the library mtm_chart.
set(ESBUILD ${CMAKE_SOURCE_DIR}/node_modules/.bin/esbuild)
if(NOT EXISTS ${ESBUILD})
    message(FATAL_ERROR "The JavaScript packages of the charts are missing (${CMAKE_SOURCE_DIR}/node_modules).\n"
        "Run ./run, which fetches them, or: npm ci")
endif()
set(CHART_BUNDLE ${CMAKE_BINARY_DIR}/embedded/chart_bundle.js)
file(GLOB CHART_SCRIPTS CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/chart/*.js)
add_custom_command(
    OUTPUT ${CHART_BUNDLE}
    COMMAND ${ESBUILD} ${CMAKE_SOURCE_DIR}/web/chart/bundle.js --bundle --minify --format=iife
            --target=es2022 --log-level=warning --outfile=${CHART_BUNDLE}
    DEPENDS ${CHART_SCRIPTS} ${CMAKE_SOURCE_DIR}/package-lock.json
    COMMENT "Bundling Vega-Lite"
    VERBATIM)
mtm_embed(mtm_chart chart_bundle ${CHART_BUNDLE})
