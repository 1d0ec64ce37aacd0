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

}  // namespace mtm
