#pragma once

#include <string>
#include <string_view>

namespace mtm {

/// "2024-04-01" as "1 April 2024", in the language; what is no date stays as it is.
[[nodiscard]] std::string print_date(std::string_view iso, std::string_view language);

/// From one day to another: "1 April – 31 May 2024", "3–9 May 2024"; one day alone where they are
/// the same.
[[nodiscard]] std::string print_date_range(std::string_view first_iso,
                                           std::string_view last_iso,
                                           std::string_view language);

/// "KZ" as "Kazakhstan"; a code that is none stays as it is.
[[nodiscard]] std::string print_country(std::string_view code, std::string_view language);

}  // namespace mtm
