# The languages of reports: every languages/CODE.toml is put into mtm_report, and embedded_languages.h
# has them all, so that a new language is a new file and nothing else.
file(GLOB LANGUAGE_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/languages/*.toml)
set(LANGUAGE_INCLUDES "")
set(LANGUAGE_ROWS "")
foreach(FILE ${LANGUAGE_FILES})
    get_filename_component(CODE ${FILE} NAME_WE)
    mtm_embed(mtm_report language_${CODE} ${FILE})
    string(APPEND LANGUAGE_INCLUDES "#include \"embedded_language_${CODE}.h\"\n")
    string(APPEND LANGUAGE_ROWS "    {\"${CODE}\", &language_${CODE}},\n")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/embedded/embedded_languages.h @ONLY CONTENT [[
#pragma once

#include <string_view>
#include <utility>

@LANGUAGE_INCLUDES@
namespace mtm::embedded {

inline constexpr std::pair<std::string_view, std::string_view (*)()> languages[] = {
@LANGUAGE_ROWS@};

}  // namespace mtm::embedded
]])
