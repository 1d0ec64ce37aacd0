#include "rounds/comparison.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.h"
#include "disclosure/interviews_told.h"
#include "estimation/many_tests.h"
#include "rounds/question_match.h"
#include "rounds/round_tables.h"
#include "tabulate/precision.h"

namespace mtm {
namespace {

// Where the category stands in a table, or -1.
int find_category(const Table& table, const Category& wanted) {
    for (std::size_t c = 0; c < table.categories.size(); ++c) {
        const Category& category = table.categories[c];
        if (category.blank == wanted.blank && category.name == wanted.name)
            return static_cast<int>(c);
    }
    return -1;
}

bool varies_unknown(const RoundValue& value, bool numeric) {
    return !numeric && (*value.value <= 0 || *value.value >= 100);
}

// Two answers that together everybody gave in both rounds: how one has changed says all of the
// other, and they are one hypothesis. Counts of tested answers are known.
bool are_complementary(const DifferenceRow& one, const DifferenceRow& other) {
    return one.before.n + other.before.n == one.before.base &&
           one.now.n + other.now.n == one.now.base;
}

// The rows of a question that are tested, in sets of which each is one hypothesis.
std::vector<std::vector<DifferenceRow*>> hypotheses_of(ComparedQuestion& question) {
    std::vector<DifferenceRow*> tested;
    for (DifferenceRow& row : question.rows) {
        if (row.p) tested.push_back(&row);
    }
    if (tested.size() == 2 && !question.numeric && !question.several &&
        are_complementary(*tested[0], *tested[1]))
        return {std::move(tested)};
    std::vector<std::vector<DifferenceRow*>> out;
    for (DifferenceRow* row : tested)
        out.push_back({row});
    return out;
}

// Who is in a category and in its base, in both rounds. Two rows of the same people, as an answer
// and the rank it was given, or a derived variable and the same bands of a table, are one
// hypothesis.
struct PeopleOfRow {
    std::array<RowSet, 4> sets;

    bool operator==(const PeopleOfRow&) const = default;
};

struct HashOfPeople {
    std::size_t operator()(const PeopleOfRow& people) const {
        std::size_t out = 0;
        for (const RowSet& set : people.sets)
            out = out * 31 + set.hash();
        return out;
    }
};

class RoundComparing {
public:
    RoundComparing(const PublishedRound& before, const PublishedRound& now)
        : before_(before.round),
          now_(now.round),
          rules_(now.round.study.file.compare),
          matches_(match_questions(before_.study, now_.study)) {
        out_.before = before_.name;
        out_.now = now_.name;
        out_.since = before_.study.file.fieldwork_start;
        out_.now_since = now_.study.file.fieldwork_start;
        out_.correction = rules_.correction;
        out_.confidence = confidence_of(now_.study);
        out_.internal = now.control.edition() == Edition::internal;
        out_.rehearsal = before_.dataset.rehearsal || now_.dataset.rehearsal;
        out_.threshold = std::max(before_.study.file.threshold, now_.study.file.threshold);
        for (const ComparedRound* round : {&before_, &now_})
            describe(*round, now.control.edition());
        std::vector<std::string> names;
        for (const QuestionMatch& match : matches_) {
            if (match.comparable()) {
                names.push_back(match.name);
            } else {
                out_.not_compared.push_back({match.name, match.not_comparable});
            }
        }
        settle_mix(names);
        was_ = round_tables(before, names, out_.mix, rules_);
        is_ = round_tables(now, names, out_.mix, rules_);
    }

    RoundComparison run() {
        for (const QuestionMatch& match : matches_) {
            if (match.comparable()) compare(match);
        }
        correct_for_many();
        if (out_.tests == 0) out_.no_test = reason_for_no_test();
        return std::move(out_);
    }

private:
    void describe(const ComparedRound& round, Edition edition) {
        out_.about.push_back(
            fmt::format("{}: {} interviews counted.",
                        round.name,
                        interviews_told(round.study.file, round.dataset, edition).counted));
        for (const std::string& sentence : round.dataset.weighting)
            out_.about.push_back(round.name + ": " + sentence);
        for (const std::string& sentence : round.variance)
            out_.about.push_back(round.name + ": " + sentence);
    }

    // What divides people in both rounds alike; without [compare] mix, what fieldwork counts by.
    void settle_mix(const std::vector<std::string>& comparable) {
        std::vector<std::string> wanted = rules_.mix;
        if (rules_.mix.empty()) {
            const Fieldwork& fieldwork = now_.study.file.fieldwork;
            for (const std::string* name : {&fieldwork.area, &fieldwork.group}) {
                if (!name->empty()) wanted.push_back(*name);
            }
        }
        for (const std::string& name : wanted) {
            if (std::ranges::find(comparable, name) == comparable.end()) {
                if (!rules_.mix.empty())
                    out_.not_compared.push_back({name, "the mix is not divided by it"});
                continue;
            }
            if (std::ranges::find(out_.mix, name) == out_.mix.end()) out_.mix.push_back(name);
        }
    }

