#include "rehearse/count_model.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "rehearse/small_survey_for_test.h"

namespace mtm {
namespace {

bool can_hold(const Questionnaire& form,
              const std::vector<PublishedFigure>& figures,
              std::optional<long long> total) {
    auto model = count_model(survey_model(form, {}, figures, {}));
    EXPECT_TRUE(model);
    EXPECT_TRUE(model->survey.diagnostics.empty());
    return component_program(*model, -1, total).program.solve() ==
           IntegerProgram::Verdict::feasible;
}

TEST(CountModel, RoundsHalvesAwayFromZero) {
    const Questionnaire form = form_of({"select_one sex male,female"});
    // 1 of 200 is half a percent and prints as 1; 1 of 201 is less and prints as <1.
    EXPECT_TRUE(can_hold(form, figures_of({"A sex male all 200 1 1"}), 200));
    EXPECT_FALSE(can_hold(form, figures_of({"A sex male all 200 <1 1"}), 200));
    EXPECT_TRUE(can_hold(form, figures_of({"A sex male all 201 <1 1"}), 201));
    EXPECT_FALSE(can_hold(form, figures_of({"A sex male all 201 1 1"}), 201));
    EXPECT_FALSE(can_hold(form, figures_of({"A sex male all 201 0 1"}), 201));
    EXPECT_FALSE(can_hold(form, figures_of({"A sex male all 3 50 -"}), 3));
    EXPECT_TRUE(can_hold(form, figures_of({"A sex male all 3 66.7 -"}), 3));
}

TEST(CountModel, KnowsThatOnlyThoseAskedCanAnswer) {
    const Questionnaire form =
        form_of({"select_one works yes,no", "select_one job farmer,nurse if ${works} = 'yes'"});
    const auto working = std::string("A works yes all 100 40 -");
    EXPECT_TRUE(can_hold(form, figures_of({working, "B job farmer all 100 40 -"}), 100));
    EXPECT_FALSE(can_hold(form, figures_of({working, "B job farmer all 100 41 -"}), 100));
    EXPECT_FALSE(can_hold(
        form, figures_of({working, "B job farmer all - 30 -", "C job nurse all - 9 -"}), 100));
}

TEST(CountModel, LeavesNobodyWithAnEmptySetOfAnswers) {
    const Questionnaire form = form_of({"select_multiple help food,cash,refused"});
    EXPECT_TRUE(
        can_hold(form, figures_of({"A help food all 10 60 -", "B help cash all 10 40 -"}), 10));
    // 6 + 2 answers and 1 refusal are for 9 people at most.
    const auto figures = figures_of(
        {"A help food all 10 60 -", "B help cash all 10 20 -", "C help refused all 10 10 -"});
    EXPECT_FALSE(can_hold(form, figures, 10));
}

TEST(CountModel, BoundsAMeanByTheAnswersThatAreAdmitted) {
    const Questionnaire form = form_of({"integer age 18 60", "select_one sex male,female"});
    EXPECT_TRUE(can_hold(form, figures_of({"A age mean all 10 60 -"}), 10));
    EXPECT_FALSE(can_hold(form, figures_of({"A age mean all 10 61 -"}), 10));
    const auto mixed = figures_of({"A sex male all 10 50 -",
                                   "B age mean all - 20 - | ${sex} = 'male'",
                                   "C age mean all - 58 - | ${sex} = 'female'",
                                   "D age mean all - 45 -"});
    EXPECT_FALSE(can_hold(form, mixed, 10));
}

/// Every table of `people` people over the given answers of each: does one satisfy the figures?
class EveryTable {
public:
    EveryTable(const Questionnaire& form,
               std::vector<std::vector<Answer>> kinds,
               const std::vector<PublishedFigure>& figures)
        : form_(form), router_(form), figures_(figures), tallies_(figures.size()) {
        for (std::vector<Answer>& kind : kinds) {
            Interview interview;
            interview.answers = std::move(kind);
            const std::vector<RoutedInterview> one = routed(router_, {interview});
            std::vector<Tally> mine;
            for (const PublishedFigure& figure : figures)
                mine.push_back(tally(form_, {}, figure, router_, one));
            kinds_.push_back(std::move(mine));
        }
    }

    bool any_holds(std::size_t kind, int people) {
        if (kind == kinds_.size()) {
            if (people > 0) return false;
            for (std::size_t f = 0; f < figures_.size(); ++f) {
                if (!prints_as(figures_[f], tallies_[f])) return false;
            }
            return true;
        }
        const std::vector<Tally> before = tallies_;
        for (int count = 0; count <= people; ++count) {
            if (any_holds(kind + 1, people - count)) return true;
            for (std::size_t f = 0; f < figures_.size(); ++f) {
                tallies_[f].base += kinds_[kind][f].base;
                tallies_[f].part += kinds_[kind][f].part;
                tallies_[f].sum += kinds_[kind][f].sum;
            }
        }
        tallies_ = before;
        return false;
    }

private:
    const Questionnaire& form_;
    Router router_;
    const std::vector<PublishedFigure>& figures_;
    std::vector<Tally> tallies_;
    std::vector<std::vector<Tally>> kinds_;
};

TEST(CountModel, AgreesWithTryingEveryTableOfFivePeople) {
    const Questionnaire form = form_of({"select_one sex m,f",
                                        "select_one works yes,no",
                                        "select_one job a,b if ${works} = 'yes'"});
    std::vector<std::vector<Answer>> kinds;
    for (const char* sex : {"m", "f"}) {
        for (const char* job : {"a", "b"})
            kinds.push_back({{0, {}, sex}, {1, {}, "yes"}, {2, {}, job}});
        kinds.push_back({{0, {}, sex}, {1, {}, "no"}});
    }
    const std::vector<std::string> printed = {"0", "20", "25", "33", "40", "50", "60", "67", "75"};
    const std::vector<std::string> who = {"sex m", "works yes", "job a", "job b"};
    const std::vector<std::string> where = {
        "", " | ${sex} = 'm'", " | ${works} = 'yes'", " | ${job} = 'a' or ${sex} = 'f'"};
    Random random(11);
    int possible = 0;
    for (int round = 0; round < 400; ++round) {
        std::vector<std::string> lines;
        for (int f = 0; f < 2 + round % 2; ++f) {
            lines.push_back(fmt::format("F{} {} all - {} -{}",
                                        f,
                                        who[random.below(who.size())],
                                        printed[random.below(printed.size())],
                                        where[random.below(where.size())]));
        }
        const auto figures = figures_of(lines);
        const bool expected = EveryTable(form, kinds, figures).any_holds(0, 5);
        possible += expected ? 1 : 0;
        EXPECT_EQ(can_hold(form, figures, 5), expected)
            << lines[0] << "; " << lines[1] << "; " << lines.back();
    }
    EXPECT_GT(possible, 20);
    EXPECT_LT(possible, 380);
}

}  // namespace
}  // namespace mtm
