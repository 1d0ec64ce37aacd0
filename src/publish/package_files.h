#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exchange/write_tables.h"

namespace mtm {

/// What a file of a package is, by its name.
struct PackageFileKind {
    std::string_view ending;     // of the name
    std::string_view format;     // as HDX calls it
    std::string_view mediatype;  // IANA's, where there is one
};

[[nodiscard]] const PackageFileKind& kind_of_file(std::string_view name);

/// In a sentence, what is in the file: for README and catalogues.
[[nodiscard]] std::string description_of_file(std::string_view name);

/// Whether a file holds data, and is listed in catalogues; the others describe it.
[[nodiscard]] bool is_data_file(std::string_view name);

}  // namespace mtm
