#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <limits>
#include <memory>

#include "capture/browser_limits.h"
#include "claims/claims.h"
#include "compile/compile.h"
#include "programs/area_files.h"
#include "programs/command.h"
#include "programs/earlier_round.h"
#include "programs/narratives.h"
#include "programs/private_keys.h"
#include "programs/told_before.h"
#include "programs/weighing.h"
#include "quality/finding.h"
#include "report/compose.h"
#include "report/translation_check.h"
#include "review/changes.h"
#include "review/review.h"
#include "sampling/study_variance.h"
#include "store/form_file.h"
#include "store/form_versions.h"
#include "store/releases.h"
#include "store/retiring.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

struct CheckArguments {
    std::string path;   // a study's folder or a form
    std::string since;  // the same of the round before; may be empty
    KeyOptions keys;
};

// An upgrade of the program may print what was released otherwise.
Diagnostics last_release(const std::string& directory) {
    const auto releases = read_releases(directory);
    const std::string now = "MTM " MTM_VERSION;
    if (!releases || releases->empty() || releases->back().program == now) return {};
    Diagnostic told;
    told.code = "released-by-another-version";
    told.severity = Severity::warning;
    told.place.file = directory + "/releases/index.csv";
    const std::string number = std::to_string(releases->back().number);
    told.message =
        "Release " + number + " was made by " + releases->back().program + "; this is " + now + ".";
    told.remedy = "`mtm release " + directory + " --verify " + number +
                  "` lists numbers that would be printed otherwise.";
    return {told};
}

// Where there are interviews, also which figures the public edition withholds, and what is wrong
// with weights.
Diagnostics withheld_in(const Study& study,
                        const Narratives& narratives,
                        const KeyOptions& keys,
                        Exit& exit) {
    const std::string& directory = study.directory;
    const bool real = has_interviews(directory, InterviewKind::real);
    auto read =
        read_interviews(directory, study, real ? InterviewKind::real : InterviewKind::rehearsed);
    Diagnostics out;
    if (!read) return out;
    if (!read->sealed.empty() && keys.keys.empty()) {
        std::fprintf(stderr,
                     "%zu interviews are encrypted and were not looked at: mtm check %s --key FILE "
                     "does.\n",
                     read->sealed.size(),
                     directory.c_str());
        return out;
    }
    if (!open_the_sealed(directory, study, keys, FoundShown::each, *read, exit)) return out;
    if (read->interviews.empty()) return out;
    Dataset dataset = assemble(study, read->interviews, read->beside).dataset;
    if (study.file.sample.given() || study.file.weights.given()) {
        const auto weighed = weigh_interviews(directory, study, dataset);
        if (weighed) append(out, weighed->diagnostics);
        if (weighed && !has_errors(weighed->diagnostics)) {
            const Place place{directory + "/study.toml", {}, 0, {}, {}};
            append(out, give_design(study, weighed->design, place, dataset));
        }
    }
    DisclosureControl control(study.file, Edition::published);
    if (const auto begun = begin_with_what_is_public(study,
                                                     dataset,
                                                     tabulate(study, dataset),
                                                     PublicAlready::releases_and_published,
                                                     control);
        !begun) {
        exit = fail(begun.error());
        return out;
    }
    RoundsTold rounds(narratives, study, dataset, {.rehearsal = !real}, keys, control);
    for (const LanguageNarrative& narrative : narratives.narratives) {
        const Composed composed = compose(study,
                                          dataset,
                                          narrative.narrative,
                                          control,
                                          {.language = narrative.language,
                                           .areas_geojson = {},
                                           .changes = rounds.changes(),
                                           .rounds = rounds.series()});
        append(out, composed.diagnostics);
        append(out, withheld_figures(composed));
        Diagnostics claims = check_claims(
            study, dataset, composed.document, narrative.narrative.file, rounds.changes());
        for (Diagnostic& found : claims)  // the document has lines of the whole
            found.place = narrative.narrative.place(found.place.row);
        append(out, std::move(claims));
    }
    return out;
}

