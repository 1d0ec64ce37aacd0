#include "report/correction_effects.h"

#include <random>

#include <gtest/gtest.h>

#include "base/text.h"
#include "rehearse/invent.h"
#include "report/compose.h"
#include "report/html.h"
#include "report/print_number.h"
#include "report/test_survey.h"
#include "tabulate/figure.h"
#include "tests/round4_study.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

using Kind = CorrectionEffects::Effect::Kind;

// Forty people, as received; corrections come on top.
std::vector<std::string> forty() {
    std::vector<std::string> rows;
    for (int i = 0; i < 40; ++i) {
        rows.push_back(std::string(i < 20 ? "male" : "female") + " " + std::to_string(20 + i) +
                       (i < 24 ? " yes construction" : " no -") + " income");
    }
    return rows;
}

struct Publication {
    Publication(const std::string& text,
                std::vector<std::string> corrected_rows,
                Edition edition = Edition::published,
                int threshold = 3)
        : study(test_survey::study()),
          corrected(test_survey::dataset(study, corrected_rows)),
          uncorrected(test_survey::dataset(study, forty())),
          control((study.file.threshold = threshold), edition),
          narrative(read_narrative(text, "report.md").narrative) {
        document = compose(study, corrected, narrative, control, {}).document;
        made.changed = 1;
    }

    CorrectionEffects& effects() {
        if (!effects_) effects_.emplace(study, corrected, uncorrected, made, control);
        return *effects_;
    }

    CorrectionEffects::Effect effect_on(const std::string& figure) {
        return effects().effect_on(test_survey::expression(figure), "en");
    }

    Study study;
    Dataset corrected;
    Dataset uncorrected;
    DisclosureControl control;
    Narrative narrative;
    Document document;
    CorrectionsMade made;

private:
    std::optional<CorrectionEffects> effects_;
};

// The first `n` men turn out to be women.
std::vector<std::string> women_from(int n) {
    std::vector<std::string> rows = forty();
    for (int i = 0; i < n; ++i)
        rows[static_cast<std::size_t>(i)] =
            replace_all(rows[static_cast<std::size_t>(i)], "male", "female");
    return rows;
}

TEST(CorrectionEffects, TheTeamSeesEveryDifference) {
    Publication report("# A\n\n{{ percent(${sex} = 'male') }}\n", women_from(1), Edition::internal);
    const auto effect = report.effect_on("percent(${sex} = 'male')");
    EXPECT_EQ(effect.kind, Kind::differs);
    EXPECT_EQ(effect.before, "50% (50.00)");  // 20 of 40
    EXPECT_EQ(effect.after, "48% (47.50)");   // 19 of 40
    EXPECT_EQ(effect.people, 1U);
    EXPECT_EQ(report.effect_on("percent(${works} = 'yes')").kind, Kind::same);
}

TEST(CorrectionEffects, TheTeamSeesWhatPrintingHides) {
    std::vector<std::string> rows = forty();
    rows[0] = "male 21 yes construction income";  // was 20
    Publication report("# A\n\n{{ mean(${age}) }}\n", rows, Edition::internal);
    const auto effect = report.effect_on("mean(${age})");
    EXPECT_EQ(effect.kind, Kind::differs);
    EXPECT_EQ(effect.before, "40 (39.50)");
    EXPECT_EQ(effect.after, "40 (39.53)");  // 39.525
    EXPECT_EQ(effect.people, 1U);
}

TEST(CorrectionEffects, ThePublicSeesNoDifferenceOfFewPeople) {
    for (int n = 1; n <= 6; ++n) {
        Publication report("# A\n\n{{ percent(${sex} = 'male') }}\n", women_from(n));
        const auto effect = report.effect_on("percent(${sex} = 'male')");
        EXPECT_EQ(effect.kind, n < 3 ? Kind::hidden : Kind::differs) << n;
        if (effect.kind == Kind::differs) {
            EXPECT_EQ(effect.before, "50%");
        }
    }
}

