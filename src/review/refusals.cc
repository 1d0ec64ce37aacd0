#include "review/refusals.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "review/findings.h"
#include "review/form_texts.h"
#include "review/personal_data.h"

namespace mtm {
namespace {

// Lists are sisters where they share this part of the choices of the shorter one.
constexpr double shared_of_sisters = 0.6;
constexpr std::size_t least_shared = 3;

using Phrases = std::vector<std::string_view>;

const Phrases unknown_phrases{
    " dont know",        " do not know", " doesnt know",     " does not know", " not sure",
    " unsure",           " unknown",     " cannot remember", " cant remember", " ne sait pas",
    " ne sais pas",      " je ne sais",  " no sabe",         " no sé ",        " no lo sé",
    " не знаю",          " не знает",    " затрудня",        " не помню",      " не знаю",
    " важко відповісти", " لا أعرف",     " لا اعرف",         " لا يعرف"};
const Phrases refused_phrases{" prefer not",
                              " refuse",
                              " decline",
                              " do not want to answer",
                              " dont want to answer",
                              " no answer",
                              " do not wish to answer",
                              " préfère ne pas",
                              " refus",
                              " ne souhaite pas",
                              " ne veut pas répondre",
                              " prefiere no",
                              " prefiero no",
                              " no responde",
                              " no quiere",
                              " отказ",
                              " не хочу отвеча",
                              " не хочет отвеча",
                              " предпочитаю не",
                              " без ответа",
                              " відмов",
                              " не бажаю",
                              " لا أرغب",
                              " أفضل عدم",
                              " رفض"};
const Phrases other_phrases{" other ",
                            " others ",
                            " autre",
                            " otro",
                            " otra ",
                            " друго",
                            " другая",
                            " другие",
                            " иное ",
                            " інше",
                            " інший",
                            " أخرى",
                            " اخرى",
                            " آخر"};

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
}

Escape by_name(std::string_view choice) {
    const std::string name = lower_ascii(choice);
    if (is_one_of(name,
                  {"dk",
                   "dnk",
                   "dont_know",
                   "do_not_know",
                   "dontknow",
                   "donotknow",
                   "unknown",
                   "not_sure",
                   "unsure",
                   "idk",
                   "nsp",
                   "98",
                   "-98",
                   "998",
                   "-998",
                   "88",
                   "-88",
                   "888"})) {
        return Escape::unknown;
    }
    if (is_one_of(name,
                  {"refused",
                   "refuse",
                   "refusal",
                   "pnta",
                   "prefer_not",
                   "prefer_not_answer",
                   "prefer_not_to_answer",
                   "prefer_not_to_say",
                   "no_answer",
                   "declined",
                   "nr",
                   "99",
                   "-99",
                   "999",
                   "-999"})) {
        return Escape::refused;
    }
    if (is_one_of(
            name,
            {"other", "others", "other_specify", "oth", "autre", "otro", "96", "-96", "996"})) {
        return Escape::other;
    }
    return Escape::none;
}

class RefusalReview {
public:
    RefusalReview(const Questionnaire& form, Findings& findings)
        : form_(form), findings_(findings), consent_(consent_question(form)) {
        for (const ChoiceList& list : form.lists) {
            std::map<Escape, const Choice*>& escapes = escapes_.emplace_back();
            for (const Choice& choice : list.choices) {
                const Escape escape = escape_of(choice);
                if (escape != Escape::none) escapes.try_emplace(escape, &choice);
            }
        }
    }

    void run() {
        std::vector<const Question*> no_way;
        for (const Question& question : form_.questions) {
            if (must_answer(question)) no_way.push_back(&question);
        }
        report_no_way(no_way);
        for (std::size_t a = 0; a < form_.lists.size(); ++a) {
            for (const Escape escape : {Escape::unknown, Escape::refused, Escape::other})
                look_for_sister(a, escape);
        }
    }

private:
    // A closed question of people themselves that must be answered, without “I do not know”,
    // “I do not want to answer” or “other”. Yes/no answers to consent and places are not such.
    [[nodiscard]] bool must_answer(const Question& question) const {
        if (question.row == 0 || question.list < 0 || !question.required || question.read_only ||
            question.choice_filter) {
            return false;
        }
        if (question.type != QuestionType::select_one &&
            question.type != QuestionType::select_multiple) {
            return false;
        }
        if (&question - form_.questions.data() == consent_) return false;
        // A choice that says there is nothing (“none of these”) is an answer, not a refusal.
        const auto& escapes = escapes_[static_cast<std::size_t>(question.list)];
        return !escapes.contains(Escape::unknown) && !escapes.contains(Escape::refused);
    }

