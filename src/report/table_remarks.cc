#include "report/table_remarks.h"

#include <algorithm>
#include <array>
#include <set>

#include "report/phrases.h"
#include "report/print_number.h"
#include "report/structured_table.h"

namespace mtm {

namespace {

struct RemarkWords {
    TableRemark remark;
    std::string_view name;
    std::string_view english;
    std::string_view russian;
};

constexpr std::array<RemarkWords, 14> all_words{{
    {TableRemark::percent_of_row,
     "percent-of-row",
     "Percentages are of the people of each row: they add up across the groups.",
     "Проценты — от числа людей в каждой строке: они складываются по группам."},
    {TableRemark::percent_of_total,
     "percent-of-total",
     "Percentages are of all people of the table.",
     "Проценты — от числа всех людей в таблице."},
    {TableRemark::several_answers,
     "several-answers",
     "Several answers were possible; percentages add to more than 100.",
     "Можно было дать несколько ответов; сумма процентов больше 100."},
    {TableRemark::some_in_no_category,
     "some-in-no-category",
     "Some people are in none of these rows; percentages add to less than 100.",
     "Некоторые люди не вошли ни в одну из строк; сумма процентов меньше 100."},
    {TableRemark::only_largest,
     "only-largest",
     "Only the most frequent answers are shown.",
     "Показаны только самые частые ответы."},
    {TableRemark::rounded,
     "rounded",
     "Percentages are rounded, and may add to a little more or less than 100.",
     "Проценты округлены; их сумма может немного отличаться от 100."},
    {TableRemark::groups_overlap,
     "groups-overlap",
     "Some people are in several groups; the groups add to more than everyone.",
     "Некоторые люди входят в несколько групп; сумма по группам больше общего числа."},
    {TableRemark::some_in_no_group,
     "some-in-no-group",
     "The groups add to less than everyone: some people were not asked, or did not answer, what "
     "the groups are made by.",
     "Сумма по группам меньше общего числа: некоторым людям не задавали вопрос, по которому "
     "составлены группы, или они на него не ответили."},
    {TableRemark::own_bases,
     "own-bases",
     "Rows are of different people: not everybody was asked each question.",
     "Строки относятся к разным людям: не каждый вопрос задавали всем."},
    {TableRemark::banners_of_others,
     "banners-of-others",
     "Some groups are not of the same units as others (such as members of a household), and have "
     "totals of their own.",
     "Некоторые группы составлены из других единиц (например, членов домохозяйства) и имеют "
     "собственные итоги."},
    {TableRemark::numbers_missing,
     "numbers-missing",
     "Some people in the base gave no number; n counts those who did.",
     "Некоторые опрошенные не назвали числа; n — те, кто назвал."},
    {TableRemark::weighted,
     "weighted",
     "Numbers are weighted; n counts people, so that n divided by the base is not the percentage.",
     "Показатели взвешены; n — число людей, поэтому n, делённое на базу, не равно проценту."},
    {TableRemark::mean_rank,
     "mean-rank",
     "The mean rank is over those who ranked the answer; 1 is the first.",
     "Средний ранг рассчитан по тем, кто указал этот ответ; 1 — первое место."},
    {TableRemark::no_mean_rank,
     "no-mean-rank",
     "A mean rank stands only where the share of each rank is printed.",
     "Средний ранг указан только там, где приведены доли всех мест."},
}};

const RemarkWords& words_of(TableRemark remark) {
    return *std::ranges::find(all_words, remark, &RemarkWords::remark);
}

// What is seen of one part.
class PartRemarks {
public:
    PartRemarks(const SafeTable& safe, bool is_weighted, std::set<TableRemark>& out)
        : safe_(safe), table_(safe.table), is_weighted_(is_weighted), out_(out) {}

    void find() {
        const bool percent = table_.spec.statistic == Statistic::percent;
        if (percent && table_.spec.percent_of == PercentOf::row) {
            out_.insert(TableRemark::percent_of_row);
        } else if (percent && table_.spec.percent_of == PercentOf::total) {
            out_.insert(TableRemark::percent_of_total);
        } else if (percent) {
            find_in_columns();
        }
        if (percent && table_.spec.top > 0) out_.insert(TableRemark::only_largest);
        if (is_weighted_ && table_.spec.statistic != Statistic::median) {
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

    // Of categories that share a base.
    void find_in_columns() {
        if (table_.multiple) {
            out_.insert(TableRemark::several_answers);
            return;
        }
        if (table_.spec.top > 0) return;
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
    return words_of(remark).name;
}

std::string_view words_for(TableRemark remark, std::string_view language) {
    return language == "ru" ? words_of(remark).russian : words_of(remark).english;
}

std::string_view remark_words(TableRemark remark,
                              const TableSpec& spec,
                              std::size_t of_plan,
                              std::string_view language) {
    const bool said = spec.note.in(of_plan).find("100") != std::string::npos;
    if (said && remark == TableRemark::several_answers)
        return phrases_in(language).several_answers_short;
    return words_for(remark, language);
}

std::vector<TableRemark> remarks_on(const SafeTable& safe, bool is_weighted) {
    std::set<TableRemark> out;
    PartRemarks(safe, is_weighted, out).find();
    for (const SafeTable& part : safe.parts)
        PartRemarks(part, is_weighted, out).find();
    if (!safe.parts.empty()) compare_bases(safe, out);
    if (safe.table.spec.ranks && !safe.parts.empty()) {
        out.erase(TableRemark::several_answers);
        out.erase(TableRemark::some_in_no_category);
        find_in_ranking(safe, out);
    }
    return {out.begin(), out.end()};
}

}  // namespace mtm
