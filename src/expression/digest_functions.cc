// digest(), base64-decode() and extract-signed(), on libcrypto.
#include <array>
#include <cstdint>
#include <memory>

#include <openssl/evp.h>

#include "base/text.h"
#include "expression/call.h"

namespace mtm {
namespace {

// White space and what is no digit of base64 is passed over; padding is not asked for.
std::string from_base64(std::string_view text) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    int held = 0;
    for (const char c : text) {
        const std::size_t digit = alphabet.find(c);
        if (digit == std::string_view::npos) continue;
        bits = (bits << 6U | static_cast<unsigned>(digit)) & 0xFFFFU;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> static_cast<unsigned>(held) & 0xFFU);
    }
    return out;
}

std::string to_base64(const unsigned char* bytes, std::size_t size) {
    std::string out(4 * ((size + 2) / 3) + 1, '\0');  // EVP_EncodeBlock ends with a null
    const int written = EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(out.data()), bytes, static_cast<int>(size));
    out.resize(static_cast<std::size_t>(written));
    return out;
}

const EVP_MD* algorithm_of(std::string_view name) {
    if (name == "MD5") return EVP_md5();
    if (name == "SHA-1") return EVP_sha1();
    if (name == "SHA-256") return EVP_sha256();
    if (name == "SHA-384") return EVP_sha384();
    if (name == "SHA-512") return EVP_sha512();
    return nullptr;
}

// digest(text, algorithm, encoding): of the text's UTF-8; base64 unless hex is asked for.
Value digest(const FunctionCall& call) {
    const std::string text = call.text(0);
    const EVP_MD* algorithm = algorithm_of(call.text(1));
    const std::string encoding = call.size() > 2 ? lower_ascii(call.text(2)) : "base64";
    if (algorithm == nullptr) return std::string();
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), bytes.data(), &size, algorithm, nullptr) != 1)
        return std::string();
    if (encoding == "hex") return hexadecimal({reinterpret_cast<const char*>(bytes.data()), size});
    return encoding == "base64" ? to_base64(bytes.data(), size) : std::string();
}

Value base64_decode(const FunctionCall& call) {
    return from_base64(call.text(0));
}

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

bool is_signed_by(std::string_view message, std::string_view signature, std::string_view key) {
    const std::unique_ptr<EVP_PKEY, FreeKey> public_key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(key), key.size()));
    const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
    if (public_key == nullptr || context == nullptr) return false;
    return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, public_key.get()) == 1 &&
           EVP_DigestVerify(context.get(),
                            bytes_of(signature),
                            signature.size(),
                            bytes_of(message),
                            message.size()) == 1;
}

// extract-signed(text, key), both in base64: 64 bytes of an Ed25519 signature and then the message,
// which is given if the signature is that key's, else nothing.
Value extract_signed(const FunctionCall& call) {
    constexpr std::size_t signature_size = 64;
    const std::string bytes = from_base64(call.text(0));
    const std::string key = from_base64(call.text(1));
    if (bytes.size() < signature_size) return std::string();
    const std::string_view signature(bytes.data(), signature_size);
    const std::string message = bytes.substr(signature_size);
    return is_signed_by(message, signature, key) ? message : std::string();
}

constexpr Implementation digest_table[] = {
    {"base64-decode", base64_decode},
    {"digest", digest},
    {"extract-signed", extract_signed},
};

}  // namespace

std::span<const Implementation> digest_functions() {
    return digest_table;
}

}  // namespace mtm
