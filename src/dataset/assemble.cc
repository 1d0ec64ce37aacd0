// Interviews → columns. Each interview is routed through the questionnaire's logic (interview/
// routing.h), of the version it was filled under; what survives it goes, answer by answer, into the
// column of its question. Derived variables are computed afterwards, over whole columns.
#include <algorithm>
#include <map>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "dataset/dataset.h"
#include "interview/instance_source.h"
#include "interview/routing.h"
#include "questionnaire/versions.h"

namespace mtm {
namespace {

std::string_view code_of(BreakKind kind) {
    switch (kind) {
        case BreakKind::not_asked:
            return "answer-not-asked";
        case BreakKind::required:
            return "required-blank";
        case BreakKind::constraint:
            return "constraint-broken";
        case BreakKind::not_a_choice:
            return "not-a-choice";
        case BreakKind::not_a_number:
            return "not-a-number";
        case BreakKind::calculation:
            return "calculation-differs";
    }
    return {};
}

// An answer may be repeated in a diagnostic only if it tells nothing of who gave it.
bool may_be_shown(const Question& question) {
    switch (question.type) {
        case QuestionType::metadata:
        case QuestionType::geopoint:
        case QuestionType::geotrace:
        case QuestionType::geoshape:
            return false;
        default:
            return question.disclosure == Disclosure::none;
    }
}

std::string words_for(const LogicBreak& found, const Question& question) {
    const std::string name = "“" + question.name + "”";
    const std::string value = may_be_shown(question) ? " “" + found.value + "”" : "";
    switch (found.kind) {
        case BreakKind::not_asked:
            return name + " was answered" + value + " although it was not asked.";
        case BreakKind::required:
            return name + " must be answered and is blank.";
        case BreakKind::constraint:
            return "The answer" + value + " to " + name + " breaks its constraint.";
        case BreakKind::not_a_choice:
            return "The answer" + value + " is no choice of " + name + ".";
        case BreakKind::not_a_number:
            return "The answer" + value + " is no number, as " + name + " asks for.";
        case BreakKind::calculation:
            return name + " holds a value" + value + " that the form's own formula does not give.";
    }
    return {};
}

// A column while rows are appended to it.
class ColumnBuilder {
public:
    ColumnBuilder(const Questionnaire& form, int question)
        : question_(form.questions[static_cast<std::size_t>(question)]) {
        const Question& q = question_;
        column_.question = question;
        column_.name = q.name;
        multiple_ = q.type == QuestionType::select_multiple || q.type == QuestionType::rank;
        if (is_select(q.type) && q.list >= 0) {
            const ChoiceList& list = form.choices_of(question);
            column_.choice_count = static_cast<int>(list.choices.size());
            if (multiple_) column_.words_per_row = (column_.choice_count + 63) / 64;
            for (const Choice& choice : list.choices)
                add(choice.name, choice.missing);
        }
    }

    void append(const std::string& value, bool asked) {
        column_.asked.push_back(asked ? 1 : 0);
        const std::int32_t code = value.empty() ? -1 : code_for(value);
        column_.codes.push_back(code);
        if (column_.words_per_row > 0) append_members(code);
    }

    Column finish() && { return std::move(column_); }

private:
    std::int32_t add(const std::string& value, MissingChoice meaning) {
        const auto code = static_cast<std::int32_t>(column_.dictionary.size());
        codes_.try_emplace(value, code);
        column_.dictionary.push_back(value);
        column_.numbers.push_back(number_from(value));
        column_.meaning.push_back(meaning);
        if (column_.words_per_row > 0) {
            std::vector<std::uint64_t> set(static_cast<std::size_t>(column_.words_per_row), 0);
            for (const std::string_view word : words(value)) {
                const auto at = codes_.find(std::string(word));
                if (at == codes_.end() || at->second >= column_.choice_count) continue;
                set[static_cast<std::size_t>(at->second) / 64] |=
                    std::uint64_t{1} << (static_cast<unsigned>(at->second) % 64);
            }
            sets_.insert(sets_.end(), set.begin(), set.end());
        }
        return code;
    }

