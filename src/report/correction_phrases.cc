#include "report/correction_phrases.h"

#include "report/language.h"

namespace mtm {

const CorrectionPhrases& correction_phrases_in(std::string_view language) {
    return report_language(language).corrections();
}

std::span<const CorrectionPhraseField> correction_phrase_fields() {
    static constexpr CorrectionPhraseField fields[] = {
        // clang-format off
    {"title", &CorrectionPhrases::title},
    {"intro", &CorrectionPhrases::intro},
    {"kind", &CorrectionPhrases::kind},
    {"number", &CorrectionPhrases::number},
    {"changed", &CorrectionPhrases::changed},
    {"blanked", &CorrectionPhrases::blanked},
    {"option_added", &CorrectionPhrases::option_added},
    {"confirmed", &CorrectionPhrases::confirmed},
    {"interviews", &CorrectionPhrases::interviews},
    {"removed", &CorrectionPhrases::removed},
    {"unverified", &CorrectionPhrases::unverified},
    {"open_conflicts", &CorrectionPhrases::open_conflicts},
    {"settled_conflicts", &CorrectionPhrases::settled_conflicts},
    {"not_applied", &CorrectionPhrases::not_applied},
    {"reasons", &CorrectionPhrases::reasons},
    {"reason", &CorrectionPhrases::reason},
    {"other_reasons", &CorrectionPhrases::other_reasons},
    {"effects", &CorrectionPhrases::effects},
    {"all_same", &CorrectionPhrases::all_same},
    {"some_differ", &CorrectionPhrases::some_differ},
    {"hidden", &CorrectionPhrases::hidden},
    {"same_in_print", &CorrectionPhrases::same_in_print},
    {"sentence", &CorrectionPhrases::sentence},
    {"before", &CorrectionPhrases::before},
    {"after", &CorrectionPhrases::after},
    {"people", &CorrectionPhrases::people},
    {"method", &CorrectionPhrases::method},
        // clang-format on
    };
    static_assert(sizeof(CorrectionPhrases) == std::size(fields) * sizeof(std::string_view),
                  "a phrase has no key in the files of languages/");
    return fields;
}

}  // namespace mtm
