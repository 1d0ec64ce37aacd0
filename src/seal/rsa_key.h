#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "seal/secret.h"

struct evp_pkey_st;

namespace mtm {

struct FreeKey {
    void operator()(evp_pkey_st* key) const;
};

/// The least size of a key, in bits: what the ODK documents recommend. Above the largest a device
/// needs long for nothing.
inline constexpr int least_key_bits = 2048;
inline constexpr int largest_key_bits = 8192;

/// The half of a study's key that every tablet gets: it seals, and opens nothing.
class PublicKey {
public:
    /// Of an X.509 SubjectPublicKeyInfo in base64, as forms carry it (base64RsaPublicKey); with or
    /// without the lines that PEM puts around it. The error is a sentence.
    static Result<PublicKey> parse(std::string_view base64);

    /// As forms carry it.
    [[nodiscard]] const std::string& base64() const { return base64_; }

    [[nodiscard]] int bits() const;

    /// RSA with OAEP (SHA-256, MGF1 with SHA-256; RFC 8017, 7.1.1). `seed`: 32 bytes of chance.
    /// REQUIRES: a message of at most 64 bytes.
    [[nodiscard]] std::string encrypt(std::string_view message, std::string_view seed) const;

private:
    PublicKey() = default;

    std::shared_ptr<evp_pkey_st> key_;
    std::string base64_;
};

/// The half that opens. It is held in the library's own memory, which is overwritten when the value
/// goes. Safe for many threads.
class PrivateKey {
public:
    /// Of a PEM file: PKCS #8 (with or without a passphrase) or the older RSA form. The error is a
    /// sentence that holds nothing of the file.
    static Result<PrivateKey> parse(std::string_view pem, const Secret& passphrase);

    /// The other half, as forms carry it.
    [[nodiscard]] const std::string& public_base64() const { return public_base64_; }

    /// What was encrypted with the other half; absent if it was not. Some devices take SHA-1 for
    /// the mask (MGF1), as Java does where nobody tells it otherwise: both are tried.
    [[nodiscard]] std::optional<Secret> decrypt(std::string_view encrypted) const;

private:
    PrivateKey() = default;

    std::shared_ptr<evp_pkey_st> key_;
    std::string public_base64_;
};

/// Whether a PEM file must be opened with a passphrase.
[[nodiscard]] bool needs_passphrase(std::string_view pem);

/// Whether bytes hold a private key in PEM.
[[nodiscard]] bool holds_private_key(std::string_view bytes);

}  // namespace mtm
