#include "report/table_remarks.h"

#include <algorithm>
#include <array>
#include <set>

#include <unicode/unistr.h>

#include "report/language.h"
#include "report/print_number.h"
#include "report/structured_table.h"

namespace mtm {

namespace {

// Names are keys of [remarks] in the files of languages/ too.
constexpr std::array<std::pair<TableRemark, std::string_view>, 15> all_names{{
    {TableRemark::percent_of_row, "percent-of-row"},
    {TableRemark::percent_of_total, "percent-of-total"},
    {TableRemark::several_answers, "several-answers"},
    {TableRemark::some_in_no_category, "some-in-no-category"},
    {TableRemark::only_largest, "only-largest"},
    {TableRemark::coarse_shares, "coarse-shares"},
    {TableRemark::rounded, "rounded"},
    {TableRemark::groups_overlap, "groups-overlap"},
    {TableRemark::some_in_no_group, "some-in-no-group"},
    {TableRemark::own_bases, "own-bases"},
    {TableRemark::banners_of_others, "banners-of-others"},
    {TableRemark::numbers_missing, "numbers-missing"},
    {TableRemark::weighted, "weighted"},
    {TableRemark::mean_rank, "mean-rank"},
    {TableRemark::no_mean_rank, "no-mean-rank"},
}};

// Upper and lower case apart.
bool holds_words(const std::string& text, const std::string& words) {
    return icu::UnicodeString::fromUTF8(text).foldCase().indexOf(
               icu::UnicodeString::fromUTF8(words).foldCase()) >= 0;
}

// What is seen of one part.
class PartRemarks {
public:
    PartRemarks(const SafeTable& safe,
                bool is_weighted,
                TableShown shown,
                std::set<TableRemark>& out)
        : safe_(safe), table_(safe.table), is_weighted_(is_weighted), shown_(shown), out_(out) {}

    void find() {
        const bool percent = table_.spec.statistic == Statistic::percent;
        if (percent && table_.spec.percent_of == PercentOf::row) {
            out_.insert(TableRemark::percent_of_row);
        } else if (percent && table_.spec.percent_of == PercentOf::total) {
            out_.insert(TableRemark::percent_of_total);
        } else if (percent) {
            find_in_columns();
        }
        if (safe_.coarse_shares) out_.insert(TableRemark::coarse_shares);
        if (has_percentages(table_.spec.statistic) && only_largest())
            out_.insert(TableRemark::only_largest);
        if (is_weighted_ && !is_quantile(table_.spec.statistic)) {
            out_.insert(TableRemark::weighted);
        }
        find_in_groups();
        if (!percent && table_.spec.statistic != Statistic::count) find_in_numbers();
    }

private:
    bool is_printed(std::size_t g) const {
        if (safe_.coarse || safe_.withheld_groups[g]) return false;
        return std::ranges::find(safe_.withheld[g], true) == safe_.withheld[g].end();
    }

    [[nodiscard]] bool only_largest() const {
        if (table_.spec.top == 0) return false;
        if (!table_.spec.top_of_each) return true;
        return shown_ == TableShown::on_page && table_.groups.size() > 1;
    }

    // Of categories that share a base.
    void find_in_columns() {
        if (table_.multiple) {
            out_.insert(TableRemark::several_answers);
            return;
        }
        if (only_largest()) return;
        for (std::size_t g = 0; g < table_.groups.size(); ++g) {
            if (!is_printed(g) || table_.group_bases[g] == 0) continue;
            std::size_t people = 0;
            std::int64_t shares = 0;
            for (const Estimate& cell : table_.cells[g]) {
                people += cell.n;
                shares += whole_percentage(cell).value_or(0);
            }
            if (people < table_.group_bases[g]) {
                out_.insert(TableRemark::some_in_no_category);
            } else if (shares != 100) {
                out_.insert(TableRemark::rounded);
            }
        }
    }

