#include "review/changes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "review/findings.h"
#include "review/form_texts.h"

namespace mtm {
namespace {

constexpr std::size_t names_shown = 8;

std::string list_names(const std::vector<std::string>& names) {
    std::vector<std::string> shown(
        names.begin(),
        names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), names_shown)));
    std::string out = "“" + join(shown, "”, “") + "”";
    if (names.size() > shown.size())
        out += fmt::format(" and {} more", names.size() - shown.size());
    return out;
}

// The languages that both forms have, as pairs of indices.
std::vector<std::pair<std::size_t, std::size_t>> shared_languages(const Questionnaire& before,
                                                                  const Questionnaire& now) {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    for (std::size_t b = 0; b < before.languages.size(); ++b) {
        for (std::size_t n = 0; n < now.languages.size(); ++n) {
            const Language& x = before.languages[b];
            const Language& y = now.languages[n];
            const bool same =
                x.code.empty() || y.code.empty() ? x.header == y.header : x.code == y.code;
            if (same) out.emplace_back(b, n);
        }
    }
    return out;
}

class Comparison {
public:
    Comparison(const Questionnaire& before,
               const std::string& before_name,
               const Questionnaire& now,
               const std::string& now_name)
        : before_(before),
          now_(now),
          languages_(shared_languages(before, now)),
          old_(before_name),
          new_(now_name) {}

    Diagnostics run() {
        for (int q = 0; q < static_cast<int>(before_.questions.size()); ++q) {
            const Question& was = before_.questions[static_cast<std::size_t>(q)];
            if (was.row == 0 || before_.find(was.name) != q || !is_of_data(was)) continue;
            const int at = now_.find(was.name);
            if (at >= 0) {
                compare(q, at);
            } else {
                report_gone(q);
            }
        }
        Diagnostics out = std::move(new_).take();
        std::ranges::move(std::move(old_).take(), std::back_inserter(out));
        return out;
    }

private:
    static bool is_of_data(const Question& question) {
        return is_answered_by_people(question.type) || question.type == QuestionType::calculate;
    }

    // The first text that both forms have in a language, where it differs.
    [[nodiscard]] std::optional<std::pair<std::string, std::string>> changed_text(
        const Translated& was, const Translated& is) const {
        for (const auto& [b, n] : languages_) {
            if (b >= was.by_language.size() || n >= is.by_language.size()) continue;
            const std::string& x = was.by_language[b];
            const std::string& y = is.by_language[n];
            if (x.empty() || y.empty()) continue;
            if (searchable(x) != searchable(y)) return std::pair{x, y};
        }
        return std::nullopt;
    }

    [[nodiscard]] bool reads_the_same(const Translated& was, const Translated& is) const {
        const bool compared = std::ranges::any_of(languages_, [&](const auto& pair) {
            return pair.first < was.by_language.size() && pair.second < is.by_language.size() &&
                   !was.by_language[pair.first].empty() && !is.by_language[pair.second].empty();
        });
        return compared && !changed_text(was, is);
    }

    void report_gone(int question) {
        const Question& was = before_.questions[static_cast<std::size_t>(question)];
        for (const Question& is : now_.questions) {
            const bool is_new = before_.find(is.name) < 0 && is.type == was.type;
            if (!is_new || !reads_the_same(was.label, is.label)) continue;
            new_.add("question-renamed",
                     "survey",
                     is.row,
                     "name",
                     fmt::format("“{}” was called “{}” before.", is.name, was.name),
                     "Keep the name where the question is the same: figures and tables find it by "
                     "its name.");
            return;
        }
        old_.add("question-gone",
                 "survey",
                 was.row,
                 "name",
                 fmt::format("“{}” is not asked any more.", was.name),
                 "No change can be told for it. Ask it again if the report compares it.");
    }

    void compare(int before, int now) {
        const Question& was = before_.questions[static_cast<std::size_t>(before)];
        const Question& is = now_.questions[static_cast<std::size_t>(now)];
        if (was.type != is.type) {
            new_.add("type-changed",
                     "survey",
                     is.row,
                     "type",
                     fmt::format("“{}” was of type {} and is of type {}.",
                                 is.name,
                                 name_of(was.type),
                                 name_of(is.type)),
                     "Its figures cannot be compared with those before. Give the new question a "
                     "name of its own.");
            return;
        }
        if (const auto text = changed_text(was.label, is.label)) {
            new_.add("wording-changed",
                     "survey",
                     is.row,
                     "label",
                     fmt::format("“{}” read “{}” before.", is.name, text->first),
                     "Keep the old wording, or say in the report that the question changed.");
        }
        compare_base(before, now);
        compare_rule(was.constraint, is.constraint, is);
        if (was.list >= 0 && is.list >= 0) compare_lists(before, now);
    }