// A study or a form alone, with all that can be said of it.
struct Checked {
    Study study;         // of a form alone: only its questionnaire
    Questionnaire form;  // without what only earlier versions asked
    Diagnostics diagnostics;
};

Result<Checked> check_form(const std::string& path) {
    const DefinedForm form = TRY(read_form(path));
    Checked out;
    out.study.questionnaire_file = path;
    if (form.definition.elements.empty() && has_errors(form.diagnostics)) {
        out.diagnostics = form.diagnostics;  // nothing that could be understood
        return out;
    }
    Compiled compiled = compile(form);
    out.study.questionnaire = std::move(compiled.questionnaire);
    out.diagnostics = std::move(compiled.diagnostics);
    append(out.diagnostics, check_choices_in_logic(out.study.questionnaire, form.source));
    out.form = out.study.questionnaire;
    return out;
}

// What `mtm deploy` would refuse the form for can be mended before.
Result<Diagnostics> missing_media(const std::string& directory) {
    Diagnostics out = TRY(next_form(directory, {}, Stage::fieldwork)).diagnostics;
    std::erase_if(out, [](const Diagnostic& found) { return found.code != "missing-media"; });
    for (Diagnostic& found : out)
        found.severity = Severity::warning;
    return out;
}

Diagnostic no_report_yet(const std::string& directory) {
    return {.code = "missing-narrative",
            .severity = Severity::warning,
            .place = {.file = directory + "/report.md",
                      .sheet = {},
                      .row = 0,
                      .column = {},
                      .interview = {}},
            .message = "No report is written.",
            .remedy = "Write it, or have `mtm report " + directory +
                      " --draft` write a first one from the data."};
}

Result<Checked> check_folder(const std::string& directory, const KeyOptions& keys, Exit& exit) {
    CheckedStudy opened = TRY(open_study(directory));
    const bool is_written = std::filesystem::exists(directory + "/report.md");
    Narratives narratives;
    if (is_written) narratives = TRY(read_narratives(directory, opened.study));
    Checked out{std::move(opened.study), {}, std::move(opened.diagnostics)};
    out.form = out.study.versions.empty() ? out.study.questionnaire
                                          : TRY(check_form(out.study.questionnaire_file)).form;
    append(out.diagnostics, std::move(narratives.diagnostics));
    if (!is_written) out.diagnostics.push_back(no_report_yet(directory));
    for (const LanguageNarrative& each : narratives.narratives) {
        if (each.first) {
            append(out.diagnostics, check_first_language(out.study, each.narrative, each.language));
            continue;
        }
        const Narrative& original = narratives.narratives.front().narrative;
        append(out.diagnostics,
               check_translation(out.study, original, each.narrative, each.language));
    }
    if (!retired_mark(directory)) {  // else they went with the interviews
        append(out.diagnostics, TRY(missing_media(directory)));
        append(out.diagnostics, missing_weight_files(directory, out.study));
    }
    append(out.diagnostics, last_release(directory));
    append(out.diagnostics, check_previous(out.study, narratives));
    append(out.diagnostics, TRY(read_area_files(directory, out.study)).diagnostics);
    if (has_errors(out.diagnostics)) return out;
    Diagnostics of_interviews = withheld_in(out.study, narratives, keys, exit);
    std::erase_if(of_interviews, [&](const Diagnostic& found) {  // what was told without them
        return std::ranges::any_of(out.diagnostics, [&](const Diagnostic& told) {
            return told.code == found.code && told.place == found.place;
        });
    });
    append(out.diagnostics, std::move(of_interviews));
    return out;
}

Result<Checked> check_path(const std::string& path, const KeyOptions& keys, Exit& exit) {
    return std::filesystem::is_directory(path) ? check_folder(path, keys, exit) : check_form(path);
}

