#include "store/clock.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace mtm {

Result<std::string> utc_offset(const std::string& timezone, const std::string& date) {
    if (timezone.empty()) return std::string("+00:00");
    if (timezone.find("..") != std::string::npos ||
        !std::filesystem::is_regular_file("/usr/share/zoneinfo/" + timezone)) {
        return Error{"the system knows no time zone “" + timezone +
                     "”; write an IANA name such as Asia/Almaty, or install tzdata"};
    }
    std::tm noon{};
    if (std::sscanf(date.c_str(), "%d-%d-%d", &noon.tm_year, &noon.tm_mon, &noon.tm_mday) != 3) {
        return Error{"“" + date + "” is no date; write it as 2024-05-31"};
    }
    noon.tm_year -= 1900;
    noon.tm_mon -= 1;
    noon.tm_hour = 12;
    noon.tm_isdst = -1;
    const char* set = std::getenv("TZ");
    const std::string before = set == nullptr ? "" : set;
    ::setenv("TZ", timezone.c_str(), 1);
    ::tzset();
    std::mktime(&noon);
    const long offset_s = noon.tm_gmtoff;
    if (set == nullptr) {
        ::unsetenv("TZ");
    } else {
        ::setenv("TZ", before.c_str(), 1);
    }
    ::tzset();
    char buffer[16];
    const long minutes = std::labs(offset_s) / 60;
    std::snprintf(buffer,
                  sizeof buffer,
                  "%c%02ld:%02ld",
                  offset_s < 0 ? '-' : '+',
                  minutes / 60 % 100,
                  minutes % 60);
    return std::string(buffer);
}

std::string utc_now() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char buffer[32];
    std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return buffer;
}

std::int64_t present_instant() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::int64_t instant_of_utc(const std::string& text) {
    std::tm parts{};
    const int read = std::sscanf(text.c_str(),
                                 "%d-%d-%dT%d:%d:%dZ",
                                 &parts.tm_year,
                                 &parts.tm_mon,
                                 &parts.tm_mday,
                                 &parts.tm_hour,
                                 &parts.tm_min,
                                 &parts.tm_sec);
    if (read != 6) return 0;
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    return std::int64_t{::timegm(&parts)} * 1000;
}

}  // namespace mtm
