#include "seal/base64.h"

#include <algorithm>

#include <openssl/evp.h>

#include "base/bytes.h"

namespace mtm {
namespace {

bool is_white(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

std::optional<std::string> bytes_of_base64(std::string_view text) {
    constexpr std::size_t longest = 1'000'000;  // far above any key; the library counts in int
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return !is_white(c); });
    if (digits.size() % 4 != 0 || digits.size() > longest) return std::nullopt;
    const std::size_t content = digits.find_last_not_of('=') + 1;
    const std::size_t padding = digits.size() - content;
    // The library takes padding in the middle for zeros.
    if (padding > 2 || digits.find('=') < content) return std::nullopt;
    std::string out(digits.size() / 4 * 3, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                     data_of(digits),
                                     static_cast<int>(digits.size()));
    if (size < 0) return std::nullopt;
    out.resize(static_cast<std::size_t>(size) - padding);
    return out;
}

std::string base64_of(std::string_view bytes) {
    std::string out(((bytes.size() + 2) / 3 * 4) + 1, '\0');  // and the library's own \0
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                     data_of(bytes),
                                     static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

}  // namespace mtm
