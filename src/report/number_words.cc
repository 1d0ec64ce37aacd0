#include "report/number_words.h"

#include <map>
#include <memory>
#include <mutex>

#include <unicode/brkiter.h>
#include <unicode/rbnf.h>
#include <unicode/unistr.h>

#include "base/result.h"

namespace mtm {
namespace {

// Rules in the notation of ICU's rule-based number formats. Uzbek and Tajik count regularly: tens,
// then units; Tajik joins the parts with -у (-ю after a vowel).
constexpr std::string_view uzbek_rules =
    "-x: minus >>;\n"
    "0: nol; bir; ikki; uch; to\u02bbrt; besh; olti; yetti; sakkiz; to\u02bbqqiz;\n"
    "10: o\u02bbn[ >>]; 20: yigirma[ >>]; 30: o\u02bbttiz[ >>]; 40: qirq[ >>]; 50: ellik[ >>];\n"
    "60: oltmish[ >>]; 70: yetmish[ >>]; 80: sakson[ >>]; 90: to\u02bbqson[ >>];\n"
    "100: yuz[ >>]; 200: << yuz[ >>];\n"
    "1000: ming[ >>]; 2000: << ming[ >>];\n"
    "1000000: << million[ >>];\n"
    "1000000000: << milliard[ >>];\n";

constexpr std::string_view tajik_rules =
    "-x: минус >>;\n"
    "0: сифр; як; ду; се; чор; панҷ; шаш; ҳафт; ҳашт; нуҳ;\n"
    "10: даҳ; ёздаҳ; дувоздаҳ; сездаҳ; чордаҳ; понздаҳ; шонздаҳ; ҳабдаҳ; ҳаждаҳ; нуздаҳ;\n"
    "20: бист[у >>]; 30: сӣ; 31: сию >>; 40: чил[у >>]; 50: панҷоҳ[у >>];\n"
    "60: шаст[у >>]; 70: ҳафтод[у >>]; 80: ҳаштод[у >>]; 90: навад[у >>];\n"
    "100: сад[у >>]; 200: <<сад[у >>];\n"
    "1000: ҳазор[у >>]; 2000: << ҳазор[у >>];\n"
    "1000000: << миллион[у >>];\n"
    "1000000000: << миллиард[у >>];\n";

std::string primary_subtag(std::string_view language) {
    return std::string(language.substr(0, language.find_first_of("-_")));
}

using Speller = std::unique_ptr<icu::RuleBasedNumberFormat>;

Speller speller_by_rules(std::string_view rules, const std::string& language) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError where;
    auto format = std::make_unique<icu::RuleBasedNumberFormat>(
        icu::UnicodeString::fromUTF8(
            icu::StringPiece(rules.data(), static_cast<int>(rules.size()))),
        icu::Locale(language.c_str()),
        where,
        status);
    CHECK(U_SUCCESS(status));
    return format;
}

Speller speller_of_icu(const std::string& language) {
    UErrorCode status = U_ZERO_ERROR;
    auto format = std::make_unique<icu::RuleBasedNumberFormat>(
        icu::URBNF_SPELLOUT, icu::Locale(language.c_str()), status);
    if (U_FAILURE(status)) return nullptr;
    UErrorCode actual_status = U_ZERO_ERROR;
    const icu::Locale actual = format->getLocale(ULOC_ACTUAL_LOCALE, actual_status);
    if (U_FAILURE(actual_status) || language != actual.getLanguage()) return nullptr;
    const char* set = language == "en"   ? "%spellout-cardinal-verbose"
                      : language == "ru" ? "%spellout-cardinal-masculine"
                                         : "";
    if (*set != '\0') format->setDefaultRuleSet(icu::UnicodeString::fromUTF8(set), status);
    CHECK(U_SUCCESS(status));
    return format;
}

Speller make_speller(const std::string& language) {
    if (language == "uz") return speller_by_rules(uzbek_rules, language);
    if (language == "tg") return speller_by_rules(tajik_rules, language);
    return speller_of_icu(language);
}

}  // namespace

std::string number_in_words(std::int64_t number, std::string_view language) {
    // Building a speller parses its rules; each language's is built once and used under the lock.
    static std::mutex mutex;
    static std::map<std::string, Speller> spellers;
    const std::string key = primary_subtag(language);
    const std::lock_guard lock(mutex);
    auto found = spellers.find(key);
    if (found == spellers.end()) found = spellers.emplace(key, make_speller(key)).first;
    if (found->second == nullptr) return std::to_string(number);
    icu::UnicodeString words;
    UErrorCode status = U_ZERO_ERROR;
    found->second->format(number, words, status);
    CHECK(U_SUCCESS(status));
    std::string out;
    return words.toUTF8String(out);
}

std::string capitalized(std::string_view text, std::string_view language) {
    const auto source =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    if (source.isEmpty()) return {};
    const int first = source.moveIndex32(0, 1);
    icu::UnicodeString head(source, 0, first);
    head.toUpper(icu::Locale(primary_subtag(language).c_str()));
    head.append(source, first, source.length() - first);
    std::string out;
    return head.toUTF8String(out);
}

}  // namespace mtm
