#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exchange/write_tables.h"

namespace mtm {

/// SHA-256 in hexadecimal.
[[nodiscard]] std::string sha256_digits(std::string_view bytes);

/// What `sha256sum --check` takes: a line for each file.
[[nodiscard]] std::string checksum_list(const std::vector<ExportedFile>& files);

}  // namespace mtm
