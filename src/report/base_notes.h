#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "report/phrases.h"
#include "tabulate/table.h"

namespace mtm {

/// The people who were asked some questions, where they are not everyone.
struct AskedBase {
    std::string key;      // equal for equal people
    std::string wording;  // "had completed …", to follow "the respondents who"
    std::size_t n = 0;
    std::vector<std::string> questions;
    RowSet rows;
};

/// Words for bases. They come from the `bases` sheet, from the row that holds for exactly the same
/// interviews; a base without such a row is worded from the skip logic of its first question, but
/// for conditions that hold for everyone counted. Skip logic that has no words
/// (src/paper/logic_words.h) is not printed: such a base has none.
class BaseWords {
public:
    BaseWords(const Study& study,
              const Dataset& dataset,
              std::size_t language,
              const Phrases& words)
        : study_(study), dataset_(dataset), language_(language), words_(words) {}

    /// Absent where everyone was asked, for questions inside repeats, and where there are no words.
    [[nodiscard]] std::optional<AskedBase> asked(const Base& base);

    /// The label of a question or, for a derived variable, of its question.
    [[nodiscard]] std::string question_label(const std::string& name) const;

private:
    using Rows = std::vector<std::uint8_t>;

    [[nodiscard]] std::optional<Rows> rows_asked(const std::vector<std::string>& questions) const;
    [[nodiscard]] std::string wording(const std::string& question, const Rows& rows);
    [[nodiscard]] std::string worded_from_skip_logic(const std::string& question) const;
    [[nodiscard]] bool holds_for_everyone(const Node& condition) const;
    [[nodiscard]] std::string worded(const Node& node) const;
    [[nodiscard]] std::optional<std::string> choices_worded(const Node& node,
                                                            std::string& question) const;
    [[nodiscard]] int question_of(const std::string& name) const;

    const Study& study_;
    const Dataset& dataset_;
    std::size_t language_;
    const Phrases& words_;
    std::vector<Rows> truths_;  // of the rows of the bases sheet; filled at first use
};

}  // namespace mtm
