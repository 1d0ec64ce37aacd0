#include "programs/report_origin.h"

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

#include "store/fingerprint.h"

namespace mtm {
namespace {

std::string iso_of(std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    return fmt::format("{:04}-{:02}-{:02}",
                       static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

bool is_iso_day(const std::string& text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    std::from_chars(text.data(), text.data() + 4, year);
    std::from_chars(text.data() + 5, text.data() + 7, month);
    std::from_chars(text.data() + 8, text.data() + 10, day);
    const std::chrono::year_month_day date{
        std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    return year >= 1980 && date.ok();
}

}  // namespace

Result<MadeFrom> origin_of(const std::string& directory, const StudyRead& read) {
    MadeFrom out;
    out.program = "MTM " MTM_VERSION;
    out.data = fingerprint_of_interviews(read.study, read.read);
    out.plan = TRY(fingerprint_of_plan(directory, read.study));
    return out;
}

std::string day_of_files(const Study& study) {
    const char* set = std::getenv("SOURCE_DATE_EPOCH");
    const std::string_view epoch = set == nullptr ? "" : set;
    std::int64_t seconds = 0;
    const auto read = std::from_chars(epoch.data(), epoch.data() + epoch.size(), seconds);
    constexpr std::int64_t first_of_1980 = 315532800;
    constexpr std::int64_t first_of_2100 = 4102444800;
    if (!epoch.empty() && read.ptr == epoch.data() + epoch.size() && seconds >= first_of_1980 &&
        seconds < first_of_2100) {
        return iso_of(std::chrono::floor<std::chrono::days>(
            std::chrono::sys_seconds{std::chrono::seconds{seconds}}));
    }
    return is_iso_day(study.file.fieldwork_end) ? study.file.fieldwork_end : "2000-01-01";
}

}  // namespace mtm
