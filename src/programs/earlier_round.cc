#include "programs/earlier_round.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <set>

#include "programs/command.h"
#include "programs/compared_rounds.h"
#include "report/compose.h"
#include "report/narrative_functions.h"
#include "rounds/printed_comparison.h"
#include "rounds/printed_round.h"
#include "rounds/question_match.h"
#include "store/files.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

bool differ_in_kind(const Dataset& before, const Dataset& now) {
    return before.rehearsal != now.rehearsal;
}

// A round that is compared with itself has changed in nothing.
bool is_folder_of(const Study& study, const std::string& folder) {
    std::error_code none;
    return fs::equivalent(folder, study.directory, none);
}

// The interviews of the folder that study.toml names.
void read_interviews_before(const Study& now,
                            const Dataset& dataset,
                            const InterviewsWanted& wanted,
                            const KeyOptions& keys,
                            PreviousRound& out) {
    const std::string folder = previous_folder(now.directory, now);
    out.name = name_of_folder(folder);
    if (!fs::is_directory(folder)) {
        // As study.toml has it: a report prints this, and where the study lies is nobody's
        // business.
        out.missing = "the previous round is not at hand: there is no folder " + now.file.previous;
        return;
    }
    if (is_folder_of(now, folder)) {
        out.missing = "previous names this round itself";
        return;
    }
    std::fprintf(stderr, "The previous round, %s:\n", folder.c_str());
    Exit exit = Exit::done;
    auto loaded = load_dataset(folder, wanted, keys, exit);
    if (!loaded) {
        out.missing = "the previous round is not at hand: no interviews could be read in " +
                      now.file.previous;
        return;
    }
    out.names.push_back(out.name);
    out.name = name_of_round(loaded->study);
    if (differ_in_kind(loaded->dataset, dataset)) {
        out.missing = "the interviews of one round are invented, those of the other are not";
        return;
    }
    out.interviews = ComparedRound{out.name, std::move(loaded->study), std::move(loaded->dataset)};
}

void read_print_before(const Study& now, PreviousRound& out) {
    const std::string path = now.directory + "/" + now.file.previous_figures;
    Exit exit = Exit::done;
    auto published = load_figures(path, exit);
    if (!published) {
        if (out.missing.empty())
            out.missing = "its published figures cannot be read: " + now.file.previous_figures;
        return;
    }
    append(published->diagnostics, contradictions_of_print(published->figures));
    print_diagnostics(published->diagnostics);
    if (has_errors(published->diagnostics)) {
        if (out.missing.empty())
            out.missing = "its published figures have mistakes: " + now.file.previous_figures;
        return;
    }
    const fs::path file(now.file.previous_figures);
    out.names = {file.stem().string(), file.filename().string(), out.name};
    out.name = file.stem().string();
    out.printed = std::move(published->figures);
    out.missing.clear();
}

Diagnostic warning_at(const Study& study, const char* code, std::string what, std::string remedy) {
    Diagnostic out;
    out.code = code;
    out.severity = Severity::warning;
    out.place.file = study.directory + "/study.toml";
    out.message = std::move(what);
    out.remedy = std::move(remedy);
    return out;
}

// The figures that sentences, words and conditions of a narrative are made of.
std::vector<Node> figures_told(const Narrative& narrative) {
    std::vector<Node> out;
    const auto add = [&out](const std::optional<Expression>& expression) {
        if (expression) std::ranges::move(plain_figures(expression->root), std::back_inserter(out));
    };
    for (const NarrativeFigure& figure : narrative.figures)
        add(figure.expression);
    for (const NarrativeDirective& directive : narrative.directives)
        add(directive.expression);
    return out;
}

bool tells_changes(const Narratives& narratives) {
    return std::ranges::any_of(narratives.narratives, [](const LanguageNarrative& each) {
        return std::ranges::any_of(figures_told(each.narrative),
                                   [](const Node& figure) { return !changes_in(figure).empty(); });
    });
}

struct RoundNow {
    const Study& study;
    const Dataset& dataset;
    const InterviewsWanted& wanted;
    const KeyOptions& keys;
};

// With the previous round, then the one that it calls previous, and so on.
std::vector<RoundSeries> series_told(const RoundNow& now,
                                     RoundChanges& changes,
                                     DisclosureControl& control) {
    const PreviousRound& previous = changes.previous();
    const ComparedRound is{name_of_round(now.study), now.study, now.dataset};
    if (!previous.interviews) {
        if (previous.printed.empty()) return {};
        return series_of({compare_with_print(previous, {is, control})});
    }
    std::vector<RoundComparison> out;
    const auto add = [&](const ComparedRound& was, DisclosureControl& before) {
        auto compared = compare_recoded(was, before, is, control, MixShown::no);
        if (compared) out.push_back(std::move(*compared));
    };
    add(*previous.interviews, changes.before());
    std::set<fs::path> seen{fs::weakly_canonical(now.study.directory)};
    PreviousRound last = previous;
    while (last.interviews) {
        const Study study = std::move(last.interviews->study);
        const std::string folder = previous_folder(study.directory, study);
        if (!seen.insert(fs::weakly_canonical(study.directory)).second ||
            !fs::is_directory(folder) || seen.contains(fs::weakly_canonical(folder)))
            break;
        last = previous_round(study, last.interviews->dataset, now.wanted, now.keys);
        if (!last.interviews) break;
        DisclosureControl before = publication_of(last, control.edition());
        add(*last.interviews, before);
    }
    return series_of(out);
}

