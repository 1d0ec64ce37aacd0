#include "tabulate/coding.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "questionnaire/label_answers.h"
#include "tabulate/base_rows.h"
#include "tabulate/tally.h"

namespace mtm {

namespace {

void append(Coding& coding, Category category, Coding::Source source) {
    coding.categories.push_back(std::move(category));
    coding.sources.push_back(source);
}

void append_blank(Coding& coding, Coding::From from) {
    Category blank;
    blank.blank = true;
    append(coding, std::move(blank), {from, -1, true});
}

const ChoiceList* choices_of(const LevelColumns& columns, const Column& column) {
    if (column.question < 0) return nullptr;
    const Questionnaire& questionnaire = columns.study().questionnaire;
    const auto& question = questionnaire.questions[static_cast<std::size_t>(column.question)];
    return question.list < 0 ? nullptr : &questionnaire.choices_of(column.question);
}

Category category_of_code(const LevelColumns& columns, const Column& column, std::size_t code) {
    Category category;
    category.name = column.dictionary[code];
    category.meaning = meaning_of(column, code);
    const ChoiceList* list = choices_of(columns, column);
    const int choice = list == nullptr ? -1 : list->find(category.name);
    if (choice != -1) {
        category.label = without_answers(list->choices[static_cast<std::size_t>(choice)].label);
    }
    category.free_answer = choice == -1 && std::isnan(column.numbers[code]);
    return category;
}

// Codes beyond the choices: numbers in their order, then texts in theirs, then what is no answer.
std::vector<std::size_t> ordered_codes(const Column& column, std::size_t first) {
    std::vector<std::size_t> codes(column.dictionary.size() - first);
    std::iota(codes.begin(), codes.end(), first);
    std::ranges::sort(codes, [&column](std::size_t a, std::size_t b) {
        const bool missing_a = meaning_of(column, a) != MissingChoice::answer;
        const bool missing_b = meaning_of(column, b) != MissingChoice::answer;
        if (missing_a != missing_b) return missing_b;
        const double x = column.numbers[a];
        const double y = column.numbers[b];
        if (std::isnan(x) != std::isnan(y)) return std::isnan(y);
        if (!std::isnan(x) && x != y) return x < y;
        return column.dictionary[a] < column.dictionary[b];
    });
    return codes;
}

Coding by_code(const LevelColumns& columns, const Column& column) {
    Coding coding;
    coding.column = &column;
    const auto choices = static_cast<std::size_t>(column.choice_count);
    for (std::size_t c = 0; c < choices; ++c) {
        append(coding,
               category_of_code(columns, column, c),
               {Coding::From::code, static_cast<int>(c), false});
    }
    for (const std::size_t c : ordered_codes(column, choices)) {
        append(coding,
               category_of_code(columns, column, c),
               {Coding::From::code, static_cast<int>(c), true});
    }
    append_blank(coding, Coding::From::code);
    return coding;
}

void want(Coding& coding, int member) {
    const auto bit = static_cast<std::size_t>(member);
    coding.wanted[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

Coding by_choices_chosen(const LevelColumns& columns, const Column& column) {
    Coding coding;
    coding.column = &column;
    coding.rest = &column;
    coding.wanted.resize(static_cast<std::size_t>(column.words_per_row));
    for (int c = 0; c < column.choice_count; ++c) {
        want(coding, c);
        append(coding,
               category_of_code(columns, column, static_cast<std::size_t>(c)),
               {Coding::From::member, c, false});
    }
    append_blank(coding, Coding::From::rest);
    return coding;
}

Coding by_derived(const LevelColumns& columns,
                  const Column& column,
                  const DerivedVariable& derived,
                  const Node* where) {
    Coding coding;
    coding.column = &column;
    coding.rest = columns.find(derived.rest.empty() ? derived.question : derived.rest);
    CHECK(coding.rest != nullptr);
    coding.wanted.resize(static_cast<std::size_t>(column.words_per_row));
    for (const int c : categories_under(derived, where)) {
        const DerivedCategory& category = derived.categories[static_cast<std::size_t>(c)];
        want(coding, c);
        append(coding,
               {category.name, category.label, MissingChoice::answer, false},
               {Coding::From::member, c, false});
    }
    for (std::size_t c = 0; c < coding.rest->dictionary.size(); ++c) {
        if (meaning_of(*coding.rest, c) == MissingChoice::answer) continue;
        append(coding,
               category_of_code(columns, *coding.rest, c),
               {Coding::From::rest, static_cast<int>(c), true});
    }
    append_blank(coding, Coding::From::rest);
    return coding;
}

bool is_in(const Coding& coding, std::size_t category, std::size_t row) {
    const Coding::Source source = coding.sources[category];
    if (coding.column->asked[row] == 0) return false;
    if (source.from == Coding::From::member) return coding.column->has_member(row, source.code);
    if (source.from == Coding::From::code) return coding.column->codes[row] == source.code;
    if (coding.rest->codes[row] != source.code) return false;
    const auto words = coding.wanted.size();
    for (std::size_t w = 0; w < words; ++w) {
        if ((coding.column->members[row * words + w] & coding.wanted[w]) != 0) return false;
    }
    return true;
}

// Groups that nobody is in have no column where they are not answers; choices keep theirs.
bool keeps_group(const Category& category, const Coding::Source& source) {
    return !source.only_where_seen && category.meaning == MissingChoice::answer;
}

Grouping groups_by_code(const Coding& coding, std::size_t rows) {
    std::vector<std::int32_t> group_of_code(coding.column->dictionary.size() + 1, -1);
    std::vector<std::uint8_t> seen(group_of_code.size(), 0);
    for (std::size_t r = 0; r < rows; ++r) {
        seen[static_cast<std::size_t>(coding.column->codes[r]) + 1] |= coding.column->asked[r];
    }
    Grouping grouping;
    for (std::size_t c = 0; c < coding.categories.size(); ++c) {
        const auto code = static_cast<std::size_t>(coding.sources[c].code) + 1;
        if (seen[code] == 0 && !keeps_group(coding.categories[c], coding.sources[c])) continue;
        group_of_code[code] = static_cast<std::int32_t>(grouping.groups.size());
        grouping.groups.push_back(coding.categories[c]);
    }
    std::vector<std::int32_t> layer(rows, -1);
    for (std::size_t r = 0; r < rows; ++r) {
        if (coding.column->asked[r] == 0) continue;
        layer[r] = group_of_code[static_cast<std::size_t>(coding.column->codes[r]) + 1];
    }
    grouping.layers.push_back(std::move(layer));
    return grouping;
}

Grouping groups_by_sets(const Coding& coding, std::size_t rows) {
    Grouping grouping;
    std::vector<std::int32_t> one_layer(rows, -1);
    for (std::size_t c = 0; c < coding.categories.size(); ++c) {
        std::vector<std::int32_t> layer(rows, -1);
        const auto group = static_cast<std::int32_t>(grouping.groups.size());
        bool seen = false;
        for (std::size_t r = 0; r < rows; ++r) {
            if (!is_in(coding, c, r)) continue;
            seen = true;
            if (one_layer[r] != -1) grouping.overlap = true;
            layer[r] = one_layer[r] = group;
        }
        if (!seen && !keeps_group(coding.categories[c], coding.sources[c])) continue;
        grouping.groups.push_back(coding.categories[c]);
        grouping.layers.push_back(std::move(layer));
    }
    if (!grouping.overlap) grouping.layers.assign(1, one_layer);
    return grouping;
}

Category crossed(const Category& a, const Category& b) {
    Category out;
    out.name = a.name + " × " + b.name;
    out.label = joined(a.label, b.label);
    out.meaning = a.meaning != MissingChoice::answer ? a.meaning : b.meaning;
    out.blank = a.blank || b.blank;
    out.free_answer = a.free_answer || b.free_answer;
    return out;
}

Grouping crossed(const Grouping& a, const Grouping& b) {
    Grouping out;
    out.overlap = a.overlap || b.overlap;
    for (const Category& x : a.groups) {
        for (const Category& y : b.groups)
            out.groups.push_back(crossed(x, y));
    }
    const auto width = static_cast<std::int32_t>(b.groups.size());
    for (const auto& x : a.layers) {
        for (const auto& y : b.layers) {
            std::vector<std::int32_t> layer(x.size(), -1);
            for (std::size_t r = 0; r < x.size(); ++r) {
                if (x[r] != -1 && y[r] != -1) layer[r] = x[r] * width + y[r];
            }
            out.layers.push_back(std::move(layer));
        }
    }
    return out;
}

}  // namespace

MissingChoice meaning_of(const Column& column, std::size_t code) {
    return code < column.meaning.size() ? column.meaning[code] : MissingChoice::answer;
}

Translated joined(const Translated& first, const Translated& second) {
    Translated out;
    const std::size_t languages = std::max(first.by_language.size(), second.by_language.size());
    for (std::size_t l = 0; l < languages; ++l) {
        const std::string& a = first.in(l);
        const std::string& b = second.in(l);
        out.by_language.push_back(a.empty() || b.empty() ? a + b : a + ", " + b);
    }
    return out;
}

Coding coding_of(const LevelColumns& columns, std::string_view name, const Node* where) {
    const Column* column = columns.find(name);
    CHECK(column != nullptr);
    if (const DerivedVariable* derived = columns.study().plan.find_derived(name)) {
        return by_derived(columns, *column, *derived, where);
    }
    if (column->words_per_row > 0) return by_choices_chosen(columns, *column);
    return by_code(columns, *column);
}

std::vector<std::size_t> category_counts(const Coding& coding,
                                         const std::vector<std::uint8_t>& in_base) {
    const Column& codes = coding.by_sets() ? *coding.rest : *coding.column;
    Histogram by_code(0, codes.dictionary.size());
    Histogram by_member(0, coding.wanted.size() * 64);
    if (coding.by_sets()) {
        (void)count_members(
            coding.column->members, coding.wanted, codes.codes, in_base, {}, by_member, by_code);
    } else {
        count_codes(codes.codes, in_base, {}, by_code);
    }
    std::vector<std::size_t> counts;
    for (const Coding::Source& source : coding.sources) {
        const Histogram& from = source.from == Coding::From::member ? by_member : by_code;
        counts.push_back(from.at(-1, source.code));
    }
    return counts;
}

std::vector<std::uint8_t> rows_in(const Coding& coding, std::size_t category) {
    std::vector<std::uint8_t> rows(coding.column->size());
    for (std::size_t r = 0; r < rows.size(); ++r)
        rows[r] = is_in(coding, category, r) ? 1 : 0;
    return rows;
}

namespace {

// Numbers in a list of categories by where their counts come from; -1: not in the list.
struct ListedCategories {
    std::vector<int> of_code;  // code + 1
    std::vector<int> of_member;

    ListedCategories(const Coding& coding, std::span<const std::size_t> categories)
        : of_code((coding.by_sets() ? coding.rest : coding.column)->dictionary.size() + 1, -1),
          of_member(64 * coding.wanted.size(), -1) {
        for (std::size_t i = 0; i < categories.size(); ++i) {
            const Coding::Source source = coding.sources[categories[i]];
            const bool member = source.from == Coding::From::member;
            auto& list = member ? of_member : of_code;
            list[static_cast<std::size_t>(member ? source.code : source.code + 1)] =
                static_cast<int>(i);
        }
    }
};

}  // namespace

std::vector<std::vector<std::uint64_t>> bits_of_categories(
    const Coding& coding, std::span<const std::size_t> categories) {
    const ListedCategories listed(coding, categories);
    const Column& column = *coding.column;
    const Column& coded = coding.by_sets() ? *coding.rest : column;
    const std::size_t words = coding.wanted.size();
    std::vector<std::vector<std::uint64_t>> out(
        categories.size(), std::vector<std::uint64_t>((column.size() + 63) / 64));
    const auto set = [&out](int category, std::size_t row) {
        if (category >= 0)
            out[static_cast<std::size_t>(category)][row / 64] |= std::uint64_t{1} << (row % 64);
    };
    for (std::size_t r = 0; r < column.size(); ++r) {
        if (column.asked[r] == 0) continue;
        bool some = false;
        for (std::size_t w = 0; w < words; ++w) {
            std::uint64_t left = column.members[r * words + w] & coding.wanted[w];
            some |= left != 0;
            for (; left != 0; left &= left - 1)
                set(listed.of_member[w * 64 + static_cast<std::size_t>(std::countr_zero(left))], r);
        }
        if (!some) set(listed.of_code[static_cast<std::size_t>(coded.codes[r]) + 1], r);
    }
    return out;
}

Grouping grouping_of(const LevelColumns& columns,
                     const std::vector<std::string>& names,
                     const Node* where) {
    Grouping grouping;
    for (const std::string& name : names) {
        const Coding coding = coding_of(columns, name, where);
        const std::size_t rows = columns.row_count();
        Grouping next =
            coding.by_sets() ? groups_by_sets(coding, rows) : groups_by_code(coding, rows);
        grouping = grouping.layers.empty() ? std::move(next) : crossed(grouping, next);
    }
    return grouping;
}

std::optional<double> number_at(const Column& column, std::size_t row) {
    if (column.codes[row] < 0) return std::nullopt;
    const auto code = static_cast<std::size_t>(column.codes[row]);
    if (meaning_of(column, code) != MissingChoice::answer) return std::nullopt;
    if (std::isnan(column.numbers[code])) return std::nullopt;
    return column.numbers[code];
}

std::vector<double> numbers_in(const Column& column) {
    std::vector<double> out(column.size(), NAN);
    for (std::size_t r = 0; r < out.size(); ++r) {
        if (const auto number = number_at(column, r)) out[r] = *number;
    }
    return out;
}

}  // namespace mtm
