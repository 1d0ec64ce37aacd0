#include "capture/secrets.h"

#include <array>

#include <openssl/evp.h>
#include <sodium.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "base/bytes.h"
#include "base/text.h"
#include "store/sha256.h"

namespace mtm {
namespace {

// Letters and digits without those that are read for each other (i l o 0 1).
constexpr std::string_view clear_letters = "abcdefghjkmnpqrstuvwxyz23456789";

void start_sodium() {
    static const int started = sodium_init();
    CHECK(started >= 0);
}

std::optional<std::string> decode(std::string_view text, int variant) {
    std::string out(text.size(), '\0');
    std::size_t length = 0;
    if (sodium_base642bin(data_of(out),
                          out.size(),
                          text.data(),
                          text.size(),
                          nullptr,
                          &length,
                          nullptr,
                          variant) != 0) {
        return std::nullopt;
    }
    out.resize(length);
    return out;
}

std::string clear_text(const Service& service, std::size_t length) {
    // The largest multiple of the number of letters: beyond it the first letters would be likelier.
    constexpr std::size_t fair = 256 / clear_letters.size() * clear_letters.size();
    std::string out;
    while (out.size() < length) {
        for (const char c : service.random_bytes(length)) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte < fair && out.size() < length) {
                out += clear_letters[byte % clear_letters.size()];
            }
        }
    }
    return out;
}

std::string normalised(std::string_view password) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(error);
    if (U_FAILURE(error)) return std::string(password);
    const icu::UnicodeString text =
        nfkc->normalize(icu::UnicodeString::fromUTF8(
                            icu::StringPiece(password.data(), static_cast<int>(password.size()))),
                        error);
    std::string out;
    if (U_FAILURE(error)) return std::string(password);
    text.toUTF8String(out);
    return out;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
    return hexadecimal(sha256(bytes));
}

std::string md5_hex(std::string_view bytes) {
    std::string out(16, '\0');
    unsigned int length = 0;
    CHECK(EVP_Digest(bytes.data(), bytes.size(), data_of(out), &length, EVP_md5(), nullptr) == 1);
    return hexadecimal(out);
}

std::string base64url(std::string_view bytes) {
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string out(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
    sodium_bin2base64(out.data(), out.size(), data_of(bytes), bytes.size(), variant);
    out.pop_back();
    return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
    return decode(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<std::string> from_base64(std::string_view text) {
    return decode(text, sodium_base64_VARIANT_ORIGINAL);
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string derived_key(const Service& service, std::string_view purpose) {
    start_sodium();
    std::string out(32, '\0');
    crypto_generichash(data_of(out),
                       out.size(),
                       data_of(purpose),
                       purpose.size(),
                       service.secret.data(),
                       service.secret.size());
    return out;
}

std::string signature(const Service& service, std::string_view purpose, std::string_view text) {
    const std::string key = derived_key(service, purpose);
    std::string out(16, '\0');
    crypto_generichash(
        data_of(out), out.size(), data_of(text), text.size(), data_of(key), key.size());
    return out;
}

std::string new_token(const Service& service) {
    return base64url(service.random_bytes(32));
}

std::string new_device_password(const Service& service) {
    return clear_text(service, 20);
}

std::string new_suffix(const Service& service, std::size_t length) {
    return clear_text(service, length);
}

std::string digest_ha1(std::string_view name, std::string_view realm, std::string_view password) {
    std::string text(name);
    text.append(":").append(realm).append(":").append(password);
    return md5_hex(text);
}

std::string seal(const Service& service, std::string_view plain) {
    const std::string key = derived_key(service, "seal");
    const std::string nonce = service.random_bytes(crypto_secretbox_NONCEBYTES);
    CHECK(nonce.size() == crypto_secretbox_NONCEBYTES);
    std::string box(plain.size() + crypto_secretbox_MACBYTES, '\0');
    crypto_secretbox_easy(data_of(box), data_of(plain), plain.size(), data_of(nonce), data_of(key));
    return base64url(nonce + box);
}

std::optional<std::string> unseal(const Service& service, std::string_view sealed) {
    const std::optional<std::string> bytes = from_base64url(sealed);
    constexpr std::size_t head = crypto_secretbox_NONCEBYTES;
    if (!bytes || bytes->size() < head + crypto_secretbox_MACBYTES) return std::nullopt;
    const std::string key = derived_key(service, "seal");
    const std::string_view box = std::string_view(*bytes).substr(head);
    std::string plain(box.size() - crypto_secretbox_MACBYTES, '\0');
    if (crypto_secretbox_open_easy(
            data_of(plain), data_of(box), box.size(), data_of(*bytes), data_of(key)) != 0) {
        return std::nullopt;
    }
    return plain;
}

Result<std::string> hash_password(const PasswordCost& cost, std::string_view password) {
    start_sodium();
    const std::string text = normalised(password);
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str_alg(out.data(),
                              text.data(),
                              text.size(),
                              cost.operations,
                              cost.memory_bytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return Error{"there is not enough memory to hash a password"};
    }
    return std::string(out.data());
}

bool verify_password(const std::string& hash, std::string_view password) {
    start_sodium();
    const std::string text = normalised(password);
    return crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) == 0;
}

bool needs_new_hash(const PasswordCost& cost, const std::string& hash) {
    return crypto_pwhash_str_needs_rehash(hash.c_str(), cost.operations, cost.memory_bytes) != 0;
}

}  // namespace mtm
