#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "report/correction_phrases.h"
#include "report/lent_words.h"
#include "report/phrases.h"

namespace mtm {

/// What a report needs to know of one language: a file languages/CODE.toml, made part of the
/// program. docs/formats/languages.md describes it. Texts are found by section and key; what a file
/// does not have is taken from English.
class ReportLanguage {
public:
    /// Reads a file. `fallback` has what it lacks; without one (English itself) it must be whole.
    [[nodiscard]] static Result<std::unique_ptr<const ReportLanguage>> parse(
        std::string_view toml, const std::string& file_name, const ReportLanguage* fallback);

    ReportLanguage(const ReportLanguage&) = delete;
    ReportLanguage& operator=(const ReportLanguage&) = delete;
    ~ReportLanguage();

    [[nodiscard]] const std::string& code() const { return code_; }

    /// Its name in itself: "русский".
    [[nodiscard]] const std::string& name() const { return name_; }

    /// A speaker who has read the file; empty: nobody yet. Absent in the language of the originals.
    [[nodiscard]] const std::optional<std::string>& reviewed_by() const { return reviewed_by_; }

    /// Keys "section.key" that are English here, or have other fields in braces than English.
    [[nodiscard]] const std::vector<std::string>& missing() const { return missing_; }

    /// REQUIRES: English has it.
    [[nodiscard]] const std::string& text(std::string_view section, std::string_view key) const;

    /// Its months, its forms. REQUIRES: English has the list.
    [[nodiscard]] const std::vector<std::string>& list(std::string_view section,
                                                       std::string_view key) const;

    /// A text that has forms, in that form or in the first.
    [[nodiscard]] const std::string& form_of(std::string_view section, std::string_view form) const;

    /// A noun beside a whole number: "процента" beside 33.
    [[nodiscard]] const std::string& noun(std::string_view section,
                                          std::string_view form,
                                          std::int64_t number) const;

    /// What that form adds to a number which has no noun to carry it, by the last word in which the
    /// number is read: "-ге" behind 102 762. Empty where it adds nothing.
    [[nodiscard]] std::string_view ending(std::string_view form, std::int64_t number) const;

    /// Whether nouns beside numbers have one form, whatever the number.
    [[nodiscard]] bool counts_with_one_form() const {
        return list("respondents", "nominative").size() == 1;
    }

    /// Index, into the file's categories, of the plural form that a whole number asks for.
    [[nodiscard]] std::size_t plural_form(std::int64_t number) const;
    [[nodiscard]] const std::vector<std::string>& plural_categories() const;

    /// A whole number in letters, in that form or in the first.
    [[nodiscard]] std::string spelled(std::int64_t number, std::string_view form = {}) const;

    /// "third", "третий"; in digits "3rd", "3-й".
    [[nodiscard]] std::string ordinal(std::int64_t number, std::string_view form = {}) const;
    [[nodiscard]] std::string ordinal_in_digits(std::int64_t number) const;

    /// A rank as the head of a column has it: "3rd", "3-е место".
    [[nodiscard]] std::string place(std::int64_t number) const;

    [[nodiscard]] bool has_form(std::string_view form) const;

    [[nodiscard]] const Phrases& phrases() const { return phrases_; }

    [[nodiscard]] const CorrectionPhrases& corrections() const { return corrections_; }

    [[nodiscard]] const ChartWords& chart() const { return chart_; }

    [[nodiscard]] const VarianceWords& variance() const { return variance_; }

private:
    struct Rules;

    ReportLanguage();
    Status fill(std::string_view toml, const std::string& file_name);
    Status make_rules(const std::string& file_name);
    void compare_with(const ReportLanguage& english);
    void bind_phrases();
    [[nodiscard]] std::string by_rule_set(const std::string& set, std::int64_t number) const;
    [[nodiscard]] std::string in_digits(std::string_view key, std::int64_t number) const;

    std::string code_;
    std::string name_;
    std::optional<std::string> reviewed_by_;
    std::map<std::string, std::string, std::less<>> texts_;               // by "section.key"
    std::map<std::string, std::vector<std::string>, std::less<>> lists_;  // so too
    std::vector<std::string> missing_;
    const ReportLanguage* fallback_ = nullptr;
    std::unique_ptr<Rules> rules_;
    Phrases phrases_;
    CorrectionPhrases corrections_;
    ChartWords chart_;
    VarianceWords variance_;
};

/// The language of that BCP 47 code, region and script ignored; null if no file has it.
[[nodiscard]] const ReportLanguage* find_report_language(std::string_view code);

/// That language, or English.
[[nodiscard]] const ReportLanguage& report_language(std::string_view code);

/// That numbers of people are rounded to multiples of `unit`, and why: a paragraph.
[[nodiscard]] std::string rounding_words(int unit, std::string_view code);

/// Codes of all languages there are.
[[nodiscard]] std::vector<std::string> report_language_codes();

}  // namespace mtm