    void compare_base(int before, int now) {
        const auto conditions = [](const Questionnaire& form, int question) {
            std::set<std::string> out;
            for (const Expression* relevant : form.relevance_of(question)) {
                for (const Node* part : conjuncts(relevant->root))
                    out.insert(print(*part));
            }
            return out;
        };
        const auto words_of = [](const std::set<std::string>& parts) {
            if (parts.empty()) return std::string("everyone");
            return "those with " + join({parts.begin(), parts.end()}, " and ");
        };
        const auto was = conditions(before_, before);
        const auto is = conditions(now_, now);
        if (was == is) return;
        const Question& question = now_.questions[static_cast<std::size_t>(now)];
        new_.add("base-changed",
                 "survey",
                 question.row,
                 "relevant",
                 fmt::format("“{}” was asked of {}, and is asked of {}.",
                             question.name,
                             words_of(was),
                             words_of(is)),
                 "Its percentages have another base now: compare only those whom both rounds "
                 "asked.");
    }

    void compare_rule(const std::optional<Expression>& was,
                      const std::optional<Expression>& is,
                      const Question& question) {
        if (was == is) return;
        const auto words_of = [](const std::optional<Expression>& rule) {
            return rule ? "“" + print(rule->root) + "”" : std::string("no constraint");
        };
        new_.add("constraint-changed",
                 "survey",
                 question.row,
                 "constraint",
                 fmt::format("“{}” had {} and has {}.", question.name, words_of(was), words_of(is)),
                 "Answers that one round refused are in the other: look at the extremes before "
                 "comparing means.");
    }

    void compare_lists(int before, int now) {
        const ChoiceList& was = before_.choices_of(before);
        const ChoiceList& is = now_.choices_of(now);
        // A list that several questions share is told once.
        if (!compared_.emplace(was.name, is.name).second) return;
        const Question& question = now_.questions[static_cast<std::size_t>(now)];
        std::vector<std::string> gone;
        for (const Choice& choice : was.choices) {
            const int at = is.find(choice.name);
            if (at < 0) {
                gone.push_back(choice.name);
                continue;
            }
            const Choice& twin = is.choices[static_cast<std::size_t>(at)];
            if (const auto text = changed_text(choice.label, twin.label)) {
                new_.add("choice-means-other",
                         "choices",
                         twin.row,
                         "label",
                         fmt::format("“{}” of the list “{}” read “{}” before and reads “{}”.",
                                     choice.name,
                                     is.name,
                                     text->first,
                                     text->second),
                         "If it means the same, keep the old words; if not, give it a new name: "
                         "both rounds would be counted together.");
            }
        }
        std::vector<std::string> added;
        for (const Choice& choice : is.choices) {
            if (was.find(choice.name) < 0) added.push_back(choice.name);
        }
        const auto report = [&](const std::vector<std::string>& names,
                                const char* code,
                                const char* what,
                                const char* remedy) {
            if (names.empty()) return;
            new_.add(code,
                     "survey",
                     question.row,
                     "type",
                     fmt::format("The list “{}” of “{}” has {} {}.",
                                 is.name,
                                 question.name,
                                 what,
                                 list_names(names)),
                     remedy);
        };
        report(gone,
               "choice-gone",
               "no longer",
               "Nobody can choose it now: a fall to nothing in the report means only that.");
        report(added,
               "choice-new",
               "a new choice",
               "Nobody could choose it before: answers may have moved to it from the others.");
    }

    const Questionnaire& before_;
    const Questionnaire& now_;
    std::vector<std::pair<std::size_t, std::size_t>> languages_;
    std::set<std::pair<std::string, std::string>> compared_;
    Findings old_;
    Findings new_;
};

}  // namespace

Diagnostics changes_since(const Questionnaire& before,
                          const std::string& before_name,
                          const Questionnaire& now,
                          const std::string& now_name) {
    return Comparison(before, before_name, now, now_name).run();
}

}  // namespace mtm
