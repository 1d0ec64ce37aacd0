#pragma once

#include <string>

namespace mtm {

/// The checkout that the tests were built from. Only its own source knows the path when it is
/// compiled, so that a compiler cache serves other checkouts too.
[[nodiscard]] std::string source_directory();

}  // namespace mtm
