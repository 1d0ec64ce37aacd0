#pragma once

#include <string>

#include "base/result.h"

namespace mtm {

/// The PDF of a Typst document: tagged, as PDF/UA-1 demands, and the same bytes for the same
/// source. Made by `typst` where it is on PATH, else by the compiler among npm's packages, run by
/// Node. An error where neither is there, or with what the compiler says.
Result<std::string> typst_to_pdf(const std::string& source);

}  // namespace mtm
