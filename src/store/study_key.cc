#include "store/study_key.h"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "seal/rsa_key.h"
#include "store/files.h"
#include "study/public_key.h"
#include "study/study_file.h"

namespace mtm {

namespace fs = std::filesystem;

Status take_study_key(const std::string& toml_path, DefinedForm& form) {
    std::string own;
    if (fs::exists(toml_path))
        own = read_study_file(TRY(read_file(toml_path)), {}, toml_path).file.public_key;
    const Place place = place_of_public_key(own, toml_path, form);
    std::ranges::move(take_public_key(own, toml_path, form), std::back_inserter(form.diagnostics));
    std::ranges::move(mistakes_in_public_key(form.definition.public_key, place),
                      std::back_inserter(form.diagnostics));
    return Done{};
}

Diagnostics mistakes_in_public_key(const std::string& key, const Place& place) {
    if (key.empty()) return {};
    const auto parsed = PublicKey::parse(key);
    if (parsed) return {};
    return {{.code = "bad-public-key",
             .severity = Severity::error,
             .place = place,
             .message = "The public key encrypts nothing. " + parsed.error().message,
             .remedy = "Copy it again whole, or let `mtm keys new` make one."}};
}

Diagnostics private_keys_in(const std::string& directory) {
    constexpr std::uintmax_t largest = 64'000;
    Diagnostics out;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
        if (!entry.is_regular_file(error) || entry.file_size(error) > largest) continue;
        const auto bytes = read_file(entry.path().string());
        if (!bytes || !holds_private_key(*bytes)) continue;
        Place place;
        place.file = entry.path().string();
        out.push_back({.code = "private-key-in-study",
                       .severity = Severity::error,
                       .place = place,
                       .message = "A private key lies in the folder of an encrypted study: the "
                                  "server and every backup have it.",
                       .remedy = "Move it away from here and from every copy of the folder, to "
                                 "where only those who may read the interviews can open it."});
    }
    return out;
}

}  // namespace mtm