TEST(CorrectionEffects, SoWithMeans) {
    for (int n = 2; n <= 3; ++n) {
        std::vector<std::string> rows = forty();
        for (int i = 0; i < n; ++i)
            rows[static_cast<std::size_t>(i)] = "male 80 yes construction income";
        Publication report("# A\n\n{{ mean(${age}) }}\n", rows);
        const auto effect = report.effect_on("mean(${age})");
        EXPECT_EQ(effect.kind, n < 3 ? Kind::hidden : Kind::differs);
        EXPECT_EQ(effect.people, static_cast<std::size_t>(n));
    }
}

TEST(CorrectionEffects, WhatIsWithheldIsNotComparedInPublic) {
    std::vector<std::string> rows = forty();
    for (std::size_t i = 0; i < 12; ++i)
        rows[i] = replace_all(rows[i], "construction", "trade");
    Publication report("# A\n\n{{ percent(${sector} = 'trade', ${age} < 22) }}\n", rows);
    ASSERT_TRUE(report.document.figures[0].withheld);
    EXPECT_EQ(report.effect_on("percent(${sector} = 'trade', ${age} < 22)").kind, Kind::hidden);
    // From nobody to twelve of 24: neither number is of few.
    EXPECT_EQ(report.effect_on("percent(${sector} = 'trade')").kind, Kind::differs);
    // Nor is it shown where the number without corrections would be withheld: two of forty.
    rows = forty();
    for (std::size_t i = 10; i < 20; ++i)
        rows[i] = "male 20 yes construction income";
    Publication young("# A\n\n{{ percent(${age} < 22) }}\n", rows);
    ASSERT_FALSE(young.document.figures[0].withheld);
    EXPECT_EQ(young.effect_on("percent(${age} < 22)").kind, Kind::hidden);
}

TEST(CorrectionEffects, ANumberThatGivesFewPeopleBackBesideAnotherIsNotShown) {
    std::vector<std::string> rows = forty();
    for (std::size_t i = 18; i < 24; ++i)  // six who worked turn out not to
        rows[i] = replace_all(rows[i], "yes construction", "no -");
    // Printed: the 22 people under 42, and the 18 who work. Without corrections 24 work, among them
    // those 22: two more would be known.
    Publication report("# A\n\n{{ count(${age} < 42) }} {{ count(${works} = 'yes') }}\n", rows);
    ASSERT_EQ(report.document.figures[0].text, "Twenty-two");
    ASSERT_FALSE(report.document.figures[1].withheld);
    const auto effect = report.effect_on("count(${works} = 'yes')");
    EXPECT_EQ(effect.people, 6U);
    EXPECT_EQ(effect.kind, Kind::hidden);
    Publication alone("# A\n\n{{ count(${works} = 'yes') }}\n", rows);
    EXPECT_EQ(alone.effect_on("count(${works} = 'yes')").kind, Kind::differs);
}

TEST(CorrectionEffects, TheAnnexIsASectionOfTheReport) {
    Publication report(
        "# People\n\nOf them {{ percent(${sex} = 'male') }} were men. And "
        "{{ percent(${works} = 'yes') }} work.\n\nAgain {{ percent(${sex} = 'male') }}.\n",
        women_from(5));
    report.made = {.changed = 5,
                   .blanked = 0,
                   .option_added = 0,
                   .confirmed = 0,
                   .unverified = 2,
                   .interviews = 5,
                   .removed = 0,
                   .open_conflicts = 1,
                   .reasons = {{"Aza erred", 5}}};
    report.effects().add_annex(report.narrative, report.document);
    const std::string page = html(report.document);
    EXPECT_NE(page.find("Annex: corrections"), std::string::npos);
    EXPECT_NE(page.find("<td>Answers changed to another value</td><td>5</td>"), std::string::npos);
    EXPECT_NE(page.find("made without the old value at hand</td><td>2</td>"), std::string::npos);
    EXPECT_NE(page.find("not settled and not applied</td><td>1</td>"), std::string::npos);
    EXPECT_NE(page.find("holds 2 different figures. Without corrections the same: 1; not the same: "
                        "1."),
              std::string::npos)
        << page.substr(page.find("Annex: corr"));
    EXPECT_NE(page.find("<td>People: Of them <strong>38\u00a0per cent</strong> were "
                        "men.</td><td>50%</td><td>38%</td>"),
              std::string::npos)
        << page.substr(page.find("Annex: corr"));
    EXPECT_EQ(page.find("Aza"), std::string::npos);  // reasons are for the team
    report.document.language = "ru";
    report.effects().add_annex(report.narrative, report.document);
    EXPECT_NE(html(report.document).find("Приложение: исправления"), std::string::npos);
}

