#include "disclosure/record_keys.h"

#include <algorithm>
#include <map>
#include <set>

#include "disclosure/coarse_levels.h"
#include "disclosure/record_values.h"
#include "disclosure/skip_logic.h"
#include "review/form_texts.h"

namespace mtm {
namespace {

/// What of the skip logic rests on a question, and what it says of each interview.
class SkipLogic {
public:
    SkipLogic(const Study& study, const Dataset& dataset)
        : form_(study.questionnaire), source_(dataset, study.questionnaire) {}

    /// A question that is published: what decides whether it is asked.
    void add_published(int question) {
        for (const Expression* relevance : form_.relevance_of(question)) {
            for (const Node* part : conjuncts(relevance->root)) {
                Condition& condition = conditions_[print(*part)];
                if (condition.truths.empty()) {
                    condition.truths = evaluate_truth(*part, source_);
                    condition.names = names_behind(form_, *part);
                }
                condition.questions.push_back(question);
            }
        }
    }

    /// Adds to a pattern what tells something of the answers to its question: rows with the same
    /// truths have the same value.
    void fill(RecordKey& pattern, const std::string& key_name) const {
        std::vector<const std::vector<std::uint8_t>*> told;
        std::set<int> questions;
        for (const auto& [text, condition] : conditions_) {
            const auto trues = std::ranges::count_if(condition.truths,
                                                     [](std::uint8_t truth) { return truth != 0; });
            const bool varies =
                trues > 0 && static_cast<std::size_t>(trues) < condition.truths.size();
            if (!varies || !condition.names.contains(key_name)) continue;
            told.push_back(&condition.truths);
            questions.insert(condition.questions.begin(), condition.questions.end());
        }
        questions.erase(pattern.question);
        pattern.dependents.assign(questions.begin(), questions.end());
        std::map<std::vector<bool>, std::int32_t> known;
        for (std::size_t row = 0; row < source_.row_count(); ++row) {
            std::vector<bool> truths;
            for (const auto* column : told)
                truths.push_back((*column)[row] != 0);
            pattern.values.push_back(
                known.emplace(std::move(truths), static_cast<std::int32_t>(known.size()))
                    .first->second);
        }
        pattern.value_count = static_cast<std::int32_t>(known.size());
    }

private:
    struct Condition {
        std::vector<std::uint8_t> truths;
        std::set<std::string> names;  // that it rests on, through calculations too
        std::vector<int> questions;   // that are asked only where it holds
    };

    const Questionnaire& form_;
    DatasetSource source_;
    std::map<std::string, Condition> conditions_;
};

std::vector<std::int32_t> each_its_own(std::int32_t count) {
    std::vector<std::int32_t> out;
    for (std::int32_t value = 0; value < count; ++value)
        out.push_back(value);
    return out;
}

}  // namespace

const RecodeRule* recode_rule_for(const Study& study, const std::string& question) {
    const auto& rules = study.file.records.recodes;
    const auto found = std::ranges::find(rules, question, &RecodeRule::question);
    return found == rules.end() ? nullptr : &*found;
}

std::vector<RecordKey> record_keys(const Study& study,
                                   const Dataset& dataset,
                                   const std::vector<VariableRole>& roles,
                                   const std::vector<AveragedQuestion>& averages) {
    const Questionnaire& form = study.questionnaire;
    const CoarseWords words(form.languages);
    SkipLogic logic(study, dataset);
    std::vector<RecordKey> out;
    for (const VariableRole& role : roles) {
        const ColumnPlace place = column_of(dataset, role.question);
        if (place.column == nullptr || place.level != 0) continue;
        const Question& question = form.questions[static_cast<std::size_t>(role.question)];
        if (role.role == RecordRole::sensitive || role.role == RecordRole::other) {
            logic.add_published(role.question);
        } else if (role.role == RecordRole::key) {
            const AveragedQuestion* means = averages_of(averages, role.question);
            out.push_back(
                key_of_answers({.study = study,
                                .question = question,
                                .index = role.question,
                                .column = with_averages(averages, *place.column),
                                .rule = recode_rule_for(study, question.name),
                                .words = words,
                                .finest = means == nullptr ? "as answered" : means->what}));
        }
    }
    const std::size_t keys = out.size();
    for (std::size_t i = 0; i < keys; ++i) {
        RecordKey pattern{.kind = RecordKey::Kind::skip_pattern,
                          .question = out[i].question,
                          .name = "what was asked after " + out[i].name};
        logic.fill(pattern, out[i].name);
        if (pattern.value_count < 2) continue;
        const auto count = static_cast<std::size_t>(pattern.value_count);
        pattern.levels.push_back({.what = "as asked",
                                  .category_of = each_its_own(pattern.value_count),
                                  .categories = std::vector<Choice>(count),
                                  .as_answered = true});
        pattern.levels.push_back({.what = "left out",
                                  .category_of = std::vector<std::int32_t>(count, 0),
                                  .categories = std::vector<Choice>(1),
                                  .left_out = true});
        out.push_back(std::move(pattern));
    }
    return out;
}

}  // namespace mtm
