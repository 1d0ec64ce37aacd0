#include "report/language.h"

#ifndef TOML_EXCEPTIONS
#define TOML_EXCEPTIONS 0
#endif

#include <algorithm>
#include <cmath>
#include <mutex>
#include <set>

#include <fmt/format.h>
#include <toml++/toml.h>
#include <unicode/plurrule.h>
#include <unicode/rbnf.h>

#include "embedded_languages.h"

namespace mtm {
namespace {

std::string key_of(std::string_view section, std::string_view key) {
    return fmt::format("{}.{}", section, key);
}

icu::UnicodeString from_utf8(std::string_view text) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<int>(text.size())));
}

std::string to_utf8(const icu::UnicodeString& text) {
    std::string out;
    return text.toUTF8String(out);
}

Error mistake_at(const std::string& file, const toml::node& node, const std::string& what) {
    return {fmt::format("{}: line {}: {}", file, node.source().begin.line, what)};
}

/// The names in braces, "{share|genitive}" as "share".
std::set<std::string> fields_of(std::string_view text) {
    std::set<std::string> out;
    for (std::size_t open = text.find('{'); open != std::string_view::npos;
         open = text.find('{', open + 1)) {
        const std::size_t end = text.find_first_of("|}", open);
        if (end == std::string_view::npos) break;
        std::string name(text.substr(open + 1, end - open - 1));
        if (name == "before_number") name = "before";
        out.insert(std::move(name));
    }
    return out;
}

/// Whether a file may leave a section to English: what differs by grammar has no equal there.
bool is_grammar(std::string_view key) {
    for (const char* section : {"forms.",
                                "per_cent.",
                                "percentage_points.",
                                "respondents.",
                                "less_than_one.",
                                "fewer_people.",
                                "spelled.",
                                "ordinals.",
                                "numbers.categories"}) {
        if (key.starts_with(section)) return true;
    }
    return false;
}

bool is_noun(std::string_view key) {
    return key.starts_with("per_cent.") || key.starts_with("percentage_points.") ||
           key.starts_with("respondents.");
}

}  // namespace

// Rule-based formats are not safe to use from two threads at once.
struct ReportLanguage::Rules {
    std::unique_ptr<icu::PluralRules> plural;
    std::unique_ptr<icu::RuleBasedNumberFormat> spelled;
    std::unique_ptr<icu::RuleBasedNumberFormat> digits;  // "3rd"
    std::mutex mutex;
};

ReportLanguage::ReportLanguage() : rules_(std::make_unique<Rules>()) {}

ReportLanguage::~ReportLanguage() = default;

Result<std::unique_ptr<const ReportLanguage>> ReportLanguage::parse(
    std::string_view toml, const std::string& file_name, const ReportLanguage* fallback) {
    std::unique_ptr<ReportLanguage> out(new ReportLanguage);
    out->fallback_ = fallback;
    TRY(out->fill(toml, file_name));
    TRY(out->make_rules(file_name));
    if (fallback != nullptr) out->compare_with(*fallback);
    out->bind_phrases();
    return std::unique_ptr<const ReportLanguage>(std::move(out));
}

Status ReportLanguage::fill(std::string_view toml, const std::string& file_name) {
    const toml::parse_result parsed = toml::parse(toml, file_name);
    if (!parsed) {
        return Error{fmt::format("{}: line {}: {}",
                                 file_name,
                                 parsed.error().source().begin.line,
                                 parsed.error().description())};
    }
    for (const auto& [name, node] : parsed.table()) {
        const std::string section(name.str());
        if (const auto* value = node.as_string()) {
            if (section == "code") code_ = value->get();
            if (section == "name") name_ = value->get();
            if (section == "reviewed_by") reviewed_by_ = value->get();
            continue;
        }
        if (node.is_boolean()) continue;  // partial
        const toml::table* table = node.as_table();
        if (table == nullptr)
            return mistake_at(file_name, node, section + " is neither text nor table");
        for (const auto& [key_name, entry] : *table) {
            const std::string key = key_of(section, key_name.str());
            if (const auto* value = entry.as_string()) {
                texts_[key] = value->get();
                continue;
            }
            const toml::array* array = entry.as_array();
            if (array == nullptr || array->empty())
                return mistake_at(file_name, entry, key + " is neither text nor list of texts");
            for (const toml::node& each : *array) {
                const auto* value = each.as_string();
                if (value == nullptr)
                    return mistake_at(file_name, each, key + " has an entry that is no text");
                lists_[key].push_back(value->get());
            }
        }
    }
    if (code_.empty() || name_.empty())
        return Error{file_name + ": its code or its name is missing"};
    return Done{};
}

