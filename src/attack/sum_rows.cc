#include "attack/sum_rows.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <regex>
#include <set>

#include "attack/answer_conditions.h"

namespace mtm {

namespace {

// What the printed numbers say of parts and their whole.
struct Evidence {
    int equal = 0;
    int less = 0;
    int more = 0;

    void join(const Evidence& other) {
        equal += other.equal;
        less += other.less;
        more += other.more;
    }

    [[nodiscard]] bool none() const { return equal + less + more == 0; }
};

class SumRows {
public:
    SumRows(CountSystem& system, CountNames& names, const std::vector<TableCounts>& tables)
        : system_(system), names_(names), tables_(tables) {}

    void add_all(const PublicStructure& structure) {
        for (const TableCounts& table : tables_)
            gather(table);
        for (const TableCounts& table : tables_) {
            add_categories(table);
            add_groups(table);
        }
        add_rankings();
        add_means();
        add_structure(structure);
        add_within_everyone();
    }

private:
    // Groups whose parent is one group, by one question.
    struct Family {
        std::size_t parent = 0;
        std::string question;
        std::vector<std::size_t> children;
    };

    static std::vector<Family> families_of(const PublicTable& table) {
        std::map<std::vector<std::pair<std::string, std::string>>, std::size_t> places;
        for (std::size_t g = 0; g < table.groups.size(); ++g)
            places.emplace(table.groups[g].path, g);
        std::map<std::size_t, Family> out;
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            auto path = table.groups[g].path;
            if (path.empty()) continue;
            const std::string question = path.back().first;
            path.pop_back();
            const auto parent = places.find(path);
            if (parent == places.end()) continue;
            Family& family = out[parent->second];
            family.parent = parent->second;
            family.question = question;
            family.children.push_back(g);
        }
        std::vector<Family> list;
        for (auto& [parent, family] : out)
            list.push_back(std::move(family));
        return list;
    }

    [[nodiscard]] const PublicCount& at(int count) const {
        return system_.counts[static_cast<std::size_t>(count)];
    }

    [[nodiscard]] Evidence weigh(const std::vector<int>& parts, int whole) const {
        long long sum = 0;
        for (const int part : parts) {
            if (at(part).low != at(part).high) return {};
            sum += at(part).low;
        }
        if (at(whole).low != at(whole).high) return {};
        return {sum == at(whole).low, sum<at(whole).low, sum> at(whole).low};
    }

    static std::vector<int> bases_in(const TableCounts& table, const Family& family) {
        std::vector<int> out;
        for (const std::size_t g : family.children)
            out.push_back(table.bases[g]);
        return out;
    }

    // What is printed of the groups of each question, in all tables together.
    void gather(const TableCounts& table) {
        for (const Family& family : families_of(*table.table)) {
            Evidence found = weigh(bases_in(table, family), table.bases[family.parent]);
            // Where some gave several answers and others none, the sum shows neither.
            if (table.table->groups_overlap) found = {0, 0, 1};
            by_question_[family.question].join(found);
        }
        if (!table.table->counts_people() || table.table->multiple) return;
        if (table.table->categories.empty()) return;
        Evidence& own = categories_[table.table->question];
        for (std::size_t g = 0; g < table.bases.size(); ++g)
            own.join(weigh(table.cells[g], table.bases[g]));
    }

    // parts (+ rest) = whole, as far as evidence goes.
    void add_sum(const std::vector<int>& parts,
                 int whole,
                 const Evidence& evidence,
                 const std::string& rest_place) {
        CountRow row{{}, 0, 0, evidence.none()};
        for (const int part : parts)
            row.terms.emplace_back(part, 1);
        if (evidence.less > 0) {
            const auto [rest, first] = rests_.emplace(std::pair(parts, whole), -1);
            if (!first) return;
            rest->second = names_.extra("the rest of " + at(whole).name);
            row.terms.emplace_back(rest->second, 1);
            system_.targets.push_back({TargetKind::remainder, rest->second, -1, rest_place, false});
        }
        row.terms.emplace_back(whole, -1);
        push(std::move(row));
    }

    void push(CountRow row) {
        std::sort(row.terms.begin(), row.terms.end());
        for (std::size_t i = 1; i < row.terms.size(); ++i) {
            if (row.terms[i].first == row.terms[i - 1].first) return;  // a count beside itself
        }
        if (seen_.insert({row.terms, row.low, row.high}).second)
            system_.rows.push_back(std::move(row));
    }

    void add_at_most(int part, int whole, bool assumed) {
        if (part != whole) push({{{part, 1}, {whole, -1}}, -no_limit, 0, assumed});
    }

