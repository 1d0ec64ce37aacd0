// Any text as an XForm: it reads back into a form, or says why not; what reads back is written
// again.
#include "compile/xform.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "compile/compile.h"
#include "compile/xform_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view xml(reinterpret_cast<const char*>(data), size);
    const mtm::DefinedForm form = mtm::definition_from_xform(xml, "fuzz.xml");
    (void)mtm::compile(form);
    if (!mtm::has_errors(form.diagnostics)) (void)mtm::to_xform(form.definition);
    return 0;
}