Status ReportLanguage::make_rules(const std::string& file_name) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale(code_.c_str());
    rules_->plural.reset(
        icu::PluralRules::createRules(from_utf8(text("numbers", "plural")), status));
    if (U_FAILURE(status)) return Error{file_name + ": numbers.plural is no plural rule of CLDR"};
    const auto own = texts_.find("spelled.rules");
    UParseError where;
    if (own != texts_.end()) {
        rules_->spelled = std::make_unique<icu::RuleBasedNumberFormat>(
            from_utf8(own->second), locale, where, status);
    } else {
        rules_->spelled =
            std::make_unique<icu::RuleBasedNumberFormat>(icu::URBNF_SPELLOUT, locale, status);
    }
    if (U_FAILURE(status)) return Error{file_name + ": spelled.rules cannot be read"};
    rules_->digits =
        std::make_unique<icu::RuleBasedNumberFormat>(icu::URBNF_ORDINAL, locale, status);
    if (U_FAILURE(status)) return Error{file_name + ": there are no ordinals"};
    // ICU answers for a language that it does not know in another one, and says nothing.
    if (own == texts_.end()) {
        const icu::Locale actual = rules_->spelled->getLocale(ULOC_ACTUAL_LOCALE, status);
        if (U_FAILURE(status) || code_ != actual.getLanguage())
            return Error{file_name + ": ICU spells no numbers in it; write spelled.rules"};
    }
    for (const char* section : {"spelled.", "ordinals."}) {
        for (auto at = texts_.lower_bound(section);
             at != texts_.end() && at->first.starts_with(section);
             ++at) {
            if (!at->second.starts_with('%') || at->first == "spelled.rules" ||
                at->first == "ordinals.digits" || at->first == "ordinals.place") {
                continue;
            }
            icu::UnicodeString out;
            icu::FieldPosition position;
            UErrorCode known = U_ZERO_ERROR;
            rules_->spelled->format(
                static_cast<std::int64_t>(1), from_utf8(at->second), out, position, known);
            if (U_FAILURE(known))
                return Error{file_name + ": " + at->first + " names no rule set: " + at->second};
        }
    }
    const std::size_t categories = list("numbers", "categories").size();
    for (const auto& [key, forms] : lists_) {
        if (is_noun(key) && forms.size() != 1 && forms.size() != categories)
            return Error{file_name + ": " + key + " has not as many forms as numbers.categories"};
    }
    return Done{};
}

void ReportLanguage::compare_with(const ReportLanguage& english) {
    for (const auto& [key, value] : english.texts_) {
        if (is_grammar(key)) continue;
        const auto found = texts_.find(key);
        if (found == texts_.end() || fields_of(found->second) != fields_of(value))
            missing_.push_back(key);
    }
    for (const auto& [key, value] : english.lists_) {
        if (is_grammar(key)) continue;
        const auto found = lists_.find(key);
        if (found == lists_.end() || found->second.size() != value.size()) missing_.push_back(key);
    }
    for (const char* key : {"ordinals.nominative",
                            "ordinals.digits",
                            "ordinals.place",
                            "less_than_one.nominative",
                            "fewer_people.nominative"}) {
        if (texts_.find(key) == texts_.end()) missing_.emplace_back(key);
    }
    for (const char* key :
         {"per_cent.nominative", "percentage_points.nominative", "respondents.nominative"}) {
        if (lists_.find(key) == lists_.end()) missing_.emplace_back(key);
    }
}

void ReportLanguage::bind_phrases() {
    for (const auto& [key, field] : phrase_fields())
        phrases_.*field = text("phrases", key);
    for (const auto& [key, field] : correction_phrase_fields())
        corrections_.*field = text("corrections", key);
    chart_ = chart_words_of(*this);
    variance_ = variance_words_of(*this);
}

const std::string& ReportLanguage::text(std::string_view section, std::string_view key) const {
    const auto found = texts_.find(key_of(section, key));
    if (found != texts_.end()) return found->second;
    CHECK(fallback_ != nullptr);
    return fallback_->text(section, key);
}

const std::vector<std::string>& ReportLanguage::list(std::string_view section,
                                                     std::string_view key) const {
    const auto found = lists_.find(key_of(section, key));
    if (found != lists_.end()) return found->second;
    CHECK(fallback_ != nullptr);
    return fallback_->list(section, key);
}

bool ReportLanguage::has_form(std::string_view form) const {
    const auto& names = list("forms", "names");
    return std::find(names.begin(), names.end(), form) != names.end();
}

const std::string& ReportLanguage::form_of(std::string_view section, std::string_view form) const {
    const auto found = texts_.find(key_of(section, form));
    return found != texts_.end() ? found->second : text(section, list("forms", "names").front());
}

const std::string& ReportLanguage::noun(std::string_view section,
                                        std::string_view form,
                                        std::int64_t number) const {
    auto found = lists_.find(key_of(section, form));
    if (found == lists_.end()) found = lists_.find(key_of(section, list("forms", "names").front()));
    if (found == lists_.end()) {
        CHECK(fallback_ != nullptr);
        return fallback_->noun(section, form, number);
    }
    const std::vector<std::string>& forms = found->second;
    return forms.size() == 1 ? forms.front() : forms[plural_form(number)];
}