    void add_categories(const TableCounts& counts) {
        const PublicTable& table = *counts.table;
        if (!table.counts_people() || table.categories.empty()) return;
        const Evidence evidence = categories_[table.question];
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            for (const int cell : counts.cells[g])
                add_at_most(cell, counts.bases[g], false);
            if (table.multiple || evidence.more > 0) continue;
            add_sum(counts.cells[g],
                    counts.bases[g],
                    evidence,
                    "table “" + table.name + "”, group “" + table.groups[g].name +
                        "”, in no printed category");
        }
    }

    void add_groups(const TableCounts& counts) {
        const PublicTable& table = *counts.table;
        for (const Family& family : families_of(table)) {
            Evidence evidence = weigh(bases_in(counts, family), counts.bases[family.parent]);
            if (evidence.none() || by_question_[family.question].more > 0)
                evidence = by_question_[family.question];
            const std::string place =
                "table “" + table.name + "”, in no printed group of “" + family.question + "”";
            std::vector<std::pair<std::vector<int>, int>> sums{
                {bases_in(counts, family), counts.bases[family.parent]}};
            for (std::size_t c = 0; c < counts.cells[family.parent].size(); ++c) {
                sums.push_back({{}, counts.cells[family.parent][c]});
                for (const std::size_t g : family.children)
                    sums.back().first.push_back(counts.cells[g][c]);
            }
            for (const auto& [parts, whole] : sums) {
                for (const int part : parts)
                    add_at_most(part, whole, false);
                if (evidence.more == 0) add_sum(parts, whole, evidence, place);
            }
        }
    }

    // The tables of one ranking by one banner (docs/formats/tables.md).
    struct Ranking {
        std::vector<const TableCounts*> ranks;
        const TableCounts* any = nullptr;
        bool of_one_question = false;  // which takes an answer once
    };

    [[nodiscard]] std::vector<Ranking> rankings() const {
        static const std::regex one_rank("(.+) rank [0-9]+");
        static const std::regex any_rank("(.+) any rank");
        std::map<std::tuple<std::string, std::string, std::vector<std::string>>, Ranking> found;
        for (const TableCounts& counts : tables_) {
            const PublicTable& table = *counts.table;
            std::smatch match;
            const bool any = std::regex_match(table.question, match, any_rank);
            if (!table.counts_people()) continue;
            if (!any && !std::regex_match(table.question, match, one_rank)) continue;
            Ranking& ranking = found[{table.name, match[1], table.by}];
            ranking.of_one_question = match[1].str().find('+') == std::string::npos;
            if (any)
                ranking.any = &counts;
            else
                ranking.ranks.push_back(&counts);
        }
        std::vector<Ranking> out;
        for (auto& one : found) {
            Ranking& ranking = one.second;
            const auto alike = [&ranking](const TableCounts* rank) {
                return rank->table->categories == ranking.any->table->categories &&
                       rank->cells.size() == ranking.any->cells.size();
            };
            if (ranking.any != nullptr && std::ranges::all_of(ranking.ranks, alike))
                out.push_back(std::move(ranking));
        }
        return out;
    }

    // Of an answer, those who gave it at each rank are those who gave it at any.
    void add_rankings() {
        for (const Ranking& ranking : rankings()) {
            std::vector<std::pair<std::vector<int>, int>> sums;
            Evidence evidence;
            for (std::size_t g = 0; g < ranking.any->cells.size(); ++g) {
                for (std::size_t c = 0; c < ranking.any->cells[g].size(); ++c) {
                    auto& [parts, whole] = sums.emplace_back();
                    whole = ranking.any->cells[g][c];
                    for (const TableCounts* rank : ranking.ranks)
                        parts.push_back(rank->cells[g][c]);
                    evidence.join(weigh(parts, whole));
                }
            }
            for (const auto& [parts, whole] : sums) {
                for (const int part : parts)
                    add_at_most(part, whole, false);
                if (evidence.more > 0 || evidence.less > 0) continue;  // some gave it twice
                CountRow row{{{whole, -1}}, 0, 0, evidence.none() && !ranking.of_one_question};
                for (const int part : parts)
                    row.terms.emplace_back(part, 1);
                push(std::move(row));
            }
        }
    }

