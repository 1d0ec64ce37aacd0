#include "dataset/growing_dataset.h"

#include <functional>

#include "base/result.h"

namespace mtm {
namespace {

constexpr std::size_t least_slots = 16;

// Rows of a level whose parents are kept, parents' order first; `at` of a parent that is not kept
// is −1.
std::vector<std::int32_t> children_of(const Level& level, const std::vector<std::int32_t>& at) {
    std::vector<std::int32_t> of_parent(at.size() + 1, 0);
    for (const std::int32_t parent : level.parent_row) {
        const std::int32_t place = at[static_cast<std::size_t>(parent)];
        if (place >= 0) ++of_parent[static_cast<std::size_t>(place) + 1];
    }
    for (std::size_t p = 1; p < of_parent.size(); ++p)
        of_parent[p] += of_parent[p - 1];
    std::vector<std::int32_t> out(static_cast<std::size_t>(of_parent.back()));
    for (std::size_t row = 0; row < level.rows; ++row) {
        const std::int32_t place = at[static_cast<std::size_t>(level.parent_row[row])];
        if (place < 0) continue;
        out[static_cast<std::size_t>(of_parent[static_cast<std::size_t>(place)]++)] =
            static_cast<std::int32_t>(row);
    }
    return out;
}

template <typename T>
void gather(std::span<const std::int32_t> rows, std::size_t width, std::vector<T>& values) {
    std::vector<T> out;
    out.reserve(rows.size() * width);
    for (const std::int32_t row : rows) {
        const auto from =
            values.begin() + static_cast<std::ptrdiff_t>(row) * static_cast<std::ptrdiff_t>(width);
        out.insert(out.end(), from, from + static_cast<std::ptrdiff_t>(width));
    }
    values = std::move(out);
}

}  // namespace

std::int32_t GrowingDataset::Entries::find(const Column& column, std::string_view text) const {
    if (slots_.empty()) return -1;
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = std::hash<std::string_view>{}(text)&mask;; at = (at + 1) & mask) {
        const std::int32_t code = slots_[at];
        if (code < 0 || column.dictionary[static_cast<std::size_t>(code)] == text) return code;
    }
}

void GrowingDataset::Entries::place(const Column& column, std::int32_t code) {
    const std::string& text = column.dictionary[static_cast<std::size_t>(code)];
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = std::hash<std::string_view>{}(text)&mask;
    while (slots_[at] >= 0) {
        if (column.dictionary[static_cast<std::size_t>(slots_[at])] == text) return;
        at = (at + 1) & mask;
    }
    slots_[at] = code;
    ++used_;
}

void GrowingDataset::Entries::add_last(const Column& column) {
    if ((used_ + 1) * 3 > slots_.size() * 2) {
        rebuild(column);
        return;
    }
    place(column, static_cast<std::int32_t>(column.dictionary.size()) - 1);
}

void GrowingDataset::Entries::rebuild(const Column& column) {
    std::size_t slots = least_slots;
    while (slots < column.dictionary.size() * 2)
        slots *= 2;
    slots_.assign(slots, -1);
    used_ = 0;
    for (std::size_t code = 0; code < column.dictionary.size(); ++code)
        place(column, static_cast<std::int32_t>(code));
}

GrowingDataset::GrowingDataset(const Study& study) : dataset_(assemble(study, {}).dataset) {
    for (const Level& level : dataset_.levels) {
        entries_.emplace_back(level.columns.size());
        for (std::size_t c = 0; c < level.columns.size(); ++c)
            entries_.back()[c].rebuild(level.columns[c]);
    }
}

