#include "report/number_words.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "report/language.h"

namespace mtm {

std::string number_in_words(std::int64_t number, std::string_view language) {
    const ReportLanguage* found = find_report_language(language);
    return found == nullptr ? std::to_string(number) : found->spelled(number);
}

std::string capitalized(std::string_view text, std::string_view language) {
    const auto source =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    if (source.isEmpty()) return {};
    const int first = source.moveIndex32(0, 1);
    icu::UnicodeString head(source, 0, first);
    const std::string primary(language.substr(0, language.find_first_of("-_")));
    head.toUpper(icu::Locale(primary.c_str()));
    head.append(source, first, source.length() - first);
    std::string out;
    return head.toUTF8String(out);
}

}  // namespace mtm
