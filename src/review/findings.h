#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// So many are told one by one; more, as one finding that lists the rows.
inline constexpr std::size_t told_singly = 3;

/// What the parts of a review find.
class Findings {
public:
    explicit Findings(std::string file_name) : file_name_(std::move(file_name)) {}

    /// A warning on one of the sheets. Rows count from 1; 0 is no row in particular.
    void add(std::string code,
             const std::string& sheet,
             int row,
             std::string column,
             std::string message,
             std::string remedy) {
        diagnostics_.push_back({.code = std::move(code),
                                .severity = Severity::warning,
                                .place = {.file = file_name_,
                                          .sheet = sheet,
                                          .row = row,
                                          .column = std::move(column),
                                          .interview = {}},
                                .message = std::move(message),
                                .remedy = std::move(remedy)});
    }

    /// All of them, in the order of the rows: the survey sheet first, then the choices.
    [[nodiscard]] Diagnostics take() && {
        std::ranges::stable_sort(diagnostics_, {}, [](const Diagnostic& diagnostic) {
            return std::pair(diagnostic.place.sheet == "choices", diagnostic.place.row);
        });
        return std::move(diagnostics_);
    }

private:
    std::string file_name_;
    Diagnostics diagnostics_;
};

/// The parts of a review, each in the file of its name.
void review_translations(const Questionnaire& form, Findings& findings);
void review_logic(const Questionnaire& form, Findings& findings);
void review_bare_names(const Questionnaire& form, Findings& findings);
void review_inserts(const Questionnaire& form, Findings& findings);
void review_personal_data(const Questionnaire& form, Findings& findings);
void review_consent(const Questionnaire& form, Findings& findings);
void review_choices(const Questionnaire& form, Findings& findings);
void review_refusals(const Questionnaire& form, Findings& findings);

}  // namespace mtm
