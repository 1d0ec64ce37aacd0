#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "capture/imported.h"
#include "exchange/json_tables.h"
#include "programs/command.h"
#include "programs/landing.h"
#include "programs/terminal.h"
#include "pull/pull.h"
#include "store/clock.h"
#include "store/files.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

struct PullArguments {
    std::string directory;
    std::string url;
    std::string email;
    bool all = false;
};

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

// From the environment, or asked for; never an argument, which other users of the machine can see.
Result<PullCredentials> credentials_for(const PullSource& source, const std::string& email) {
    PullCredentials out;
    out.token = variable("MTM_PULL_TOKEN");
    if (!out.token.empty()) return out;
    if (source.server == PullServer::kobotoolbox) {
        const Secret token = TRY(ask_secretly("Token of " + source.base));
        out.token = token.bytes();
        return out;
    }
    out.email = email.empty() ? variable("MTM_PULL_EMAIL") : email;
    if (out.email.empty()) {
        return Error{"say with --email whose account it is, or put a token into MTM_PULL_TOKEN"};
    }
    out.password = variable("MTM_PULL_PASSWORD");
    if (!out.password.empty()) return out;
    const Secret password = TRY(ask_secretly("Password of " + out.email + " at " + source.base));
    out.password = password.bytes();
    return out;
}

// Puts each page into the study, and keeps how far it is in pull.json.
class Landing final : public PullSink {
public:
    Landing(std::string directory, ServedStudy& study)
        : directory_(std::move(directory)), study_(study) {}

    Status page(const std::string& json) override {
        const std::string name = "page " + std::to_string(++pages_);
        OpenTables tables;
        tables.add(TRY(read_json_tables(json, name)));
        const LandingOptions options{directory_, {}, false, false};
        const LandedInterviews landed = TRY(land(options, study_, tables, name));
        print_diagnostics(landed.diagnostics);
        refused_ = refused_ || has_errors(landed.diagnostics);
        add_counts(counts_, landed.counts);
        return Done{};
    }

    Result<bool> lacks(const std::string& instance_id, const std::string& name) override {
        return lacks_file(study_, instance_id, name);
    }

    Status file(const PulledFile& file) override {
        const std::vector<IncomingFile> files{{file.name, file.content_type, file.bytes}};
        const bool taken = TRY(take_files(study_, file.instance_id, files, present_instant()));
        if (taken) ++files_;
        return Done{};
    }

    Status keep(const PullState& state) override {
        return write_file(state_path(), print_pull_state(state));
    }

    [[nodiscard]] std::string state_path() const { return directory_ + "/pull.json"; }

    [[nodiscard]] const ImportCounts& counts() const { return counts_; }

    [[nodiscard]] int files() const { return files_; }

    [[nodiscard]] bool refused() const { return refused_; }

private:
    const std::string directory_;
    ServedStudy& study_;
    int pages_ = 0;
    int files_ = 0;
    bool refused_ = false;
    ImportCounts counts_;
};

Exit unusable(const Error& error) {
    std::fprintf(stderr, "mtm: %s\n", error.message.c_str());
    return Exit::input_is_wrong;
}

Exit pull_form(const PullArguments& options) {
    const auto source = pull_source(options.url);
    if (!source) return unusable(source.error());
    Exit exit = Exit::done;
    std::optional<ServedStudy> study = study_to_fill(options.directory, exit);
    if (!study) return exit;
    Landing landing(options.directory, *study);
    const std::string form =
        source->base + "/" +
        (source->server == PullServer::kobotoolbox ? source->asset
                                                   : source->project + "/" + source->form);
    PullState state;
    if (!options.all && fs::exists(landing.state_path())) {
        const auto bytes = read_file(landing.state_path());
        if (!bytes) return fail(bytes.error());
        const auto read = read_pull_state(*bytes, form);
        if (!read) return unusable(read.error().in(landing.state_path()));
        state = *read;
    }
    state.url = form;
    keep_memory_private();
    const auto credentials = credentials_for(*source, options.email);
    if (!credentials) return unusable(credentials.error());
    const std::unique_ptr<HttpClient> client = curl_client("mtm");
    const auto wait = [](int seconds) {
        std::fprintf(stderr, "mtm: the server is busy; again in %d s\n", seconds);
        std::this_thread::sleep_for(std::chrono::seconds(seconds));
    };
    const auto pulled = pull(*client, *source, *credentials, wait, state, landing);
    print_counts(landing.counts());
    if (landing.files() > 0) std::printf("%d files\n", landing.files());
    if (!pulled) return fail(pulled.error().in(source->base));
    if (pulled->files_failed > 0) {
        std::fprintf(stderr,
                     "mtm: the server did not give the files of %d interviews or places; --all "
                     "asks for them again\n",
                     pulled->files_failed);
        return Exit::world_failed;
    }
    return landing.refused() ? Exit::input_is_wrong : Exit::done;
}

}  // namespace

void add_pull(Program& program) {
    auto options = std::make_shared<PullArguments>();
    Arguments command =
        program.add("pull",
                    "interviews that are new on a server of KoboToolbox or ODK Central",
                    "mtm pull studies/round-5 https://kf.kobotoolbox.org/#/forms/aBcD",
                    [options] { return pull_form(*options); });
    command.add_option("DIR", options->directory, "the study's folder")
        .required()
        .existing_folder();
    command
        .add_option("URL",
                    options->url,
                    "the form's address, as the browser shows it. The token is asked for, or "
                    "taken from MTM_PULL_TOKEN")
        .required();
    command.add_option("--email",
                       options->email,
                       "account on ODK Central, whose password is asked for, or taken from "
                       "MTM_PULL_PASSWORD");
    command.add_flag("--all", options->all, "everything anew, not only what is new or edited");
}

}  // namespace mtm
