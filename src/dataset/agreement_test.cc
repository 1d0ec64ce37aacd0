// One language, two evaluators: what an expression says of an interview, instance by instance of
// its repeats, is what it says of the columns that the interviews became, row by row.
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "dataset/dataset.h"
#include "expression/author_for_test.h"
#include "expression/parse.h"
#include "interview/instance_source.h"
#include "interview/routing.h"
#include "tests/form_text.h"

namespace mtm {
namespace {

// Two repeats, one inside the other, and questions that are not asked of everyone.
Study study_with_repeats() {
    Study study;
    study.questionnaire = form_from_text(R"(
        survey
        | type              | name   | label | relevant              |
        | select_one sex    | sex    | A     |                       |
        | integer           | age    | B     |                       |
        | select_multiple n | needs  | C     | ${age} > 5            |
        | text              | odd    | D     | ${sex} != 'refused'   |
        | begin_repeat      | member | E     | ${age} != 7           |
        | select_one sex    | m_sex  | F     |                       |
        | integer           | m_age  | G     | ${m_sex} = 'male' or ${age} > 20 |
        | begin_repeat      | job    | H     | ${m_age} > 3          |
        | decimal           | pay    | I     |                       |
        | text              | since  | J     | ${pay} > 0 or ${sex} = 'female' |
        | end_repeat        |        |       |                       |
        | end_repeat        |        |       |                       |
        choices
        | list_name | name    | label   | missing |
        | sex       | male    | Man     |         |
        | sex       | female  | Woman   |         |
        | sex       | refused | Refused | refused |
        | n         | food    | Food    |         |
        | n         | water   | Water   |         |
        | n         | shelter | Shelter |         |
    )")
                              .questionnaire;
    return study;
}

class InterviewWriter {
public:
    InterviewWriter(const Questionnaire& form, Author& author, std::uint32_t seed)
        : form_(form), author_(author), random_(seed) {}

    Interview write(int number) {
        Interview out;
        out.instance_id = std::to_string(number);
        answer(out, {{"sex", 0}, {"age", 1}, {"needs", 2}, {"odd", 5}}, {});
        for (int member = 0; member < below(4); ++member) {
            answer(out, {{"m_sex", 0}, {"m_age", 1}}, {member});
            for (int job = 0; job < below(3); ++job)
                answer(out, {{"pay", 4}, {"since", 3}}, {member, job});
        }
        return out;
    }

private:
    int below(int n) { return static_cast<int>(random_() % static_cast<std::uint32_t>(n)); }

    // The kinds are those of Author::cell; one answer in five is left out.
    void answer(Interview& out,
                const std::vector<std::pair<const char*, int>>& questions,
                const std::vector<int>& instance) {
        for (const auto& [name, kind] : questions) {
            const std::string cell = author_.cell(kind);
            if (below(5) > 0) out.answers.push_back({form_.find(name), instance, cell});
        }
    }

    const Questionnaire& form_;
    Author& author_;
    std::mt19937 random_;
};

bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

// The values of an expression over each instance of a level, in the order of the rows.
std::vector<Value> by_instance(const Node& node,
                               const Router& router,
                               const std::vector<RoutedInterview>& interviews,
                               int level) {
    std::vector<Value> out;
    for (const RoutedInterview& interview : interviews) {
        for (std::size_t i = 0; i < interview.instances.size(); ++i) {
            if (interview.instances[i].level != level) continue;
            out.push_back(
                evaluate(node, InstanceSource(router, interview, static_cast<int>(i), -1)));
        }
    }
    return out;
}

void expect_agreement(const std::string& source,
                      const DatasetSource& columns,
                      const Router& router,
                      const std::vector<RoutedInterview>& interviews,
                      int level) {
    const Parsed parsed = parse(source);
    ASSERT_TRUE(parsed.expression.has_value()) << source;
    const Node& node = parsed.expression->root;
    const std::vector<Value> values = by_instance(node, router, interviews, level);
    const std::vector<std::uint8_t> truths = evaluate_truth(node, columns);
    const std::vector<double> numbers = evaluate_number(node, columns);
    const std::vector<std::string> texts = evaluate_text(node, columns);
    ASSERT_EQ(values.size(), truths.size());
    for (std::size_t row = 0; row < values.size(); ++row) {
        ASSERT_EQ(truths[row], to_boolean(values[row]) ? 1 : 0) << source << " in row " << row;
        ASSERT_TRUE(same(numbers[row], to_number(values[row])))
            << source << " in row " << row << ": " << numbers[row] << " for "
            << to_number(values[row]);
        ASSERT_EQ(texts[row], to_string(values[row])) << source << " in row " << row;
    }
}

TEST(Agreement, OfInterviewsAndTheirColumnsAtEveryRepeatLevel) {
    const Study study = study_with_repeats();
    const Router router(study.questionnaire);
    const std::vector<std::vector<std::string>> names{
        {"${sex}", "${age}", "${needs}", "${odd}", "${nothing}"},
        {"${m_sex}", "${m_age}", "${sex}", "${age}", "${needs}"},
        {"${pay}", "${since}", "${m_sex}", "${m_age}", "${age}", "${odd}"},
        // Into repeats, from outside: all that they hold.
        {"${sex}", "${m_age}", "${m_sex}", "${pay}", "${member}"},
        {"${m_age}", "${pay}", "${since}", "${job}", "${age}"}};
    for (std::uint32_t round = 0; round < 50; ++round) {
        const auto level = static_cast<int>(round % 5 % 3);
        // Where an instance stands among its sisters is no column, and chance agrees with nobody.
        Author author(round, names[round % 5], {"position", "last", "index", "random", "uuid"});
        InterviewWriter writer(study.questionnaire, author, round + 100);
        std::vector<Interview> interviews;
        std::vector<RoutedInterview> routed;
        for (int i = 0; i < 25; ++i) {
            interviews.push_back(writer.write(i));
            routed.push_back(router.route(interviews.back()));
        }
        const Dataset dataset = assemble(study, interviews).dataset;
        ASSERT_EQ(dataset.counted(), interviews.size());
        const DatasetSource columns(dataset, study.questionnaire, level);
        for (int i = 0; i < 150; ++i) {
            expect_agreement(
                i % 2 == 0 ? author.truth(3) : author.any(3), columns, router, routed, level);
            if (HasFatalFailure()) return;
        }
    }
}

}  // namespace
}  // namespace mtm