// What stands between rounds of a question that a narrative shows side by side.
Diagnostics check_rounds_shown(const Study& now,
                               const std::vector<QuestionMatch>& matches,
                               const Narratives& narratives) {
    Diagnostics out;
    for (const LanguageNarrative& each : narratives.narratives) {
        for (const TableDirective& table : each.narrative.tables) {
            const auto spec = table_spec(table, now);
            if (!table.rounds || !spec) continue;
            const auto match = std::ranges::find(matches, spec->question, &QuestionMatch::name);
            if (match != matches.end() && match->comparable()) continue;
            const std::string why = match == matches.end() ? "it is no closed or numeric question"
                                                           : match->not_comparable;
            out.push_back(
                {"rounds-not-compared",
                 Severity::warning,
                 each.narrative.place(table.line),
                 "“" + spec->question + "” cannot be shown beside the previous round: " + why + ".",
                 "Remove the line; or, if both mean the same, name the question under "
                 "same of [compare] in study.toml."});
        }
    }
    return out;
}

// A figure or a condition of a narrative, and where it stands.
struct NarrativeExpression {
    const Expression* expression = nullptr;
    Place place;
    bool is_condition = false;
};

std::vector<NarrativeExpression> expressions_of(const Narrative& narrative) {
    std::vector<NarrativeExpression> out;
    for (const NarrativeFigure& figure : narrative.figures) {
        if (figure.expression)
            out.push_back({&*figure.expression, narrative.place(figure.line, figure.column)});
    }
    for (const NarrativeDirective& directive : narrative.directives) {
        if (directive.expression)
            out.push_back({&*directive.expression, narrative.place(directive.line), true});
    }
    return out;
}

// The figures that it is made of, as rose() tells two. Where a mistake stands in it, or the group
// of a loop, they are not known: then it is taken as it is written.
std::vector<Expression> figures_checked(const NarrativeExpression& one,
                                        const Study& study,
                                        const std::string& language) {
    const Diagnostics found =
        one.is_condition ? check_condition(study, *one.expression, one.place, language)
                         : check_narrative_figure(study, *one.expression, one.place, language);
    if (has_errors(found)) return {*one.expression};
    std::vector<Expression> out;
    for (Node& figure : plain_figures(one.expression->root)) {
        Expression& made = out.emplace_back();
        made.source = print(figure);
        made.root = std::move(figure);
    }
    return out;
}

Diagnostics check_against(const Study& before, const Study& now, const Narratives& narratives) {
    PreviousRound previous;
    previous.name = name_of_round(before);
    previous.names = {name_of_folder(before.directory)};
    previous.interviews = ComparedRound{previous.name, {}, {}};
    ComparedRound recoded{previous.name, before, {}};
    recode_round(now.file.compare.recodes, before.questionnaire, now.questionnaire, recoded);
    Diagnostics out = check_recodes(now.file.compare.recodes,
                                    now.directory + "/study.toml",
                                    before.questionnaire,
                                    now.questionnaire);
    // What neither of two rounds has may be meant for one before them.
    if (!before.file.previous.empty())
        std::erase_if(out, [](const Diagnostic& one) { return one.severity != Severity::error; });
    const std::vector<QuestionMatch> matches = match_questions(recoded.study, now);
    append(out, check_rounds_shown(now, matches, narratives));
    for (const LanguageNarrative& each : narratives.narratives) {
        for (const NarrativeExpression& one : expressions_of(each.narrative)) {
            for (const Expression& figure : figures_checked(one, now, each.language)) {
                append(out, check_changes_before(recoded.study, previous, figure, one.place));
                append(out, check_changes_compared(matches, figure, one.place));
            }
        }
    }
    return out;
}

}  // namespace

bool shows_rounds(const Narratives& narratives) {
    return std::ranges::any_of(narratives.narratives, [](const LanguageNarrative& each) {
        return std::ranges::any_of(each.narrative.tables, &TableDirective::rounds);
    });
}

bool tells_of_earlier_round(const Narratives& narratives) {
    return shows_rounds(narratives) || tells_changes(narratives);
}

