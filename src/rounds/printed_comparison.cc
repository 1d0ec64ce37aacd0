#include "rounds/printed_comparison.h"

#include <algorithm>

#include <fmt/format.h>

#include "disclosure/interviews_told.h"
#include "expression/parse.h"
#include "rounds/printed_round.h"
#include "rounds/question_match.h"
#include "rounds/round_tables.h"

namespace mtm {
namespace {

class PrintComparing {
public:
    // `unrecoded`: this round's form as it was asked.
    PrintComparing(const PreviousRound& previous,
                   const PublishedRound& now,
                   const Questionnaire& unrecoded)
        : previous_(previous), now_(now), unrecoded_(unrecoded) {}

    RoundComparison run() {
        const ComparedRound& round = now_.round;
        out_.before = previous_.name;
        out_.now = round.name;
        out_.now_since = round.study.file.fieldwork_start;
        out_.correction = round.study.file.compare.correction;
        out_.internal = now_.control.edition() == Edition::internal;
        out_.rehearsal = round.dataset.rehearsal;
        out_.threshold = round.study.file.threshold;
        out_.no_test = no_test_of_print(previous_);
        out_.about = {
            fmt::format("{}: {} figures that it printed; its interviews are not at hand.",
                        previous_.name,
                        previous_.printed.size()),
            fmt::format(
                "{}: {} interviews counted.",
                round.name,
                interviews_told(round.study.file, round.dataset, now_.control.edition()).counted)};
        for (const std::string& sentence : round.dataset.weighting)
            out_.about.push_back(round.name + ": " + sentence);
        compare_all();
        return std::move(out_);
    }

private:
    void compare_all() {
        const Study& study = now_.round.study;
        const CompareRules& rules = study.file.compare;
        // Matched with itself, a round has what can be compared at all.
        std::vector<QuestionMatch> matches = match_questions(study, study);
        std::vector<std::string> names;
        for (QuestionMatch& match : matches) {
            if (match.comparable() && !match.derived)
                match.not_comparable =
                    recoded_in_print(rules.recodes, previous_.printed, unrecoded_, match.name);
            if (match.comparable()) names.push_back(match.name);
        }
        const RoundTables tables = round_tables(now_, names, {}, rules);
        for (const QuestionMatch& match : matches) {
            const auto table = tables.find(match.name);
            if (!match.comparable()) {
                out_.not_compared.push_back({match.name, match.not_comparable});
            } else if (table == tables.end() || !compare(match, table->second.safe)) {
                out_.not_compared.push_back(
                    {match.name, "the other round printed no figure of all who were asked it"});
            }
        }
    }

    bool compare(const QuestionMatch& match, const SafeTable& safe) {
        const Study& study = now_.round.study;
        ComparedQuestion compared;
        compared.name = match.name;
        if (match.derived) {
            compared.label = label_of_derived(study.plan, match.name);
        } else {
            const Question& question =
                study.questionnaire.questions[static_cast<std::size_t>(match.now)];
            compared.label = question.label;
            compared.numeric = is_numeric(question.type);
        }
        compared.base = safe.table.base;
        bool any = false;
        for (std::size_t c = 0; c < safe.table.categories.size(); ++c) {
            const Category& category = safe.table.categories[c];
            if (!category.blank && is_recoded(study.file.compare, match.name, category.name))
                continue;
            DifferenceRow& row = compared.rows.emplace_back();
            row.category = category;
            row.now = value_of(safe, static_cast<int>(c));
            row.before = printed_value(match, row.category, compared.numeric);
            any = any || row.before.there;
            describe(row);
        }
        if (any) out_.questions.push_back(std::move(compared));
        return any;
    }

    void describe(DifferenceRow& row) const {
        if (!row.before.there) {
            row.not_tested = "the other round did not print it";
        } else if (row.now.withheld) {
            row.not_tested = "withheld";
        } else if (!row.now.value) {
            row.not_tested = "nobody was asked in this round";
        } else {
            row.difference = *row.now.value - *row.before.value;
            row.not_tested = out_.no_test;
        }
    }

    RoundValue printed_value(const QuestionMatch& match,
                             const Category& category,
                             bool numeric) const {
        RoundValue out;
        if (category.blank) return out;
        const std::string text =
            numeric ? "mean(${" + match.name + "})"
                    : "percent(selected(${" + match.name + "}, " + quote(category.name) + "))";
        const Parsed figure = parse(text);
        if (!figure.expression) return out;
        const PublishedFigure* row = row_of_figure(
            previous_.printed, now_.round.study, now_.round.dataset, *figure.expression);
        if (row == nullptr) return out;
        out.there = out.printed = true;
        out.value = value_of_print(*row->printed);
        return out;
    }

    const PreviousRound& previous_;
    const PublishedRound& now_;
    const Questionnaire& unrecoded_;
    RoundComparison out_;
};

}  // namespace

RoundComparison compare_with_print(const PreviousRound& previous, const PublishedRound& now) {
    const Questionnaire& form = now.round.study.questionnaire;
    ComparedRound recoded = now.round;
    recode_round(now.round.study.file.compare.recodes, form, form, recoded);
    return PrintComparing(previous, {recoded, now.control}, form).run();
}

}  // namespace mtm