    std::int32_t code_for(const std::string& value) {
        const auto at = codes_.find(value);
        if (at != codes_.end()) return at->second;
        return add(value, meaning_of(value));
    }

    // A set of choices none of which is an answer is no answer; so is a number declared missing.
    [[nodiscard]] MissingChoice meaning_of(const std::string& value) const {
        if (is_missing_value(question_, value)) return MissingChoice::unknown;
        if (!multiple_) return MissingChoice::answer;
        MissingChoice meaning = MissingChoice::answer;
        for (const std::string_view word : words(value)) {
            const auto at = codes_.find(std::string(word));
            if (at == codes_.end()) return MissingChoice::answer;
            meaning = column_.meaning[static_cast<std::size_t>(at->second)];
            if (meaning == MissingChoice::answer) break;
        }
        return meaning;
    }

    void append_members(std::int32_t code) {
        const auto width = static_cast<std::size_t>(column_.words_per_row);
        for (std::size_t w = 0; w < width; ++w) {
            column_.members.push_back(code < 0 ? 0
                                               : sets_[static_cast<std::size_t>(code) * width + w]);
        }
    }

    const Question& question_;
    Column column_;
    bool multiple_ = false;
    std::unordered_map<std::string, std::int32_t> codes_;
    std::vector<std::uint64_t> sets_;  // members of each dictionary entry
};

// An earlier version's instances, laid out as the study's form lays out its own.
class VersionLayout {
public:
    VersionLayout(const Questionnaire& form, const Questionnaire& study_form, const Levels& study)
        : router_(form), study_levels_(study) {
        for (const LevelLayout& level : router_.levels().levels) {
            const int repeat =
                level.repeat < 0 ? -1 : counterpart_of_group(study_form, form, level.repeat);
            level_of_.push_back(
                repeat < 0 ? 0 : study.level_of_repeat[static_cast<std::size_t>(repeat)]);
            slot_of_.emplace_back();
            for (const int question : level.questions)
                place(counterpart(study_form, form, question));
        }
    }

    void lay_out(RoutedInterview& routed) const {
        for (RoutedInstance& instance : routed.instances) {
            const auto from = static_cast<std::size_t>(instance.level);
            instance.level = level_of_[from];
            const std::size_t slots =
                study_levels_.levels[static_cast<std::size_t>(instance.level)].questions.size();
            std::vector<std::string> values(slots);
            std::vector<std::uint8_t> asked(slots, 0);
            for (std::size_t slot = 0; slot < slot_of_[from].size(); ++slot) {
                const auto to = static_cast<std::size_t>(slot_of_[from][slot]);
                values[to] = std::move(instance.values[slot]);
                asked[to] = instance.asked[slot];
            }
            instance.values = std::move(values);
            instance.asked = std::move(asked);
        }
    }

    [[nodiscard]] const Router& router() const { return router_; }

private:
    // The next question of the last level. REQUIRES: the study's form has it.
    void place(int question) {
        CHECK(question >= 0);
        const auto q = static_cast<std::size_t>(question);
        level_of_.back() = study_levels_.level_of[q];
        slot_of_.back().push_back(study_levels_.slot_of[q]);
    }

    Router router_;
    const Levels& study_levels_;
    std::vector<int> level_of_;              // by level of the version
    std::vector<std::vector<int>> slot_of_;  // by level and slot of the version
};

class Assembler {
public:
    explicit Assembler(const Study& study)
        : study_(study), form_(study.questionnaire), router_(study.questionnaire) {
        for (const LevelLayout& layout : router_.levels().levels) {
            Level level;
            level.parent = layout.parent;
            if (layout.repeat >= 0) {
                level.repeat = form_.groups[static_cast<std::size_t>(layout.repeat)].name;
            }
            out_.dataset.levels.push_back(std::move(level));
            std::vector<ColumnBuilder> builders;
            for (const int question : layout.questions)
                builders.emplace_back(form_, question);
            builders_.push_back(std::move(builders));
        }
    }

