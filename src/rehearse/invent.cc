#include "rehearse/invent.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "base/random.h"
#include "expression/value.h"
#include "interview/instance_source.h"
#include "interview/routing.h"
#include "rehearse/answer_draw.h"
#include "rehearse/calendar.h"
#include "rehearse/roster.h"
#include "rehearse/survey_model.h"

namespace mtm {
namespace {

constexpr int attempts_at_gates = 200;

std::string uuid(Random& random) {
    const std::uint64_t a = random.bits();
    const std::uint64_t b = random.bits();
    return fmt::format("uuid:{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
                       a >> 32,
                       (a >> 16) & 0xFFFF,
                       a & 0xFFF,
                       0x8000 | (b >> 50),
                       b & 0xFFFFFFFFFFFF);
}

/// Which groups lie directly in which, in the order of the form; index 0 is the form itself.
std::vector<std::vector<int>> child_groups(const Questionnaire& form) {
    std::vector<std::vector<int>> children(form.groups.size() + 1);
    for (std::size_t g = 0; g < form.groups.size(); ++g)
        children[static_cast<std::size_t>(form.groups[g].parent) + 1].push_back(
            static_cast<int>(g));
    for (std::vector<int>& list : children) {
        std::stable_sort(list.begin(), list.end(), [&](int a, int b) {
            return form.groups[static_cast<std::size_t>(a)].first <
                   form.groups[static_cast<std::size_t>(b)].first;
        });
    }
    return children;
}

class Walk {
public:
    Walk(const Questionnaire& questionnaire,
         const InventOptions& options,
         const DecidedAnswers& decided)
        : form_(questionnaire),
          options_(options),
          decided_(decided),
          router_(questionnaire),
          children_(child_groups(questionnaire)),
          first_day_(days_from(options.fieldwork_start)),
          last_day_(days_from(options.fieldwork_end)),
          draw_(router_, options.seed, first_day_, last_day_) {
        const std::vector<Expression> found =
            options.counted.empty() ? gates(questionnaire) : options.counted;
        for (const Expression& gate : found)
            add_gate(gate.root);
    }

    Interview interview(std::size_t person) {
        Random random(options_.seed * 1000003 + person);
        for (int i = 0; i < 4; ++i)
            random.bits();
        person_ = person;
        random_ = &random;
        out_ = Interview();
        out_.instance_id = uuid(random);
        out_.form_id = form_.form_id;
        out_.version = form_.version;
        out_.rehearsal = true;
        enumerator_ = static_cast<int>(
            random.below(static_cast<std::size_t>(std::max(1, options_.enumerators))));
        time_ = interview_time(
            first_day_, last_day_, options_.utc_offset, options_.median_minutes, random);
        routed_ = RoutedInterview();
        repeat_paths_.clear();
        add_instance(0, -1, 0, {});
        fill_metadata();
        walk(-1, 0);
        collect_answers();
        return std::move(out_);
    }

private:
    // Each part of a gate that looks at one question is a rule for drawing its answer.
    void add_gate(const Node& gate) {
        if (gate.kind == NodeKind::binary && gate.text == "and") {
            for (const Node& part : gate.children)
                add_gate(part);
            return;
        }
        const std::vector<std::string> names = references(gate);
        if (names.size() == 1) gates_[form_.find(names.front())].push_back({print(gate), gate});
    }

    int add_instance(int level, int parent, int position, std::vector<int> path) {
        RoutedInstance instance;
        instance.level = level;
        instance.parent = parent;
        instance.position = position;
        const auto slots =
            router_.levels().levels[static_cast<std::size_t>(level)].questions.size();
        instance.values.resize(slots);
        instance.asked.resize(slots, 0);
        routed_.instances.push_back(std::move(instance));
        repeat_paths_.push_back(std::move(path));
        return static_cast<int>(routed_.instances.size()) - 1;
    }

    std::string& value_of(int question, int instance) {
        const int slot = router_.levels().slot_of[static_cast<std::size_t>(question)];
        return routed_.instances[static_cast<std::size_t>(instance)]
            .values[static_cast<std::size_t>(slot)];
    }

    void mark_asked(int question, int instance) {
        const int slot = router_.levels().slot_of[static_cast<std::size_t>(question)];
        routed_.instances[static_cast<std::size_t>(instance)]
            .asked[static_cast<std::size_t>(slot)] = 1;
    }

    [[nodiscard]] bool holds_here(const std::optional<Expression>& condition, int instance) const {
        if (!condition) return true;
        const InstanceSource source(router_, routed_, instance, -1);
        return to_boolean(evaluate(condition->root, source));
    }

