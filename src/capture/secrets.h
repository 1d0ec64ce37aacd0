#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "capture/service.h"

namespace mtm {

// Everything secret that the server makes, hashes, seals or compares. What is kept at rest is
// never a secret itself: passwords of people as argon2id, tokens (256 bits of chance) as SHA-256,
// the HA1 of a device's credential sealed with a key that lies outside the database.

/// Lower-case hexadecimal.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);
[[nodiscard]] std::string md5_hex(std::string_view bytes);

/// Base64 for addresses, without padding; the reverse is absent for what is none.
[[nodiscard]] std::string base64url(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);
/// Plain base64 as HTTP Basic writes it.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

/// Takes as long for a wrong first letter as for a wrong last one.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

/// 32 bytes derived from Service::secret, different for each purpose.
[[nodiscard]] std::string derived_key(const Service& service, std::string_view purpose);

/// The first 16 bytes of a keyed hash: only this server can make it.
[[nodiscard]] std::string signature(const Service& service,
                                    std::string_view purpose,
                                    std::string_view text);

/// 43 characters of a URL: 256 bits of chance.
[[nodiscard]] std::string new_token(const Service& service);

/// 20 letters and digits that are not mistaken for each other: 99 bits of chance.
[[nodiscard]] std::string new_device_password(const Service& service);

/// `length` of the same letters and digits: for names that must differ, not for secrets.
[[nodiscard]] std::string new_suffix(const Service& service, std::size_t length);

/// RFC 2617's H(user:realm:password).
[[nodiscard]] std::string digest_ha1(std::string_view name,
                                     std::string_view realm,
                                     std::string_view password);

/// Encrypted and signed with the server's own key, as text; opened only by the same key.
[[nodiscard]] std::string seal(const Service& service, std::string_view plain);
[[nodiscard]] std::optional<std::string> unseal(const Service& service, std::string_view sealed);

/// argon2id in libsodium's text form, of the password as Unicode sees it (NFKC: the same letters
/// typed on another keyboard are the same password). An error if memory does not suffice.
[[nodiscard]] Result<std::string> hash_password(const PasswordCost& cost,
                                                std::string_view password);
[[nodiscard]] bool verify_password(const std::string& hash, std::string_view password);
[[nodiscard]] bool needs_new_hash(const PasswordCost& cost, const std::string& hash);

}  // namespace mtm
