#include "study/compare_settings.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "study/seen_repeats.h"

namespace mtm {
namespace {

void read_recodes(SettingsReader& in, const toml::table& section, CompareRules& out) {
    const toml::node* found = in.node(section, "compare.", "recode");
    if (found == nullptr) return;
    if (!found->is_array_of_tables()) {
        in.wrong_type(*found, "compare.recode", "tables [[compare.recode]]");
        return;
    }
    for (const toml::node& each : *found->as_array()) {
        const toml::table& row = *each.as_table();
        ChoiceRecode recode;
        recode.line = static_cast<int>(row.source().begin.line);
        in.text(row, "compare.recode.", "question", recode.question);
        in.text(row, "compare.recode.", "from", recode.from);
        in.text(row, "compare.recode.", "to", recode.to);
        in.report_unknown(row, "compare.recode.");
        if (recode.question.empty() || recode.from.empty() || recode.to.empty() ||
            recode.from == recode.to) {
            in.report("incomplete-recode",
                      row.source().begin.line,
                      "A [[compare.recode]] needs a question and two different choices, from and "
                      "to.",
                      "Write all three, as question = \"education\", from = \"college\", to = "
                      "\"vocational\".");
            continue;
        }
        out.recodes.push_back(std::move(recode));
    }
}

void read_correction(SettingsReader& in, const toml::table& section, CompareRules& out) {
    std::string word;
    in.text(section, "compare.", "correction", word);
    if (word.empty() || word == "holm") return;
    if (word == "benjamini-hochberg") {
        out.correction = TestCorrection::benjamini_hochberg;
        return;
    }
    in.report(
        "bad-correction",
        section.get("correction")->source().begin.line,
        "“" + word + "” is no correction for many tests.",
        did_you_mean(
            word, {"holm", "benjamini-hochberg"}, "Write \"holm\" or \"benjamini-hochberg\"."));
}

// Recodes hold at once, for answers as they are: a choice counts as one other, which stays what it
// is. Else what is compared would depend on their order.
void check_each_once(const std::vector<ChoiceRecode>& recodes,
                     const std::string& toml_name,
                     Diagnostics& out) {
    for (std::size_t i = 0; i < recodes.size(); ++i) {
        const ChoiceRecode& recode = recodes[i];
        const auto tell = [&](const char* code, std::string message, std::string remedy) {
            Place place;
            place.file = toml_name;
            place.row = recode.line;
            out.push_back({code, Severity::error, place, std::move(message), std::move(remedy)});
        };
        for (std::size_t j = 0; j < recodes.size(); ++j) {
            const ChoiceRecode& other = recodes[j];
            if (j == i || other.question != recode.question) continue;
            if (other.from == recode.from && j < i) {
                tell("recode-twice",
                     fmt::format("“{}” of “{}” is recoded twice: line {} counts it as “{}”.",
                                 recode.from,
                                 recode.question,
                                 other.line,
                                 other.to),
                     "Keep one of the two.");
            } else if (other.from == recode.to) {
                tell("recode-of-recoded-choice",
                     fmt::format("“{}” of “{}” is to count as “{}”, which line {} counts as “{}”.",
                                 recode.from,
                                 recode.question,
                                 recode.to,
                                 other.line,
                                 other.to),
                     other.to == recode.from
                         ? "Two choices cannot change places, since both rounds are recoded: keep "
                           "one of the two."
                         : "Write to = \"" + other.to +
                               "\" if that is meant; or remove one of the two.");
            }
        }
    }
}

// What divides people has each interview once.
void check_divides(const Study& study, const std::string& name, Place place, Diagnostics& out) {
    const Questionnaire& form = study.questionnaire;
    const int question = form.find(name);
    const bool in_repeat = repeat_of(form, study.plan, name).value_or(-1) >= 0;
    const bool several = question >= 0 && form.questions[static_cast<std::size_t>(question)].type ==
                                              QuestionType::select_multiple;
    if (!in_repeat && !several) return;
    out.push_back({.code = "mix-of-several",
                   .severity = Severity::error,
                   .place = std::move(place),
                   .message = "[compare] mix names “" + name + "”, " +
                              (in_repeat ? "which is asked in a repeat"
                                         : "to which several answers can be given") +
                              ": an interview would be in several groups.",
                   .remedy = "Name what divides people: questions of type select_one outside "
                             "repeats, or derived variables made of them."});
}

}  // namespace

void read_compare(SettingsReader& in, const toml::table& root, CompareRules& out) {
    const toml::table* section = in.table(root, "compare");
    if (section == nullptr) return;
    out.line = static_cast<int>(section->source().begin.line);
    in.texts(*section, "compare.", "same", out.same);
    in.texts(*section, "compare.", "mix", out.mix);
    read_correction(in, *section, out);
    read_recodes(in, *section, out);
    in.report_unknown(*section, "compare.");
}

Diagnostics check_compare(const Study& study, const std::string& toml_name) {
    Diagnostics out;
    const Questionnaire& form = study.questionnaire;
    const auto place_of = [&](int line) {
        Place place;
        place.file = toml_name;
        place.row = line;
        return place;
    };
    const auto check = [&](const char* what, const std::string& name, int line, bool closed) {
        const Place place = place_of(line);
        const int question = form.find(name);
        if (question < 0) {
            out.push_back({.code = "unknown-question",
                           .severity = Severity::error,
                           .place = place,
                           .message = std::string(what) + " names a question “" + name +
                                      "” that the questionnaire does not have.",
                           .remedy = did_you_mean(name, form.names(), "Correct the name.")});
            return;
        }
        if (!closed || is_select(form.questions[static_cast<std::size_t>(question)].type)) return;
        out.push_back(
            {.code = "not-closed",
             .severity = Severity::error,
             .place = place,
             .message = std::string(what) + " names “" + name + "”, which has no list of choices.",
             .remedy = "Name a question with a list of choices, or a derived variable of bands."});
    };
    const CompareRules& rules = study.file.compare;
    for (const std::string& name : rules.same) {
        if (study.plan.find_derived(name) == nullptr)
            check("[compare] same", name, rules.line, false);
    }
    for (const std::string& name : rules.mix) {
        if (study.plan.find_derived(name) == nullptr)
            check("[compare] mix", name, rules.line, true);
        check_divides(study, name, place_of(rules.line), out);
    }
    for (const ChoiceRecode& recode : rules.recodes)
        check("[[compare.recode]]", recode.question, recode.line, true);
    check_each_once(rules.recodes, toml_name, out);
    return out;
}

}  // namespace mtm
