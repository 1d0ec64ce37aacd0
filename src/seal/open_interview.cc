#include "seal/open_interview.h"

#include "base/text.h"
#include "interview/envelope.h"
#include "seal/base64.h"
#include "seal/file_cipher.h"
#include "seal/manifest.h"

namespace mtm {
namespace {

constexpr std::size_t file_key_size = 32;

constexpr std::string_view kept = "What was received is kept as it is.";

class Opener {
public:
    Opener(const std::vector<PrivateKey>& keys,
           const SealedFiles& files,
           const std::string& file_name)
        : keys_(keys), files_(files), file_name_(file_name) {}

    Opening open(std::string_view xml) {
        auto manifest = read_manifest(xml);
        if (!manifest) {
            fail("sealed-manifest",
                 "What stands for the encrypted interview cannot be read: " +
                     manifest.error().message,
                 "Fetch the interview from its tablet once more.");
            return std::move(out_);
        }
        manifest_ = std::move(*manifest);
        if (find_key() && open_files() && is_signed_so() && is_the_same_interview())
            out_.interview = std::move(opened_);
        return std::move(out_);
    }

private:
    void tell(Severity severity, std::string code, std::string message, std::string remedy) {
        out_.diagnostics.push_back({.code = std::move(code),
                                    .severity = severity,
                                    .place = {.file = file_name_,
                                              .sheet = {},
                                              .row = 0,
                                              .column = {},
                                              .interview = manifest_.envelope.instance_id},
                                    .message = std::move(message),
                                    .remedy = std::move(remedy)});
    }

    bool fail(std::string code, std::string message, const std::string& remedy) {
        tell(
            Severity::error, std::move(code), std::move(message), remedy + " " + std::string(kept));
        return false;
    }

    bool find_key() {
        const auto encrypted = bytes_of_base64(manifest_.encrypted_key);
        if (!encrypted)
            return fail("sealed-damaged",
                        "The key of its files is no base64.",
                        "Fetch the interview from its tablet once more.");
        for (const PrivateKey& key : keys_) {
            auto opened = key.decrypt(*encrypted);
            if (!opened) continue;
            if (opened->bytes().size() != file_key_size) {
                return fail("sealed-damaged",
                            "The key of its files has " + std::to_string(opened->bytes().size()) +
                                " bytes; only AES with 32 is known.",
                            "Find out which program encrypted it.");
            }
            key_ = &key;
            file_key_ = std::move(*opened);
            return true;
        }
        return fail("sealed-wrong-key",
                    "No key that was given opens it: it was encrypted for another one.",
                    "Give the private key of its version of the form (“" +
                        manifest_.envelope.version + "”) as a further --key.");
    }

    // All of them in the order of encryption, since each has a vector of its own.
    bool open_files() {
        InitializationVectors vectors(manifest_.envelope.instance_id, file_key_.bytes());
        for (const std::string& name : manifest_.media) {
            std::optional<std::string> plain;
            if (!open_file(name, vectors.next(), Severity::warning, plain)) return false;
            if (!plain) {
                is_whole_ = false;
                continue;
            }
            digests_.push_back({plain_name(name), hexadecimal(md5(*plain))});
            opened_.files.push_back({plain_name(name), std::move(*plain)});
        }
        std::optional<std::string> xml;
        if (!open_file(manifest_.xml_file, vectors.next(), Severity::error, xml)) return false;
        if (!xml) return false;
        digests_.push_back({plain_name(manifest_.xml_file), hexadecimal(md5(*xml))});
        opened_.xml = std::move(*xml);
        return true;
    }

    // False where the interview cannot be opened; `plain` stays absent for a file that is missing.
    bool open_file(const std::string& name,
                   const std::string& vector,
                   Severity if_missing,
                   std::optional<std::string>& plain) {
        const auto bytes = files_(name);
        if (!bytes) {
            return fail("sealed-unreadable",
                        "Its file “" + name + "” cannot be read: " + bytes.error().message,
                        "Mend the disk, or take the study from a backup.");
        }
        if (!*bytes) {
            tell(if_missing,
                 "sealed-file-missing",
                 "Its file “" + name + "” has not arrived" +
                     (if_missing == Severity::error ? ", and its answers are in it."
                                                    : "; its answers have, and are used."),
                 "Have the tablet send its interviews again.");
            return true;
        }
        plain = decrypt_file(**bytes, file_key_.bytes(), vector);
        if (plain) return true;
        return fail(
            "sealed-damaged",
            "Its file “" + name + "” is damaged: it does not end as an encrypted file does.",
            "Have the tablet send the interview again, or take it from a backup.");
    }

    bool is_signed_so() {
        if (manifest_.signature.empty() || !is_whole_) return true;
        const auto encrypted = bytes_of_base64(manifest_.signature);
        const auto digest = encrypted ? key_->decrypt(*encrypted) : std::nullopt;
        if (digest && digest->bytes() == md5(signed_text(manifest_, digests_))) return true;
        if (digest) {
            // A version that is empty is left out by some devices, and by others not.
            Manifest other = manifest_;
            other.has_version = !other.has_version;
            if (manifest_.envelope.version.empty() &&
                digest->bytes() == md5(signed_text(other, digests_)))
                return true;
        }
        return fail("sealed-damaged",
                    "It is not what its device sealed: the signature does not fit its files.",
                    "Have the tablet send the interview again; look for who changed its files.");
    }

    bool is_the_same_interview() {
        const auto inside = read_envelope(opened_.xml);
        if (!inside) {
            return fail("sealed-damaged",
                        "Its answers open to what is no interview. " + inside.error().message,
                        "Have the tablet send the interview again.");
        }
        const Envelope& outside = manifest_.envelope;
        if (inside->instance_id == outside.instance_id && inside->form_id == outside.form_id &&
            inside->version == outside.version && !inside->encrypted)
            return true;
        return fail("sealed-other-interview",
                    "The answers inside belong to another interview, form or version than the "
                    "outside says.",
                    "Find out how it was made: no tablet does so.");
    }

    const std::vector<PrivateKey>& keys_;
    const SealedFiles& files_;
    const std::string& file_name_;
    Manifest manifest_;
    const PrivateKey* key_ = nullptr;
    Secret file_key_;
    bool is_whole_ = true;
    std::vector<FileDigest> digests_;
    OpenedInterview opened_;
    Opening out_;
};

}  // namespace

Opening open_interview(std::string_view manifest,
                       const std::vector<PrivateKey>& keys,
                       const SealedFiles& files,
                       const std::string& file_name) {
    return Opener(keys, files, file_name).open(manifest);
}

}  // namespace mtm
