#include "publish/checksums.h"

#include <openssl/evp.h>

#include "base/result.h"
#include "base/text.h"

namespace mtm {

std::string sha256_digits(std::string_view bytes) {
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    CHECK(EVP_Digest(bytes.data(),
                     bytes.size(),
                     reinterpret_cast<unsigned char*>(digest.data()),
                     &length,
                     EVP_sha256(),
                     nullptr) == 1);
    digest.resize(length);
    return hexadecimal(digest);
}

std::string checksum_list(const std::vector<ExportedFile>& files) {
    std::string out;
    for (const ExportedFile& file : files)
        out += sha256_digits(file.bytes) + "  " + file.name + "\n";
    return out;
}

}  // namespace mtm
