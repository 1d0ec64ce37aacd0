#include "programs/private_keys.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <map>
#include <set>

#include "programs/terminal.h"
#include "store/files.h"
#include "store/sealed_interviews.h"

namespace mtm {
namespace {

Result<Secret> passphrase_for(const std::string& key,
                              const std::vector<std::string>& files,
                              std::size_t number) {
    if (files.empty()) return ask_secretly("Passphrase of " + key);
    return secret_in_file(files[std::min(number, files.size() - 1)]);
}

void print_found(const std::vector<FoundAtOpening>& found, FoundShown shown) {
    std::map<std::string, std::set<std::string>> interviews;  // by code
    for (const FoundAtOpening& each : found)
        interviews[each.flag.code].insert(each.instance_id);
    if (interviews.empty()) {
        std::fprintf(stderr, "Checked as they were opened: nothing to look at.\n");
        return;
    }
    std::fprintf(stderr, "Checked as they were opened (docs/flags.md):");
    const char* between = " ";
    for (const auto& [code, ids] : interviews) {
        std::fprintf(stderr, "%s%s in %zu", between, code.c_str(), ids.size());
        between = ", ";
    }
    std::fprintf(stderr, "\n");
    if (shown != FoundShown::each) return;
    for (const FoundAtOpening& each : found) {
        std::fprintf(stderr,
                     "%s: %s%s%s%s%s\n",
                     each.instance_id.c_str(),
                     each.flag.code.c_str(),
                     each.flag.question.empty() ? "" : " in ",
                     each.flag.question.c_str(),
                     each.flag.detail.empty() ? "" : ": ",
                     each.flag.detail.c_str());
    }
}

bool need_key(const std::string& directory, const InterviewsRead& read, Exit& exit) {
    std::fprintf(stderr,
                 "mtm: %zu of the interviews in %s are encrypted. Run this on the machine that has "
                 "the private key, with --key FILE; `mtm keys check %s --key FILE` says whether a "
                 "key is the right one.\n",
                 read.sealed.size(),
                 directory.c_str(),
                 directory.c_str());
    exit = Exit::input_is_wrong;
    return false;
}

}  // namespace

void add_key_options(Arguments command, KeyOptions& options) {
    command.add_option("--key", options.keys, "private key of an encrypted study (PEM)").take_all();
    command
        .add_option("--passphrase-file",
                    options.passphrase_files,
                    "its passphrase is the first line; else it is asked for")
        .needs("--key");
    command
        .add_flag("--without-unopened",
                  options.without_unopened,
                  "go on although interviews could not be opened: they are left out")
        .needs("--key");
}

Result<std::vector<PrivateKey>> read_private_keys(const KeyOptions& options) {
    keep_memory_private();
    std::vector<PrivateKey> out;
    std::size_t passphrases = 0;
    for (const std::string& path : options.keys) {
        const Secret pem(TRY(read_file(path)));
        Secret passphrase;
        if (needs_passphrase(pem.bytes()))
            passphrase = TRY(passphrase_for(path, options.passphrase_files, passphrases++));
        auto key = PrivateKey::parse(pem.bytes(), passphrase);
        if (!key) return key.error().in(path);
        out.push_back(std::move(*key));
    }
    return out;
}

bool open_the_sealed(const std::string& directory,
                     const Study& study,
                     const KeyOptions& options,
                     FoundShown shown,
                     InterviewsRead& read,
                     Exit& exit) {
    if (read.sealed.empty()) return true;
    if (options.keys.empty()) return need_key(directory, read, exit);
    const auto keys = read_private_keys(options);
    if (!keys) {
        std::fprintf(stderr, "mtm: %s\n", keys.error().message.c_str());
        exit = Exit::input_is_wrong;
        return false;
    }
    auto opened = open_sealed_interviews(directory, study, read.sealed, *keys);
    if (!opened) {
        exit = fail(opened.error());
        return false;
    }
    std::fprintf(stderr,
                 "%zu encrypted interviews, %zu opened\n",
                 read.sealed.size(),
                 opened->interviews.size());
    print_found(opened->found, shown);
    if (opened->unopened > 0 && options.without_unopened) {
        for (Diagnostic& diagnostic : opened->diagnostics)
            diagnostic.severity = Severity::warning;
    }
    std::ranges::move(opened->diagnostics, std::back_inserter(read.diagnostics));
    std::ranges::move(opened->interviews, std::back_inserter(read.interviews));
    read.uncorrected.merge(opened->uncorrected);
    read.beside.unopened += opened->unopened;
    if (opened->unopened == 0 || options.without_unopened) return true;
    print_diagnostics(read.diagnostics);
    std::fprintf(stderr,
                 "mtm: %d interviews could not be opened, and figures of the rest would be taken "
                 "for figures of all. Mend what is said above, or leave them out with "
                 "--without-unopened: every output then says so.\n",
                 opened->unopened);
    exit = Exit::input_is_wrong;
    return false;
}

}  // namespace mtm
