#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "programs/command.h"
#include "programs/key_pair.h"
#include "programs/private_keys.h"
#include "programs/terminal.h"
#include "store/files.h"
#include "store/form_versions.h"
#include "store/sealed_interviews.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t shortest_passphrase = 12;  // as a person's password

struct NewOptions {
    std::string directory;
    std::string out;
    std::string passphrase_file;
    int bits = 3072;
};

struct CheckOptions {
    std::string directory;
    KeyOptions keys;
};

// The study's folder in which a file would lie, or empty.
fs::path study_around(const fs::path& file) {
    for (fs::path at = fs::weakly_canonical(file).parent_path(); !at.empty();
         at = at.parent_path()) {
        if (fs::exists(at / "study.toml")) return at;
        if (at == at.parent_path()) break;
    }
    return {};
}

std::string default_out(const std::string& directory) {
    const fs::path study = fs::weakly_canonical(directory);
    return (study.parent_path() / (study.filename().string() + "-private-key.pem")).string();
}

Result<Secret> new_passphrase(const NewOptions& options) {
    if (!options.passphrase_file.empty()) return secret_in_file(options.passphrase_file);
    Secret first = TRY(ask_secretly("Passphrase for the new private key"));
    if (first.bytes().size() < shortest_passphrase) return first;  // told by who asked
    const Secret second = TRY(ask_secretly("Once more"));
    if (first.bytes() != second.bytes()) return Error{"the two passphrases differ"};
    return first;
}

Exit refuse(const std::string& why) {
    std::fprintf(stderr, "mtm keys new: %s\n", why.c_str());
    return Exit::input_is_wrong;
}

std::string with_public_key(std::string toml, const std::string& key) {
    if (!toml.empty() && !toml.ends_with('\n')) toml += '\n';
    return toml +
           "\n# Tablets encrypt interviews with this key; only the private key opens them.\n"
           "[encryption]\npublic_key = \"" +
           key + "\"\n";
}

void say_what_now(const NewOptions& options, bool deployed) {
    std::printf("private key: %s\npublic key:  %s/study.toml, [encryption]\n",
                options.out.c_str(),
                options.directory.c_str());
    std::fprintf(
        stderr,
        "\n*** WHOEVER LOSES THIS KEY OR ITS PASSPHRASE LOSES EVERY INTERVIEW. Nobody can "
        "make it again. ***\n\n"
        "1. Make two copies of %s now, on two storage devices kept in two places; it can "
        "be printed as well.\n"
        "2. Write the passphrase down and keep it apart from the copies.\n"
        "3. If this machine runs mtm serve, move the key away from it: whoever takes the "
        "server must not have both.\n"
        "4. Try it: mtm keys check %s --key %s\n"
        "5. %s mtm deploy %s: from then on tablets encrypt, and the form can no longer be "
        "filled in a browser.\n",
        options.out.c_str(),
        options.directory.c_str(),
        options.out.c_str(),
        deployed ? "The form in the field does NOT encrypt yet. Raise its version, then" : "Then",
        options.directory.c_str());
}

Exit make_key(NewOptions options) {
    Exit exit = Exit::done;
    const auto study = load_study(options.directory, exit);
    if (!study) return exit;
    if (!study->file.public_key.empty()) {
        return refuse(
            "the study has a public key already. To change it, remove it from study.toml first, "
            "and keep the old private key: it opens the interviews encrypted until now.");
    }
    if (options.out.empty()) options.out = default_out(options.directory);
    if (const fs::path around = study_around(options.out); !around.empty()) {
        return refuse("the private key must not lie in a study's folder (" + around.string() +
                      "): the server and every backup would have it. Name another place with "
                      "--out.");
    }
    if (fs::exists(fs::symlink_status(options.out)))
        return refuse(options.out + " is there already; name another file with --out.");
    const auto deployed = read_deployed_forms(options.directory);
    if (!deployed) return fail(deployed.error());

    keep_memory_private();
    const auto passphrase = new_passphrase(options);
    if (!passphrase) return refuse(passphrase.error().message);
    if (passphrase->bytes().size() < shortest_passphrase)
        return refuse("a passphrase has at least 12 characters.");
    const auto pem = new_private_key(options.bits, *passphrase);
    if (!pem) return fail(pem.error());
    const auto key = PrivateKey::parse(pem->bytes(), *passphrase);
    if (!key) return fail(key.error().in("reading the new key back"));

    const std::string toml = options.directory + "/study.toml";
    const auto before = read_file(toml);
    if (!before) return fail(before.error());
    if (const Status written = write_private_key(options.out, *pem); !written)
        return fail(written.error());
    const Status told = write_file(toml, with_public_key(*before, key->public_base64()));
    if (!told) return fail(told.error().in("the private key is written, the public key is not"));
    say_what_now(options, !deployed->empty());
    return Exit::done;
}

