#include "expression/evaluate.h"

namespace mtm {
namespace {

// One row of columns, seen as an interview.
class RowSource : public AnswerSource {
public:
    explicit RowSource(const ColumnSource& columns) : columns_(columns) {}

    void move_to(std::size_t row) { row_ = row; }

    [[nodiscard]] NodeSet answers(std::string_view name) const override {
        const ColumnView* column = columns_.column(name);
        if (column == nullptr) return {};
        const std::int32_t code = column->codes[row_];
        return NodeSet{{code < 0 ? "" : (*column->dictionary)[static_cast<std::size_t>(code)]}};
    }

    [[nodiscard]] NodeSet path(std::string_view) const override { return {}; }

    [[nodiscard]] std::string self() const override { return {}; }

    [[nodiscard]] bool asked(std::string_view name) const override {
        const ColumnView* column = columns_.column(name);
        return column != nullptr && column->asked[row_] != 0;
    }

    [[nodiscard]] std::string choice_label(std::string_view name,
                                           std::string_view choice) const override {
        return columns_.choice_label(name, choice);
    }

    [[nodiscard]] std::string now() const override { return columns_.now(); }

private:
    const ColumnSource& columns_;
    std::size_t row_ = 0;
};

template <typename T, typename Convert>
std::vector<T> row_by_row(const Node& node, const ColumnSource& source, Convert convert) {
    RowSource row(source);
    std::vector<T> out(source.row_count());
    for (std::size_t i = 0; i < out.size(); ++i) {
        row.move_to(i);
        out[i] = convert(evaluate(node, row));
    }
    return out;
}

}  // namespace

std::vector<std::uint8_t> evaluate_truth(const Node& node, const ColumnSource& source) {
    return row_by_row<std::uint8_t>(
        node, source, [](const Value& value) -> std::uint8_t { return to_boolean(value) ? 1 : 0; });
}

std::vector<double> evaluate_number(const Node& node, const ColumnSource& source) {
    return row_by_row<double>(node, source, to_number);
}

std::vector<std::string> evaluate_text(const Node& node, const ColumnSource& source) {
    return row_by_row<std::string>(node, source, to_string);
}

}  // namespace mtm
