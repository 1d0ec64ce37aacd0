#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "expression/node.h"
#include "expression/value.h"

namespace mtm {

/// One pair of arguments of indexed-repeat().
struct RepeatIndex {
    std::string repeat;
    double index = 0;  // from 1
};

/// What pulldata() asks for: the cell of `column` in the first row whose `key_column` is `key`.
struct PulledCell {
    std::string file;
    std::string column;
    std::string key_column;
    std::string key;
};

/// The answers of one interview, as an expression sees them from where it stands (a repeat
/// instance has its own source, which resolves names inside the same instance first).
class AnswerSource {
public:
    virtual ~AnswerSource() = default;

    /// The node-set of `${name}`; empty (no nodes) for a name that does not exist. The name of a
    /// repeat gives one node, of any text, for each instance. "last-saved#name" may come too.
    [[nodiscard]] virtual NodeSet answers(std::string_view name) const = 0;

    /// The node-set of a path as written in a `path` node.
    [[nodiscard]] virtual NodeSet path(std::string_view path) const = 0;

    /// The answer `.` stands for.
    [[nodiscard]] virtual std::string self() const = 0;

    /// True if skip logic reached the question.
    [[nodiscard]] virtual bool asked(std::string_view name) const = 0;

    /// The label of a choice of a select question (jr:choice-name); empty if there is none.
    [[nodiscard]] virtual std::string choice_label(std::string_view name,
                                                   std::string_view choice) const = 0;

    /// Instant of now() and today(), as an ISO 8601 dateTime with offset. Evaluation reads no
    /// clock.
    [[nodiscard]] virtual std::string now() const = 0;

    /// Place, from 1, of the repeat instance that position(path) asks for: "" for position(), ".."
    /// for position(..), and so on outwards. 1 unless overridden.
    [[nodiscard]] virtual double position(std::string_view path) const;

    /// last(): the number of instances of the repeat that the expression stands in.
    [[nodiscard]] virtual double last() const;

    /// The node-set of a path with predicates, such as
    /// instance('x')/root/item[name = ${a}]/label: a source that knows the list evaluates the
    /// node's children over each item. Empty unless overridden. Predicates straight on a
    /// reference, as in count(${age}[. > 17]), never come here.
    [[nodiscard]] virtual NodeSet filtered(const Node& path) const;

    /// indexed-repeat(${name}, ${repeat}, index, …). Unless overridden, the node of answers(name)
    /// that the last index points at.
    [[nodiscard]] virtual std::string answer_in(std::string_view name,
                                                const std::vector<RepeatIndex>& instances) const;

    /// property('deviceid'), username(), version() and their like; empty unless overridden.
    [[nodiscard]] virtual std::string property(std::string_view name) const;

    /// pulldata(file, column, key column, key): a cell of a file that lies beside the form; empty
    /// unless overridden.
    [[nodiscard]] virtual std::string pulled(const PulledCell& cell) const;

    /// The next number, from 0 up to but not including 1, for random(), uuid() and randomize()
    /// without a seed. Evaluation draws none itself; 0.5 unless overridden.
    [[nodiscard]] virtual double chance() const;
};

/// Whether `evaluate` computes the function of that name. What it does not gives an empty value of
/// its type, always: "", NaN, false or no nodes.
[[nodiscard]] bool is_computed(std::string_view function);

/// The value of an expression over one interview. Total: what XPath would call an error (a wrong
/// type) converts as XPath 1.0 says.
/// REQUIRES: the expression was parsed without errors.
[[nodiscard]] Value evaluate(const Node& node, const AnswerSource& source);

/// A column of answers as an expression sees it. Every column is dictionary-coded: row r holds
/// dictionary[codes[r]], or the empty string where codes[r] is -1.
struct ColumnView {
    const std::int32_t* codes = nullptr;
    const std::uint8_t* asked = nullptr;  // 1 where skip logic reached the question
    const std::vector<std::string>* dictionary = nullptr;
    const std::vector<double>* numbers = nullptr;  // number_from of each dictionary entry
};

/// Answers of many interviews at one repeat level.
class ColumnSource {
public:
    virtual ~ColumnSource() = default;

    [[nodiscard]] virtual std::size_t row_count() const = 0;

    /// Null if there is no such column at this level.
    [[nodiscard]] virtual const ColumnView* column(std::string_view name) const = 0;

    /// Whether the rows hold a repeat of that name, or entries of a repeat with such a question.
    [[nodiscard]] virtual bool is_within(std::string_view name) const;

    /// What a row holds of it: as RowsWithin::answers of dataset. Empty unless overridden.
    [[nodiscard]] virtual NodeSet answers_within(std::string_view name, std::size_t row) const;

    [[nodiscard]] virtual std::string choice_label(std::string_view name,
                                                   std::string_view choice) const = 0;

    [[nodiscard]] virtual std::string now() const = 0;
};

/// The value of an expression for every row at once: 1 where it is true. Equal, row by row, to
/// `to_boolean(evaluate(…))` over the interview of that row; a test generates expressions and data
/// to hold it to that.
[[nodiscard]] std::vector<std::uint8_t> evaluate_truth(const Node& node,
                                                       const ColumnSource& source);

/// The same for numbers: `to_number(evaluate(…))` of each row.
[[nodiscard]] std::vector<double> evaluate_number(const Node& node, const ColumnSource& source);

/// The same for texts.
[[nodiscard]] std::vector<std::string> evaluate_text(const Node& node, const ColumnSource& source);

}  // namespace mtm