std::string name_of_folder(const std::string& directory) {
    auto folder = fs::path(directory).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    return folder.filename().string();
}

std::string name_of_round(const Study& study) {
    return study.file.round.empty() ? study.file.title : study.file.round;
}

std::string previous_folder(const std::string& directory, const Study& study) {
    if (study.file.previous.empty()) return {};
    const auto folder = fs::path(directory) / study.file.previous;
    return folder.lexically_normal().string();
}

bool are_of_one_kind(const LoadedStudy& before, const LoadedStudy& now) {
    if (!differ_in_kind(before.dataset, now.dataset)) return true;
    const LoadedStudy& invented = before.dataset.rehearsal ? before : now;
    std::fprintf(stderr,
                 "The interviews of %s (%s) are invented, those of the other round are not, and "
                 "they are never compared. Rehearse both (mtm rehearse, then --rehearsal) or "
                 "neither.\n",
                 name_of_round(invented.study).c_str(),
                 invented.study.directory.c_str());
    return false;
}

PreviousRound previous_round(const Study& now,
                             const Dataset& dataset,
                             const InterviewsWanted& wanted,
                             const KeyOptions& keys) {
    PreviousRound out;
    if (!now.file.previous.empty()) read_interviews_before(now, dataset, wanted, keys, out);
    if (!out.interviews && !now.file.previous_figures.empty()) read_print_before(now, out);
    if (!out.interviews && out.printed.empty() && out.missing.empty())
        out.missing = "study.toml names no previous round";
    if (!out.missing.empty())
        std::fprintf(stderr, "No change has a value: %s.\n", out.missing.c_str());
    return out;
}

DisclosureControl publication_of(const PreviousRound& previous, Edition edition) {
    if (!previous.interviews) return {1, edition};
    const Study& study = previous.interviews->study;
    const Dataset& dataset = previous.interviews->dataset;
    DisclosureControl out(study.file, edition);
    if (edition == Edition::internal) return out;
    const auto narratives = read_narratives(study.directory, study);
    if (!narratives || has_errors(narratives->diagnostics)) {
        (void)release_all(out, tabulate(study, dataset));
        return out;
    }
    for (const LanguageNarrative& each : narratives->narratives)
        (void)compose(
            study, dataset, each.narrative, out, {.language = each.language, .areas_geojson = {}});
    return out;
}

RoundsTold::RoundsTold(const Narratives& narratives,
                       const Study& study,
                       const Dataset& dataset,
                       const InterviewsWanted& wanted,
                       const KeyOptions& keys,
                       DisclosureControl& control) {
    if (!tells_of_earlier_round(narratives)) return;
    const bool shown = shows_rounds(narratives);
    previous_ = previous_round(study, dataset, wanted, keys);
    changes_.emplace(
        study, dataset, previous_, control, publication_of(previous_, control.edition()));
    for (const LanguageNarrative& each : narratives.narratives) {
        for (const Node& figure : figures_told(each.narrative))
            changes_->expect(figure);
    }
    if (shown) series_ = series_told({study, dataset, wanted, keys}, *changes_, control);
}

Diagnostics check_previous(const Study& study, const Narratives& narratives) {
    Diagnostics out;
    if (!study.file.previous.empty()) {
        const std::string folder = previous_folder(study.directory, study);
        auto before = fs::is_directory(folder) ? open_study(folder)
                                               : Result<CheckedStudy>(Error{"it is not there"});
        if (is_folder_of(study, folder)) {
            Diagnostic found =
                warning_at(study,
                           "previous-is-this-round",
                           "previous names “" + study.file.previous +
                               "”, which is this study’s own folder: it would be compared with "
                               "itself, and nothing would have changed.",
                           "Name the folder of the round before, or remove the line.");
            found.severity = Severity::error;
            out.push_back(std::move(found));
        } else if (before && !before->study.questionnaire.questions.empty()) {
            append(out, check_against(before->study, study, narratives));
        } else {
            out.push_back(warning_at(
                study,
                "previous-round-missing",
                "previous names “" + study.file.previous + "”, and no study can be read there.",
                "Put the folder of the last round there, or remove the line; "
                "without it no change has a value."));
        }
    }
    if (study.file.previous_figures.empty()) return out;
    const std::string path = study.directory + "/" + study.file.previous_figures;
    if (!fs::exists(path)) {
        out.push_back(warning_at(study,
                                 "previous-figures-missing",
                                 "previous_figures names “" + study.file.previous_figures +
                                     "”, which is not in the study’s folder.",
                                 "Put it there, or correct the name."));
        return out;
    }
    Exit exit = Exit::done;
    if (const auto published = load_figures(path, exit)) {
        append(out, mistakes_of_figures(study, *published));
        append(out, contradictions_of_print(published->figures));
    }
    return out;
}

}  // namespace mtm
