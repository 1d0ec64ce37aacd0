#include "sampling/rds_sample.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "expression/date.h"

namespace mtm {
namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

std::size_t language_of(const Study& study) {
    if (study.file.languages.empty()) return 0;
    const int found = study.questionnaire.find_language(study.file.languages.front());
    return found < 0 ? 0 : static_cast<std::size_t>(found);
}

std::vector<std::string> texts_of(const Dataset& dataset, const std::string& name) {
    std::vector<std::string> out(dataset.counted());
    const Column* column = dataset.find(name);
    for (std::size_t row = 0; column != nullptr && row < out.size(); ++row) {
        if (column->codes[row] >= 0) out[row] = column->dictionary[row_index(column->codes[row])];
    }
    return out;
}

std::vector<double> numbers_of(const Dataset& dataset, const std::string& name) {
    std::vector<double> out(dataset.counted(), no_number);
    const Column* column = dataset.find(name);
    for (std::size_t row = 0; column != nullptr && row < out.size(); ++row) {
        if (column->missing(row) == Missing::none)
            out[row] = column->numbers[row_index(column->codes[row])];
    }
    return out;
}

ReadRecruitment read_recruitment(const RespondentDrivenRules& rules,
                                 const Dataset& dataset,
                                 const RecruitmentContext& context) {
    if (!rules.by_coupons())
        return read_recruiters({texts_of(dataset, rules.id), texts_of(dataset, rules.recruiter)},
                               context);
    CouponAnswers answers{texts_of(dataset, rules.coupon),
                          std::vector<std::vector<std::string>>(dataset.counted())};
    for (const std::string& question : rules.coupons_given) {
        const std::vector<std::string> given = texts_of(dataset, question);
        for (std::size_t row = 0; row < given.size(); ++row)
            answers.given[row].push_back(given[row]);
    }
    return read_coupons(answers, context);
}

std::vector<std::int32_t> order_held(const Study& study, const Dataset& dataset) {
    std::vector<double> when(dataset.counted(), no_number);
    for (const Question& question : study.questionnaire.questions) {
        if (question.type != QuestionType::metadata || question.metadata != "start") continue;
        const std::vector<std::string> texts = texts_of(dataset, question.name);
        for (std::size_t row = 0; row < texts.size(); ++row) {
            if (const auto instant = date_time_from(texts[row]))
                when[row] = days_since_epoch(*instant);
        }
        break;
    }
    return sample_order(when);
}

// Puts the rows of a column into groups: its choices, then other answers, then none.
class ColumnGroups {
public:
    ColumnGroups(const Study& study, const Column& column) : study_(study), column_(column) {}

    void number(RdsQuestionColumns& out) const {
        RdsVariable variable{.codes = {}, .groups = 0, .values = {}};
        std::size_t n = 0;
        for (std::size_t row = 0; row < column_.size(); ++row) {
            const bool answered = column_.missing(row) == Missing::none;
            variable.values.push_back(answered ? column_.numbers[row_index(column_.codes[row])]
                                               : no_number);
            n += !std::isnan(variable.values.back());
            out.base += column_.asked[row];
        }
        out.groups.push_back({.label = "mean", .n = n, .variable = 0, .group = 0});
        out.variables.push_back(std::move(variable));
    }

    void single(RdsQuestionColumns& out) const {
        const auto choices = static_cast<std::int32_t>(column_.choice_count);
        std::vector<std::size_t> counts(static_cast<std::size_t>(choices) + 2, 0);
        const auto place_of = [&](std::size_t row) {
            const std::int32_t code = column_.codes[row];
            return code < 0 ? row_index(choices) + 1 : row_index(std::min(code, choices));
        };
        for (std::size_t row = 0; row < column_.size(); ++row) {
            if (column_.asked[row] != 0) ++counts[place_of(row)];
        }
        std::vector<std::int32_t> group_of(counts.size(), -1);
        for (std::size_t place = 0; place < counts.size(); ++place) {
            if (counts[place] == 0) continue;
            group_of[place] = static_cast<std::int32_t>(out.groups.size());
            out.groups.push_back({.name = name_of_choice(place),
                                  .label = label_of(place),
                                  .n = counts[place],
                                  .variable = 0,
                                  .group = out.groups.size()});
            out.base += counts[place];
        }
        RdsVariable variable{.codes = {}, .groups = out.groups.size(), .values = {}};
        for (std::size_t row = 0; row < column_.size(); ++row)
            variable.codes.push_back(column_.asked[row] != 0 ? group_of[place_of(row)] : -1);
        out.variables.push_back(std::move(variable));
    }

    // A variable for each answer: 1 in it, 0 not.
    void several(RdsQuestionColumns& out) const {
        out.multiple = true;
        for (const std::uint8_t asked : column_.asked)
            out.base += asked;
        for (int choice = 0; choice < column_.choice_count; ++choice) {
            RdsVariable variable{.codes = {}, .groups = 2, .values = {}};
            std::size_t n = 0;
            for (std::size_t row = 0; row < column_.size(); ++row) {
                const bool in = column_.asked[row] != 0 && column_.has_member(row, choice);
                n += in;
                variable.codes.push_back(column_.asked[row] == 0 ? -1 : in ? 1 : 0);
            }
            if (n == 0) continue;
            out.groups.push_back({.name = name_of_choice(static_cast<std::size_t>(choice)),
                                  .label = label_of(static_cast<std::size_t>(choice)),
                                  .n = n,
                                  .variable = out.variables.size(),
                                  .group = 1});
            out.variables.push_back(std::move(variable));
        }
    }

private:
    [[nodiscard]] std::string name_of_choice(std::size_t place) const {
        return place < static_cast<std::size_t>(column_.choice_count) ? column_.dictionary[place]
                                                                      : std::string();
    }