void GrowingDataset::append(const Dataset& more) {
    CHECK(more.levels.size() == dataset_.levels.size());
    dataset_.rehearsal = dataset_.rehearsal || more.rehearsal;
    dataset_.instance_ids.insert(
        dataset_.instance_ids.end(), more.instance_ids.begin(), more.instance_ids.end());
    std::vector<std::size_t> before;
    for (std::size_t l = 0; l < more.levels.size(); ++l) {
        const Level& from = more.levels[l];
        Level& to = dataset_.levels[l];
        CHECK(from.columns.size() == to.columns.size());
        before.push_back(to.rows);
        to.rows += from.rows;
        for (const std::int32_t parent : from.parent_row)
            to.parent_row.push_back(
                parent + static_cast<std::int32_t>(before[static_cast<std::size_t>(to.parent)]));
        for (std::size_t c = 0; c < from.columns.size(); ++c)
            append_column(from.columns[c], to.columns[c], entries_[l][c]);
    }
}

void GrowingDataset::append_column(const Column& from, Column& to, Entries& entries) const {
    std::vector<std::int32_t> code_of(from.dictionary.size());
    for (std::size_t entry = 0; entry < from.dictionary.size(); ++entry) {
        const bool is_choice = static_cast<int>(entry) < from.choice_count;
        std::int32_t code =
            is_choice ? static_cast<std::int32_t>(entry) : entries.find(to, from.dictionary[entry]);
        if (code < 0) {
            code = static_cast<std::int32_t>(to.dictionary.size());
            to.dictionary.push_back(from.dictionary[entry]);
            to.numbers.push_back(from.numbers[entry]);
            to.meaning.push_back(from.meaning[entry]);
            entries.add_last(to);
        }
        code_of[entry] = code;
    }
    for (const std::int32_t code : from.codes)
        to.codes.push_back(code < 0 ? -1 : code_of[static_cast<std::size_t>(code)]);
    to.asked.insert(to.asked.end(), from.asked.begin(), from.asked.end());
    to.members.insert(to.members.end(), from.members.begin(), from.members.end());
}

void GrowingDataset::keep(std::span<const std::int32_t> rows) {
    std::vector<std::vector<std::int32_t>> at(dataset_.levels.size());  // by old row: the new one
    for (std::size_t l = 0; l < dataset_.levels.size(); ++l) {
        Level& level = dataset_.levels[l];
        std::vector<std::int32_t> kept(rows.begin(), rows.end());
        if (l > 0) kept = children_of(level, at[static_cast<std::size_t>(level.parent)]);
        at[l].assign(level.rows, -1);
        for (std::size_t row = 0; row < kept.size(); ++row)
            at[l][static_cast<std::size_t>(kept[row])] = static_cast<std::int32_t>(row);
        if (l > 0) {
            gather(kept, 1, level.parent_row);
            const auto& of_parent = at[static_cast<std::size_t>(level.parent)];
            for (std::int32_t& parent : level.parent_row)
                parent = of_parent[static_cast<std::size_t>(parent)];
        }
        level.rows = kept.size();
        for (std::size_t c = 0; c < level.columns.size(); ++c) {
            keep_column(kept, level.columns[c]);
            entries_[l][c].rebuild(level.columns[c]);
        }
    }
    gather(rows, 1, dataset_.instance_ids);
}

// Dictionaries begin with the choices, and go on in the order in which answers were first given.
void GrowingDataset::keep_column(std::span<const std::int32_t> rows, Column& column) {
    gather(rows, 1, column.codes);
    gather(rows, 1, column.asked);
    gather(rows, static_cast<std::size_t>(column.words_per_row), column.members);
    const auto choices = static_cast<std::size_t>(column.choice_count);
    std::vector<std::int32_t> new_code(column.dictionary.size(), -1);
    std::vector<std::int32_t> order;
    for (std::size_t entry = 0; entry < choices; ++entry) {
        new_code[entry] = static_cast<std::int32_t>(entry);
        order.push_back(static_cast<std::int32_t>(entry));
    }
    for (std::int32_t& code : column.codes) {
        if (code < 0) continue;
        std::int32_t& fresh = new_code[static_cast<std::size_t>(code)];
        if (fresh < 0) {
            fresh = static_cast<std::int32_t>(order.size());
            order.push_back(code);
        }
        code = fresh;
    }
    gather(order, 1, column.dictionary);
    gather(order, 1, column.numbers);
    gather(order, 1, column.meaning);
}

}  // namespace mtm
