#include "rehearse/answer_draw.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/value.h"
#include "rehearse/calendar.h"

namespace mtm {
namespace {

constexpr int most_attempts = 60;

/// Evaluates a choice filter: bare names are columns of the choice.
class ChoiceSource : public InstanceSource {
public:
    ChoiceSource(const Router& router, const RoutedInterview& interview, int instance)
        : InstanceSource(router, interview, instance, -1) {}

    const Choice* choice = nullptr;

    [[nodiscard]] NodeSet path(std::string_view path) const override {
        if (path == "name") return NodeSet{{choice->name}};
        const auto at = choice->extra.find(std::string(path));
        if (at != choice->extra.end()) return NodeSet{{at->second}};
        if (path.find('/') == std::string_view::npos) return NodeSet{{std::string()}};
        return InstanceSource::path(path);
    }
};

bool contains(const std::vector<int>& items, int item) {
    return std::find(items.begin(), items.end(), item) != items.end();
}

double parameter(const Question& question, std::string_view name, double otherwise) {
    for (const std::string_view word : words(question.parameters)) {
        if (word.substr(0, word.find('=')) != name) continue;
        const double value = number_from(word.substr(word.find('=') + 1));
        if (std::isfinite(value)) return value;
    }
    return otherwise;
}

bool is_blankable(QuestionType type) {
    return type == QuestionType::image || type == QuestionType::audio ||
           type == QuestionType::video || type == QuestionType::file ||
           type == QuestionType::geotrace || type == QuestionType::geoshape;
}

double blank_chance(const Question& question) {
    if (is_blankable(question.type)) return 1;
    if (question.type == QuestionType::text || question.type == QuestionType::geopoint) return 0.6;
    return 0.03;
}

}  // namespace

AnswerDraw::AnswerDraw(const Router& router,
                       std::uint64_t seed,
                       long long first_day,
                       long long last_day)
    : router_(router),
      seed_(seed),
      first_day_(first_day),
      last_day_(last_day),
      habits_(router.questionnaire().questions.size()) {
    for (const Group& group : router.questionnaire().groups) {
        if (!group.repeat_count) continue;
        for (const std::string& name : references(group.repeat_count->root))
            repeat_sizes_.insert(router.find(name));
    }
}

const AnswerDraw::Habits& AnswerDraw::habits_of(int question) {
    Habits& habits = habits_[static_cast<std::size_t>(question)];
    if (habits.made) return habits;
    habits.made = true;
    const Questionnaire& form = router_.questionnaire();
    const Question& asked = form.questions[static_cast<std::size_t>(question)];
    Random random(seed_ * 31 + static_cast<std::uint64_t>(question));
    if (is_select(asked.type) && asked.list >= 0) {
        for (const Choice& choice : form.choices_of(question).choices) {
            const bool answer = choice.missing == MissingChoice::answer;
            const double common = std::exp(0.6 * random.normal());
            habits.weights.push_back(answer ? common : 0.04 * common);
            habits.chances.push_back(std::clamp(0.22 * common, 0.02, 0.8));
        }
        if (asked.type == QuestionType::select_multiple) {
            habits.exclusive = exclusive_choices(form, question);
        }
    } else if (is_numeric(asked.type)) {
        for (Atom& atom : fine_atoms(form, question, {}, steps_per_unit(asked, {}))) {
            if (atom.kind == Atom::Kind::numbers) habits.intervals.push_back(std::move(atom));
        }
    }
    return habits;
}

const std::vector<int>& AnswerDraw::offered(int question,
                                            const RoutedInterview& interview,
                                            int instance) {
    const Questionnaire& form = router_.questionnaire();
    const Question& asked = form.questions[static_cast<std::size_t>(question)];
    const ChoiceList& list = form.choices_of(question);
    std::string inputs = std::to_string(question);
    ChoiceSource source(router_, interview, instance);
    if (asked.choice_filter) {
        for (const std::string& name : references(asked.choice_filter->root)) {
            for (const std::string& value : source.answers(name).values)
                inputs += '\x1f' + value;
        }
    }
    const auto [at, fresh] = offered_.try_emplace(std::move(inputs));
    if (!fresh) return at->second;
    for (std::size_t c = 0; c < list.choices.size(); ++c) {
        source.choice = &list.choices[c];
        const bool fits =
            !asked.choice_filter || to_boolean(evaluate(asked.choice_filter->root, source));
        if (fits) at->second.push_back(static_cast<int>(c));
    }
    return at->second;
}

std::string AnswerDraw::draw(int question,
                             const DecidedAnswer& decided,
                             RoutedInterview& interview,
                             int instance,
                             Random& random) {
    const Questionnaire& form = router_.questionnaire();
    const auto q = static_cast<std::size_t>(question);
    const Question& asked = form.questions[q];
    const InstanceSource source(router_, interview, instance, question);
    if (decided.variable != nullptr &&
        decided.variable->atoms[static_cast<std::size_t>(decided.atom)].kind == Atom::Kind::blank) {
        return {};
    }
    const bool required =
        asked.required.has_value() && to_boolean(evaluate(asked.required->root, source));
    if (decided.variable == nullptr && !required && random.chance(blank_chance(asked))) return {};
    const bool selects = is_select(asked.type) && asked.list >= 0;
    const std::vector<int> none;
    const std::vector<int>& choices = selects ? offered(question, interview, instance) : none;
    if (is_select(asked.type) && choices.empty()) return {};  // none fits, or they are in a file
    const auto slot = static_cast<std::size_t>(router_.levels().slot_of[q]);
    std::string& value = interview.instances[static_cast<std::size_t>(instance)].values[slot];
    std::string first;
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        const bool beside = attempt >= most_attempts / 3 && attempt % 2 == 1 &&
                            is_numeric(asked.type) && decided.variable == nullptr;
        value = beside ? number_beside(asked, source, random)
                       : once(question, decided, choices, random, attempt);
        if (attempt == 0) first = value;
        if (!asked.constraint || to_boolean(evaluate(asked.constraint->root, source))) return value;
    }
    return required || decided.variable != nullptr ? first : std::string();
}