    // The numbers that a table counts, each by itself: “kids: 0, 1, 2, 3”; none if it has bands.
    static std::vector<long long> numbers_counted(const PublicTable& table) {
        std::vector<long long> out;
        for (const std::string& category : table.categories) {
            const auto number = printed_decimal(category);
            if (!number || number->decimals > 0 || number->digits > 10'000) return {};
            out.push_back(number->digits);
        }
        return out;
    }

    // A mean of people whose number of people is printed is a sum, and that is how many gave 1, and
    // twice how many gave 2, and so on, if every number has its count.
    void add_means() {
        for (const TableCounts& means : tables_) {
            const PublicTable& table = *means.table;
            if (table.statistic != "mean" || table.weighted) continue;
            for (const TableCounts& counts : tables_) {
                const PublicTable& other = *counts.table;
                if (!other.question.starts_with(table.question + ": ") || other.by != table.by)
                    continue;
                const std::vector<long long> numbers = numbers_counted(other);
                const auto known = categories_.find(other.question);
                const Evidence evidence = known == categories_.end() ? Evidence() : known->second;
                if (numbers.empty() || evidence.less > 0 || evidence.more > 0) continue;
                for (std::size_t g = 0; g < table.groups.size(); ++g)
                    add_mean(means, g, counts, numbers, evidence.none());
            }
        }
    }

    void add_mean(const TableCounts& means,
                  std::size_t group,
                  const TableCounts& counts,
                  const std::vector<long long>& numbers,
                  bool assumed) {
        const PublicGroup& told = means.table->groups[group];
        const auto same = std::ranges::find(counts.bases, means.bases[group]);
        if (same == counts.bases.end() || told.cells.size() != 1) return;
        const PublicCell& cell = told.cells.front();
        if (!cell.count || cell.count != told.base || cell.value.empty()) return;
        const double sum =
            std::strtod(cell.value.c_str(), nullptr) * static_cast<double>(*cell.count);
        if (std::abs(sum - std::round(sum)) > 1e-6) return;
        CountRow row{{}, std::llround(sum), std::llround(sum), assumed};
        const auto at = static_cast<std::size_t>(same - counts.bases.begin());
        for (std::size_t c = 0; c < numbers.size(); ++c) {
            if (numbers[c] != 0) row.terms.emplace_back(counts.cells[at][c], numbers[c]);
        }
        push(std::move(row));
    }

    // Those of a population are no more than those of everyone who gave the same answers.
    void add_within_everyone() {
        const std::vector<CountNames::Named> all = names_.all();
        for (const CountNames::Named& one : all) {
            if (one.population == everyone_interviewed) continue;
            if (const auto whole = names_.known(everyone_interviewed, one.answers))
                add_at_most(one.count, *whole, true);
        }
    }

    // whole = the sum of those who gave one of some answers more, where all of them are known.
    void add_union(int whole,
                   Answers answers,
                   const std::string& population,
                   const std::string& question,
                   const std::vector<std::string>& ones) {
        CountRow row{{{whole, -1}}, 0, 0, true};
        if (answers.contains(question)) return;
        for (const std::string& one : ones) {
            answers[question] = one;
            const auto part = names_.known(population, answers);
            if (!part) return;
            row.terms.emplace_back(*part, 1);
        }
        push(std::move(row));
    }

    // Those who did not give an answer and those who did are all of them.
    void add_all_but(const CountNames::Named& one) {
        for (const auto& [question, answer] : one.answers) {
            if (!is_negated(answer)) continue;
            const std::string negated = all_but(answer);
            if (negated.find(' ') != std::string::npos) continue;
            Answers rest = one.answers;
            rest.erase(question);
            const auto whole = names_.known(one.population, rest);
            rest[question] = negated;
            const auto others = names_.known(one.population, rest);
            if (whole && others) push({{{one.count, 1}, {*others, 1}, {*whole, -1}}, 0, 0, true});
        }
    }

    void add_structure(const PublicStructure& structure) {
        const std::vector<CountNames::Named> all = names_.all();
        for (const CountNames::Named& one : all) {
            for (const AskedOf& asked : structure.asked) {
                if (asked.answers.size() < 2) continue;
                const auto own = one.answers.find(asked.filter);
                if (own == one.answers.end()) continue;
                if (own->second != AnswerCondition{asked.filter, asked.answers}.in_answers())
                    continue;
                Answers rest = one.answers;
                rest.erase(asked.filter);
                add_union(one.count, rest, one.population, asked.filter, asked.answers);
            }
            add_all_but(one);
            for (const PublicGrouping& grouping : structure.groupings) {
                const auto own = one.answers.find(grouping.derived);
                if (own == one.answers.end() || own->second != grouping.category) continue;
                Answers rest = one.answers;
                rest.erase(grouping.derived);
                add_union(one.count, rest, one.population, grouping.source, grouping.answers);
            }
        }
    }

    CountSystem& system_;
    CountNames& names_;
    const std::vector<TableCounts>& tables_;
    std::map<std::string, Evidence> by_question_;
    std::map<std::string, Evidence> categories_;
    std::map<std::pair<std::vector<int>, int>, int> rests_;
    std::set<std::tuple<std::vector<std::pair<int, long long>>, long long, long long>> seen_;
};

}  // namespace

void add_sum_rows(CountSystem& system,
                  CountNames& names,
                  const std::vector<TableCounts>& tables,
                  const PublicStructure& structure) {
    SumRows(system, names, tables).add_all(structure);
}

}  // namespace mtm
