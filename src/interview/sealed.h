#pragma once

#include <string_view>

namespace mtm {

/// Whether a document that came as an interview is the manifest of an encrypted one: its answers
/// are in a file beside it, which only the study's private key opens.
[[nodiscard]] bool is_sealed(std::string_view xml);

}  // namespace mtm
