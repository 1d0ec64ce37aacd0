#include "disclosure/record_keys.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "disclosure/coarse_levels.h"
#include "disclosure/record_values.h"
#include "disclosure/skip_logic.h"
#include "review/form_texts.h"

namespace mtm {
namespace {

/// What of the skip logic and of the filters of choices rests on a key, and what it says of each
/// interview.
class SkipLogic {
public:
    SkipLogic(const Study& study, const Dataset& dataset, const std::vector<VariableRole>& roles)
        : form_(study.questionnaire), dataset_(dataset), source_(dataset, study.questionnaire) {
        for (const VariableRole& role : roles) {
            const ColumnPlace place = column_of(dataset, role.question);
            if (place.column == nullptr || place.level != 0) continue;
            if (role.role == RecordRole::key) keys_.insert(role.question);
            if (role.role == RecordRole::sensitive || role.role == RecordRole::other)
                published_.insert(role.question);
        }
        for (int question = 0; question < static_cast<int>(form_.questions.size()); ++question) {
            if (!keys_.contains(question)) add(question);
        }
    }

    /// Adds to a pattern what tells something of the answers to its question: rows with the same
    /// truths have the same value.
    void fill(RecordKey& pattern, const std::string& key_name) {
        std::vector<const std::vector<std::uint8_t>*> told;
        std::set<int> questions;
        for (auto& [text, condition] : conditions_) {
            if (!condition.names.contains(key_name)) continue;
            const std::set<int> tells = published_that_tell(condition);
            if (tells.empty() || !varies(condition)) continue;
            told.push_back(&condition.truths);
            questions.insert(tells.begin(), tells.end());
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
        Node node;
        std::set<std::string> names;            // that it rests on, through calculations too
        std::vector<int> questions = {};        // that are asked, or offer a choice, if it holds
        int of_whom = -1;                       // of those asked this question; −1: of everyone
        std::vector<std::uint8_t> truths = {};  // by row, once somebody asks
    };

    void add(int question) {
        for (const Expression* relevance : form_.relevance_of(question)) {
            for (const Node* part : conjuncts(relevance->root)) {
                Condition& condition = conditions_[print(*part)];
                if (condition.questions.empty()) {
                    condition.node = *part;
                    condition.names = names_behind(form_, *part);
                }
                condition.questions.push_back(question);
            }
        }
        const ColumnPlace place = column_of(dataset_, question);
        if (place.column == nullptr || place.level != 0) return;
        const std::string& name = form_.questions[static_cast<std::size_t>(question)].name;
        for (Node& offer : offers_of(form_, dataset_, question)) {
            Condition& condition = conditions_[name + ": " + print(offer)];
            condition.names = names_behind(form_, offer);
            condition.node = std::move(offer);
            condition.questions.push_back(question);
            condition.of_whom = question;
        }
    }

    // Those that are asked because of it, or offer choices, and what hangs on these in turn. What
    // hangs on another key is counted with that.
    [[nodiscard]] std::set<int> published_that_tell(const Condition& condition) const {
        std::set<int> all(condition.questions.begin(), condition.questions.end());
        for (const int question : condition.questions)
            all.merge(std::set<int>(resting_on(question)));
        std::set<int> out;
        std::ranges::set_intersection(all, published_, std::inserter(out, out.end()));
        return out;
    }

    [[nodiscard]] const std::set<int>& resting_on(int question) const {
        const auto [at, fresh] = resting_.try_emplace(question);
        if (fresh) {
            const std::vector<int> found = questions_resting_on(form_, question, keys_);
            at->second.insert(found.begin(), found.end());
        }
        return at->second;
    }

    // Whether it holds for some interviews and not for others.
    [[nodiscard]] bool varies(Condition& condition) const {
        if (condition.truths.empty()) {
            condition.truths = evaluate_truth(condition.node, source_);
            if (condition.of_whom >= 0) {
                const Column& column = *column_of(dataset_, condition.of_whom).column;
                for (std::size_t row = 0; row < column.asked.size(); ++row)
                    condition.truths[row] &= column.asked[row];
            }
        }
        const auto trues =
            std::ranges::count_if(condition.truths, [](std::uint8_t truth) { return truth != 0; });
        return trues > 0 && static_cast<std::size_t>(trues) < condition.truths.size();
    }

    const Questionnaire& form_;
    const Dataset& dataset_;
    DatasetSource source_;
    std::set<int> keys_;
    std::set<int> published_;  // beside the keys
    std::map<std::string, Condition> conditions_;
    mutable std::map<int, std::set<int>> resting_;
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
    SkipLogic logic(study, dataset, roles);
    std::vector<RecordKey> out;
    for (const VariableRole& role : roles) {
        const ColumnPlace place = column_of(dataset, role.question);
        if (place.column == nullptr || place.level != 0) continue;
        const Question& question = form.questions[static_cast<std::size_t>(role.question)];
        if (role.role == RecordRole::key) {
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
