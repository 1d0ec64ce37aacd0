#include "report/structured_table.h"

#include <algorithm>

#include "base/text.h"
#include "study/table_parts.h"
#include "tabulate/category_label.h"

namespace mtm {

namespace {

// More groups than this stand down the page, with indents.
constexpr std::size_t most_groups_across = 12;

// A column of groups: everyone, or a group of a banner.
struct GroupColumn {
    std::size_t banner = 0;
    std::size_t group = 0;
    int depth = 0;
};

bool is_same(const Category& a, const Category& b) {
    return a.name == b.name && a.blank == b.blank;
}

std::optional<std::size_t> place_of(const Category& wanted, const std::vector<Category>& in) {
    const auto found =
        std::ranges::find_if(in, [&](const Category& one) { return is_same(one, wanted); });
    if (found == in.end()) return std::nullopt;
    return static_cast<std::size_t>(found - in.begin());
}

class Layout {
public:
    Layout(const SafeTable& safe, const StructureWords& words)
        : safe_(safe), words_(words), spec_(safe.table.spec), banners_(banners_of(spec_)) {
        for (std::size_t q = 0; q < questions_in(safe); ++q)
            parts_.push_back(parts_of_question(safe, q));
        find_columns();
    }

    StructuredTable make() {
        const bool counts =
            spec_.statistic == Statistic::percent || spec_.statistic == Statistic::count;
        if (spec_.ranks && parts_.size() > 1) {
            make_blocks(true);
        } else if (counts && parts_.size() > 1) {
            make_blocks(false);
        } else if (counts && spec_.top_of_each) {
            make_largest();
        } else if (groups_.size() > most_groups_across + 1) {
            make_down();
        } else {
            make_across();
        }
        return std::move(out_);
    }

private:
    const Table& banner_table(std::size_t b) const { return parts_[0][b]->table; }

    // Everyone once, unless a banner is of other people, as one of a repeat is.
    void find_columns() {
        for (std::size_t b = 0; b < parts_[0].size(); ++b) {
            const Table& table = banner_table(b);
            const bool same = b > 0 && table.level == banner_table(0).level;
            for (std::size_t g = same ? 1 : 0; g < table.groups.size(); ++g) {
                const int depth = g == 0 ? 0 : table.places.empty() ? 1 : table.places[g].depth;
                groups_.push_back({b, g, depth});
            }
        }
    }

    std::string label_of(const Category& category) const {
        return mtm::label_of(category, words_.language, words_.no_answer);
    }

    // Within its parent.
    std::string own_label(const GroupColumn& at) const {
        const Table& table = banner_table(at.banner);
        if (at.group == 0) return words_.everyone;
        return label_of(table.places.empty() ? table.groups[at.group] : table.places[at.group].own);
    }

    std::string whole_label(const GroupColumn& at) const {
        if (at.group == 0) return words_.everyone;
        return join(
            labels_to_group(banner_table(at.banner), at.group, words_.language, words_.no_answer),
            ", ");
    }

    std::string banner_title(std::size_t b) const {
        std::vector<std::string> titles;
        for (const std::string& name : banners_[b].levels)
            titles.push_back(words_.variable(name));
        return join(titles, " › ");
    }

    int deepest() const {
        int depth = 1;
        for (const GroupColumn& column : groups_)
            depth = std::max(depth, column.depth);
        return depth;
    }

    std::optional<std::size_t> category_in(const SafeTable& part, const Category& category) const {
        return place_of(category, part.table.categories);
    }

    StructuredCell cell(std::size_t q, const GroupColumn& at, const Category& category) const {
        const SafeTable& part = *parts_[q][at.banner];
        const auto c = category_in(part, category);
        const auto g = group_in(part.table, at);
        if (!c || !g || part.table.cells.size() <= *g || part.table.cells[*g].size() <= *c)
            return {};
        return {.of = &part, .group = *g, .category = *c};
    }

    // Groups of another question's part may be fewer: one in somebody's own words is left out
    // where it is withheld.
    std::optional<std::size_t> group_in(const Table& table, const GroupColumn& at) const {
        if (at.group == 0) return 0;
        const Category& wanted = banner_table(at.banner).groups[at.group];
        for (std::size_t g = 1; g < table.groups.size(); ++g) {
            if (is_same(table.groups[g], wanted)) return g;
        }
        return std::nullopt;
    }

