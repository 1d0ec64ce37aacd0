# mtm_embed(TARGET NAME FILE) puts the bytes of FILE into the library TARGET. Its sources then
# #include "embedded_NAME.h" and have mtm::embedded::NAME(), a std::string_view of those bytes.
# FILE may be made by another custom command; the library is rebuilt when it changes.
function(mtm_embed TARGET NAME FILE)
    get_filename_component(FILE ${FILE} ABSOLUTE)
    set(HERE ${CMAKE_BINARY_DIR}/embedded)
    file(CONFIGURE OUTPUT ${HERE}/embedded_${NAME}.h @ONLY CONTENT [[
#pragma once

#include <string_view>

namespace mtm::embedded {

std::string_view @NAME@();

}  // namespace mtm::embedded
]])
    file(CONFIGURE OUTPUT ${HERE}/embedded_${NAME}.cc @ONLY CONTENT [[
#include "embedded_@NAME@.h"

__asm__(
    ".section .rodata\n"
    ".global mtm_embedded_@NAME@_begin\n"
    ".global mtm_embedded_@NAME@_end\n"
    "mtm_embedded_@NAME@_begin:\n"
    ".incbin \"@FILE@\"\n"
    "mtm_embedded_@NAME@_end:\n"
    ".byte 0\n"
    ".text\n");

extern "C" const char mtm_embedded_@NAME@_begin[];
extern "C" const char mtm_embedded_@NAME@_end[];

namespace mtm::embedded {

std::string_view @NAME@() {
    return {mtm_embedded_@NAME@_begin, mtm_embedded_@NAME@_end};
}

}  // namespace mtm::embedded
]])
    # In a unity file the dependence on FILE would be lost, and the old bytes stay in the library.
    set_source_files_properties(${HERE}/embedded_${NAME}.cc PROPERTIES OBJECT_DEPENDS ${FILE} SKIP_UNITY_BUILD_INCLUSION ON)
    target_sources(${TARGET} PRIVATE ${HERE}/embedded_${NAME}.cc)
    target_include_directories(${TARGET} PRIVATE ${HERE})
endfunction()