    void fill_metadata() {
        for (int q = 0; q < static_cast<int>(form_.questions.size()); ++q) {
            const Question& question = form_.questions[static_cast<std::size_t>(q)];
            if (question.type != QuestionType::metadata || form_.repeat_of(q) >= 0) continue;
            value_of(q, 0) = metadata(question.metadata);
            mark_asked(q, 0);
        }
    }

    [[nodiscard]] std::string metadata(const std::string& kind) const {
        if (kind == "start") return time_.start;
        if (kind == "end") return time_.end;
        if (kind == "today") return time_.date;
        if (kind == "deviceid") return fmt::format("rehearsal-device-{:02}", enumerator_ + 1);
        if (kind == "username") return fmt::format("rehearsal-{:02}", enumerator_ + 1);
        return {};
    }

    void walk(int group, int instance) {
        const int first = group < 0 ? 0 : form_.groups[static_cast<std::size_t>(group)].first;
        const int end = group < 0 ? static_cast<int>(form_.questions.size())
                                  : form_.groups[static_cast<std::size_t>(group)].end;
        int next = first;
        for (const int child : children_[static_cast<std::size_t>(group) + 1]) {
            const Group& inner = form_.groups[static_cast<std::size_t>(child)];
            for (; next < inner.first; ++next)
                ask(next, instance);
            if (holds_here(inner.relevant, instance)) enter(child, instance);
            next = std::max(next, inner.end);
        }
        for (; next < end; ++next)
            ask(next, instance);
    }

    void enter(int group, int instance) {
        const Group& inner = form_.groups[static_cast<std::size_t>(group)];
        if (!inner.repeat) {
            walk(group, instance);
            return;
        }
        long long count = random_->between(1, 3);
        if (inner.repeat_count) {
            const InstanceSource source(router_, routed_, instance, -1);
            const double wanted = to_number(evaluate(inner.repeat_count->root, source));
            count = wanted >= 1 ? static_cast<long long>(std::min(wanted, 50.0)) : 0;
        }
        const int level = router_.levels().level_of_repeat[static_cast<std::size_t>(group)];
        for (int position = 0; position < count; ++position) {
            std::vector<int> path = repeat_paths_[static_cast<std::size_t>(instance)];
            path.push_back(position);
            walk(group, add_instance(level, instance, position, std::move(path)));
        }
    }

    void ask(int question, int instance) {
        const Question& asked = form_.questions[static_cast<std::size_t>(question)];
        if (asked.type == QuestionType::metadata || asked.type == QuestionType::audit) return;
        if (!holds_here(asked.relevant, instance)) return;
        mark_asked(question, instance);
        if (asked.type == QuestionType::note) return;
        std::string& value = value_of(question, instance);
        if (asked.calculation) {
            const InstanceSource source(router_, routed_, instance, question);
            value = to_string(evaluate(asked.calculation->root, source));
            return;
        }
        if (asked.type == QuestionType::hidden || asked.type == QuestionType::calculate) {
            value = asked.default_value;
            return;
        }
        answer(question, instance, value);
    }

    void answer(int question, int instance, std::string& value) {
        const DecidedAnswer decided = decided_answer(question);
        const auto gate = gates_.find(question);
        for (int attempt = 0; attempt < attempts_at_gates; ++attempt) {
            value = draw_.draw(question, decided, routed_, instance, *random_);
            if (decided.variable != nullptr || gate == gates_.end()) return;
            const InstanceSource source(router_, routed_, instance, question);
            const auto open = [&](const Expression& condition) {
                return to_boolean(evaluate(condition.root, source));
            };
            if (std::all_of(gate->second.begin(), gate->second.end(), open)) return;
        }
    }

    [[nodiscard]] DecidedAnswer decided_answer(int question) const {
        DecidedAnswer out;
        if (decided_.model == nullptr) return out;
        const auto at = decided_.model->survey.by_question.find(question);
        if (at == decided_.model->survey.by_question.end()) return out;
        const auto main = static_cast<std::size_t>(at->second.main);
        const int atom = decided_.people->atoms[main][person_];
        const Variable& variable = decided_.model->survey.variables[main];
        if (variable.atoms[static_cast<std::size_t>(atom)].kind == Atom::Kind::not_asked) {
            return out;
        }
        out.variable = &variable;
        out.atom = atom;
        for (const auto& [choice, option] : at->second.options) {
            const int chosen = decided_.people->atoms[static_cast<std::size_t>(option)][person_];
            out.options.emplace_back(choice, chosen == 1);
        }
        const auto numbers = decided_.people->numbers.find(at->second.main);
        const Atom& here = variable.atoms[static_cast<std::size_t>(atom)];
        if (numbers != decided_.people->numbers.end() && here.is_answer) {
            out.number = &numbers->second[person_];
        }
        return out;
    }

