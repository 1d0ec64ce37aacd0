#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "workbook/byte_stream.h"

namespace mtm {

/// A file as a stream of bytes. The error names the file and what the system said.
Result<std::unique_ptr<ByteStream>> open_stream(const std::string& path);

}  // namespace mtm
