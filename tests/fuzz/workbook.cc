// Any bytes as a spreadsheet: a Workbook or an error, within the limits of memory and time.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "workbook/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto workbook = mtm::read_workbook(bytes, "fuzz.xlsx");
    return workbook || !workbook.error().message.empty() ? 0 : -1;
}