    void collect_answers() {
        for (std::size_t i = 0; i < routed_.instances.size(); ++i) {
            const RoutedInstance& instance = routed_.instances[i];
            const std::vector<int>& questions =
                router_.levels().levels[static_cast<std::size_t>(instance.level)].questions;
            for (std::size_t slot = 0; slot < questions.size(); ++slot) {
                if (instance.asked[slot] == 0) continue;
                const Question& question =
                    form_.questions[static_cast<std::size_t>(questions[slot])];
                if (question.type == QuestionType::note) continue;
                out_.answers.push_back({questions[slot], repeat_paths_[i], instance.values[slot]});
            }
        }
        std::stable_sort(out_.answers.begin(),
                         out_.answers.end(),
                         [](const Answer& a, const Answer& b) { return a.question < b.question; });
    }

    const Questionnaire& form_;
    const InventOptions& options_;
    DecidedAnswers decided_;
    Router router_;
    std::vector<std::vector<int>> children_;
    long long first_day_;
    long long last_day_;
    AnswerDraw draw_;
    std::map<int, std::vector<Expression>> gates_;  // by question
    std::size_t person_ = 0;
    Random* random_ = nullptr;
    int enumerator_ = 0;
    InterviewTime time_;
    Interview out_;
    RoutedInterview routed_;
    std::vector<std::vector<int>> repeat_paths_;  // by instance
};

}  // namespace

std::vector<Interview> invent(const Questionnaire& questionnaire,
                              const InventOptions& options,
                              const DecidedAnswers& decided) {
    Walk walk(questionnaire, options, decided);
    std::vector<Interview> out;
    for (long long i = 0; i < options.interviews; ++i)
        out.push_back(walk.interview(static_cast<std::size_t>(i)));
    return out;
}

namespace {

void deal(const Questionnaire& questionnaire,
          const InventOptions& options,
          const std::set<int>& decided,
          std::vector<Interview>& interviews) {
    deal_to_enumerators(questionnaire,
                        {.seed = options.seed,
                         .first_day = days_from(options.fieldwork_start),
                         .last_day = days_from(options.fieldwork_end),
                         .utc_offset = options.utc_offset,
                         .enumerators = options.enumerators,
                         .median_minutes = options.median_minutes,
                         .area_question = options.area_question,
                         .decided = decided,
                         .areas = options.areas,
                         .area_choice_column = options.area_choice_column},
                        interviews);
}

}  // namespace

Rehearsal rehearse(const Questionnaire& questionnaire,
                   const Plan& plan,
                   const std::vector<PublishedFigure>& figures,
                   const InventOptions& options) {
    Rehearsal out;
    if (figures.empty()) {
        out.interviews = invent(questionnaire, options);
        deal(questionnaire, options, {}, out.interviews);
        return out;
    }
    InventOptions own = options;
    if (own.counted.empty()) own.counted = gates(questionnaire);
    SurveyModel survey = survey_model(questionnaire, plan, figures, own.counted);
    out.diagnostics = survey.diagnostics;
    if (has_errors(out.diagnostics)) return out;
    const auto refuse = [&](const char* code, const std::string& message, const char* remedy) {
        Place place = figures.front().place;
        place.row = 0;
        out.diagnostics.push_back({code, Severity::error, place, message, remedy});
    };
    const Result<CountModel> model = count_model(std::move(survey));
    if (!model) {
        refuse("margins-too-entangled",
               "The margins cannot be fitted: " + model.error().message + ".",
               "Leave out figures that cross many questions.");
        return out;
    }
    const Result<FittedCounts> counts = fit(*model, own.interviews, own.seed);
    if (!counts) {
        refuse("margins-contradict",
               "The margins cannot hold: " + counts.error().message + ".",
               "Run mtm audit on the file and leave out the rows that it names.");
        return out;
    }
    const AssignedPeople people = assign(*model, *counts, own.seed);
    own.interviews = counts->people;
    out.interviews = invent(questionnaire, own, {&*model, &people});
    std::set<int> decided;
    for (const auto& [question, variables] : model->survey.by_question)
        decided.insert(question);
    deal(questionnaire, own, decided, out.interviews);
    return out;
}

}  // namespace mtm