// Questions that cannot be answered where the form is filled in a browser.
Diagnostics not_in_browser(const Study& study) {
    Diagnostics out;
    for (const BrowserLimit& limit : browser_limits(study.questionnaire, {})) {
        if (!limit.unusable) continue;
        out.push_back(
            {.code = "not-in-browser",
             .severity = Severity::warning,
             .place = {.file = study.questionnaire_file,
                       .sheet = "survey",
                       .row = limit.row,
                       .column = "type",
                       .interview = {}},
             .message = "“" + limit.question + "” cannot be answered in a browser. " + limit.what,
             .remedy = "Hand out tablets, or switch this check off if the study has no "
                       "links."});
    }
    return out;
}

// Names under `off` that are none of the codes that can stand there.
void tell_unknown_checks(const Study& study,
                         const std::string& section,
                         const std::vector<std::string>& off,
                         const std::vector<std::string>& codes,
                         const std::string& page,
                         Diagnostics& diagnostics) {
    for (const std::string& name : off) {
        if (std::ranges::find(codes, name) != codes.end()) continue;
        Diagnostic unknown;
        unknown.code = "unknown-check";
        unknown.severity = Severity::warning;
        unknown.place.file = study.directory + "/study.toml";
        unknown.message = "[" + section + "] off names “" + name +
                          "”, which is no check that can be switched off.";
        unknown.remedy = did_you_mean(name, codes, page + " has them.");
        diagnostics.push_back(std::move(unknown));
    }
}

// What study.toml switches off is not told; what it cannot switch off is.
void switch_off(const Study& study, Diagnostics& diagnostics) {
    std::vector<std::string> codes = review_codes();
    codes.emplace_back("unreviewed-translation");
    codes.emplace_back("not-in-browser");
    std::ranges::copy(claim_codes(), std::back_inserter(codes));
    const StudyFile& file = study.file;
    for (const std::string& off : file.checks_off) {
        std::erase_if(diagnostics, [&off](const Diagnostic& diagnostic) {
            return diagnostic.code == off && diagnostic.severity == Severity::warning;
        });
    }
    tell_unknown_checks(study, "checks", file.checks_off, codes, "docs/checks.md", diagnostics);
    std::vector<std::string> of_interviews;
    for (const CheckDefinition& check : check_definitions())
        of_interviews.emplace_back(check.code);
    tell_unknown_checks(
        study, "quality", file.quality.off, of_interviews, "docs/quality.md", diagnostics);
}

Exit check(const CheckArguments& options) {
    Exit exit = Exit::done;
    auto checked = check_path(options.path, options.keys, exit);
    if (!checked) return fail(checked.error());
    const Study& study = checked->study;
    Diagnostics& diagnostics = checked->diagnostics;
    append(diagnostics, review(checked->form, study.questionnaire_file));
    append(diagnostics, not_in_browser(study));
    if (!options.since.empty()) {
        const auto before = check_path(options.since, options.keys, exit);
        if (!before) return fail(before.error());
        if (before->form.questions.empty()) {
            print_diagnostics(before->diagnostics);
            return Exit::input_is_wrong;
        }
        append(diagnostics,
               changes_since(before->form,
                             before->study.questionnaire_file,
                             checked->form,
                             study.questionnaire_file));
    }
    switch_off(study, diagnostics);
    print_diagnostics(diagnostics, std::numeric_limits<int>::max());
    const auto errors = std::ranges::count(diagnostics, Severity::error, &Diagnostic::severity);
    std::printf("%s: %zu questions, %zu tables; %td errors, %td warnings\n",
                options.path.c_str(),
                study.questionnaire.questions.size(),
                study.plan.tables.size(),
                errors,
                static_cast<std::ptrdiff_t>(diagnostics.size()) - errors);
    return errors > 0 ? Exit::input_is_wrong : exit;
}

}  // namespace

void add_check(Program& program) {
    auto options = std::make_shared<CheckArguments>();
    Arguments command = program.add("check",
                                    "every mistake in questionnaire, plan and report",
                                    "mtm check studies/kazakhstan-2024-r4",
                                    [options] { return check(*options); });
    command.add_option("DIR", options->path, "the study's folder, or an XLSForm alone").required();
    command.add_option("--since",
                       options->since,
                       "the study or XLSForm of the round before: say what became incomparable");
    add_key_options(command, options->keys);
}

}  // namespace mtm
