#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "interview/verdict.h"
#include "study/study.h"

namespace mtm {

/// What a server knows of an interview beside its answers.
struct ArrivalFacts {
    std::string device = {};
    std::string version = {};
    std::vector<Flag> flags = {};
    int missing_files = 0;  // attachments that its XML names and nobody received
};

inline constexpr std::int64_t minute_ms = 60'000;
inline constexpr std::int64_t hour_ms = 60 * minute_ms;
inline constexpr std::int64_t day_ms = 24 * hour_ms;
inline constexpr std::int64_t no_instant = std::numeric_limits<std::int64_t>::min();

/// The interviews of a round as the checks look at them: row r of each vector is row r of the
/// dataset's level 0. A view: study and dataset must outlive it.
struct FieldworkRows {
    const Study* study = nullptr;
    const Dataset* dataset = nullptr;

    const Column* enumerator = nullptr;  // null where the form has no such question
    const Column* area = nullptr;
    const Column* group = nullptr;
    const Column* language = nullptr;

    std::vector<std::int64_t> started;  // milliseconds since 1970-01-01T00:00:00Z; or no_instant
    std::vector<std::int64_t> ended;
    std::vector<std::int64_t> local_start;  // the same, as clocks in the study's time zone show it
    std::vector<double> latitude;           // degrees; NaN where there is no point
    std::vector<double> longitude;
    std::vector<ArrivalFacts> arrivals;  // empty where no server received them

    [[nodiscard]] std::size_t size() const { return started.size(); }

    /// Minutes from beginning to end; NaN where either is not known, or the end is first.
    [[nodiscard]] double minutes(std::size_t row) const;

    /// Code of the enumerator in their column; −1: not known.
    [[nodiscard]] std::int32_t enumerator_of(std::size_t row) const {
        return enumerator == nullptr ? -1 : enumerator->codes[row];
    }

    /// Rows of each enumerator, by their code, in the order of time (of rows where it is not
    /// known).
    [[nodiscard]] std::vector<std::vector<std::int32_t>> rows_by_enumerator() const;

    /// The enumerator's name as the form's choices print it in its first language; "" for −1.
    [[nodiscard]] std::string enumerator_name(std::int32_t code) const;
};

/// `arrivals` is empty, or one for each row.
[[nodiscard]] FieldworkRows lay_out_fieldwork(const Study& study,
                                              const Dataset& dataset,
                                              std::vector<ArrivalFacts> arrivals = {});

/// Takes in the rows that the dataset has been given behind those laid out so far: the same columns
/// at the same place in memory. `arrivals`: one for each of them, or none where there never were.
void extend_fieldwork(FieldworkRows& rows, std::vector<ArrivalFacts> arrivals);

}  // namespace mtm
