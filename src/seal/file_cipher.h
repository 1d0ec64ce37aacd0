#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace mtm {

/// The initialization vectors of one interview's files (ODK XForms, Encryption): MD5 of instanceID
/// and key, in which byte n mod 16 grows by one before file n.
class InitializationVectors {
public:
    InitializationVectors(std::string_view instance_id, std::string_view key);

    /// That of the next file, in the order in which they were encrypted. 16 bytes.
    std::string next();

private:
    std::string seed_;
    std::size_t files_ = 0;
};

/// AES-256 in cipher feedback of 128 bits, with the padding of PKCS #7, which that mode would not
/// need. REQUIRES: a key of 32 bytes, a vector of 16.
[[nodiscard]] std::string encrypt_file(std::string_view plain,
                                       std::string_view key,
                                       std::string_view vector);

/// Absent where the padding is not one: another key or vector, or bytes were changed or lost.
[[nodiscard]] std::optional<std::string> decrypt_file(std::string_view encrypted,
                                                      std::string_view key,
                                                      std::string_view vector);

/// 16 bytes. What the format asks for; it protects nothing here.
[[nodiscard]] std::string md5(std::string_view bytes);

}  // namespace mtm
