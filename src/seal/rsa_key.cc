#include "seal/rsa_key.h"

#include <algorithm>
#include <array>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include "base/bytes.h"
#include "base/text.h"
#include "seal/base64.h"

namespace mtm {

void FreeKey::operator()(evp_pkey_st* key) const {
    EVP_PKEY_free(key);
}

namespace {

constexpr std::size_t hash_size = SHA256_DIGEST_LENGTH;

struct FreeContext {
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};

using Context = std::unique_ptr<EVP_PKEY_CTX, FreeContext>;

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};

std::string sha256_of(std::string_view bytes) {
    std::string out(hash_size, '\0');
    SHA256(data_of(bytes), bytes.size(), data_of(out));
    return out;
}

// XORs MGF1(seed) (RFC 8017, B.2.1) into a text.
void mask(std::string_view seed, std::string& text, std::size_t begin, std::size_t end) {
    std::string block;
    for (std::size_t i = begin; i < end; ++i) {
        const std::size_t at = (i - begin) % hash_size;
        if (at == 0) {
            const auto counter = static_cast<std::uint32_t>((i - begin) / hash_size);
            std::string input(seed);
            for (const unsigned shift : {24U, 16U, 8U, 0U})
                input.push_back(static_cast<char>((counter >> shift) & 0xffU));
            block = sha256_of(input);
        }
        text[i] = static_cast<char>(text[i] ^ block[at]);
    }
}

// 0x00, the masked seed, the masked block of label hash, zeros, 0x01 and message.
std::string oaep(std::string_view message, std::string_view seed, std::size_t size) {
    CHECK(seed.size() == hash_size && message.size() + 2 * hash_size + 2 <= size);
    std::string out(size, '\0');
    const std::size_t block = 1 + hash_size;
    seed.copy(out.data() + 1, hash_size);
    sha256_of({}).copy(out.data() + block, hash_size);
    out[size - message.size() - 1] = 1;
    message.copy(out.data() + size - message.size(), message.size());
    mask(seed, out, block, size);
    mask(std::string_view(out).substr(block), out, 1, block);
    return out;
}

std::string base64_of_public_half(EVP_PKEY* key) {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    if (size <= 0) return {};
    std::string out =
        base64_of({reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
    OPENSSL_free(der);
    return out;
}

std::optional<Error> mistake_in_kind(EVP_PKEY* key) {
    if (EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA)
        return Error{"It is no RSA key, and forms are encrypted with RSA alone."};
    const int bits = EVP_PKEY_get_bits(key);
    if (bits < least_key_bits || bits > largest_key_bits) {
        return Error{"It has " + std::to_string(bits) + " bits; a key must have from " +
                     std::to_string(least_key_bits) + " to " + std::to_string(largest_key_bits) +
                     "."};
    }
    return std::nullopt;
}

// What stands between the lines -----BEGIN …----- and -----END …-----, or all of it.
std::string_view without_pem_lines(std::string_view text) {
    constexpr std::string_view dashes = "-----";
    const std::size_t begin = text.find(dashes);
    if (begin == std::string_view::npos) return text;
    const std::size_t content = text.find(dashes, begin + dashes.size());
    if (content == std::string_view::npos) return text;
    text.remove_prefix(content + dashes.size());
    return text.substr(0, text.find(dashes));
}

int give_passphrase(char* buffer, int size, int /*writing*/, void* passphrase) {
    const std::string& given = static_cast<const Secret*>(passphrase)->bytes();
    if (given.empty() || given.size() > static_cast<std::size_t>(size)) return -1;
    std::ranges::copy(given, buffer);  // its end is the size that is given back
    return static_cast<int>(given.size());
}

std::optional<Secret> decrypt_with(EVP_PKEY* key, std::string_view encrypted, const EVP_MD* mask) {
    const Context context(EVP_PKEY_CTX_new(key, nullptr));
    std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(key));
    Secret out(std::string(size, '\0'));
    const bool opened =
        context != nullptr && EVP_PKEY_decrypt_init(context.get()) == 1 &&
        EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) == 1 &&
        EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), EVP_sha256()) == 1 &&
        EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), mask) == 1 &&
        EVP_PKEY_decrypt(
            context.get(), data_of(out.fill()), &size, data_of(encrypted), encrypted.size()) == 1;
    ERR_clear_error();
    if (!opened) return std::nullopt;
    out.fill().resize(size);
    return out;
}

}  // namespace

Result<PublicKey> PublicKey::parse(std::string_view base64) {
    const auto der = bytes_of_base64(without_pem_lines(base64));
    if (!der) return Error{"It is no base64: letters of it were lost or added."};
    const unsigned char* at = data_of(*der);
    PublicKey out;
    out.key_.reset(d2i_PUBKEY(nullptr, &at, static_cast<long>(der->size())), FreeKey());
    ERR_clear_error();
    if (out.key_ == nullptr || at != data_of(*der) + der->size())
        return Error{"It is no public key (X.509 SubjectPublicKeyInfo in base64)."};
    if (auto mistake = mistake_in_kind(out.key_.get())) return *mistake;
    out.base64_ = base64_of(*der);
    return out;
}

int PublicKey::bits() const {
    return EVP_PKEY_get_bits(key_.get());
}

std::string PublicKey::encrypt(std::string_view message, std::string_view seed) const {
    std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(key_.get()));
    const Secret padded(oaep(message, seed, size));
    const Context context(EVP_PKEY_CTX_new(key_.get(), nullptr));
    std::string out(size, '\0');
    CHECK(context != nullptr && EVP_PKEY_encrypt_init(context.get()) == 1 &&
          EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) == 1 &&
          EVP_PKEY_encrypt(
              context.get(), data_of(out), &size, data_of(padded.bytes()), padded.bytes().size()) ==
              1);
    return out;
}

Result<PrivateKey> PrivateKey::parse(std::string_view pem, const Secret& passphrase) {
    if (!holds_private_key(pem)) return Error{"It holds no private key (PEM)."};
    const std::unique_ptr<BIO, FreeBio> bio(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    CHECK(bio != nullptr);
    PrivateKey out;
    Secret* given = const_cast<Secret*>(&passphrase);  // the library's callback takes void*
    out.key_.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, given), FreeKey());
    ERR_clear_error();
    if (out.key_ == nullptr) {
        if (!needs_passphrase(pem)) return Error{"The private key in it is damaged."};
        return Error{passphrase.bytes().empty()
                         ? "It needs its passphrase."
                         : "The passphrase is wrong, or the file is damaged."};
    }
    if (auto mistake = mistake_in_kind(out.key_.get())) return *mistake;
    out.public_base64_ = base64_of_public_half(out.key_.get());
    return out;
}

std::optional<Secret> PrivateKey::decrypt(std::string_view encrypted) const {
    if (encrypted.size() != static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())))
        return std::nullopt;
    if (auto opened = decrypt_with(key_.get(), encrypted, EVP_sha256())) return opened;
    return decrypt_with(key_.get(), encrypted, EVP_sha1());
}

bool needs_passphrase(std::string_view pem) {
    return pem.find("-----BEGIN ENCRYPTED PRIVATE KEY-----") != std::string_view::npos ||
           pem.find("Proc-Type: 4,ENCRYPTED") != std::string_view::npos;
}

bool holds_private_key(std::string_view bytes) {
    for (const char* kind : {"", "RSA ", "ENCRYPTED "}) {
        if (bytes.find("-----BEGIN " + std::string(kind) + "PRIVATE KEY-----") !=
            std::string_view::npos)
            return true;
    }
    return false;
}

}  // namespace mtm