std::string AnswerDraw::once(int question,
                             const DecidedAnswer& decided,
                             const std::vector<int>& choices,
                             Random& random,
                             int attempt) {
    const Question& asked = router_.questionnaire().questions[static_cast<std::size_t>(question)];
    switch (asked.type) {
        case QuestionType::select_one:
            return drawn_choice(question, decided, choices, random);
        case QuestionType::select_multiple:
            return drawn_set(question, decided, choices, random);
        case QuestionType::rank: {
            std::vector<int> order = choices;
            random.shuffle(order);
            std::vector<std::string> names;
            for (const int choice : order)
                names.push_back(router_.questionnaire()
                                    .choices_of(question)
                                    .choices[static_cast<std::size_t>(choice)]
                                    .name);
            return join(names, " ");
        }
        case QuestionType::integer:
        case QuestionType::decimal:
        case QuestionType::range:
            return drawn_number(question, decided, random, attempt);
        case QuestionType::date:
            return drawn_date(random, attempt);
        case QuestionType::time:
            return fmt::format("{:02}:{:02}:00.000Z", random.between(6, 22), random.between(0, 59));
        case QuestionType::date_time:
            return fmt::format("{}T{:02}:{:02}:00.000Z",
                               drawn_date(random, attempt),
                               random.between(6, 22),
                               random.between(0, 59));
        case QuestionType::geopoint:
            return fmt::format(
                "{:.6f} {:.6f} 0 5", 0.001 * random.normal(), 0.001 * random.normal());
        case QuestionType::barcode:
            return fmt::format("{:012}", random.between(0, 999999999999));
        case QuestionType::acknowledge:
        case QuestionType::trigger:
            return "OK";
        default:
            break;
    }
    if (is_blankable(asked.type)) return {};
    if (decided.variable != nullptr) {
        const Atom& atom = decided.variable->atoms[static_cast<std::size_t>(decided.atom)];
        if (!atom.text.empty()) return atom.text;
    }
    return drawn_text(asked, random, attempt);
}

std::string AnswerDraw::drawn_choice(int question,
                                     const DecidedAnswer& decided,
                                     const std::vector<int>& choices,
                                     Random& random) {
    const Habits& habits = habits_of(question);
    std::vector<int> candidates = choices;
    if (decided.variable != nullptr) {
        const std::vector<int>& allowed =
            decided.variable->atoms[static_cast<std::size_t>(decided.atom)].choices;
        const auto outside = [&](int choice) { return !contains(allowed, choice); };
        candidates.erase(std::remove_if(candidates.begin(), candidates.end(), outside),
                         candidates.end());
        if (candidates.empty()) candidates = allowed;
    }
    std::vector<double> weights;
    for (const int choice : candidates)
        weights.push_back(habits.weights[static_cast<std::size_t>(choice)]);
    const int chosen = candidates[random.weighted(weights)];
    return router_.questionnaire()
        .choices_of(question)
        .choices[static_cast<std::size_t>(chosen)]
        .name;
}

std::string AnswerDraw::drawn_set(int question,
                                  const DecidedAnswer& decided,
                                  const std::vector<int>& choices,
                                  Random& random) {
    const Habits& habits = habits_of(question);
    const auto name = [&](int choice) {
        return router_.questionnaire()
            .choices_of(question)
            .choices[static_cast<std::size_t>(choice)]
            .name;
    };
    const Atom* shape = decided.variable != nullptr
                            ? &decided.variable->atoms[static_cast<std::size_t>(decided.atom)]
                            : nullptr;
    if (shape != nullptr && shape->kind == Atom::Kind::exclusive) {
        return name(shape->choices[random.below(shape->choices.size())]);
    }
    std::vector<int> ordinary;
    for (const int choice : choices) {
        if (!contains(habits.exclusive, choice)) ordinary.push_back(choice);
    }
    const bool alone = ordinary.empty() || (shape == nullptr && random.chance(0.08));
    if (alone && ordinary.size() < choices.size()) {
        std::vector<int> exclusive;
        for (const int choice : choices) {
            if (contains(habits.exclusive, choice)) exclusive.push_back(choice);
        }
        return name(exclusive[random.below(exclusive.size())]);
    }
    std::vector<int> members;
    std::vector<int> open;
    for (const int choice : ordinary) {
        const auto named = std::find_if(decided.options.begin(),
                                        decided.options.end(),
                                        [&](const auto& option) { return option.first == choice; });
        if (named != decided.options.end()) {
            if (named->second) members.push_back(choice);
            continue;
        }
        open.push_back(choice);
        const double chance = habits.chances[static_cast<std::size_t>(choice)];
        if (random.chance(shape == nullptr ? chance : 0.15 * chance)) members.push_back(choice);
    }
    if (members.empty() && !open.empty()) members.push_back(open[random.below(open.size())]);
    std::sort(members.begin(), members.end());
    std::vector<std::string> names;
    for (const int member : members)
        names.push_back(name(member));
    return join(names, " ");
}