// --- what a reader with pencil and paper learns ---

struct SeenNumber {
    RowSet people;
    std::size_t low = 0;
    std::size_t high = 0;
    std::string where = {};
};

// Every count that prints as the same percentage.
SeenNumber number_rounded(const RowSet& people, std::size_t base, std::string where) {
    SeenNumber out{people, people.count(), people.count(), std::move(where)};
    const auto same = [&](std::size_t n) {
        return rounded_percentage(n, base) == rounded_percentage(people.count(), base) &&
               (n == 0) == (people.count() == 0);
    };
    while (out.low > 0 && same(out.low - 1))
        --out.low;
    while (out.high < base && same(out.high + 1))
        ++out.high;
    return out;
}

// Whether one less the other is known to be of few people, though a few are.
bool tells_of_few(const SeenNumber& outer, const SeenNumber& inner, std::size_t threshold) {
    if (!outer.people.comparable_to(inner.people) || !inner.people.is_part_of(outer.people))
        return false;
    const std::size_t few = (outer.people - inner.people).count();
    if (few == 0 || few >= threshold) return false;
    const std::size_t most = outer.high > inner.low ? outer.high - inner.low : 0;
    const std::size_t least = outer.low > inner.high ? outer.low - inner.high : 0;
    return least > 1 || most < threshold;
}

