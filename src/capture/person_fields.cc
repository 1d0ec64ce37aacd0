#include "capture/person_fields.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "capture/directory.h"

namespace mtm {
namespace {

bool can_be_email(std::string_view email) {
    const std::size_t at = email.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < email.size() &&
           email.find('@', at + 1) == std::string_view::npos &&
           std::ranges::none_of(email, [](char c) {
               return static_cast<unsigned char>(c) <= ' ' || c == ':' || c == '"' || c == '<' ||
                      c == '>' || c == ',' || c == ';';
           });
}

}  // namespace

std::string email_in(const Json& body, Mistakes& mistakes) {
    std::string email = normal_email(text_in(body, "email", 254, mistakes));
    if (!can_be_email(email)) mistakes.push_back({"email", "is not an e-mail address."});
    return email;
}

std::string label_in(const Json& body, Mistakes& mistakes) {
    std::string label(trim(text_in(body, "label", longest_label, mistakes)));
    if (label.empty()) mistakes.push_back({"label", "is missing."});
    return label;
}

std::optional<std::int64_t> id_in(std::string_view text) {
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc() || end != text.data() + text.size() || id <= 0) return std::nullopt;
    return id;
}

}  // namespace mtm
