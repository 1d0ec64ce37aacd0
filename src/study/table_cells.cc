#include "study/table_cells.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "study/bands.h"
#include "study/plan.h"
#include "study/rank_variables.h"
#include "study/table_parts.h"

namespace mtm {

namespace {

// A variable of a cell, with the bands that are written after it.
struct Written {
    std::vector<std::string> names;  // several with spaces between: crossed
    std::vector<std::string> bands;
};

Written written_in(std::string_view text) {
    Written out;
    const std::size_t colon = text.find(':');
    for (const std::string_view name : words(text.substr(0, colon)))
        out.names.emplace_back(name);
    if (colon != std::string_view::npos) {
        out.bands.emplace_back(trim(text.substr(colon + 1)));
    }
    return out;
}

// Pieces between commas, those that are bands joined to the variable before them; and within them
// pieces between `>`.
std::vector<std::vector<Written>> banners_in(const std::string& text) {
    std::vector<std::vector<Written>> out;
    for (const std::string_view piece : split(text, ',')) {
        if (trim(piece).empty()) continue;
        const auto levels = split(piece, '>');
        const bool band =
            begins_a_band(levels.front()) && !out.empty() && !out.back().back().bands.empty();
        if (band) out.back().back().bands.emplace_back(trim(levels.front()));
        if (!band) out.emplace_back();
        for (std::size_t l = band ? 1 : 0; l < levels.size(); ++l)
            out.back().push_back(written_in(levels[l]));
    }
    return out;
}

bool counts_people(const TableSpec& spec) {
    return spec.statistic == Statistic::percent || spec.statistic == Statistic::count;
}

std::vector<std::string> choice_names(const Questionnaire& form, const Question& question) {
    std::vector<std::string> out;
    if (question.list < 0) return out;
    for (const Choice& choice : form.lists[static_cast<std::size_t>(question.list)].choices)
        out.push_back(choice.name);
    return out;
}

bool may_be_a_number(const Questionnaire& form, const Question& question) {
    if (is_numeric(question.type) || question.type == QuestionType::calculate) return true;
    if (question.type == QuestionType::hidden) return true;
    const std::vector<std::string> choices = choice_names(form, question);
    return question.type == QuestionType::select_one &&
           std::ranges::any_of(choices,
                               [](const std::string& name) { return begins_a_band(name); });
}

}  // namespace

void TableCells::report(std::string code,
                        const Place& place,
                        std::string message,
                        std::string remedy) {
    diagnostics_.push_back({.code = std::move(code),
                            .severity = Severity::error,
                            .place = place,
                            .message = std::move(message),
                            .remedy = std::move(remedy)});
}

void TableCells::add(DerivedVariable variable) {
    if (plan_.find_derived(variable.name) == nullptr) plan_.derived.push_back(std::move(variable));
}

// The name of the derived variable of these bands, or the question's where they are wrong.
std::string TableCells::banded(const std::string& name,
                               const std::vector<std::string>& bands,
                               const Place& place) {
    if (form_.find(name) < 0) return name;  // told of where names are checked
    auto variable = derived_of_bands(form_, name, bands);
    if (!variable) {
        report("bad-bands",
               place,
               "The bands of “" + name + "” cannot be read: " + variable.error().message + ".",
               "Write them in order with commas between: " + name + ": 18-24, 25-34, 35+.");
        return name;
    }
    std::string made = variable->name;
    add(*std::move(variable));
    return made;
}

const Question* TableCells::asked(const std::string& name) const {
    const DerivedVariable* derived = plan_.find_derived(name);
    const int index = form_.find(derived == nullptr ? name : derived->question);
    return index < 0 ? nullptr : &form_.questions[static_cast<std::size_t>(index)];
}

// Of a group, the closed questions or, for a statistic of numbers, those for numbers.
std::vector<std::string> TableCells::members_of(const std::string& name, bool numbers) const {
    std::vector<std::string> out;
    const int group = form_.find(name) >= 0 ? -1 : form_.find_group(name);
    if (group < 0) return {};
    const Group& found = form_.groups[static_cast<std::size_t>(group)];
    for (int q = found.first; q < found.end; ++q) {
        const Question& question = form_.questions[static_cast<std::size_t>(q)];
        if (question.disclosure == Disclosure::identifier) continue;
        const bool closed = is_select(question.type) && question.list >= 0;
        if (numbers ? is_numeric(question.type) : closed) out.push_back(question.name);
    }
    return out;
}

std::vector<std::string> TableCells::questions_in(const std::string& text,
                                                  bool numbers,
                                                  const Place& place) {
    std::vector<std::string> out;
    for (const std::vector<Written>& piece : banners_in(text)) {
        const Written& written = piece.front();
        for (const std::string& name : written.names) {
            if (!written.bands.empty()) {
                out.push_back(banded(name, written.bands, place));
                continue;
            }
            const std::vector<std::string> members = members_of(name, numbers);
            out.insert(out.end(), members.begin(), members.end());
            if (members.empty()) out.push_back(name);
        }
    }
    return out;
}

void TableCells::read_question(const std::string& text, const Place& place, TableSpec& spec) {
    spec.question = text;
    std::vector<std::string> questions;
    if (spec.statistic != Statistic::ratio) {
        questions = questions_in(text, !counts_people(spec), place);
    } else if (text.find('/') != std::string::npos) {
        for (const std::string_view piece : split(text, ','))
            questions.emplace_back(trim(piece));
    }
    if (questions.empty()) return;
    spec.question = questions.front();
    if (questions.size() > 1 || spec.ranks) spec.questions = std::move(questions);
    if (spec.ranks) make_ranks(place, spec);
}

void TableCells::make_ranks(const Place& place, TableSpec& spec) {
    for (const std::string& name : spec.questions) {
        if (form_.find(name) < 0) return;  // told of where names are checked
    }
    auto variables = rank_variables(form_, spec.questions);
    if (!variables) {
        report(
            "no-ranking",
            place,
            "This is no ranking: " + variables.error().message + ".",
            "Name one question of type rank, or several select_one with the same list, the first "
            "rank first.");
        return;
    }
    spec.questions.clear();
    for (DerivedVariable& variable : *variables) {
        spec.questions.push_back(variable.name);
        add(std::move(variable));
    }
    spec.question = spec.questions.front();
}

void TableCells::read_by(const std::string& text, const Place& place, TableSpec& spec) {
    std::vector<Banner> banners;
    for (const std::vector<Written>& levels : banners_in(text)) {
        Banner banner;
        banner.nested = levels.size() > 1;
        for (const Written& written : levels) {
            const bool one = written.names.size() == 1;
            if (written.names.empty() || ((banner.nested || !written.bands.empty()) && !one)) {
                report("bad-by",
                       place,
                       "“" + text + "” does not say what stands in what.",
                       "Write sex, region > sex (sex within regions) or sex, age: 18-24, 25+ (side "
                       "by side).");
                return;
            }
            for (const std::string& name : written.names) {
                banner.levels.push_back(written.bands.empty() ? name
                                                              : banded(name, written.bands, place));
            }
        }
        banners.push_back(std::move(banner));
    }
    if (banners.empty()) return;
    spec.by = banners.front().levels;
    spec.nested = banners.front().nested;
    if (banners.size() > 1) spec.banners = std::move(banners);
}

void TableCells::read_percent_of(const std::string& text, const Place& place, TableSpec& spec) {
    if (text.empty()) return;
    const auto found = percent_of_named(text);
    if (found) {
        spec.percent_of = *found;
        return;
    }
    report("unknown-percent-of",
           place,
           "A percentage cannot be of “" + text + "”.",
           did_you_mean(text, {"column", "row", "total"}, "Write column, row or total."));
}

void TableCells::check(const TableSpec& spec, const Places& places) {
    if (spec.percent_of != PercentOf::column) {
        if (spec.statistic != Statistic::percent || spec.ranks) {
            report("percent-of-nothing",
                   places.percent_of,
                   "The table has no percentages that could be of the " +
                       std::string(name_of(spec.percent_of)) + ".",
                   "Write percent as the statistic, or empty the column percent_of.");
        } else if (spec.by.empty()) {
            report("percent-of-alone",
                   places.percent_of,
                   "Percentages of the " + std::string(name_of(spec.percent_of)) +
                       " need groups, and the table has none.",
                   "Fill the column by, or empty percent_of.");
        }
    }
    if (spec.top > 0 && !spec.questions.empty()) {
        report("top-of-several",
               places.top,
               "The largest categories are those of one question, and the table has several.",
               "Empty the column top, or give each question a table of its own.");
    }
    if (spec.top > 0 && !counts_people(spec)) {
        report(
            "top-of-numbers",
            places.top,
            "The table has a number for each group and no categories, of which the largest could "
            "be shown.",
            "Empty the column top.");
    }
    for (const Banner& banner : banners_of(spec)) {
        const std::set<std::string> names(banner.levels.begin(), banner.levels.end());
        if (names.size() < banner.levels.size()) {
            report("same-group-twice",
                   places.by,
                   "A question divides its own groups: " + join(banner.levels, " > ") + ".",
                   "Name each question once.");
        }
    }
    if (counts_people(spec) && !spec.ranks) check_lists(spec, places.question);
    for (Diagnostic& found : check_numbers(spec, form_, plan_, places.question))
        diagnostics_.push_back(std::move(found));
    check_repeats(spec, places);
}

// Questions of one table share its columns.
void TableCells::check_lists(const TableSpec& spec, const Place& place) {
    if (spec.questions.empty()) return;
    const Question* first = asked(spec.questions.front());
    if (first == nullptr) return;
    for (const std::string& name : spec.questions) {
        const Question* other = asked(name);
        if (other == nullptr) continue;
        const bool derived = plan_.find_derived(name) != nullptr;
        const bool same = !derived && other->list >= 0 &&
                          choice_names(form_, *other) == choice_names(form_, *first);
        if (same) continue;
        report("grid-of-different-choices",
               place,
               "“" + name + "” does not have the choices of “" + spec.questions.front() +
                   "”, so that they cannot share a table's columns.",
               "Name closed questions with the same list of choices, or write a statistic of "
               "numbers.");
        return;
    }
}

Diagnostics check_numbers(const TableSpec& spec,
                          const Questionnaire& form,
                          const Plan& plan,
                          const Place& place) {
    Diagnostics out;
    if (counts_people(spec)) return out;
    for (const std::string& name : variables_counted(spec)) {
        const int index = form.find(name);
        const bool derived = plan.find_derived(name) != nullptr;
        if (index < 0 && !derived) continue;
        if (!derived && may_be_a_number(form, form.questions[static_cast<std::size_t>(index)]))
            continue;
        out.push_back({.code = "statistic-of-no-number",
                       .severity = Severity::error,
                       .place = place,
                       .message = "The answers to “" + name +
                                  "” are no numbers, and the table is "
                                  "of their " +
                                  std::string(name_of(spec.statistic)) + ".",
                       .remedy = "Name a question of type integer or decimal, or write percent."});
    }
    return out;
}

// Those of one part must lie in repeats one of which holds the others.
void TableCells::check_repeats(const TableSpec& spec, const Places& places) {
    const auto holds = [&](int outer, int inner) {
        while (inner != -1 && inner != outer)
            inner = form_.groups[static_cast<std::size_t>(inner)].parent;
        return inner == outer;
    };
    for (const TableSpec& part : parts_of(spec)) {
        std::vector<std::string> names = questions_of(part);
        const std::size_t counted = names.size();
        names.insert(names.end(), part.by.begin(), part.by.end());
        int deepest = -1;
        std::string of;
        for (std::size_t n = 0; n < names.size(); ++n) {
            const Question* question = asked(names[n]);
            if (question == nullptr) continue;
            const int repeat = form_.repeat_of(form_.find(question->name));
            if (holds(repeat, deepest)) continue;
            if (deepest != -1 && !holds(deepest, repeat)) {
                report("separate-repeats",
                       n < counted ? places.question : places.by,
                       "“" + names[n] + "” and “" + of +
                           "” are asked in different repeats, neither of which lies in the other.",
                       "Take questions of one repeat, or of what holds it.");
                return;
            }
            deepest = repeat;
            of = names[n];
        }
    }
}

}  // namespace mtm