    void report_no_way(const std::vector<const Question*>& questions) {
        const std::string remedy =
            "Give the list a choice “I do not want to answer” (and mark it refused in the column "
            "missing), or do not require an answer.";
        if (questions.size() <= told_singly) {
            for (const Question* question : questions) {
                findings_.add("no-way-to-refuse",
                              "survey",
                              question->row,
                              "required",
                              fmt::format("“{}” must be answered, and none of its choices says “I "
                                          "do not know” or “I do not want to answer”.",
                                          question->name),
                              remedy);
            }
            return;
        }
        std::vector<int> rows;
        for (const Question* question : questions)
            rows.push_back(question->row);
        findings_.add(
            "no-way-to-refuse",
            "survey",
            rows.front(),
            "required",
            fmt::format("{} questions must be answered, and none of their choices says “I "
                        "do not know” or “I do not want to answer”: {}.",
                        rows.size(),
                        rows_in_words(rows)),
            remedy);
    }

    // Another list with much the same choices that has what this one lacks.
    void look_for_sister(std::size_t list, Escape escape) {
        if (escapes_[list].contains(escape) || form_.lists[list].choices.empty()) return;
        for (std::size_t other = 0; other < form_.lists.size(); ++other) {
            const auto found = escapes_[other].find(escape);
            if (other == list || found == escapes_[other].end()) continue;
            if (!are_sisters(form_.lists[list], form_.lists[other])) continue;
            const ChoiceList& of = form_.lists[list];
            findings_.add("sister-without-choice",
                          "choices",
                          of.choices.front().row,
                          "list_name",
                          fmt::format("The list “{}” has no choice “{}”, which “{}” has, though "
                                      "they are much the same.",
                                      of.name,
                                      found->second->name,
                                      form_.lists[other].name),
                          "Add it, or use the same list for both.");
            return;
        }
    }

    static bool are_sisters(const ChoiceList& a, const ChoiceList& b) {
        std::size_t shared = 0;
        std::size_t proper = 0;
        for (const Choice& choice : a.choices) {
            if (escape_of(choice) != Escape::none) continue;
            ++proper;
            const int at = b.find(choice.name);
            if (at < 0) continue;
            const Choice& twin = b.choices[static_cast<std::size_t>(at)];
            // 1, 2, 3 name choices of every list: their labels must agree too.
            if (choice.label.empty() || choice.label == twin.label) ++shared;
        }
        const auto needed = shared_of_sisters * static_cast<double>(proper);
        return shared >= least_shared && static_cast<double>(shared) >= needed;
    }

    const Questionnaire& form_;
    Findings& findings_;
    int consent_;
    std::vector<std::map<Escape, const Choice*>> escapes_;  // of each list
};

}  // namespace

Escape escape_of(const Choice& choice) {
    if (choice.missing == MissingChoice::unknown) return Escape::unknown;
    if (choice.missing == MissingChoice::refused) return Escape::refused;
    for (const std::string& label : choice.label.by_language) {
        const std::string text = searchable(label);
        if (holds_phrase(text, refused_phrases)) return Escape::refused;
        if (holds_phrase(text, unknown_phrases)) return Escape::unknown;
        if (holds_phrase(text, other_phrases)) return Escape::other;
    }
    // The label decides where there is one: 99 may be the number of a district.
    return choice.label.empty() ? by_name(choice.name) : Escape::none;
}

void review_refusals(const Questionnaire& form, Findings& findings) {
    RefusalReview(form, findings).run();
}

}  // namespace mtm
