#include "seal/secret.h"

#include <openssl/crypto.h>

namespace mtm {

void wipe(std::string& text) {
    // To its capacity: what it held before it became shorter is there still.
    text.resize(text.capacity());
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

void Secret::wipe() {
    mtm::wipe(bytes_);
}

}  // namespace mtm