    [[nodiscard]] std::string label_of(std::size_t place) const {
        if (place == static_cast<std::size_t>(column_.choice_count)) return "Another answer";
        if (place > static_cast<std::size_t>(column_.choice_count)) return "No answer";
        const std::size_t language = language_of(study_);
        std::string label;
        if (column_.question >= 0) {
            label =
                study_.questionnaire.choices_of(column_.question).choices[place].label.in(language);
        } else if (const DerivedVariable* derived = study_.plan.find_derived(column_.name)) {
            label = derived->categories[place].label.in(language);
        }
        return label.empty() ? column_.dictionary[place] : label;
    }

    const Study& study_;
    const Column& column_;
};

// Why a question cannot be estimated; empty if it can.
std::string not_estimated(const Study& study, const Column* column) {
    if (column == nullptr) return "no question that is asked once in an interview has this name";
    if (column->question < 0) return {};
    const Question& question = study.questionnaire.questions[row_index(column->question)];
    if (question.disclosure == Disclosure::identifier) return "its answers tell who somebody is";
    if (!is_select(question.type) && !is_numeric(question.type))
        return "it is neither a closed question nor a number";
    return {};
}

// By successive sampling nobody is drawn twice.
void tell_of_small_population(const RespondentDrivenRules& rules,
                              std::size_t interviews,
                              RdsSample& out) {
    if (!out.has_sizes || rules.estimator != RdsEstimator::successive_sampling ||
        static_cast<std::size_t>(rules.population_size) >= interviews)
        return;
    Diagnostic& found = out.diagnostics.emplace_back();
    found.code = "population-too-small";
    found.place.file = "study.toml";
    found.place.row = static_cast<int>(rules.population_line);
    found.message = "population_size in [respondent_driven] is " +
                    std::to_string(rules.population_size) + ", and " + std::to_string(interviews) +
                    " people were interviewed.";
    found.remedy =
        "Write how many people could have been reached, or take the estimator rds-ii, "
        "which does not need to know.";
}

}  // namespace

RdsSample rds_sample(const Study& study, const Dataset& dataset) {
    const RespondentDrivenRules& rules = study.file.respondent_driven;
    const RecruitmentContext context{dataset.instance_ids, rules.seeds};
    RdsSample out;
    out.order = order_held(study, dataset);
    out.has_tree = rules.by_coupons() || rules.by_recruiters();
    if (out.has_tree) {  // by the settings
        ReadRecruitment read = read_recruitment(rules, dataset, context);
        out.tree = std::move(read.tree);
        out.coupons_given = read.coupons_given;
        out.diagnostics = std::move(read.diagnostics);
        // Of seeds alone a bootstrap would be that of a simple random sample.
        out.has_tree = out.tree.seeds().size() < out.tree.size();
    } else {
        out.tree = RecruitmentTree::of_recruiters(std::vector<std::int32_t>(dataset.counted(), -1));
    }
    if (rules.network_size.empty()) return out;
    NetworkSizes sizes = usable_network_sizes(numbers_of(dataset, rules.network_size), context);
    out.has_sizes = !sizes.sizes.empty();
    out.sizes = std::move(sizes.sizes);
    out.replaced_sizes = sizes.replaced;
    for (Diagnostic& diagnostic : sizes.diagnostics)
        out.diagnostics.push_back(std::move(diagnostic));
    tell_of_small_population(rules, dataset.counted(), out);
    return out;
}

Result<RdsQuestionColumns> rds_question(const Study& study,
                                        const Dataset& dataset,
                                        const std::string& name) {
    const Column* column = dataset.find(name);
    const std::string reason = not_estimated(study, column);
    if (!reason.empty()) return Error{"“" + name + "”: " + reason};
    RdsQuestionColumns out;
    out.name = name;
    const ColumnGroups groups(study, *column);
    if (column->question >= 0) {
        const Question& question = study.questionnaire.questions[row_index(column->question)];
        out.label = question.label.in(language_of(study));
        out.number = is_numeric(question.type);
    }
    if (out.label.empty()) out.label = name;
    if (out.number)
        groups.number(out);
    else if (column->words_per_row > 0)
        groups.several(out);
    else
        groups.single(out);
    if (out.base == 0) return Error{"“" + name + "”: nobody answered it"};
    return out;
}

std::vector<std::string> rds_questions(const Study& study, const Dataset& dataset) {
    const RespondentDrivenRules& rules = study.file.respondent_driven;
    std::vector<std::string> out;
    if (dataset.levels.empty()) return out;
    for (const Column& column : dataset.levels[0].columns) {
        if (column.question < 0 || column.name == rules.network_size) continue;
        if (not_estimated(study, &column).empty() &&
            std::ranges::any_of(column.codes, [](std::int32_t code) { return code >= 0; }))
            out.push_back(column.name);
    }
    return out;
}

}  // namespace mtm