std::string AnswerDraw::drawn_number(int question,
                                     const DecidedAnswer& decided,
                                     Random& random,
                                     int attempt) {
    if (decided.number != nullptr && decided.variable != nullptr) {
        return print_number(static_cast<double>(*decided.number) /
                            static_cast<double>(decided.variable->steps));
    }
    const Question& asked = router_.questionnaire().questions[static_cast<std::size_t>(question)];
    const Habits& habits = habits_of(question);
    double low = 0;
    double high = 20;
    if (decided.variable != nullptr) {
        const Atom& atom = decided.variable->atoms[static_cast<std::size_t>(decided.atom)];
        low = atom.low;
        high = atom.high;
    } else if (asked.type == QuestionType::range) {
        low = parameter(asked, "start", 1);
        high = parameter(asked, "end", 10);
    } else if (!habits.intervals.empty()) {
        std::vector<double> weights;
        for (const Atom& atom : habits.intervals)
            weights.push_back(std::min(atom.high - atom.low + 1, 200.0) / (1 + atom.low / 40));
        const Atom& atom = habits.intervals[random.weighted(weights)];
        low = atom.low;
        high = atom.high;
    }
    if (attempt < 20 && decided.variable == nullptr && repeat_sizes_.count(question) > 0) {
        high = std::min(high, std::max(low, 0.0) + 5);
    }
    // Most numbers of a questionnaire are small ones; later attempts look everywhere.
    const double u = random.uniform();
    const double at = attempt % 2 == 0 ? u * u : u;
    if (asked.type == QuestionType::range) {
        const double step = std::max(1e-9, std::abs(parameter(asked, "step", 1)));
        const double steps = std::floor((high - low) / step + 1e-9);
        return print_number(low + step * std::floor(u * (steps + 1)));
    }
    if (is_whole(asked)) {
        return print_number(std::min(high, std::floor(low + at * (high - low + 1))));
    }
    const double value = std::round((low + at * (high - low)) * 100) / 100;
    return print_number(std::clamp(value, low, high));
}

std::string AnswerDraw::number_beside(const Question& question,
                                      const InstanceSource& source,
                                      Random& random) {
    std::vector<double> numbers = {0};
    for (const std::string& name : references(question.constraint->root)) {
        for (const std::string& value : source.answers(name).values) {
            const double number = number_from(value);
            if (std::isfinite(number)) numbers.push_back(number);
        }
    }
    const double number = numbers[random.below(numbers.size())];
    const double shift = static_cast<double>(random.between(-1, 1));
    const double other =
        random.chance(0.5) ? number + shift : std::floor(random.uniform() * number);
    return print_number(is_whole(question) ? std::round(other) : other);
}

std::string AnswerDraw::drawn_text(const Question& question, Random& random, int attempt) {
    static constexpr std::array<std::string_view, 8> others = {"Invented answer",
                                                               "rehearsal",
                                                               "A",
                                                               "12",
                                                               "0700000000",
                                                               "+70000000000",
                                                               "rehearsal@example.org",
                                                               "R-0001"};
    const std::string name = lower_ascii(question.name);
    if (attempt == 0 && (name.find("enumerator") != std::string::npos ||
                         name.find("interviewer") != std::string::npos)) {
        return fmt::format("R{:02}", random.between(1, 12));
    }
    if (question.appearance.find("numbers") != std::string::npos && attempt < 30) {
        return std::to_string(random.between(1, attempt < 15 ? 999 : 999999999));
    }
    if (attempt < static_cast<int>(others.size())) {
        return std::string(others[static_cast<std::size_t>(attempt)]);
    }
    std::string digits;
    for (int i = 0; i < 1 + attempt % 16; ++i)
        digits += static_cast<char>('0' + random.below(10));
    return digits;
}

std::string AnswerDraw::drawn_date(Random& random, int attempt) const {
    if (attempt < 15) return date_from(random.between(first_day_ - 60, first_day_));
    if (attempt < 30) return date_from(random.between(first_day_ - 365LL * 60, first_day_));
    return date_from(random.between(last_day_, last_day_ + 365));
}

}  // namespace mtm
