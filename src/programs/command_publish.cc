#include <cstdio>
#include <filesystem>
#include <memory>

#include "attack/attack_page.h"
#include "programs/command.h"
#include "programs/open_publication.h"
#include "store/published.h"

namespace mtm {
namespace {

struct PublishArguments {
    PublishWish wish;
    std::string out;
};

// Publications list what they hold.
bool holds_something_else(const std::string& folder) {
    namespace fs = std::filesystem;
    std::error_code unreadable;
    if (!fs::exists(folder, unreadable) || fs::is_empty(folder, unreadable)) return false;
    return !fs::exists(folder + "/CHECKSUMS.sha256", unreadable) &&
           !fs::exists(folder + "/data/CHECKSUMS.sha256", unreadable);
}

// A folder is exchanged whole: of an earlier publication nothing stays, for somebody in it may have
// withdrawn.
Status write_folder(const std::string& folder, const std::vector<FileOut>& files) {
    if (files.empty()) return Done{};
    if (holds_something_else(folder))
        return Error{folder +
                     " holds what no publication left there, and would be replaced whole: move it "
                     "away, or write elsewhere with --out"};
    TRY(replace_folder(folder, files));
    for (const FileOut& file : files)
        std::printf("%s/%s\n", folder.c_str(), file.name.c_str());
    return Done{};
}

// Kept before anything is written: what is compared too much does no harm.
Status keep(const PublishWish& wish, const OpenPublication& made) {
    if (!made.may_be_written() || made.kept.empty()) return Done{};
    if (wish.unseen) TRY(forget_publications(wish.directory));
    return keep_publication(wish.directory, made.kept);
}

Status write(const std::string& folder, const OpenPublication& made) {
    for (const FileOut& file : made.for_team) {
        TRY(write_file(folder + "/" + file.name, file.bytes));
        std::printf("%s/%s\n", folder.c_str(), file.name.c_str());
    }
    if (!made.may_be_written()) return Done{};
    TRY(write_folder(folder + "/public", made.open));
    return write_folder(folder + "/restricted", made.restricted);
}

void tell_attack(bool everything, const AttackReport& report) {
    if (everything || report.succeeded()) {
        for (const std::string& line : attack_lines(report))
            std::fprintf(stderr, "%s\n", line.c_str());
    } else {
        std::fprintf(stderr, "Attacked by what is to be public: nobody found. attack.html\n");
    }
}

Exit publish(const PublishArguments& options) {
    Exit exit = Exit::done;
    if (options.wish.plan && options.wish.attack) {
        return wrong_usage(
            "--plan publishes nothing that could be attacked: say --plan or --attack, "
            "not both");
    }
    const auto made = make_open_publication(options.wish, exit);
    if (!made) return exit;
    const std::string folder = options.out.empty() ? options.wish.directory + "/out" : options.out;
    if (made->attack) tell_attack(options.wish.attack, *made->attack);
    if (const Status kept = keep(options.wish, *made); !kept) return fail(kept.error());
    if (const Status written = write(folder, *made); !written) return fail(written.error());
    if (!made->no_way.empty()) {
        fail(Error{"no plan reaches what study.toml asks for: " + made->no_way +
                   "; nothing was published. risk.html says who is at risk, and what to do"});
        return Exit::input_is_wrong;
    }
    if (!made->may_be_written()) {
        fail(Error{"the attack succeeded: nothing was published; what was before stays as it is"});
        return Exit::input_is_wrong;
    }
    for (const std::string& gap : made->gaps)
        std::fprintf(stderr, "%s\n", gap.c_str());
    return Exit::done;
}

}  // namespace

void add_publish(Program& program) {
    auto options = std::make_shared<PublishArguments>();
    Arguments command = program.add("publish",
                                    "protected open data, dashboard and what describes them",
                                    "mtm publish studies/kazakhstan-2024-r4 --rehearsal",
                                    [options] { return publish(*options); });
    command.add_option("DIR", options->wish.directory, "the study's folder").required();
    command.add_option("--out", options->out, "folder to write to; DIR/out unless given");
    command.add_flag(
        "--rehearsal", options->wish.rehearsal, "publish invented interviews, marked so");
    command.add_flag(
        "--plan", options->wish.plan, "say how records are protected; publish nothing");
    command.add_flag("--attack",
                     options->wish.attack,
                     "tell how the attack on it went, and whether one succeeds without secondary "
                     "suppression");
    command.add_flag("--unseen",
                     options->wish.unseen,
                     "what was published before and not released was given to nobody: it is "
                     "forgotten, and not compared with");
    add_key_options(command, options->wish.keys);
}

}  // namespace mtm
