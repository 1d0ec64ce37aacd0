#include "seal/file_cipher.h"

#include <algorithm>
#include <memory>

#include <openssl/evp.h>

#include "base/bytes.h"
#include "base/result.h"
#include "seal/secret.h"

namespace mtm {
namespace {

constexpr std::size_t block_size = 16;

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

enum class Direction { decrypt = 0, encrypt = 1 };

// As long as what goes in. Files are far below the 2 GB that the library's int can count.
std::string run(std::string_view input,
                std::string_view key,
                std::string_view vector,
                Direction direction) {
    CHECK(key.size() == 32 && vector.size() == block_size);
    const std::unique_ptr<EVP_CIPHER_CTX, FreeCipher> context(EVP_CIPHER_CTX_new());
    std::string out(input.size(), '\0');
    CHECK(context != nullptr && EVP_CipherInit_ex(context.get(),
                                                  EVP_aes_256_cfb128(),
                                                  nullptr,
                                                  data_of(key),
                                                  data_of(vector),
                                                  static_cast<int>(direction)) == 1);
    constexpr std::size_t step = std::size_t{1} << 30U;
    for (std::size_t at = 0; at < input.size(); at += step) {
        int written = 0;
        const std::size_t size = std::min(step, input.size() - at);
        CHECK(EVP_CipherUpdate(context.get(),
                               data_of(out) + at,
                               &written,
                               data_of(input) + at,
                               static_cast<int>(size)) == 1);
    }
    return out;
}

}  // namespace

InitializationVectors::InitializationVectors(std::string_view instance_id, std::string_view key) {
    std::string source;
    source.reserve(instance_id.size() + key.size());
    source.append(instance_id).append(key);
    seed_ = md5(source);
    wipe(source);
}

std::string InitializationVectors::next() {
    char& byte = seed_[files_++ % block_size];
    byte = static_cast<char>(static_cast<unsigned char>(byte) + 1U);
    return seed_;
}

std::string encrypt_file(std::string_view plain, std::string_view key, std::string_view vector) {
    const std::size_t padding = block_size - plain.size() % block_size;
    std::string padded(plain);
    padded.append(padding, static_cast<char>(padding));
    std::string out = run(padded, key, vector, Direction::encrypt);
    return out;
}

std::optional<std::string> decrypt_file(std::string_view encrypted,
                                        std::string_view key,
                                        std::string_view vector) {
    if (encrypted.empty() || encrypted.size() % block_size != 0) return std::nullopt;
    std::string out = run(encrypted, key, vector, Direction::decrypt);
    const auto padding = static_cast<unsigned char>(out.back());
    if (padding == 0 || padding > block_size) return std::nullopt;
    const auto first = out.end() - static_cast<std::ptrdiff_t>(padding);
    if (std::any_of(first, out.end(), [&](char c) { return c != out.back(); })) return std::nullopt;
    out.resize(out.size() - padding);
    return out;
}

std::string md5(std::string_view bytes) {
    std::string out(16, '\0');
    unsigned size = 0;
    CHECK(EVP_Digest(bytes.data(), bytes.size(), data_of(out), &size, EVP_md5(), nullptr) == 1);
    return out;
}

}  // namespace mtm
