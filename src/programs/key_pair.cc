#include "programs/key_pair.h"

#include <cerrno>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <unistd.h>

#include "store/files.h"

namespace mtm {
namespace {

// What OWASP asks of PBKDF2 with HMAC-SHA-256 (Password Storage Cheat Sheet, 2023).
constexpr int rounds = 600'000;

template <typename T, void (*free)(T*)>
struct Free {
    void operator()(T* value) const { free(value); }
};

using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY, EVP_PKEY_free>>;
using PlainInfo =
    std::unique_ptr<PKCS8_PRIV_KEY_INFO, Free<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>>;
using LockedInfo = std::unique_ptr<X509_SIG, Free<X509_SIG, X509_SIG_free>>;
using Memory = std::unique_ptr<BIO, Free<BIO, BIO_free_all>>;

Error failed(const std::string& doing) {
    return {doing + " failed: " + std::string(std::strerror(errno))};
}

}  // namespace

Result<Secret> new_private_key(int bits, const Secret& passphrase) {
    const Key key(EVP_RSA_gen(static_cast<unsigned>(bits)));
    const PlainInfo plain(key == nullptr ? nullptr : EVP_PKEY2PKCS8(key.get()));
    if (plain == nullptr) return Error{"the system's library makes no key"};
    unsigned char salt[16];
    if (RAND_bytes(salt, sizeof salt) != 1) return Error{"the system gives no chance"};
    const LockedInfo locked(PKCS8_encrypt(-1,
                                          EVP_aes_256_cbc(),
                                          passphrase.bytes().data(),
                                          static_cast<int>(passphrase.bytes().size()),
                                          salt,
                                          sizeof salt,
                                          rounds,
                                          plain.get()));
    const Memory memory(BIO_new(BIO_s_mem()));
    if (locked == nullptr || memory == nullptr ||
        PEM_write_bio_PKCS8(memory.get(), locked.get()) != 1)
        return Error{"the private key cannot be encrypted"};
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return Secret(std::string(data, static_cast<std::size_t>(size)));
}

Status write_private_key(const std::string& path, const Secret& pem) {
    const int file =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return failed("writing " + path);
    const std::string& bytes = pem.bytes();
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t written = ::write(file, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) break;
        done += static_cast<std::size_t>(written);
    }
    const bool whole = done == bytes.size() && ::fsync(file) == 0;
    const Error error = failed("writing " + path);
    if (::close(file) == 0 && whole) return flush_disk_of(path);
    ::unlink(path.c_str());
    return error;
}

}  // namespace mtm