TEST(CorrectionEffects, NobodyIsFoundByTakingFiguresFromEachOther) {
    CheckedStudy checked = round4_study();
    ASSERT_FALSE(has_errors(checked.diagnostics));
    const Study& study = checked.study;
    const auto records = read_csv_records(read_test_file(round4_path("margins.csv")));
    ASSERT_TRUE(records);
    InventOptions options;
    options.fieldwork_start = study.file.fieldwork_start;
    options.fieldwork_end = study.file.fieldwork_end;
    options.area_question = study.file.areas.question;
    const auto margins = published_figures(records->rows, "margins.csv", records->lines);
    const Rehearsal rehearsal = rehearse(study.questionnaire, study.plan, margins.figures, options);
    ASSERT_FALSE(has_errors(rehearsal.diagnostics));
    std::mt19937 chance(3);
    std::vector<Interview> cleaned = rehearsal.interviews;
    for (int k = 0; k < 400; ++k) {
        Interview& interview = cleaned[chance() % cleaned.size()];
        Answer& answer = interview.answers[chance() % interview.answers.size()];
        const auto& other = cleaned[chance() % cleaned.size()];
        const std::string_view value = other.answer(answer.question);
        if (!value.empty()) answer.value = std::string(value);
    }
    for (int k = 0; k < 25; ++k)
        cleaned[chance() % cleaned.size()].standing = Standing::rejected;
    const Dataset corrected = assemble(study, cleaned).dataset;
    const Dataset uncorrected = assemble(study, rehearsal.interviews).dataset;
    ASSERT_LT(corrected.counted(), uncorrected.counted());

    const Narrative narrative =
        read_narrative(read_test_file(round4_path("report.md")), "report.md").narrative;
    DisclosureControl control(study.file.threshold, Edition::published);
    const Document document = compose(study, corrected, narrative, control, {}).document;
    const CorrectionsMade made;
    CorrectionEffects effects(study, corrected, uncorrected, made, control);
    const JointRows joint(corrected, uncorrected);
    const auto threshold = static_cast<std::size_t>(study.file.threshold);
    std::vector<SeenNumber> seen;
    std::vector<SeenNumber> earlier;
    for (std::size_t i = 0; i < narrative.figures.size(); ++i) {
        const Expression& expression = *narrative.figures[i].expression;
        if (!changes_in(expression.root).empty()) continue;  // no value without a round before
        const auto effect = effects.effect_on(expression, "en");
        const auto see = [&](const Dataset& dataset, bool first, std::vector<SeenNumber>& out) {
            const auto value = evaluate_figure(study, dataset, expression);
            ASSERT_TRUE(value);
            if (value->parts.size() != 1 || !value->parts[0].counted.known()) return;
            const FigurePart& part = value->parts[0];
            const auto moved = [&](const RowSet& rows) {
                return first ? joint.from_first(rows) : joint.from_second(rows);
            };
            for (const RowSet& rows : {part.counted, part.of - part.counted}) {
                const std::string where = print(expression.root);
                if (value->unit == FigureUnit::percent) {
                    out.push_back(number_rounded(moved(rows), part.of.count(), where));
                } else if (value->unit == FigureUnit::count) {
                    out.push_back({moved(rows), rows.count(), rows.count(), where});
                }
            }
        };
        if (!document.figures[i].withheld) see(corrected, true, seen);
        if (effect.kind != Kind::differs) continue;
        EXPECT_GE(effect.people, threshold);
        see(uncorrected, false, earlier);
    }
    EXPECT_GT(earlier.size(), 4U);
    for (std::size_t a = 0; a < earlier.size(); ++a) {
        for (const SeenNumber& b : seen) {
            EXPECT_FALSE(tells_of_few(earlier[a], b, threshold))
                << earlier[a].where << " / " << b.where;
            EXPECT_FALSE(tells_of_few(b, earlier[a], threshold))
                << earlier[a].where << " / " << b.where;
        }
        for (const SeenNumber& b : earlier)
            EXPECT_FALSE(tells_of_few(earlier[a], b, threshold))
                << earlier[a].where << " / " << b.where;
    }
}

// To the public a change that corrections alter is not shown; the team sees both.
TEST(CorrectionEffects, OfAChangeAreShownToTheTeamAlone) {
    Study study = test_survey::study();
    study.file.previous = "../before";
    const Dataset corrected = test_survey::twenty(study);
    std::vector<std::string> rows;
    for (int i = 0; i < 20; ++i)
        rows.push_back(std::string(i < 8 ? "male " : "female ") + std::to_string(20 + 2 * i) +
                       " no - income");
    const Dataset uncorrected = test_survey::dataset(study, rows);
    const PreviousRound previous{
        "Round 0", {}, ComparedRound{"Round 0", study, test_survey::twenty(study)}, {}, {}};
    const CorrectionsMade made;
    const Expression men = test_survey::expression("change(percent(${sex} = 'male'), '')");
    const Expression age = test_survey::expression("change(mean(${age}), '')");
    for (const Edition edition : {Edition::published, Edition::internal}) {
        DisclosureControl control(study.file.threshold, edition);
        RoundChanges changes(study, corrected, previous, control, control);
        CorrectionEffects effects(study, corrected, uncorrected, made, control, &changes);
        const auto effect = effects.effect_on(men, "en");
        const bool open = edition == Edition::internal;
        EXPECT_EQ(effect.kind, open ? Kind::differs : Kind::hidden);
        EXPECT_EQ(effect.before.find("−20") != std::string::npos, open) << effect.before;
        EXPECT_EQ(effects.effect_on(age, "en").kind, Kind::same);
        CorrectionEffects alone(study, corrected, uncorrected, made, control);
        EXPECT_EQ(alone.effect_on(men, "en").kind, Kind::same);  // no value before or after
    }
}

}  // namespace
}  // namespace mtm
