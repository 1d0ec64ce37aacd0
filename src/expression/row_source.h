#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "expression/evaluate.h"

namespace mtm {

/// Columns seen as the answers of one interview: names are columns, there are no paths and no
/// answer of its own. What the two sources below share.
class InterviewOfColumns : public AnswerSource {
public:
    explicit InterviewOfColumns(const ColumnSource& columns) : columns_(columns) {}

    [[nodiscard]] NodeSet path(std::string_view) const override { return {}; }

    [[nodiscard]] std::string self() const override { return {}; }

    [[nodiscard]] std::string choice_label(std::string_view name,
                                           std::string_view choice) const override {
        return columns_.choice_label(name, choice);
    }

    [[nodiscard]] std::string now() const override { return columns_.now(); }

protected:
    [[nodiscard]] const ColumnSource& columns() const { return columns_; }

private:
    const ColumnSource& columns_;
};

/// One row of columns.
class RowSource : public InterviewOfColumns {
public:
    using InterviewOfColumns::InterviewOfColumns;

    void move_to(std::size_t row) { row_ = row; }

    [[nodiscard]] NodeSet answers(std::string_view name) const override {
        const ColumnView* column = columns().column(name);
        if (column == nullptr) return columns().answers_within(name, row_);
        const std::int32_t code = column->codes[row_];
        return NodeSet{{code < 0 ? "" : (*column->dictionary)[static_cast<std::size_t>(code)]}};
    }

    [[nodiscard]] bool asked(std::string_view name) const override {
        const ColumnView* column = columns().column(name);
        return column != nullptr && column->asked[row_] != 0;
    }

private:
    std::size_t row_ = 0;
};

/// Any row in which one column holds a given answer, for expressions that read no other column.
class EntrySource : public InterviewOfColumns {
public:
    EntrySource(const ColumnSource& columns, std::string name, std::string answer, bool was_asked)
        : InterviewOfColumns(columns),
          name_(std::move(name)),
          answer_(std::move(answer)),
          asked_(was_asked) {}

    [[nodiscard]] NodeSet answers(std::string_view name) const override {
        if (name_.empty() || name != name_) return {};
        return NodeSet{{answer_}};
    }

    [[nodiscard]] bool asked(std::string_view name) const override {
        return asked_ && !name_.empty() && name == name_;
    }

private:
    std::string name_;
    std::string answer_;
    bool asked_;
};

}  // namespace mtm