    void compare(const QuestionMatch& match) {
        const auto was = was_.find(match.name);
        const auto is = is_.find(match.name);
        if (was == was_.end() || is == is_.end()) {
            out_.not_compared.push_back({match.name, "its answers are no column in one round"});
            return;
        }
        ComparedQuestion& compared = out_.questions.emplace_back();
        compared.name = match.name;
        compared.label = match.derived ? label_of_derived(now_.study.plan, match.name)
                                       : question_of(match.now).label;
        compared.numeric = !match.derived && is_numeric(question_of(match.now).type);
        compared.several = was->second.safe.table.multiple || is->second.safe.table.multiple;
        compared.base = is->second.safe.table.base;
        compared.notes = match.notes;
        for (const Category& category : categories_of(match.name, was->second, is->second))
            compared.rows.push_back(row_of(match, category, was->second.safe, is->second.safe));
        if (compared.numeric) {
            compared.no_parts = "it is a mean";
        } else {
            compared.no_parts = divide(was->second, is->second, compared);
        }
    }

    const Question& question_of(int question) const {
        return now_.study.questionnaire.questions[static_cast<std::size_t>(question)];
    }

    // Those of this round in its order, then those that only the other one has.
    std::vector<Category> categories_of(const std::string& question,
                                        const RoundTable& was,
                                        const RoundTable& is) const {
        std::vector<Category> out;
        for (const SafeTable* safe : {&is.safe, &was.safe}) {
            for (const Category& category : safe->table.categories) {
                if (!category.blank && is_recoded(rules_, question, category.name)) continue;
                if (safe == &was.safe && find_category(is.safe.table, category) >= 0) continue;
                out.push_back(category);
            }
        }
        return out;
    }

    DifferenceRow row_of(const QuestionMatch& match,
                         const Category& category,
                         const SafeTable& was,
                         const SafeTable& is) const {
        DifferenceRow out;
        out.category = category;
        out.before = value_of(was, find_category(was.table, category));
        out.now = value_of(is, find_category(is.table, category));
        const bool numeric = is.table.spec.statistic != Statistic::percent;
        const bool other =
            std::ranges::find(match.other_meaning, category.name) != match.other_meaning.end();
        out.not_tested = reason_for_no_difference(out, other);
        if (!out.not_tested.empty()) return out;
        out.difference =
            without_noise(*out.now.value - *out.before.value,
                          std::max(std::abs(*out.now.value), std::abs(*out.before.value)));
        out.not_tested = reason_against_test(out, numeric);
        if (out.not_tested.empty()) test(out);
        return out;
    }

    static std::string reason_for_no_difference(const DifferenceRow& row, bool other_meaning) {
        if (!row.before.there && row.category.blank) return "nobody left it blank in one round";
        if (!row.before.there) return "the other round does not have it";
        if (!row.now.there) return "this round does not have it";
        if (row.before.withheld || row.now.withheld) return "withheld";
        if (other_meaning) return "the rounds word it differently";
        if (!row.before.value || !row.now.value) return "nobody was asked in one round";
        return {};
    }

    std::string reason_against_test(const DifferenceRow& row, bool numeric) const {
        if (row.category.blank || row.category.meaning != MissingChoice::answer)
            return "it is no answer";
        if (row.before.coarse || row.now.coarse) return "its counts are withheld";
        for (const auto& [value, tables] :
             {std::pair{&row.before, &was_}, std::pair{&row.now, &is_}}) {
            if (value->precision_withheld) return "a table withholds a number of this answer";
            if (!value->standard_error || !value->df) return reason_in(*tables);
            if (varies_unknown(*value, numeric))
                return "nobody or everybody in one round: its variance is not known";
        }
        return {};
    }

    // Why a round has no standard errors.
    std::string reason_in(const RoundTables& tables) const {
        const std::string& round = &tables == &was_ ? out_.before : out_.now;
        for (const auto& [name, table] : tables) {
            for (const Estimate& cell : table.safe.table.cells[0]) {
                if (!cell.no_interval.empty()) return round + ": " + cell.no_interval;
            }
        }
        return round + " has no standard error";
    }

    void test(DifferenceRow& row) const {
        const auto sampled = [](const RoundValue& value) {
            return SampledValue{*value.value, *value.standard_error, *value.df};
        };
        const auto difference =
            independent_difference(sampled(row.before), sampled(row.now), out_.confidence / 100);
        if (!difference) {
            row.not_tested = "nothing varies in either round";
            return;
        }
        row.standard_error = difference->standard_error;
        row.low = difference->interval.low;
        row.high = difference->interval.high;
        row.p = difference->p;
    }

    // Sets the parts of each row's difference, or says why there are none.
    std::string divide(const RoundTable& was, const RoundTable& is, ComparedQuestion& compared) {
        for (const RoundTable* table : {&was, &is}) {
            if (!table->no_mix.empty()) return table->no_mix;
        }
        for (DifferenceRow& row : compared.rows) {
            if (!row.difference || row.before.coarse || row.now.coarse) continue;
            const auto groups = mix_groups(was, is, row.category);
            row.parts = decompose_change(groups);
        }
        return {};
    }