    std::vector<Category> shown(std::size_t q) const {
        std::vector<Category> out;
        for (const SafeTable* part : parts_[q]) {
            for (const std::size_t c : words_.shown(*part)) {
                const Category& category = part->table.categories[c];
                if (!place_of(category, out)) out.push_back(category);
            }
        }
        return out;
    }

    static bool is_missing(const Category& category) {
        return category.blank || category.meaning != MissingChoice::answer;
    }

    std::string question_label(std::size_t q) const {
        return words_.variable(parts_[q][0]->table.spec.question);
    }

    // Heads over groups: their banners if there are several, then a row a level. What is of a
    // group and all within it stands above both.
    void add_group_heads() {
        const int depth = deepest();
        const bool titled = banners_.size() > 1;
        if (titled) {
            std::vector<StructuredHead>& titles = out_.heads.emplace_back();
            for (std::size_t i = 0; i < groups_.size();) {
                const bool everyone = groups_[i].group == 0;
                std::size_t end = i + 1;
                while (!everyone && end < groups_.size() && groups_[end].group != 0 &&
                       groups_[end].banner == groups_[i].banner)
                    ++end;
                titles.push_back(
                    {.label = everyone ? words_.everyone : banner_title(groups_[i].banner),
                     .columns = end - i,
                     .rows = everyone ? static_cast<std::size_t>(depth) + 1 : 1});
                i = end;
            }
        }
        for (int level = 1; level <= depth; ++level)
            add_level_heads(level, depth, titled);
        for (const GroupColumn& column : groups_)
            out_.columns.push_back(whole_label(column));
    }

    void add_level_heads(int level, int depth, bool titled) {
        std::vector<StructuredHead>& heads = out_.heads.emplace_back();
        for (std::size_t i = 0; i < groups_.size(); ++i) {
            const GroupColumn& at = groups_[i];
            const auto left = static_cast<std::size_t>(depth - level) + 1;
            if (at.depth == 0) {
                if (level == 1 && !titled) {
                    heads.push_back({.label = words_.everyone, .columns = 1, .rows = left});
                }
                continue;
            }
            if (at.depth > level || (at.depth < level && !has_parts(i))) continue;
            if (at.depth == level) {
                const std::size_t columns = width_of(i);
                heads.push_back(
                    {.label = own_label(at), .columns = columns, .rows = columns > 1 ? 1 : left});
            } else if (at.depth == level - 1) {
                heads.push_back({.label = words_.everyone, .columns = 1, .rows = left});
            }
        }
    }

    bool has_parts(std::size_t i) const { return width_of(i) > 1; }

    // A group with those within it.
    std::size_t width_of(std::size_t i) const {
        std::size_t end = i + 1;
        while (end < groups_.size() && groups_[end].banner == groups_[i].banner &&
               groups_[end].group != 0 && groups_[end].depth > groups_[i].depth)
            ++end;
        return end - i;
    }

    void make_across() {
        add_group_heads();
        if (parts_.size() == 1) {
            for (const GroupColumn& column : groups_)
                out_.column_bases.push_back({parts_[0][column.banner], column.group});
        }
        for (std::size_t q = 0; q < parts_.size(); ++q) {
            for (const Category& category : shown(q)) {
                StructuredRow& row = out_.rows.emplace_back();
                row.label = parts_.size() > 1 ? question_label(q) : label_of(category);
                row.missing = is_missing(category);
                for (const GroupColumn& column : groups_)
                    row.cells.push_back(cell(q, column, category));
            }
        }
        add_sums();
    }

    // What is printed of answers in a group, the largest first. What is withheld has no place.
    std::vector<StructuredCell> largest_in(const GroupColumn& at) const {
        std::vector<StructuredCell> out;
        for (const Category& category : shown(0)) {
            StructuredCell one = cell(0, at, category);
            if (is_missing(category) || one.of == nullptr ||
                is_withheld(*one.of, one.group, one.category))
                continue;
            const Estimate& estimate = one.of->table.cells[one.group][one.category];
            if (estimate.value.value_or(0) <= 0) continue;
            one.label = label_of(category);
            out.push_back(std::move(one));
        }
        const auto value = [](const StructuredCell& one) {
            return *one.of->table.cells[one.group][one.category].value;
        };
        std::stable_sort(out.begin(), out.end(), [&](const auto& a, const auto& b) {
            return value(a) > value(b);
        });
        out.resize(std::min(out.size(), static_cast<std::size_t>(spec_.top)));
        return out;
    }

