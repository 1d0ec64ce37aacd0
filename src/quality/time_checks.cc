#include "quality/time_checks.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "expression/date.h"
#include "interview/interview_language.h"
#include "interview/reading_time.h"
#include "quality/robust.h"

namespace mtm {
namespace {

constexpr double short_pace = 0.4;  // of the usual one
constexpr double long_length = 3;   // times the usual one
constexpr std::ptrdiff_t looked_back = 12;

std::int64_t local_day_from(const std::string& date) {
    const auto day = date_time_from(date);
    return day ? days_from_civil(day->year, day->month, day->day) * day_ms : no_instant;
}

std::int64_t floor_day(std::int64_t local) {
    return (local >= 0 ? local / day_ms : -((-local + day_ms - 1) / day_ms)) * day_ms;
}

std::string in_minutes(double minutes) {
    if (minutes < 1) return fmt::format("{:.0f} seconds", minutes * 60);
    return minutes < 10 ? fmt::format("{:.1f} minutes", minutes)
                        : fmt::format("{:.0f} minutes", minutes);
}

std::string clock_of(std::int64_t local) {
    const std::int64_t minutes = (local - floor_day(local)) / minute_ms;
    return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

}  // namespace

TimeChecks::TimeChecks(const FieldworkRows& rows) : study_(*rows.study) {
    const Questionnaire& form = study_.questionnaire;
    for (const Question& question : form.questions) {
        auto& of_language = reading_ms_.emplace_back();
        for (int language = -1; language < static_cast<int>(form.languages.size()); ++language)
            of_language.push_back(static_cast<double>(
                is_answered_by_people(question.type) ? least_reading_ms(question, language) : 0));
    }
    if (rows.language != nullptr) {
        for (const std::string& answer : rows.language->dictionary)
            languages_.push_back(language_named_by(form, rows.language->question, answer));
    }
    std::vector<double> paces;
    std::vector<double> lengths;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const double minutes = rows.minutes(row);
        if (std::isnan(minutes)) continue;
        lengths.push_back(minutes);
        const double reading = reading_minutes(rows, row);
        if (reading > 0) paces.push_back(minutes / reading);
    }
    usual_pace_ = paces.empty() ? 0 : median(std::move(paces));
    usual_minutes_ = lengths.empty() ? 0 : median(std::move(lengths));
    by_enumerator_ = rows.rows_by_enumerator();
    place_in_day_.assign(rows.size(), 0);
    for (const auto& of_one : by_enumerator_) {
        std::int64_t day = no_instant;
        std::int32_t count = 0;
        for (const std::int32_t row : of_one) {
            const std::int64_t local = rows.local_start[static_cast<std::size_t>(row)];
            if (local == no_instant) continue;
            if (floor_day(local) != day) count = 0;
            day = floor_day(local);
            place_in_day_[static_cast<std::size_t>(row)] = ++count;
        }
    }
    first_day_ = local_day_from(study_.file.fieldwork_start);
    const std::int64_t last = local_day_from(study_.file.fieldwork_end);
    if (last != no_instant) after_last_day_ = last + day_ms;
}

double TimeChecks::reading_minutes(const FieldworkRows& rows, std::size_t row) const {
    std::size_t language = 0;  // not known
    if (rows.language != nullptr && rows.language->codes[row] >= 0) {
        const auto code = static_cast<std::size_t>(rows.language->codes[row]);
        if (code < languages_.size()) language = static_cast<std::size_t>(languages_[code] + 1);
    }
    double ms = 0;
    for (const Column& column : rows.dataset->levels[0].columns) {
        if (column.question >= 0 && column.asked[row] != 0)
            ms += reading_ms_[static_cast<std::size_t>(column.question)][language];
    }
    return ms / static_cast<double>(minute_ms);
}

void TimeChecks::check(const FieldworkRows& rows,
                       std::size_t row,
                       std::vector<Finding>& out) const {
    check_length(rows, row, out);
    if (rows.started[row] == no_instant) return;
    check_clock(rows, row, out);
    check_neighbours(rows, row, out);
}

void TimeChecks::check_length(const FieldworkRows& rows,
                              std::size_t row,
                              std::vector<Finding>& out) const {
    const double minutes = rows.minutes(row);
    if (std::isnan(minutes)) return;
    const auto r = static_cast<std::int32_t>(row);
    const double reading = reading_minutes(rows, row);
    const double least = reading * study_.file.quality.fastest / 100.0;
    if (minutes < least) {
        out.push_back({.code = "too-fast-to-read",
                       .row = r,
                       .value = minutes,
                       .expected = reading,
                       .detail = fmt::format("It took {}; reading its questions aloud takes {}.",
                                             in_minutes(minutes),
                                             in_minutes(reading))});
    } else if (reading > 0 && minutes / reading < short_pace * usual_pace_) {
        out.push_back(
            {.code = "too-short",
             .row = r,
             .value = minutes,
             .expected = usual_pace_ * reading,
             .detail = fmt::format("It took {}; one with these questions usually takes {}.",
                                   in_minutes(minutes),
                                   in_minutes(usual_pace_ * reading))});
    } else if (minutes > study_.file.quality.longest_minutes &&
               minutes > long_length * usual_minutes_) {
        out.push_back({.code = "too-long",
                       .row = r,
                       .value = minutes,
                       .expected = usual_minutes_,
                       .detail = fmt::format("It took {}; the usual one takes {}.",
                                             in_minutes(minutes),
                                             in_minutes(usual_minutes_))});
    }
}

void TimeChecks::check_clock(const FieldworkRows& rows,
                             std::size_t row,
                             std::vector<Finding>& out) const {
    const QualityRules& rules = study_.file.quality;
    const auto r = static_cast<std::int32_t>(row);
    const std::int64_t local = rows.local_start[row];
    const std::int64_t minute = (local - floor_day(local)) / minute_ms;
    if (minute < rules.day_begins * 60 || minute >= rules.day_ends * 60)
        out.push_back({.code = "at-night",
                       .row = r,
                       .value = static_cast<double>(minute) / 60,
                       .detail = fmt::format("It began at {}; interviews are held from {:02}:00 "
                                             "to {:02}:00.",
                                             clock_of(local),
                                             rules.day_begins,
                                             rules.day_ends)});
    if (first_day_ != no_instant && local < first_day_)
        out.push_back(
            {.code = "before-round", .row = r, .detail = "It began before the fieldwork did."});
    if (after_last_day_ != no_instant && local >= after_last_day_)
        out.push_back(
            {.code = "after-round", .row = r, .detail = "It began after the fieldwork had ended."});
    if (row < place_in_day_.size() && place_in_day_[row] > rules.most_a_day)
        out.push_back({.code = "many-a-day",
                       .row = r,
                       .value = static_cast<double>(place_in_day_[row]),
                       .expected = static_cast<double>(rules.most_a_day),
                       .detail = fmt::format("It is number {} of its enumerator on that day.",
                                             place_in_day_[row])});
}

void TimeChecks::check_neighbours(const FieldworkRows& rows,
                                  std::size_t row,
                                  std::vector<Finding>& out) const {
    const std::int32_t enumerator = rows.enumerator_of(row);
    if (enumerator < 0 || static_cast<std::size_t>(enumerator) >= by_enumerator_.size()) return;
    const auto& theirs = by_enumerator_[static_cast<std::size_t>(enumerator)];
    const auto start_of = [&](std::int32_t other) {
        return rows.started[static_cast<std::size_t>(other)];
    };
    // The interview before it, in the order of time.
    auto here = std::ranges::lower_bound(theirs, rows.started[row], {}, start_of);
    while (here != theirs.end() && start_of(*here) == rows.started[row] &&
           static_cast<std::size_t>(*here) != row)
        ++here;
    if (here == theirs.begin()) return;
    const auto r = static_cast<std::int32_t>(row);
    if (start_of(*(here - 1)) == rows.started[row]) {
        out.push_back({.code = "same-start",
                       .row = r,
                       .other = *(here - 1),
                       .detail = "Another interview of its enumerator began at the same instant."});
        return;
    }
    // Of the interviews before it, the one that ended last; few last longer than a dozen others.
    std::int32_t before = -1;
    for (auto at = here; at != theirs.begin() && here - at < looked_back;) {
        const auto candidate = static_cast<std::size_t>(*--at);
        if (rows.started[candidate] == no_instant) break;
        if (std::isnan(rows.minutes(candidate))) continue;
        if (before < 0 || rows.ended[candidate] > rows.ended[static_cast<std::size_t>(before)])
            before = *at;
    }
    if (before < 0) return;
    const auto b = static_cast<std::size_t>(before);
    const double gap =
        static_cast<double>(rows.started[row] - rows.ended[b]) / static_cast<double>(minute_ms);
    if (gap < 0) {
        out.push_back({.code = "overlap",
                       .row = r,
                       .other = before,
                       .value = -gap,
                       .detail = fmt::format("It began {} before its enumerator's interview "
                                             "before it had ended.",
                                             in_minutes(-gap))});
    } else if (gap < study_.file.quality.shortest_gap) {
        out.push_back(
            {.code = "short-gap",
             .row = r,
             .other = before,
             .value = gap,
             .expected = static_cast<double>(study_.file.quality.shortest_gap),
             .detail = fmt::format("It began {} after the one before it.", in_minutes(gap))});
    }
}

}  // namespace mtm
