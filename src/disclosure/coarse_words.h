#pragma once

#include <string>
#include <vector>

#include "questionnaire/questionnaire.h"

namespace mtm {

/// Labels of coarse categories in each language of a questionnaire; English in those that MTM has
/// no words for. Numbers are written as in data: 18, 2.5.
class CoarseWords {
public:
    explicit CoarseWords(const std::vector<Language>& languages);

    [[nodiscard]] Translated under(double number) const;                    // "under 18"
    [[nodiscard]] Translated and_over(double number) const;                 // "55 and over"
    [[nodiscard]] Translated between(double low, double high) const;        // "18–24"
    [[nodiscard]] Translated from_to_under(double low, double high) const;  // "2.5 to under 5"
    [[nodiscard]] Translated rare_together() const;                         // "Other (few each)"
    [[nodiscard]] Translated rows_of(const std::string& repeat) const;      // "Rows of member"
    [[nodiscard]] Translated rows_published() const;                        // "published"
    [[nodiscard]] Translated rows_withheld() const;                         // "withheld …"
    [[nodiscard]] Translated same(const std::string& text) const;

private:
    struct Words;
    [[nodiscard]] Translated filled(std::string Words::*text, double a, double b) const;

    static const Words& words_in(const std::string& code);
    std::vector<const Words*> languages_;
};

/// As in data: without trailing zeros, with a point.
[[nodiscard]] std::string number_in_data(double number);

}  // namespace mtm
