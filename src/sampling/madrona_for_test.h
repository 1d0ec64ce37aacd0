#pragma once

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.h"
#include "sampling/recruitment_tree.h"
#include "tests/shared_files.h"

namespace mtm {

inline constexpr const char* madrona_file = "real/stats/fauxmadrona.csv";

/// fauxmadrona of R's RDS: 500 of 1,000 people, ten seeds, two coupons each; `codes` is 1 for the
/// sick. `weights` are those by successive sampling that come with the data.
struct Madrona {
    RecruitmentTree tree;
    std::vector<double> degrees;
    std::vector<std::int32_t> codes;
    std::vector<double> weights;
    std::vector<std::int32_t> waves;
    std::vector<std::string> ids;
    std::vector<std::string> recruiters;  // "seed" for a seed
};

inline Madrona read_madrona() {
    Madrona out;
    const std::string text = read_test_file(shared_path(madrona_file));
    std::map<std::string, std::int32_t> row_of;
    bool header = true;
    for (const std::string_view line : split(text, '\n')) {
        if (header || trim(line).empty()) {
            header = false;
            continue;
        }
        std::vector<std::string> cells;
        for (const std::string_view cell : split(line, ','))
            cells.push_back(replace_all(trim(cell), "\"", ""));
        EXPECT_EQ(cells.size(), 9U);
        row_of[cells[0]] = static_cast<std::int32_t>(out.ids.size());
        out.ids.push_back(cells[0]);
        out.recruiters.push_back(cells[1]);
        out.degrees.push_back(std::stod(cells[2]));
        out.codes.push_back(std::stoi(cells[3]));
        out.waves.push_back(std::stoi(cells[6]));
        out.weights.push_back(std::stod(cells[8]));
    }
    std::vector<std::int32_t> recruiters;
    for (const std::string& recruiter : out.recruiters)
        recruiters.push_back(recruiter == "seed" ? -1 : row_of.at(recruiter));
    out.tree = RecruitmentTree::of_recruiters(std::move(recruiters));
    return out;
}

}  // namespace mtm
