#include <algorithm>
#include <cstdlib>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "compile/compile.h"
#include "rehearse/audit.h"
#include "rehearse/invent.h"
#include "rehearse/small_survey_for_test.h"
#include "workbook/read.h"

namespace mtm {
namespace {

Questionnaire real_form(const std::string& name) {
    const auto workbook = read_workbook(shared_text("real/forms/" + name), name);
    EXPECT_TRUE(workbook) << name;
    return workbook ? compile(*workbook, name).questionnaire : Questionnaire();
}

/// A survey invented over a real form, and a report on it: rounded tables of some questions, of
/// those who were asked, some of them by the answers to another question.
class RandomSurvey {
public:
    RandomSurvey(const Questionnaire& form, std::uint64_t seed)
        : form_(form), router_(form), random_(seed) {
        const long long people = random_.between(80, 1500);
        interviews_ = routed(router_, invent(form, {.interviews = people, .seed = seed}));
        const std::vector<int> questions = some_questions(14);
        for (const int question : questions) {
            const std::string name = form.questions[static_cast<std::size_t>(question)].name;
            BaseWording base;
            base.name = "asked_" + name;
            base.expression = expression("asked(${" + name + "})");
            plan.bases.push_back(std::move(base));
            add_table(question, "");
            if (random_.chance(0.4)) add_table(question, a_group(questions));
        }
    }

    Plan plan;
    std::vector<PublishedFigure> figures;

    [[nodiscard]] const Questionnaire& form() const { return form_; }

private:
    std::vector<int> some_questions(std::size_t most) {
        std::vector<int> out;
        for (int q = 0; q < static_cast<int>(form_.questions.size()); ++q) {
            const Question& question = form_.questions[static_cast<std::size_t>(q)];
            const bool closed = (question.type == QuestionType::select_one ||
                                 question.type == QuestionType::select_multiple) &&
                                question.list >= 0 && form_.choices_of(q).choices.size() <= 12;
            const bool fits = closed || question.type == QuestionType::integer;
            if (fits && form_.repeat_of(q) < 0) out.push_back(q);
        }
        random_.shuffle(out);
        out.resize(std::min(out.size(), most));
        return out;
    }

    std::string a_group(const std::vector<int>& questions) {
        for (int attempt = 0; attempt < 20; ++attempt) {
            const int by = questions[random_.below(questions.size())];
            const Question& question = form_.questions[static_cast<std::size_t>(by)];
            if (question.type != QuestionType::select_one) continue;
            const auto& choices = form_.choices_of(by).choices;
            return fmt::format(
                "${{{}}} = '{}'", question.name, choices[random_.below(choices.size())].name);
        }
        return "";
    }

    void add_table(int question, const std::string& group) {
        const Question& asked = form_.questions[static_cast<std::size_t>(question)];
        std::vector<std::string> categories = {"mean"};
        if (is_select(asked.type)) {
            categories.clear();
            for (const Choice& choice : form_.choices_of(question).choices)
                categories.push_back(choice.name);
        }
        const bool counts = random_.chance(0.3);
        for (const std::string& category : categories) {
            if (random_.chance(0.1)) continue;
            PublishedFigure figure;
            figure.id = fmt::format("F{:03}", figures.size() + 1);
            figure.variable = asked.name;
            figure.category = category;
            figure.base = "asked_" + asked.name;
            if (!group.empty()) figure.subset = expression(group);
            if (category == "mean") figure.kind = FigureKind::mean;
            const Tally people = tally(form_, plan, figure, router_, interviews_);
            if (people.base == 0 || people.part == 0) continue;
            const bool mean = figure.kind == FigureKind::mean;
            const long long below = mean ? people.part : people.base;
            const long long above = mean ? std::llround(people.sum) : 100 * people.part;
            figure.printed = PrintedNumber{(2 * above + below) / (2 * below), 1, false};
            if (figure.printed->value == 0 && !mean) figure.printed = PrintedNumber{1, 1, true};
            if (group.empty()) figure.base_n = people.base;
            if (counts) figure.n = people.part;
            figures.push_back(std::move(figure));
        }
    }

    const Questionnaire& form_;
    Router router_;
    Random random_;
    std::vector<RoutedInterview> interviews_;
};

/// Surveys to try: all hundred where MTM_LONG_TESTS is set, else the first few.
int surveys() {
    return std::getenv("MTM_LONG_TESTS") != nullptr ? 100 : 9;
}

const std::vector<std::string>& forms() {
    static const std::vector<std::string> names = {"ramop_older_people.xlsx",
                                                   "odk_socioeconomic_enfr.xlsx",
                                                   "reach_msna_2024_global_v11.xlsx"};
    return names;
}

Questionnaire form_number(int survey) {
    return real_form(forms()[static_cast<std::size_t>(survey) % forms().size()]);
}

TEST(RandomSurveys, HaveTheirRoundedTablesRefitted) {
    REQUIRE_SHARED("real/forms/ramop_older_people.xlsx");
    for (int survey = 0; survey < surveys(); ++survey) {
        const Questionnaire form = form_number(survey);
        const RandomSurvey report(form, static_cast<std::uint64_t>(survey) + 1);
        ASSERT_GT(report.figures.size(), 5U);
        const Rehearsal made = rehearse(
            form, report.plan, report.figures, {.seed = static_cast<std::uint64_t>(survey)});
        ASSERT_TRUE(made.diagnostics.empty())
            << "survey " << survey << ": " << print(made.diagnostics.front());
        const Router router(form);
        const auto interviews = routed(router, made.interviews);
        for (const PublishedFigure& figure : report.figures) {
            const Tally people = tally(form, report.plan, figure, router, interviews);
            EXPECT_TRUE(prints_as(figure, people))
                << "survey " << survey << ", " << figure.id << " " << figure.variable << " "
                << figure.category << ": " << people.part << " of " << people.base;
        }
    }
}

/// Prints a second, different number for some figures that say how many people they count.
int plant(std::vector<PublishedFigure>& figures, int wanted, Random& random) {
    std::set<std::string> used;
    int planted = 0;
    for (int attempt = 0; attempt < 400 && planted < wanted; ++attempt) {
        const PublishedFigure original = figures[random.below(figures.size())];
        const bool usable = original.base_n && original.printed &&
                            original.kind == FigureKind::percent && !original.printed->below &&
                            used.count(original.variable) == 0;
        if (!usable) continue;
        used.insert(original.variable);
        PublishedFigure wrong = original;
        wrong.id += "x";
        wrong.n.reset();
        const long long shift = random.between(5, 20);
        wrong.printed->value += wrong.printed->value >= 50 ? -shift : shift;
        figures.push_back(std::move(wrong));
        ++planted;
    }
    return planted;
}

TEST(RandomSurveys, HaveTheirPlantedContradictionsFound) {
    REQUIRE_SHARED("real/forms/ramop_older_people.xlsx");
    for (int survey = 0; survey < surveys(); ++survey) {
        const Questionnaire form = form_number(survey);
        RandomSurvey report(form, static_cast<std::uint64_t>(survey) + 1);
        Random random(static_cast<std::uint64_t>(survey));
        const int planted = plant(report.figures, 1 + survey % 5, random);
        const auto model =
            count_model(survey_model(form, report.plan, report.figures, gates(form)));
        ASSERT_TRUE(model) << model.error().message;
        const Audit found = audit(*model);
        EXPECT_TRUE(found.certain) << "survey " << survey;
        EXPECT_EQ(found.withdrawals.size(), static_cast<std::size_t>(planted))
            << "survey " << survey;
    }
}

}  // namespace
}  // namespace mtm