    // A row for each place, in which each group has an answer of its own.
    void make_largest() {
        add_group_heads();
        for (std::size_t place = 0; place < static_cast<std::size_t>(spec_.top); ++place)
            out_.rows.push_back({.label = std::to_string(place + 1)});
        for (const GroupColumn& column : groups_) {
            out_.column_bases.push_back({parts_[0][column.banner], column.group});
            std::vector<StructuredCell> cells = largest_in(column);
            cells.resize(out_.rows.size());
            for (std::size_t place = 0; place < cells.size(); ++place)
                out_.rows[place].cells.push_back(std::move(cells[place]));
        }
        std::erase_if(out_.rows, [](const StructuredRow& row) {
            return std::ranges::all_of(row.cells,
                                       [](const StructuredCell& one) { return one.of == nullptr; });
        });
    }

    // The total of all questions, where each of theirs is printed.
    void add_sums() {
        if (spec_.statistic != Statistic::total || parts_.size() < 2 || out_.rows.empty()) return;
        StructuredRow sum;
        sum.label = words_.sum;
        for (std::size_t i = 0; i < groups_.size(); ++i) {
            std::optional<double> total = 0;
            for (const StructuredRow& row : out_.rows) {
                const StructuredCell& one = row.cells[i];
                const bool printed = one.of != nullptr && !one.of->coarse &&
                                     !is_withheld(*one.of, one.group, one.category);
                const auto value =
                    printed ? one.of->table.cells[one.group][one.category].value : std::nullopt;
                total = total && value ? std::optional(*total + *value) : std::nullopt;
            }
            sum.cells.push_back({.made = total});
        }
        out_.rows.push_back(std::move(sum));
    }

    // Groups as rows.
    void make_down() {
        std::vector<StructuredHead>& heads = out_.heads.emplace_back();
        std::vector<std::pair<std::size_t, Category>> columns;
        for (std::size_t q = 0; q < parts_.size(); ++q) {
            for (const Category& category : shown(q)) {
                columns.emplace_back(q, category);
                heads.push_back(
                    {.label = parts_.size() > 1 ? question_label(q) : label_of(category)});
                out_.columns.push_back(heads.back().label);
            }
        }
        for (const GroupColumn& at : groups_) {
            add_banner_heading(at);
            StructuredRow& row = out_.rows.emplace_back();
            row.label = own_label(at);
            row.indent = std::max(0, at.depth - 1);
            if (parts_.size() == 1) row.base = StructuredBase{parts_[0][at.banner], at.group};
            for (const auto& [q, category] : columns)
                row.cells.push_back(cell(q, at, category));
        }
    }

    void add_banner_heading(const GroupColumn& at) {
        if (banners_.size() < 2 || at.group != 1) return;
        out_.rows.push_back({.label = banner_title(at.banner), .heading = true});
    }

    // For each group a block: of a grid its questions by choices, of a ranking its choices by rank.
    void make_blocks(bool ranks) {
        std::vector<Category> categories;
        for (std::size_t q = 0; q < parts_.size(); ++q) {
            for (const Category& category : shown(q)) {
                if (!place_of(category, categories)) categories.push_back(category);
            }
        }
        std::stable_partition(categories.begin(), categories.end(), [](const Category& one) {
            return !is_missing(one);
        });
        add_block_heads(ranks, categories);
        for (const GroupColumn& at : groups_) {
            add_banner_heading(at);
            if (groups_.size() > 1) {
                out_.rows.push_back(
                    {.label = own_label(at), .indent = std::max(0, at.depth - 1), .heading = true});
            }
            const int indent = groups_.size() > 1 ? std::max(1, at.depth) : 0;
            if (ranks) {
                add_ranked(at, indent, categories);
            } else {
                add_questions(at, indent, categories);
            }
        }
    }

