#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "programs/backups_told.h"
#include "programs/command.h"
#include "programs/private_keys.h"
#include "store/backup_register.h"
#include "store/clock.h"
#include "store/sha256.h"
#include "store/withdrawing.h"

namespace mtm {
namespace {

struct WithdrawArguments {
    std::string directory;
    std::string code;
    std::vector<std::string> interviews;
    std::string reason = "respondent";
    std::string by = "mtm withdraw";
    bool all = false;
    bool only_check = false;
    std::vector<std::string> backups;
    KeyOptions keys;
};

// The interviews of a kind whose card has the code; encrypted ones are opened for it.
std::optional<std::vector<std::string>> with_code(const WithdrawArguments& options,
                                                  const Study& study,
                                                  InterviewKind kind,
                                                  Exit& exit) {
    auto read = read_interviews(options.directory, study, kind);
    if (!read) {
        exit = fail(read.error());
        return std::nullopt;
    }
    if (!open_the_sealed(options.directory, study, options.keys, FoundShown::counts, *read, exit)) {
        return std::nullopt;
    }
    const int question = study.questionnaire.find(study.file.withdrawal.code);
    return interviews_with_code(*read, question, options.code);
}

// What --code means; nothing, with `exit` set, where it cannot be looked for.
std::vector<std::string> ids_of_code(const WithdrawArguments& options, Exit& exit) {
    const auto study = load_study(options.directory, exit);
    if (!study) return {};
    if (study->file.withdrawal.code.empty()) {
        std::fprintf(stderr,
                     "mtm: study.toml does not say in which question the code on the card stands. "
                     "Write, for example,\n[withdrawal]\ncode = \"card_code\"\n");
        exit = Exit::input_is_wrong;
        return {};
    }
    for (const InterviewKind kind : {InterviewKind::real, InterviewKind::rehearsed}) {
        const auto found = with_code(options, *study, kind, exit);
        if (!found || !found->empty()) return found.value_or(std::vector<std::string>());
    }
    std::fprintf(stderr,
                 "mtm: no interview has the code “%s”. It may not have been sent yet: ask the "
                 "enumerators whose tablets still hold interviews, and run this again.\n",
                 options.code.c_str());
    exit = Exit::input_is_wrong;
    return {};
}

std::string described(const WithdrawalTarget& target, const std::string& id) {
    std::string out = id;
    if (!target.enumerator.empty()) out += ", enumerator " + target.enumerator;
    if (!target.sender.empty()) out += ", sent by " + target.sender;
    for (const std::string& file : target.files)
        out += ", " + file;
    return out;
}

bool refuse_several(const WithdrawArguments& options,
                    const std::vector<std::string>& ids,
                    const std::vector<WithdrawalTarget>& targets) {
    if (ids.size() < 2 || options.all || options.code.empty()) return false;
    std::fprintf(stderr,
                 "mtm: %zu interviews have this code: a back-check of the same person, or somebody "
                 "else's card typed wrongly. Nothing was erased. Say --all, or --interview ID:\n",
                 ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        std::fprintf(stderr, "  %s\n", described(targets[i], ids[i]).c_str());
    return true;
}

std::vector<ListedWithdrawal> rows_of(const WithdrawArguments& options,
                                      const std::vector<WithdrawalTarget>& targets,
                                      const std::vector<std::string>& set_aside) {
    std::vector<ListedWithdrawal> out;
    const std::string now = utc_now();
    for (const WithdrawalTarget& target : targets) {
        for (const std::string& id : target.instance_ids) {
            out.push_back({.hash = sha256(id),
                           .in_file = target.received == 0 && !target.files.empty(),
                           .at = now,
                           .by = options.by,
                           .reason = options.reason});
        }
    }
    for (const std::string& hash : set_aside) {
        out.push_back({.hash = hash, .at = now, .by = options.by, .reason = options.reason});
    }
    return out;
}

void say_erased(const FolderErasure& erased, std::size_t interviews) {
    std::printf("%zu interview%s erased", interviews, interviews == 1 ? "" : "s");
    std::printf(
        "%s: answers of every state, files, audit log, reviews, corrections and the values "
        "before them, what was set aside.\n",
        erased.by_server ? " by the server that holds the study" : "");
    if (erased.interview_files > 0) {
        std::printf("%d files of interviews/ or rehearsal/ erased, and %d files beside them.\n",
                    erased.interview_files,
                    erased.files_with_them);
    }
    if (erased.correction_rows > 0)
        std::printf("%d rows of corrections.csv erased.\n", erased.correction_rows);
    if (erased.outputs > 0) {
        std::printf("%d files of out/ erased: make them again, they are without it.\n",
                    erased.outputs);
        std::printf(
            "If they were handed on: whoever kept them can subtract the new numbers and records "
            "from the old ones, and learn what so few people had answered. `mtm publish` and `mtm "
            "release` compare with what was published, and refuse until more has changed.\n");
    }
    std::printf(
        "A hash stays in withdrawals.csv, which names nobody: the interview is not taken in "
        "again, also if a tablet sends it or a backup is restored.\n");
}

void say_still_to_do(const std::vector<LeftBehind>& left) {
    for (const LeftBehind& each : left) {
        std::printf(each.why == Searched::found
                        ? "TO DO: %s still names it: remove it there.\n"
                        : "TO DO: %s cannot be searched: look whether it holds answers.\n",
                    each.path.c_str());
    }
    std::printf(
        "TO DO, where this program cannot reach: the tablet it was filled in on (delete the sent "
        "form), paper questionnaires and lists of names, files that were exported or mailed, the "
        "study of its back-check, other servers it was pulled from, and the copy on the machine "
        "where figures are made.\n"
        "What was released stays as it was, without names; what is released next is without it "
        "(`mtm release --erratum`).\n");
}

std::vector<std::string> texts_of(const WithdrawArguments& options,
                                  const std::vector<WithdrawalTarget>& targets) {
    std::vector<std::string> out;
    for (const WithdrawalTarget& target : targets)
        out.insert(out.end(), target.instance_ids.begin(), target.instance_ids.end());
    if (options.code.size() >= 4) out.push_back(options.code);  // shorter ones stand everywhere
    return out;
}

Exit erase(const WithdrawArguments& options, const std::vector<WithdrawalTarget>& targets) {
    const auto set_aside = set_aside_with(options.directory, texts_of(options, targets));
    if (!set_aside) return fail(set_aside.error());
    if (const Status listed = add_to_withdrawal_list(withdrawal_list_in(options.directory),
                                                     rows_of(options, targets, *set_aside));
        !listed) {
        return fail(listed.error());
    }
    const auto erased = erase_withdrawn(options.directory);
    if (!erased) return fail(erased.error());
    say_erased(*erased, targets.size());
    if (const Status listed = list_stored_withdrawals(options.directory, utc_now()); !listed)
        return fail(listed.error());
    const auto backups = rewrite_backups(options.directory, options.backups);
    if (!backups) return fail(backups.error());
    const Exit exit = say_of_backups(*backups, backup_term(options.directory));
    const auto left = still_named(options.directory, texts_of(options, targets));
    if (!left) return fail(left.error());
    say_still_to_do(*left);
    return exit;
}

// Nobody new: what is listed is erased wherever it still is.
Exit erase_listed(const WithdrawArguments& options) {
    const auto erased = erase_withdrawn(options.directory);
    if (!erased) return fail(erased.error());
    if (const Status listed = list_stored_withdrawals(options.directory, utc_now()); !listed)
        return fail(listed.error());
    const auto backups = rewrite_backups(options.directory, options.backups);
    if (!backups) return fail(backups.error());
    for (const std::string& path : backups->already)
        std::printf("backup %s: it is without them already\n", path.c_str());
    return say_of_backups(*backups, backup_term(options.directory));
}

Exit withdraw(const WithdrawArguments& options) {
    if (options.code.empty() == options.interviews.empty()) {
        if (options.code.empty() && !options.backups.empty()) return erase_listed(options);
        std::fprintf(stderr, "mtm: say whom: --code CODE, or --interview ID\n");
        return Exit::wrong_usage;
    }
    Exit exit = Exit::done;
    const std::vector<std::string> ids =
        options.code.empty() ? options.interviews : ids_of_code(options, exit);
    if (exit != Exit::done) return exit;
    std::vector<WithdrawalTarget> targets;
    for (const std::string& id : ids) {
        auto target = find_for_withdrawal(options.directory, id);
        if (!target) return fail(target.error());
        if (target->instance_ids.empty()) {
            std::fprintf(stderr,
                         "mtm: this study has no interview %s; nothing was erased. If it was "
                         "withdrawn before, it is gone.\n",
                         id.c_str());
            return Exit::input_is_wrong;
        }
        targets.push_back(std::move(*target));
    }
    if (refuse_several(options, ids, targets)) return Exit::input_is_wrong;
    if (!options.only_check) return erase(options, targets);
    for (std::size_t i = 0; i < ids.size(); ++i)
        std::printf("would be erased: %s\n", described(targets[i], ids[i]).c_str());
    return Exit::done;
}

}  // namespace

void add_withdraw(Program& program) {
    auto options = std::make_shared<WithdrawArguments>();
    Arguments command = program.add(
        "withdraw",
        "erase a respondent's interview everywhere, backups too; also while the study is served",
        "mtm withdraw studies/round-5 --code K7-2291",
        [options] { return withdraw(*options); });
    command.add_option("DIR", options->directory, "the study's folder")
        .required()
        .existing_folder();
    command.add_option("--code",
                       options->code,
                       "the code on the respondent's card ([withdrawal] code names the question)");
    command.add_option("--interview", options->interviews, "an instanceID; several if need be")
        .take_all();
    command.add_option("--reason", options->reason, "why; the only words kept of it")
        .one_of(withdrawal_reasons())
        .show_default();
    command.add_option("--by", options->by, "who carries it out; never whom it concerns")
        .show_default();
    command.add_flag("--all", options->all, "all interviews that have the code");
    command
        .add_option("--backup",
                    options->backups,
                    "a backup that was moved since it was made: it is rewritten too")
        .existing_file()
        .take_all();
    command.add_flag("--dry-run", options->only_check, "say what would be erased");
    add_key_options(command, options->keys);
}

}  // namespace mtm
