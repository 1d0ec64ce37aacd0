#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mtm {

/// How a table is shown on a dashboard. Texts are numbers of a TextPool; -1 is none.
struct DashboardCell {
    int text = -1;
    std::optional<double> value = {};  // unrounded, as released
    std::optional<std::size_t> n = {};
    std::optional<double> low = {};
    std::optional<double> high = {};
    int detail = -1;    // the n as printed
    int interval = -1;  // "30–36"
    std::string letters = {};
    bool withheld = false;
};

struct DashboardHead {
    int label = -1;
    std::size_t columns = 1;
    std::size_t rows = 1;
};

/// A group; the first is everyone, unless heads say otherwise.
struct DashboardColumn {
    int label = -1;
    int base = -1;  // "n = 1,525"
    std::string code = {};
    std::string letter = {};  // by which cells of other columns refer to it
    std::string fill = {};    // CSS variable, as of chart/palette.h
    std::string area = {};    // key of its area on the map
};

/// An answer.
struct DashboardRow {
    int label = -1;
    int base = -1;
    int indent = 0;
    bool heading = false;
    bool missing = false;  // no answer of content
    std::string code = {};
    std::string fill = {};
    std::string text_fill = {};  // of text on it
    std::string area = {};
    std::vector<DashboardCell> cells = {};
    int finding = -1;                      // of a chart of this answer alone, by group
    std::vector<int> classes = {};         // on the map: of each column, -1 for none
    std::vector<int> limits = {};          // of the classes, as printed
    std::vector<std::string> shades = {};  // and what they are filled with
};

/// A table by some questions, or of everyone.
struct DashboardView {
    std::string table;
    std::vector<std::string> by = {};  // empty: everyone
    int by_label = -1;
    int title = -1;
    int base = -1;
    int unit = -1;  // of values: "% of respondents"
    int finding = -1;
    int intervals = -1;  // what lines across bars are, where a chart has any
    std::string statistic = {};
    std::vector<std::string> kinds = {};  // of charts, first the one that is shown; may be empty
    std::vector<std::vector<DashboardHead>> heads = {};
    std::vector<DashboardColumn> columns = {};
    std::vector<DashboardRow> rows = {};
    std::vector<int> remarks = {};
};

/// Views of one question and statistic.
struct DashboardTopic {
    std::string id;  // of its first table
    std::string section;
    std::string question;
    std::string statistic;
    std::string of;  // filter and kind of percentage: what else must be equal
    int title = -1;
    std::vector<DashboardView> views = {};
};

}  // namespace mtm
