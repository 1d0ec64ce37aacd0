#include "rehearse/roster.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/random.h"
#include "rehearse/calendar.h"
#include "rehearse/placed_points.h"

namespace mtm {
namespace {

// One enumerator's interviews, area by area.
struct Workload {
    std::vector<std::size_t> interviews;
};

class Roster {
public:
    Roster(const Questionnaire& form, const RosterOptions& options)
        : form_(form),
          options_(options),
          random_(options.seed * 7919 + 17),
          points_(form, options) {
        for (long long day = options.first_day; day <= options.last_day; ++day) {
            const bool sunday = (day % 7 + 7) % 7 == 3;  // 1970-01-01 was a Thursday
            if (!sunday) days_.push_back(day);
        }
        if (days_.empty()) days_.push_back(options.first_day);
        const int question = form.find("enumerator");
        if (question >= 0 && is_free(question) &&
            form.questions[static_cast<std::size_t>(question)].type == QuestionType::select_one &&
            form.questions[static_cast<std::size_t>(question)].list >= 0) {
            enumerator_ = question;
            for (const Choice& choice : form.choices_of(question).choices) {
                names_.push_back(choice.name);
            }
        }
        for (int i = 0; names_.empty() || (enumerator_ < 0 && i < options.enumerators); ++i) {
            names_.push_back(fmt::format("{:02}", i + 1));
        }
    }

    void deal(std::vector<Interview>& interviews) {
        std::vector<Workload> workloads = divide(interviews);
        for (std::size_t e = 0; e < workloads.size(); ++e)
            work(e, workloads[e], interviews);
    }

private:
    // Neither decided already nor looked at by any logic of the form.
    [[nodiscard]] bool is_free(int question) const {
        return !options_.decided.contains(question) && !is_in_logic(form_, question);
    }

    // Interviews in the order of their areas, cut into as many even pieces as there are
    // enumerators: most pieces lie in one area, and none in more than it must.
    std::vector<Workload> divide(const std::vector<Interview>& interviews) {
        const int area = form_.find(options_.area_question);
        std::map<std::string, std::vector<std::size_t>> by_area;
        for (std::size_t i = 0; i < interviews.size(); ++i) {
            by_area[area < 0 ? std::string() : std::string(interviews[i].answer(area))].push_back(
                i);
        }
        std::vector<std::size_t> ordered;
        for (auto& [name, list] : by_area) {
            random_.shuffle(list);
            ordered.insert(ordered.end(), list.begin(), list.end());
        }
        std::vector<Workload> out(names_.size());
        for (std::size_t i = 0; i < ordered.size(); ++i) {
            out[i * names_.size() / ordered.size()].interviews.push_back(ordered[i]);
        }
        return out;
    }

    // A day's interviews one after another between nine and eight, with pauses between them.
    void work(std::size_t enumerator, const Workload& load, std::vector<Interview>& interviews) {
        const std::size_t count = load.interviews.size();
        std::size_t next = 0;
        for (std::size_t day = 0; day < days_.size() && next < count; ++day) {
            const std::size_t until = (day + 1) * count / days_.size();
            if (until <= next) continue;
            hold(enumerator, days_[day], load, next, until, interviews);
            next = until;
        }
    }

    void hold(std::size_t enumerator,
              long long day,
              const Workload& load,
              std::size_t from,
              std::size_t to,
              std::vector<Interview>& interviews) {
        constexpr long long minute_ms = 60LL * 1000;
        constexpr long long opening_ms = 9LL * 60 * minute_ms;
        constexpr long long working_ms = 11LL * 60 * minute_ms;
        std::vector<long long> durations;
        long long busy = 0;
        for (std::size_t i = from; i < to; ++i) {
            durations.push_back(duration_ms(options_.median_minutes, random_));
            busy += durations.back();
        }
        // More interviews than the day has room for are held as quickly as it takes.
        const double squeeze =
            busy > working_ms ? static_cast<double>(working_ms) / static_cast<double>(busy) : 1;
        const long long idle =
            std::max(0LL, working_ms - static_cast<long long>(static_cast<double>(busy) * squeeze));
        const long long pause = idle / static_cast<long long>(to - from + 1);
        long long clock = opening_ms;
        for (std::size_t i = from; i < to; ++i) {
            clock += pause > 0 ? random_.between(0, pause) : 0;
            const auto length =
                static_cast<long long>(static_cast<double>(durations[i - from]) * squeeze);
            Interview& interview = interviews[load.interviews[i]];
            sign(
                interview, enumerator, interview_instants(day, clock, length, options_.utc_offset));
            points_.place(interview, enumerator, day);
            clock += length;
        }
    }

    void sign(Interview& interview, std::size_t enumerator, const InterviewTime& time) const {
        for (Answer& answer : interview.answers) {
            const Question& question = form_.questions[static_cast<std::size_t>(answer.question)];
            if (answer.question == enumerator_) answer.value = names_[enumerator];
            if (question.type != QuestionType::metadata || !is_free(answer.question)) continue;
            if (question.metadata == "start") answer.value = time.start;
            if (question.metadata == "end") answer.value = time.end;
            if (question.metadata == "today") answer.value = time.date;
            if (question.metadata == "deviceid")
                answer.value = "rehearsal-device-" + names_[enumerator];
            if (question.metadata == "username") answer.value = "rehearsal-" + names_[enumerator];
        }
    }

    const Questionnaire& form_;
    const RosterOptions& options_;
    Random random_;
    PlacedPoints points_;
    std::vector<long long> days_;
    std::vector<std::string> names_;
    int enumerator_ = -1;  // the question that asks who the enumerator is
};

}  // namespace

bool is_in_logic(const Questionnaire& form, int question) {
    const std::string& name = form.questions[static_cast<std::size_t>(question)].name;
    const auto names_it = [&name](const std::optional<Expression>& logic) {
        if (!logic) return false;
        const std::vector<std::string> names = references(logic->root);
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    for (const Group& group : form.groups) {
        if (names_it(group.relevant) || names_it(group.repeat_count)) return true;
    }
    return std::any_of(form.questions.begin(), form.questions.end(), [&](const Question& q) {
        return names_it(q.relevant) || names_it(q.constraint) || names_it(q.calculation) ||
               names_it(q.required) || names_it(q.choice_filter);
    });
}

void deal_to_enumerators(const Questionnaire& questionnaire,
                         const RosterOptions& options,
                         std::vector<Interview>& interviews) {
    if (interviews.empty()) return;
    Roster(questionnaire, options).deal(interviews);
}

}  // namespace mtm
