#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "study/study.h"
#include "workbook/cells.h"

namespace mtm {

/// A place where people may be interviewed, as a baseline assessment counted them.
struct FramePlace {
    std::string name;
    std::size_t area = 0;            // index into SamplingFrame::areas
    double population = 0;           // whole people
    std::vector<double> by_group{};  // as SamplingFrame::groups; empty without groups
    int row = 0;                     // of the file, the first if several make the place
};

struct FrameArea {
    std::string name;  // the choice of the study's area question, where it has one
    double population = 0;
    std::vector<double> by_group{};
    std::size_t places = 0;
    double deviation = 1;  // column `deviation`: of what is measured, for its allocation
};

/// All places in which people may be interviewed, with estimates of how many live there.
struct SamplingFrame {
    std::string place_header;         // of the column of places
    std::vector<std::string> groups;  // choices of the group question (sex) that have a column
    std::vector<FrameArea> areas;     // in the order of the file
    std::vector<FramePlace> places;   // in the order of the file: that of systematic selection
    bool has_deviations = false;

    [[nodiscard]] double population() const;
};

struct ReadFrame {
    SamplingFrame frame;
    Diagnostics diagnostics;
};

/// Reads a frame: the first sheet that holds something, a row for each place, or for each place and
/// origin, whose people are added up. Columns (headers as names of the study's questions, or the
/// usual words): area, place, and people in all (`population`) or for each choice of the study's
/// group question, by its name or label. Told, all at once: counts that are no whole number of
/// people, areas that are no choice of the study, places twice, sums that do not agree.
[[nodiscard]] ReadFrame read_frame(const Workbook& workbook,
                                   const std::string& file,
                                   const Study& study);

}  // namespace mtm