    void add_block_heads(bool ranks, const std::vector<Category>& categories) {
        std::vector<StructuredHead>& heads = out_.heads.emplace_back();
        if (!ranks) {
            for (const Category& category : categories)
                heads.push_back({.label = label_of(category)});
        } else {
            for (std::size_t rank = 1; rank < parts_.size(); ++rank)
                heads.push_back({.label = words_.rank(rank)});
            heads.push_back({.label = words_.any_rank});
            heads.push_back({.label = words_.mean_rank});
        }
        for (const StructuredHead& head : heads)
            out_.columns.push_back(head.label);
    }

    void add_questions(const GroupColumn& at, int indent, const std::vector<Category>& categories) {
        for (std::size_t q = 0; q < parts_.size(); ++q) {
            const auto group = group_in(parts_[q][at.banner]->table, at);
            if (!group) continue;
            StructuredRow& row = out_.rows.emplace_back();
            row.label = question_label(q);
            row.indent = indent;
            row.base = StructuredBase{parts_[q][at.banner], *group};
            for (const Category& category : categories)
                row.cells.push_back(cell(q, at, category));
        }
    }

    void add_ranked(const GroupColumn& at, int indent, const std::vector<Category>& categories) {
        for (const Category& category : categories) {
            StructuredRow& row = out_.rows.emplace_back();
            row.label = label_of(category);
            row.indent = indent;
            row.missing = is_missing(category);
            for (std::size_t q = 0; q < parts_.size(); ++q)
                row.cells.push_back(cell(q, at, category));
            const StructuredCell& any = row.cells.back();
            StructuredCell mean;
            const auto c = category_in(*parts_[0][at.banner], category);
            if (any.of != nullptr && c && !row.missing) {
                mean.made = mean_rank(safe_, at.banner, at.group, *c);
            }
            row.cells.push_back(mean);
        }
    }

    const SafeTable& safe_;
    const StructureWords& words_;
    const TableSpec& spec_;
    std::vector<Banner> banners_;
    std::vector<std::vector<const SafeTable*>> parts_;  // by question, then by banner
    std::vector<GroupColumn> groups_;
    StructuredTable out_;
};

}  // namespace

bool has_structure(const SafeTable& safe) {
    const bool each = safe.table.spec.top_of_each && safe.table.groups.size() > 1;
    return !safe.parts.empty() || !safe.table.places.empty() || each;
}

StructuredTable structured(const SafeTable& safe, const StructureWords& words) {
    return Layout(safe, words).make();
}

std::size_t banners_in(const SafeTable& safe) {
    return banners_of(safe.table.spec).size();
}

std::size_t questions_in(const SafeTable& safe) {
    return (safe.parts.size() + 1) / banners_in(safe);
}

std::vector<const SafeTable*> parts_of_question(const SafeTable& safe, std::size_t question) {
    const std::size_t banners = banners_in(safe);
    std::vector<const SafeTable*> out;
    for (std::size_t b = 0; b < banners; ++b) {
        const std::size_t at = question * banners + b;
        out.push_back(at == 0 ? &safe : &safe.parts[at - 1]);
    }
    return out;
}

bool is_withheld(const SafeTable& safe, std::size_t group, std::size_t category) {
    return safe.withheld_groups[group] || safe.withheld[group][category];
}

std::optional<double> mean_rank(const SafeTable& ranking,
                                std::size_t banner,
                                std::size_t group,
                                std::size_t category) {
    double sum = 0;
    double shares = 0;
    const std::size_t ranks = questions_in(ranking) - 1;  // the last is of any rank
    const SafeTable& first = *parts_of_question(ranking, 0)[banner];
    for (std::size_t rank = 0; rank < ranks; ++rank) {
        const SafeTable& part = *parts_of_question(ranking, rank)[banner];
        if (part.coarse || part.table.groups.size() <= group) return std::nullopt;
        if (part.table.groups[group].name != first.table.groups[group].name) return std::nullopt;
        const auto c = place_of(first.table.categories[category], part.table.categories);
        if (!c || is_withheld(part, group, *c)) return std::nullopt;
        const double share = part.table.cells[group][*c].value.value_or(0);
        sum += static_cast<double>(rank + 1) * share;
        shares += share;
    }
    if (shares <= 0) return std::nullopt;
    return sum / shares;
}

}  // namespace mtm
