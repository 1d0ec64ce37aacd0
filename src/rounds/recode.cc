#include "rounds/recode.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/text.h"
#include "expression/value.h"

namespace mtm {
namespace {

// The list of a closed question, or null.
const ChoiceList* list_in(const Questionnaire& form, const std::string& question) {
    const int at = form.find(question);
    if (at < 0 || !is_select(form.questions[static_cast<std::size_t>(at)].type)) return nullptr;
    return &form.choices_of(at);
}

Column* column_in(ComparedRound& round, const std::string& question) {
    for (Level& level : round.dataset.levels) {
        for (Column& column : level.columns) {
            if (column.name == question && column.question >= 0) return &column;
        }
    }
    return nullptr;
}

// A list that no other question shares.
ChoiceList& own_list(ComparedRound& round, const std::string& question) {
    Questionnaire& form = round.study.questionnaire;
    Question& asked = form.questions[static_cast<std::size_t>(form.find(question))];
    ChoiceList copy = form.lists[static_cast<std::size_t>(asked.list)];
    asked.list = static_cast<int>(form.lists.size());
    form.lists.push_back(std::move(copy));
    return form.lists.back();
}

// In combinations of several answers, which stand after the choices as texts: conditions of figures
// read these. Combinations that have become the same answers have one code.
void recode_combinations(Column& column, const ChoiceRecode& recode) {
    if (column.words_per_row == 0) return;
    std::unordered_map<std::string, std::int32_t> places;
    std::vector<std::int32_t> moved(column.dictionary.size());
    for (std::size_t i = 0; i < column.dictionary.size(); ++i) {
        std::string& text = column.dictionary[i];
        if (i >= static_cast<std::size_t>(column.choice_count)) {
            std::vector<std::string> answers;
            for (const std::string_view word : words(text)) {
                const std::string_view answer = word == recode.from ? recode.to : word;
                if (std::ranges::find(answers, answer) == answers.end())
                    answers.emplace_back(answer);
            }
            text = join(answers, " ");
            column.numbers[i] = number_from(text);
        }
        moved[i] = places.emplace(text, static_cast<std::int32_t>(i)).first->second;
    }
    for (std::int32_t& code : column.codes) {
        if (code >= 0) code = moved[static_cast<std::size_t>(code)];
    }
}

// The choice takes the place of another one's name and meaning.
void rename_choice(ComparedRound& round, const ChoiceRecode& recode, const Choice& as) {
    ChoiceList& list = own_list(round, recode.question);
    const auto at = static_cast<std::size_t>(list.find(recode.from));
    list.choices[at].name = recode.to;
    list.choices[at].missing = as.missing;
    // By language: the other round may have other languages. The old words would be wrong.
    list.choices[at].label = as.label;
    Column* column = column_in(round, recode.question);
    if (column == nullptr || at >= column->dictionary.size()) return;
    column->dictionary[at] = recode.to;
    column->numbers[at] = number_from(recode.to);
    if (at < column->meaning.size()) column->meaning[at] = as.missing;
    recode_combinations(*column, recode);
}

// Answers `from` become answers `to`, which the same list has. The emptied choice keeps its place,
// for codes are places in the list: its name says that it is none any more.
void merge_choice(ComparedRound& round, const ChoiceRecode& recode) {
    ChoiceList& list = own_list(round, recode.question);
    const int from = list.find(recode.from);
    const int to = list.find(recode.to);
    Column* column = column_in(round, recode.question);
    if (column == nullptr) return;
    for (std::size_t r = 0; r < column->size(); ++r) {
        if (column->codes[r] == from) column->codes[r] = to;
        if (column->words_per_row == 0 || !column->has_member(r, from)) continue;
        const auto row = r * static_cast<std::size_t>(column->words_per_row);
        const auto bit_of = [](int code) {
            return std::uint64_t{1} << (static_cast<unsigned>(code) % 64);
        };
        column->members[row + static_cast<std::size_t>(from) / 64] &= ~bit_of(from);
        column->members[row + static_cast<std::size_t>(to) / 64] |= bit_of(to);
    }
    recode_combinations(*column, recode);
}

void apply(ComparedRound& round, const ChoiceRecode& recode, const Choice& as) {
    const ChoiceList* list = list_in(round.study.questionnaire, recode.question);
    if (list == nullptr || list->find(recode.from) < 0) return;
    if (list->find(recode.to) < 0) {
        rename_choice(round, recode, as);
    } else {
        merge_choice(round, recode);
    }
}

// The choice in either round, that of this round first.
std::optional<Choice> choice_in(const ChoiceList* now,
                                const ChoiceList* was,
                                const std::string& name) {
    for (const ChoiceList* list : {now, was}) {
        const int at = list == nullptr ? -1 : list->find(name);
        if (at >= 0) return list->choices[static_cast<std::size_t>(at)];
    }
    return std::nullopt;
}

std::vector<std::string> all_choices(const ChoiceList* now, const ChoiceList* was) {
    std::vector<std::string> out;
    for (const ChoiceList* list : {now, was}) {
        if (list == nullptr) continue;
        for (const Choice& choice : list->choices)
            out.push_back(choice.name);
    }
    return out;
}

}  // namespace

Diagnostics check_recodes(const std::vector<ChoiceRecode>& recodes,
                          const std::string& toml_name,
                          const Questionnaire& before,
                          const Questionnaire& now) {
    Diagnostics out;
    for (const ChoiceRecode& recode : recodes) {
        const ChoiceList* is = list_in(now, recode.question);
        const ChoiceList* was = list_in(before, recode.question);
        const auto tell = [&](const char* what, const std::string& name, Severity severity) {
            Place place;
            place.file = toml_name;
            place.row = recode.line;
            out.push_back(
                {.code = "recode-of-unknown-choice",
                 .severity = severity,
                 .place = place,
                 .message = std::string("[[compare.recode]] ") + what + " names “" + name +
                            "”, which neither round has as a choice of “" + recode.question + "”.",
                 .remedy = did_you_mean(
                     name, all_choices(is, was), "Name a choice of one of the two rounds.")});
        };
        if (!choice_in(is, was, recode.from)) {
            tell("from", recode.from, Severity::warning);
        } else if (!choice_in(is, was, recode.to)) {
            tell("to", recode.to, Severity::error);
        }
    }
    return out;
}

void recode_round(const std::vector<ChoiceRecode>& recodes,
                  const Questionnaire& before,
                  const Questionnaire& now,
                  ComparedRound& round) {
    for (const ChoiceRecode& recode : recodes) {
        const auto target =
            choice_in(list_in(now, recode.question), list_in(before, recode.question), recode.to);
        if (target) apply(round, recode, *target);
    }
}

Diagnostics recode_rounds(const std::vector<ChoiceRecode>& recodes,
                          const std::string& toml_name,
                          ComparedRound& before,
                          ComparedRound& now) {
    const Questionnaire was = before.study.questionnaire;
    const Questionnaire is = now.study.questionnaire;
    Diagnostics out = check_recodes(recodes, toml_name, was, is);
    if (has_errors(out)) return out;
    recode_round(recodes, was, is, before);
    recode_round(recodes, was, is, now);
    return out;
}

bool is_recoded(const CompareRules& rules, const std::string& question, const std::string& choice) {
    return std::ranges::any_of(rules.recodes, [&](const ChoiceRecode& recode) {
        return recode.question == question && recode.from == choice;
    });
}

bool has_recodes(const CompareRules& rules, const std::string& question) {
    return std::ranges::find(rules.recodes, question, &ChoiceRecode::question) !=
           rules.recodes.end();
}

}  // namespace mtm
