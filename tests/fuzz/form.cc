// Any table in text (tests/form_text.h) as an XLSForm: it compiles, or says why not; what compiles
// is written as an XForm, laid out on paper and reviewed.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/text.h"
#include "compile/xform.h"
#include "paper/paper.h"
#include "review/review.h"
#include "tests/form_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (!mtm::is_utf8(text) || !mtm::trim(text).starts_with("survey")) return -1;
    const mtm::DefinedForm form = mtm::define_form(mtm::workbook_from_text(text), "fuzz.xlsx");
    const mtm::Compiled compiled = mtm::compile(form);
    (void)mtm::review(compiled.questionnaire, "fuzz.xlsx");
    (void)mtm::paper_typst(mtm::paper_of(compiled.questionnaire, 0));
    if (mtm::has_errors(form.diagnostics)) return 0;
    (void)mtm::to_xform(form.definition);
    (void)mtm::to_itemsets_csv(form.definition);
    return 0;
}
