#include "store/sha256.h"

#include <openssl/evp.h>

#include "base/result.h"

namespace mtm {

std::string sha256(std::string_view bytes) {
    std::string digest(32, '\0');
    unsigned int length = 0;
    const int hashed = ::EVP_Digest(bytes.data(),
                                    bytes.size(),
                                    reinterpret_cast<unsigned char*>(digest.data()),
                                    &length,
                                    ::EVP_sha256(),
                                    nullptr);
    CHECK(hashed == 1 && length == digest.size());
    return digest;
}

std::string hexadecimal(std::string_view bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

}  // namespace mtm
