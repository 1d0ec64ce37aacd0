#include "interview/correction.h"

#include <algorithm>

namespace mtm {
namespace {

Diagnostic cannot_replay(const Correction& correction,
                         const Interview& interview,
                         std::string message,
                         std::string remedy) {
    return {.code = "correction-not-applied",
            .severity = Severity::warning,
            .place = {.file = interview.provenance.file,
                      .sheet = {},
                      .row = interview.provenance.row,
                      .column = correction.path,
                      .interview = interview.instance_id},
            .message = std::move(message),
            .remedy = std::move(remedy)};
}

// The question and repeat indices of a path: an answer without a value. -1 if there is none.
Answer answer_at(const Questionnaire& form, const std::string& path) {
    Answer out;
    std::string plain;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] != '[') {
            plain += path[i];
            continue;
        }
        int position = 0;
        for (++i; i < path.size() && path[i] != ']'; ++i) {
            if (path[i] < '0' || path[i] > '9' || position > 1'000'000) return {};
            position = position * 10 + (path[i] - '0');
        }
        if (position == 0) return {};
        out.repeat.push_back(position - 1);
    }
    const std::string whole = "/" + form.root + "/" + plain;
    for (std::size_t q = 0; q < form.questions.size(); ++q) {
        if (form.path(static_cast<int>(q)) == whole) out.question = static_cast<int>(q);
    }
    return out;
}

}  // namespace

std::string path_of_answer(const Questionnaire& questionnaire, const Answer& answer) {
    const Question& question = questionnaire.questions[static_cast<std::size_t>(answer.question)];
    std::vector<int> chain;
    for (int g = question.group; g >= 0;
         g = questionnaire.groups[static_cast<std::size_t>(g)].parent) {
        chain.insert(chain.begin(), g);
    }
    std::string out;
    std::size_t depth = 0;
    for (const int g : chain) {
        const Group& group = questionnaire.groups[static_cast<std::size_t>(g)];
        out += group.name;
        if (group.repeat) {
            const int position = depth < answer.repeat.size() ? answer.repeat[depth] : 0;
            out += "[" + std::to_string(position + 1) + "]";
            ++depth;
        }
        out += "/";
    }
    return out + question.name;
}

Diagnostics apply_corrections(const Questionnaire& questionnaire,
                              const std::vector<Correction>& corrections,
                              Interview& interview) {
    Diagnostics out;
    for (const Correction& correction : corrections) {
        Answer wanted = answer_at(questionnaire, correction.path);
        if (wanted.question < 0) {
            out.push_back(
                cannot_replay(correction,
                              interview,
                              "A correction names a place that the form does not have.",
                              "Enter the correction again at the place it is meant for."));
            continue;
        }
        const auto same = [&](const Answer& answer) {
            return answer.question == wanted.question && answer.repeat == wanted.repeat;
        };
        const auto at = std::ranges::find_if(interview.answers, same);
        const std::string standing = at == interview.answers.end() ? std::string() : at->value;
        if (standing != correction.old_value) {
            out.push_back(
                cannot_replay(correction,
                              interview,
                              "A correction was made to another answer than the one that "
                              "now stands here.",
                              "Look at the interview again, and enter the correction anew "
                              "if it still holds."));
            continue;
        }
        if (at != interview.answers.end()) {
            at->value = correction.new_value;
            continue;
        }
        wanted.value = correction.new_value;
        interview.answers.push_back(std::move(wanted));
        std::ranges::stable_sort(interview.answers, {}, &Answer::question);
    }
    return out;
}

}  // namespace mtm