// Which version of the form each key belongs to. True if one belongs to the newest.
bool say_whose(const Study& study,
               const std::vector<DeployedForm>& deployed,
               const CheckOptions& options,
               const std::vector<PrivateKey>& keys) {
    const auto owner = [&](const std::string& public_key) -> std::string {
        if (public_key.empty()) return "not encrypted";
        const auto at = std::ranges::find(keys, public_key, &PrivateKey::public_base64);
        if (at == keys.end()) return "ANOTHER KEY";
        return options.keys.keys[static_cast<std::size_t>(at - keys.begin())];
    };
    for (const DeployedForm& form : deployed)
        std::printf("version %s: %s\n", form.version.c_str(), owner(form.public_key).c_str());
    const std::string& next = study.file.public_key;
    std::printf("study.toml and questionnaire: %s\n", owner(next).c_str());
    const auto fits = [&](const std::string& key) {
        return key.empty() ||
               std::ranges::find(keys, key, &PrivateKey::public_base64) != keys.end();
    };
    return fits(next) && std::ranges::all_of(deployed, fits, &DeployedForm::public_key);
}

Exit check_key(const CheckOptions& options) {
    Exit exit = Exit::done;
    const auto study = load_study(options.directory, exit);
    if (!study) return exit;
    const auto deployed = read_deployed_forms(options.directory);
    if (!deployed) return fail(deployed.error());
    const auto keys = read_private_keys(options.keys);
    if (!keys) {
        std::fprintf(stderr, "mtm: %s\n", keys.error().message.c_str());
        return Exit::input_is_wrong;
    }
    if (!say_whose(*study, *deployed, options, *keys)) exit = Exit::input_is_wrong;
    const auto read = read_interviews(options.directory, *study, InterviewKind::real);
    if (!read) return fail(read.error());
    const auto opened = open_sealed_interviews(options.directory, *study, read->sealed, *keys);
    if (!opened) return fail(opened.error());
    print_diagnostics(opened->diagnostics);
    std::printf("%zu encrypted interviews, %zu open; %zu came unencrypted\n",
                read->sealed.size(),
                opened->interviews.size(),
                read->interviews.size());
    return opened->unopened > 0 ? Exit::input_is_wrong : exit;
}

}  // namespace

void add_keys(Program& program) {
    Program keys = program.group("keys", "keys of studies whose interviews are encrypted");

    auto make = std::make_shared<NewOptions>();
    Arguments fresh =
        keys.add("new",
                 "make a key pair for a study",
                 "mtm keys new studies/kazakhstan-2024-r4 --out /media/stick/r4-key.pem",
                 [make] { return make_key(*make); });
    fresh.add_option("DIR", make->directory, "the study's folder").required();
    fresh.add_option("--out", make->out, "where the private key goes; beside DIR unless given");
    fresh.add_option("--passphrase-file",
                     make->passphrase_file,
                     "the passphrase is its first line; else it is asked for");
    fresh.add_option("--bits", make->bits, "size of the key")
        .one_of(std::vector<int>{2048, 3072, 4096})
        .show_default();

    auto check = std::make_shared<CheckOptions>();
    Arguments tried =
        keys.add("check",
                 "does a key open this study's interviews?",
                 "mtm keys check studies/kazakhstan-2024-r4 --key /media/stick/r4-key.pem",
                 [check] { return check_key(*check); });
    tried.add_option("DIR", check->directory, "the study's folder").required();
    tried.add_option("--key", check->keys.keys, "the private key (PEM)").required().take_all();
    tried.add_option("--passphrase-file",
                     check->keys.passphrase_files,
                     "its passphrase is the first line; else it is asked for");
}

}  // namespace mtm
