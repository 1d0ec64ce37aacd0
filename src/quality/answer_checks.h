#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "quality/fieldwork_rows.h"
#include "quality/finding.h"
#include "quality/robust.h"

namespace mtm {

/// What was answered: `outlier`, `special-value`, `other-matches`, `mostly-blank`, `straight-line`,
/// `unlikely`, and the study's own rules (`rule`).
class AnswerChecks {
public:
    /// Learns what is usual; refers to the study.
    explicit AnswerChecks(const FieldworkRows& rows);

    void check(const FieldworkRows& rows, std::size_t row, std::vector<Finding>& out) const;

private:
    /// What is usual of a question that is answered by a number.
    struct Numbers {
        std::size_t column = 0;  // of level 0
        RobustScale scale;
        bool logarithmic = false;
        bool without_zeros = false;  // learned from the others, and not told of
        double usual_high = 0;       // 95th percentile
        bool negatives = false;
    };

    /// A text that is asked when a choice “other” was taken, and what its answers could have been.
    struct OtherText {
        std::size_t column = 0;           // the text's
        std::size_t select = 0;           // the question's whose choice it explains
        int other = -1;                   // that choice
        std::vector<std::int32_t> meant;  // by entry of the text's dictionary: a choice, or −1
    };

    /// Questions in a row with the same choices.
    struct Battery {
        std::vector<std::size_t> columns;
        double usual_share = 0;  // of interviews that answer all of them alike
    };

    /// Two answers that are hardly ever given together.
    struct RareCell {
        std::int32_t first = 0;
        std::int32_t second = 0;
        double expected = 0;
        int observed = 0;
    };

    struct RarePair {
        std::size_t first = 0;  // columns
        std::size_t second = 0;
        std::vector<RareCell> cells;
    };

    class PairCounts;  // how often two answers stand together

    void learn_numbers(const FieldworkRows& rows);
    void learn_others(const FieldworkRows& rows);
    void learn_batteries(const FieldworkRows& rows);
    void learn_pairs(const FieldworkRows& rows);
    void check_numbers(const FieldworkRows& rows, std::size_t row, std::vector<Finding>& out) const;
    void check_others(const FieldworkRows& rows, std::size_t row, std::vector<Finding>& out) const;
    void check_batteries(const FieldworkRows& rows,
                         std::size_t row,
                         std::vector<Finding>& out) const;
    void check_pairs(const FieldworkRows& rows, std::size_t row, std::vector<Finding>& out) const;
    void check_rules(const FieldworkRows& rows, std::size_t row, std::vector<Finding>& out) const;

    const Study& study_;
    std::vector<Numbers> numbers_;
    std::vector<OtherText> others_;
    std::vector<Battery> batteries_;
    std::vector<RarePair> pairs_;
    RobustScale blank_;
    std::vector<std::vector<std::uint8_t>> rule_holds_;  // by rule and row
};

/// Share of the questions asked of an interview, outside repeats, that have no answer: blank, “I do
/// not know” or “I do not want to answer”. NaN if nothing was asked.
[[nodiscard]] double blank_share(const FieldworkRows& rows, std::size_t row);

/// Whether all of a battery's questions were answered, and with the same choice.
[[nodiscard]] bool answered_alike(const Dataset& dataset,
                                  const std::vector<std::size_t>& columns,
                                  std::size_t row);

/// Runs of at least five questions after one another in one group, with the same list of choices:
/// columns of level 0.
[[nodiscard]] std::vector<std::vector<std::size_t>> batteries_of(const FieldworkRows& rows);

/// The choice that an answer in words under “other” means: of the same label or name in any
/// language, or one spelled almost so (a letter in each five); −1 if none or several.
[[nodiscard]] std::int32_t choice_meant(const ChoiceList& list, std::string_view text, int other);

}  // namespace mtm