    void find_in_groups() {
        for (const GroupFamily& family : families_of(table_)) {
            if (!family.divides) {
                out_.insert(TableRemark::groups_overlap);
                continue;
            }
            if (safe_.coarse || safe_.withheld_groups[family.whole]) continue;
            std::size_t people = 0;
            bool all = true;
            for (const std::size_t g : family.parts) {
                all = all && !safe_.withheld_groups[g];
                people += table_.group_bases[g];
            }
            if (all && people < table_.group_bases[family.whole]) {
                out_.insert(TableRemark::some_in_no_group);
            }
        }
    }

    void find_in_numbers() {
        for (std::size_t g = 0; g < table_.groups.size(); ++g) {
            if (!is_printed(g)) continue;
            for (const Estimate& cell : table_.cells[g]) {
                if (cell.n < table_.group_bases[g]) out_.insert(TableRemark::numbers_missing);
            }
        }
    }

    const SafeTable& safe_;
    const Table& table_;
    bool is_weighted_;
    TableShown shown_;
    std::set<TableRemark>& out_;
};

// Who answers several questions is in several rows, and that says nothing.
void compare_bases(const SafeTable& safe, std::set<TableRemark>& out) {
    const std::size_t questions = questions_in(safe);
    const std::vector<const SafeTable*> first = parts_of_question(safe, 0);
    for (const SafeTable* banner : first) {
        if (banner->table.level != safe.table.level) out.insert(TableRemark::banners_of_others);
    }
    for (std::size_t q = 1; q < questions; ++q) {
        const SafeTable& part = *parts_of_question(safe, q)[0];
        const bool unknown =
            part.coarse || safe.coarse || part.withheld_groups[0] || safe.withheld_groups[0];
        if (!unknown && part.table.group_bases[0] != safe.table.group_bases[0]) {
            out.insert(TableRemark::own_bases);
        }
    }
}

void find_in_ranking(const SafeTable& safe, std::set<TableRemark>& out) {
    out.insert(TableRemark::mean_rank);
    for (std::size_t b = 0; b < banners_in(safe); ++b) {
        const SafeTable& first = *parts_of_question(safe, 0)[b];
        for (std::size_t q = 0; q + 1 < questions_in(safe); ++q) {
            const SafeTable& part = *parts_of_question(safe, q)[b];
            bool all = !part.coarse;
            for (std::size_t g = 0; g < part.table.groups.size(); ++g) {
                for (std::size_t c = 0; c < part.table.categories.size(); ++c)
                    all = all && !is_withheld(part, g, c);
            }
            if (!all || part.table.groups.size() != first.table.groups.size()) {
                out.insert(TableRemark::no_mean_rank);
            }
        }
    }
}

}  // namespace

std::string_view name_of(TableRemark remark) {
    return std::ranges::find(all_names, remark, &std::pair<TableRemark, std::string_view>::first)
        ->second;
}

std::string_view words_for(TableRemark remark, std::string_view language) {
    return report_language(language).text("remarks", name_of(remark));
}

std::string_view remark_words(TableRemark remark,
                              const TableSpec& spec,
                              std::size_t of_plan,
                              std::string_view language) {
    if (remark == TableRemark::weighted && !has_percentages(spec.statistic))
        return report_language(language).text("remarks", "weighted_number");
    const std::string& note = spec.note.in(of_plan);
    if (remark != TableRemark::several_answers || note.find("100") == std::string::npos)
        return words_for(remark, language);
    const ReportLanguage& words = report_language(language);
    if (holds_words(note, words.text("remarks", "several_answers_told"))) return {};
    return words.phrases().several_answers_short;
}

std::vector<TableRemark> remarks_on(const SafeTable& safe, bool is_weighted, TableShown shown) {
    std::set<TableRemark> out;
    PartRemarks(safe, is_weighted, shown, out).find();
    for (const SafeTable& part : safe.parts)
        PartRemarks(part, is_weighted, shown, out).find();
    if (!safe.parts.empty()) compare_bases(safe, out);
    if (safe.table.spec.ranks && !safe.parts.empty()) {
        out.erase(TableRemark::several_answers);
        out.erase(TableRemark::some_in_no_category);
        find_in_ranking(safe, out);
    }
    return {out.begin(), out.end()};
}

}  // namespace mtm