    void add(const Interview& interview) {
        Dataset& dataset = out_.dataset;
        ++dataset.received;
        dataset.rehearsal = dataset.rehearsal || interview.rehearsal;
        if (!seen_.insert(interview.instance_id).second) {
            leave_out(LeftOutReason::sent_twice);
            return;
        }
        if (interview.standing != Standing::counts) {
            leave_out(interview.standing == Standing::pilot ? LeftOutReason::pilot
                                                            : LeftOutReason::rejected);
            return;
        }
        const Questionnaire& form = study_.form_of(interview.version);
        if (&form == &form_) {
            add_routed(interview, form, router_.route(interview));
            return;
        }
        VersionLayout& version = layout_of(form);
        RoutedInterview routed = version.router().route(interview);
        version.lay_out(routed);
        add_routed(interview, form, routed);
    }

    void add_unread(LeftOutReason reason, int interviews) {
        if (interviews == 0) return;
        out_.dataset.received += interviews;
        out_.dataset.left_out.push_back({reason, interviews});
    }

    AssembledDataset finish() && {
        for (std::size_t l = 0; l < builders_.size(); ++l) {
            for (ColumnBuilder& builder : builders_[l]) {
                Column column = std::move(builder).finish();
                const auto question = static_cast<std::size_t>(column.question);
                if (form_.questions[question].type == QuestionType::note) continue;
                out_.dataset.levels[l].columns.push_back(std::move(column));
            }
        }
        return std::move(out_);
    }

private:
    VersionLayout& layout_of(const Questionnaire& form) {
        auto& layout = layouts_[&form];
        if (!layout) layout = std::make_unique<VersionLayout>(form, form_, router_.levels());
        return *layout;
    }

    // `routed` is laid out by the levels and slots of the study's form; its breaks are of `form`.
    void add_routed(const Interview& interview,
                    const Questionnaire& form,
                    const RoutedInterview& routed) {
        if (!holds(study_.file.consent, routed)) {
            leave_out(LeftOutReason::no_consent);
            return;
        }
        if (!holds(study_.file.counted, routed)) {
            leave_out(LeftOutReason::outside_rule);
            return;
        }
        report_breaks(interview, form, routed);
        out_.dataset.instance_ids.push_back(interview.instance_id);
        append(routed);
    }

    void leave_out(LeftOutReason reason) {
        auto& left_out = out_.dataset.left_out;
        const auto at = std::ranges::find(left_out, reason, &LeftOut::reason);
        if (at == left_out.end()) {
            left_out.push_back({reason, 1});
        } else {
            ++at->interviews;
        }
    }

    [[nodiscard]] bool holds(const std::optional<Expression>& rule,
                             const RoutedInterview& routed) const {
        if (!rule) return true;
        return to_boolean(evaluate(rule->root, InstanceSource(router_, routed, 0, -1)));
    }

    void report_breaks(const Interview& interview,
                       const Questionnaire& form,
                       const RoutedInterview& routed) {
        for (const LogicBreak& found : routed.breaks) {
            const Question& question = form.questions[static_cast<std::size_t>(found.question)];
            out_.diagnostics.push_back({.code = std::string(code_of(found.kind)),
                                        .severity = Severity::warning,
                                        .place = {.file = interview.provenance.file,
                                                  .sheet = {},
                                                  .row = interview.provenance.row,
                                                  .column = question.name,
                                                  .interview = interview.instance_id},
                                        .message = words_for(found, question),
                                        .remedy = "Ask the enumerator, and enter a correction."});
        }
    }

    void append(const RoutedInterview& routed) {
        std::vector<std::int32_t> rows(routed.instances.size());
        for (std::size_t i = 0; i < routed.instances.size(); ++i) {
            const RoutedInstance& instance = routed.instances[i];
            Level& level = out_.dataset.levels[static_cast<std::size_t>(instance.level)];
            rows[i] = static_cast<std::int32_t>(level.rows++);
            if (instance.parent >= 0) {
                level.parent_row.push_back(rows[static_cast<std::size_t>(instance.parent)]);
            }
            auto& builders = builders_[static_cast<std::size_t>(instance.level)];
            for (std::size_t slot = 0; slot < builders.size(); ++slot) {
                builders[slot].append(instance.values[slot], instance.asked[slot] != 0);
            }
        }
    }

