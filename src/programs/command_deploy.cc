#include <cstdio>
#include <memory>

#include "programs/command.h"
#include "review/changes.h"
#include "store/clock.h"
#include "store/form_versions.h"

namespace mtm {
namespace {

struct DeployArguments {
    std::string directory;
    bool pilot = false;
    bool reopen = false;
    bool now = false;  // of close
};

// Where a study may go from where it is; absent, with words on stderr, where it may not.
std::optional<FieldState> state_after_deploy(FieldState before, const DeployArguments& options) {
    const bool was_open = before == FieldState::open;
    const bool was_ended = before == FieldState::closing || before == FieldState::closed;
    if (was_ended && !options.reopen) {
        std::fprintf(stderr,
                     "mtm deploy: the fieldwork of this study is %s. --reopen takes it up again.\n",
                     std::string(name_of(before)).c_str());
        return std::nullopt;
    }
    if (options.pilot && (was_open || was_ended)) {
        std::fprintf(stderr,
                     "mtm deploy: the fieldwork has begun; a pilot comes before it. Try the new "
                     "version in a copy of the study.\n");
        return std::nullopt;
    }
    return options.pilot ? FieldState::pilot : FieldState::open;
}

Diagnostics changes_to(const NextForm& next, const std::vector<DeployedForm>& deployed) {
    if (deployed.empty() || next.form.number != 0) return {};
    const DeployedForm& before = deployed.back();
    return changes_since(before.questionnaire,
                         "forms/" + before.version + "/" + before.file,
                         next.form.questionnaire,
                         next.form.file);
}

Exit deploy(const DeployArguments& options) {
    Exit exit = Exit::done;
    const auto study = load_study(options.directory, exit);
    if (!study) return exit;
    const auto deployed = read_deployed_forms(options.directory);
    if (!deployed) return fail(deployed.error());
    const Stage stage = options.pilot ? Stage::pilot : Stage::fieldwork;
    auto next = next_form(options.directory, *deployed, stage);
    if (!next) return fail(next.error());
    std::erase_if(next->diagnostics, [](const Diagnostic& found) {
        return found.severity == Severity::warning;  // what `mtm check` is for
    });
    print_diagnostics(next->diagnostics);
    if (!next->diagnostics.empty()) return Exit::input_is_wrong;
    auto record = read_field_record(options.directory);
    if (!record) return fail(record.error());
    const auto after = state_after_deploy(record->state(), options);
    if (!after) return Exit::input_is_wrong;

    print_diagnostics(changes_to(*next, *deployed));
    DeployedForm& form = next->form;
    const std::string now = utc_now();
    const bool is_new = form.number == 0;
    if (is_new) {
        form.number = deployed->empty() ? 1 : deployed->back().number + 1;
        form.deployed_at = now;
        const Status written = write_deployed_form(options.directory, form);
        if (!written) return fail(written.error());
    }
    if (*after != record->state()) {
        record->changes.push_back({*after, now, "mtm deploy"});
        const Status changed = write_field_record(options.directory, *record);
        if (!changed) return fail(changed.error());
    }
    std::printf("%s: version %s %s; the study is %s\n",
                options.directory.c_str(),
                form.version.c_str(),
                is_new ? "goes into the field" : "is in the field already",
                std::string(name_of(*after)).c_str());
    if (!form.public_key.empty()) {
        std::printf("Tablets encrypt its interviews: only the private key opens them.\n");
        if (!deployed->empty() && is_new && deployed->back().public_key != form.public_key)
            std::printf("The key is another than before: keep the private keys of both.\n");
    }
    return Exit::done;
}

Exit close_study(const DeployArguments& options) {
    auto record = read_field_record(options.directory);
    if (!record) return fail(record.error());
    const FieldState before = record->state();
    FieldState after = FieldState::closed;
    if (before == FieldState::draft) {
        std::fprintf(stderr,
                     "mtm close: nothing of this study is in the field; `mtm deploy %s` puts it "
                     "there.\n",
                     options.directory.c_str());
        return Exit::input_is_wrong;
    }
    if (!options.now && before != FieldState::closing && before != FieldState::closed)
        after = FieldState::closing;
    if (after != before) {
        record->changes.push_back({after, utc_now(), "mtm close"});
        const Status changed = write_field_record(options.directory, *record);
        if (!changed) return fail(changed.error());
    }
    std::printf("%s is %s: %s\n",
                options.directory.c_str(),
                std::string(name_of(after)).c_str(),
                after == FieldState::closing
                    ? "tablets no longer get the form; what they hold is taken in as before"
                    : "what still arrives is kept, and marked as late");
    return Exit::done;
}

}  // namespace

void add_deploy(Program& program) {
    auto options = std::make_shared<DeployArguments>();
    Arguments command = program.add("deploy",
                                    "put the next version of the questionnaire into the field",
                                    "mtm deploy studies/kazakhstan-2024-r4 --pilot",
                                    [options] { return deploy(*options); });
    command.add_option("DIR", options->directory, "the study's folder").required();
    command.add_flag("--pilot", options->pilot, "for a trial: its interviews are never counted");
    command.add_flag("--reopen", options->reopen, "also where the fieldwork was closed");
}

void add_close(Program& program) {
    auto options = std::make_shared<DeployArguments>();
    Arguments command =
        program.add("close",
                    "end the fieldwork: first the form is given out no more, then it is over",
                    "mtm close studies/kazakhstan-2024-r4",
                    [options] { return close_study(*options); });
    command.add_option("DIR", options->directory, "the study's folder").required();
    command.add_flag("--now", options->now, "at once, without waiting for what tablets hold");
}

}  // namespace mtm