    static std::vector<MixGroup> mix_groups(const RoundTable& was,
                                            const RoundTable& is,
                                            const Category& category) {
        std::map<std::string, MixGroup> groups;
        for (const GroupShare& share : was.mix_of(category)) {
            groups[share.group].share_before = share.share;
            groups[share.group].rate_before = share.rate;
        }
        for (const GroupShare& share : is.mix_of(category)) {
            groups[share.group].share_now = share.share;
            groups[share.group].rate_now = share.rate;
        }
        std::vector<MixGroup> out;
        for (const auto& [name, group] : groups)
            out.push_back(group);
        return out;
    }

    // Nothing of means, which are of numbers, and where the rows are not known.
    std::optional<PeopleOfRow> people_of(const ComparedQuestion& question,
                                         const DifferenceRow& row) const {
        if (question.numeric) return std::nullopt;
        PeopleOfRow out;
        std::size_t at = 0;
        for (const RoundTables* tables : {&was_, &is_}) {
            const RoundTable& table = tables->at(question.name);
            const auto people = table.people.find(row.category.name);
            if (row.category.blank || people == table.people.end()) return std::nullopt;
            out.sets[at++] = table.base;
            out.sets[at++] = people->second;
        }
        return out;
    }

    // Rows of one hypothesis are joined across questions too.
    std::vector<std::vector<DifferenceRow*>> family() {
        std::vector<std::vector<DifferenceRow*>> out;
        std::unordered_map<PeopleOfRow, std::size_t, HashOfPeople> known;
        for (ComparedQuestion& question : out_.questions) {
            for (const std::vector<DifferenceRow*>& rows : hypotheses_of(question)) {
                std::vector<PeopleOfRow> people;
                for (const DifferenceRow* row : rows) {
                    if (auto of_row = people_of(question, *row))
                        people.push_back(std::move(*of_row));
                }
                const auto same = std::ranges::find_if(
                    people, [&known](const PeopleOfRow& each) { return known.contains(each); });
                const std::size_t index = same == people.end() ? out.size() : known.at(*same);
                if (index == out.size()) out.emplace_back();
                out[index].insert(out[index].end(), rows.begin(), rows.end());
                for (PeopleOfRow& each : people)
                    known.emplace(std::move(each), index);
            }
        }
        return out;
    }

    // The rows of one hypothesis have the same p but for the rounding of what is public; the
    // greatest errs towards no difference.
    void correct_for_many() {
        const std::vector<std::vector<DifferenceRow*>> family = this->family();
        std::vector<double> p;
        for (const std::vector<DifferenceRow*>& rows : family) {
            double largest = 0;
            for (const DifferenceRow* row : rows)
                largest = std::max(largest, *row->p);
            p.push_back(largest);
        }
        const std::vector<double> corrected =
            out_.correction == TestCorrection::holm ? adjust_holm(p) : adjust_benjamini_hochberg(p);
        for (std::size_t i = 0; i < family.size(); ++i) {
            for (DifferenceRow* row : family[i]) {
                row->p_family = corrected[i];
                row->significant = corrected[i] < significant_below;
            }
        }
        out_.tests = family.size();
    }

    // The first that any row gives for want of a design, else the first at all.
    std::string reason_for_no_test() const {
        std::string first = "the rounds share no question that can be tested";
        bool any = false;
        for (const ComparedQuestion& question : out_.questions) {
            for (const DifferenceRow& row : question.rows) {
                if (row.not_tested.starts_with(out_.before + ": ") ||
                    row.not_tested.starts_with(out_.now + ": "))
                    return row.not_tested;
                if (!any && !row.not_tested.empty()) first = row.not_tested;
                any = any || !row.not_tested.empty();
            }
        }
        return first;
    }

    const ComparedRound& before_;
    const ComparedRound& now_;
    const CompareRules& rules_;
    std::vector<QuestionMatch> matches_;
    RoundTables was_;
    RoundTables is_;
    RoundComparison out_;
};

}  // namespace

RoundValue value_of(const SafeTable& safe, int category) {
    RoundValue out;
    if (category < 0) return out;
    const auto c = static_cast<std::size_t>(category);
    const Estimate& cell = safe.table.cells[0][c];
    out.there = true;
    out.coarse = safe.coarse;
    out.weighted = safe.table.weighted;
    out.of_rounded = safe.rounded_to > 0;
    out.withheld = safe.withheld[0][c] || safe.withheld_groups[0];
    if (out.withheld) return out;
    out.value = cell.value;
    if (out.coarse) return out;
    out.in_steps = safe.coarse_shares;
    out.precision_withheld = !cell.standard_error && cell.no_interval.empty();
    out.n = cell.n;
    out.base = cell.base;
    out.standard_error = cell.standard_error;
    out.df = cell.df;
    out.low = cell.low;
    out.high = cell.high;
    return out;
}

Translated label_of_derived(const Plan& plan, const std::string& name) {
    for (const TableSpec& table : plan.tables) {
        if (table.question == name && table.by.empty() && !table.where) return table.title;
    }
    return {};
}

RoundComparison compare_rounds(const PublishedRound& before, const PublishedRound& now) {
    return RoundComparing(before, now).run();
}

}  // namespace mtm