    const Study& study_;
    const Questionnaire& form_;
    Router router_;
    AssembledDataset out_;
    std::vector<std::vector<ColumnBuilder>> builders_;
    std::map<const Questionnaire*, std::unique_ptr<VersionLayout>> layouts_;
    std::unordered_set<std::string> seen_;
};

// The level and asked mask of a derived variable are those of its question.
void add_derived(const DerivedVariable& derived, const Questionnaire& form, Dataset& dataset) {
    for (std::size_t l = 0; l < dataset.levels.size(); ++l) {
        const Column* source = dataset.levels[l].find(derived.question);
        if (source == nullptr) continue;
        const DatasetSource columns(dataset, form, static_cast<int>(l));
        Column column;
        column.name = derived.name;
        column.asked = source->asked;
        column.choice_count = static_cast<int>(derived.categories.size());
        column.words_per_row = (column.choice_count + 63) / 64;
        const auto width = static_cast<std::size_t>(column.words_per_row);
        const std::size_t rows = dataset.levels[l].rows;
        column.members.assign(rows * width, 0);
        std::vector<std::string> sets(rows);
        for (std::size_t c = 0; c < derived.categories.size(); ++c) {
            const DerivedCategory& category = derived.categories[c];
            column.dictionary.push_back(category.name);
            std::vector<std::uint8_t> truth = evaluate_truth(category.expression.root, columns);
            std::vector<std::uint8_t> where(rows, 1);
            if (category.where) where = evaluate_truth(category.where->root, columns);
            for (std::size_t r = 0; r < rows; ++r) {
                if (truth[r] == 0 || where[r] == 0 || column.asked[r] == 0) continue;
                column.members[r * width + c / 64] |= std::uint64_t{1} << (c % 64);
                if (!sets[r].empty()) sets[r] += ' ';
                sets[r] += category.name;
            }
        }
        std::unordered_map<std::string, std::int32_t> codes;
        for (std::size_t c = 0; c < column.dictionary.size(); ++c) {
            codes.try_emplace(column.dictionary[c], static_cast<std::int32_t>(c));
        }
        for (const std::string& set : sets) {
            if (set.empty()) {
                column.codes.push_back(-1);
                continue;
            }
            const auto next = static_cast<std::int32_t>(column.dictionary.size());
            const auto [at, is_new] = codes.try_emplace(set, next);
            if (is_new) column.dictionary.push_back(set);
            column.codes.push_back(at->second);
        }
        column.numbers.assign(column.dictionary.size(), number_from(""));
        column.meaning.assign(column.dictionary.size(), MissingChoice::answer);
        dataset.levels[l].columns.push_back(std::move(column));
        return;
    }
}

}  // namespace

void derive_again(const Study& study, Dataset& dataset) {
    for (Level& level : dataset.levels)
        std::erase_if(level.columns, [](const Column& column) { return column.question < 0; });
    for (const DerivedVariable& derived : study.plan.derived)
        add_derived(derived, study.questionnaire, dataset);
}

AssembledDataset assemble(const Study& study,
                          const std::vector<Interview>& interviews,
                          const ReceivedBeside& beside) {
    Assembler assembler(study);
    for (const Interview& interview : interviews)
        assembler.add(interview);
    assembler.add_unread(LeftOutReason::withdrawn, beside.withdrawn);
    assembler.add_unread(LeftOutReason::unopened, beside.unopened);
    AssembledDataset out = std::move(assembler).finish();
    for (const DerivedVariable& derived : study.plan.derived) {
        add_derived(derived, study.questionnaire, out.dataset);
    }
    return out;
}

}  // namespace mtm