std::string_view ReportLanguage::ending(std::string_view form, std::int64_t number) const {
    const auto found = lists_.find(key_of("endings", form));
    if (found == lists_.end()) return {};
    const std::vector<std::string>& endings = found->second;
    if (endings.size() == 1) return endings.front();
    CHECK(endings.size() == 23);  // of 0 to 9, 10 to 90, a hundred, a thousand, 10⁶ and 10⁹
    const std::int64_t size = std::abs(number);
    if (size % 10 != 0 || size == 0) return endings[static_cast<std::size_t>(size % 10)];
    if (size % 100 != 0) return endings[static_cast<std::size_t>(9 + size % 100 / 10)];
    if (size % 1000 != 0) return endings[19];
    if (size % 1'000'000 != 0) return endings[20];
    return size % 1'000'000'000 != 0 ? endings[21] : endings[22];
}

const std::vector<std::string>& ReportLanguage::plural_categories() const {
    return list("numbers", "categories");
}

std::size_t ReportLanguage::plural_form(std::int64_t number) const {
    const std::string keyword =
        to_utf8(rules_->plural->select(static_cast<double>(std::abs(number))));
    const auto& categories = plural_categories();
    const auto found = std::find(categories.begin(), categories.end(), keyword);
    return found == categories.end() ? categories.size() - 1
                                     : static_cast<std::size_t>(found - categories.begin());
}

std::string ReportLanguage::by_rule_set(const std::string& set, std::int64_t number) const {
    icu::UnicodeString out;
    icu::FieldPosition position;
    UErrorCode status = U_ZERO_ERROR;
    const std::lock_guard lock(rules_->mutex);
    rules_->spelled->format(number, from_utf8(set), out, position, status);
    CHECK(U_SUCCESS(status));
    // CLDR parts the letters of compounds by soft hyphens.
    return to_utf8(out.findAndReplace(icu::UnicodeString(static_cast<UChar32>(0xAD)), {}));
}

std::string ReportLanguage::spelled(std::int64_t number, std::string_view form) const {
    return by_rule_set(form_of("spelled", form), number);
}

std::string ReportLanguage::ordinal(std::int64_t number, std::string_view form) const {
    if (texts_.find("ordinals.nominative") == texts_.end()) return std::to_string(number);
    return by_rule_set(form_of("ordinals", form), number);
}

std::string ReportLanguage::ordinal_in_digits(std::int64_t number) const {
    return in_digits("digits", number);
}

std::string ReportLanguage::place(std::int64_t number) const {
    return in_digits("place", number);
}

std::string ReportLanguage::in_digits(std::string_view key, std::int64_t number) const {
    const std::string& pattern = text("ordinals", key);
    if (!pattern.starts_with('%')) return fmt::format(fmt::runtime(pattern), number);
    icu::UnicodeString out;
    UErrorCode status = U_ZERO_ERROR;
    const std::lock_guard lock(rules_->mutex);
    rules_->digits->format(number, out, status);
    CHECK(U_SUCCESS(status));
    return to_utf8(out);
}

namespace {

using LanguageStore = std::map<std::string, std::unique_ptr<const ReportLanguage>, std::less<>>;

// The files are part of the program: a mistake in one is a mistake of the program.
std::unique_ptr<const ReportLanguage> embedded_language(std::string_view code,
                                                        const ReportLanguage* fallback) {
    for (const auto& [known, bytes] : embedded::languages) {
        if (known != code) continue;
        auto parsed = ReportLanguage::parse(bytes(), std::string(code) + ".toml", fallback);
        if (!parsed) std::fprintf(stderr, "%s\n", parsed.error().message.c_str());
        CHECK(bool(parsed));
        return std::move(parsed).value();
    }
    return nullptr;
}

}  // namespace

const ReportLanguage* find_report_language(std::string_view code) {
    static std::mutex mutex;
    static LanguageStore known;
    const std::string_view primary = code.substr(0, code.find_first_of("-_"));
    const std::lock_guard lock(mutex);
    if (known.empty()) known.emplace("en", embedded_language("en", nullptr));
    auto found = known.find(primary);
    if (found == known.end()) {
        const ReportLanguage* english = known.find("en")->second.get();
        found = known.emplace(std::string(primary), embedded_language(primary, english)).first;
    }
    return found->second.get();
}

const ReportLanguage& report_language(std::string_view code) {
    const ReportLanguage* found = find_report_language(code);
    return found != nullptr ? *found : *find_report_language("en");
}

std::string rounding_words(int unit, std::string_view code) {
    return fmt::format(fmt::runtime(report_language(code).text("method", "rounding_text")),
                       fmt::arg("unit", unit));
}

std::vector<std::string> report_language_codes() {
    std::vector<std::string> out;
    for (const auto& [code, bytes] : embedded::languages)
        out.emplace_back(code);
    return out;
}

}  // namespace mtm
