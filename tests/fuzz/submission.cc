// Any text as what a tablet sends: it is read, routed and written again, or refused with its place.
// What has an envelope is no broken document. The same text as the log of a device is read too.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "interview/audit_verdict.h"
#include "interview/envelope.h"
#include "interview/routing.h"
#include "tests/form_text.h"

namespace {

const mtm::Questionnaire& form() {
    static const mtm::Questionnaire questionnaire = mtm::form_from_text(R"(
        survey
        | type               | name | label | relevant               | constraint | calculation |
        | integer            | age  | Age   |                        | . < 120    |             |
        | begin_group        | work | Work  | ${age} >= 18           |            |             |
        | select_one k       | job  | Job   |                        |            |             |
        | select_multiple k  | jobs | Jobs  | ${job} = 'x'           |            |             |
        | end_group          |      |       |                        |            |             |
        | begin_repeat       | one  | One   |                        |            |             |
        | text               | name | Name  | count(${one}) > 1      |            |             |
        | calculate          | nth  |       |                        |            | position(..) |
        | end_repeat         |      |       |                        |            |             |
        | geopoint           | at   | At    | /data/one[1]/name = 'A' |           |             |
        choices
        | list_name | name | label |
        | k         | x    | X     |
        | k         | y    | Y     |
    )")
                                                        .questionnaire;
    return questionnaire;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const mtm::Router router(form());
    const std::string_view xml(reinterpret_cast<const char*>(data), size);
    const mtm::ReadInterview read = mtm::read_submission(form(), xml, "fuzz.xml");
    const auto envelope = mtm::read_envelope(xml);
    const auto is_broken = [](const mtm::Diagnostic& d) { return d.code == "broken-submission"; };
    if (envelope && std::ranges::any_of(read.diagnostics, is_broken)) std::abort();
    if (mtm::has_errors(read.diagnostics)) return 0;
    const mtm::RoutedInterview routed = router.route(read.interview);
    (void)mtm::verdict_on_log(router, routed, xml, -1);
    const std::string written = mtm::write_submission(form(), read.interview);
    if (mtm::has_errors(mtm::read_submission(form(), written, "again.xml").diagnostics))
        std::abort();
    return 0;
}
