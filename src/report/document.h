#pragma once

#include <optional>
#include <string>
#include <vector>

#include "disclosure/released.h"
#include "report/tree.h"

namespace mtm {

/// A number of the text as printed, with what it rests on.
struct PrintedFigure {
    std::string text;
    std::string expression;  // canonical
    std::string basis;       // in a sentence: "241 of the 646 people who were asked: 37.3%"
    std::string value;       // unrounded; empty where withheld
    std::string interval;    // "30–36"; in the basis too
    std::optional<std::size_t> n;
    std::optional<std::size_t> base;
    bool withheld = false;
};

/// A footnote, numbered through the document.
struct DocumentNote {
    int number = 0;
    std::vector<Inline> inlines;
    int references = 0;  // how often the text refers to it
};

struct ExhibitCell {
    std::string text;           // "33%", with the signs that mark it: "33%†"; "withheld"
    std::string detail;         // "241"
    std::string value = {};     // the number unrounded; empty where there is none or it is withheld
    std::string interval = {};  // "30–36"
    std::string letters = {};   // of the columns that it is significantly greater than: "A C"
};

/// What stands under a cell's number on paper: "241; 30–36; A C".
[[nodiscard]] inline std::string details_under(const ExhibitCell& cell) {
    std::string out;
    for (const std::string* part : {&cell.detail, &cell.interval, &cell.letters}) {
        if (!part->empty()) out += (out.empty() ? "" : "; ") + *part;
    }
    return out;
}

struct ExhibitRow {
    std::string label;
    bool missing = false;  // an answer that is none
    std::vector<ExhibitCell> cells;
    int indent = 0;
    bool heading = false;  // of the rows below; without cells
    std::string base{};    // where its columns are not those of groups
};

/// A head of several columns, where columns have levels.
struct ExhibitHead {
    std::string label;
    std::size_t columns = 1;
    std::size_t rows = 1;
};

struct ExhibitColumn {
    std::string label;  // "Male", or "Male (A)" where columns are compared
    std::string base;   // "n = 1,525"; "n = 24*" where it is small
};

/// What a chart is drawn from, for those who draw it again: in the study's theme, for a light page.
struct ChartSource {
    std::string name;           // for files: "education-by-sex"
    std::string specification;  // Vega-Lite, with title; ChartPress draws its SVG
    std::string csv;            // its numbers
    std::string alternative;    // in words
};

/// A chart with the table behind it, or a table alone.
struct Exhibit {
    std::string anchor;
    std::string label;  // "Figure 3", "Table 1", in the language's own order
    std::string title;
    std::string question;  // or derived variable, that its table is of
    std::string base;      // "Base: 646 of 1,845 respondents"
    int wide = -1;         // of Document::drawings: for a page; -1 if there is no chart
    int narrow = -1;       // for a phone
    int source = -1;       // of Document::charts
    std::vector<std::vector<ExhibitHead>> heads{};  // rows of them; empty: those of the columns
    std::vector<ExhibitColumn> columns;
    std::vector<ExhibitRow> rows;
    std::vector<std::string> remarks;          // several answers, small bases, what was withheld
    std::vector<std::string> table_remarks{};  // of numbers that its chart does not show
    int note = -1;                             // footnote on its base
    std::string instead{};         // the sentence in its place, where nothing of it may be told
    bool annexed = false;          // one of the annex of all tables
    std::vector<int> parts{};      // of Document::sources: its chart on several pages of paper
    bool groups_left_out = false;  // asked for bars by group, most of which would be missing
};

/// What stands under its table, where the chart is not drawn.
[[nodiscard]] inline std::vector<std::string> remarks_without_chart(const Exhibit& exhibit) {
    std::vector<std::string> out = exhibit.remarks;
    out.insert(out.end(), exhibit.table_remarks.begin(), exhibit.table_remarks.end());
    return out;
}

/// "Figure 3. Sex and age": what stands over it.
[[nodiscard]] inline std::string captioned(const std::string& label, std::string_view title) {
    return (label.empty() ? "" : label + ". ") + std::string(title);
}

/// The coverage map.
struct CoverageMap {
    std::string label;  // as of an exhibit; its anchor is "map"
    int wide = -1;      // as in Exhibit
    int narrow = -1;
    int source = -1;
    std::vector<ExhibitRow> areas;
    std::vector<std::string> remarks;
};

struct DocumentSection {
    std::string anchor;
    std::vector<Inline> title;  // empty before the first heading
    std::vector<Block> blocks;
    std::vector<int> notes;  // printed at its end
};

/// Who was interviewed and who is left out.
struct InterviewCounts {
    int received = 0;
    int counted = 0;
    std::vector<std::pair<std::string, int>> left_out;
};

/// A drawing of a document as it was ordered: for files beside the report and for writers that
/// cannot take the SVG of a page.
struct DrawingSource {
    std::string specification;  // Vega-Lite
    std::string alternative;    // what it shows, in words
    std::string svg;            // standalone, in the colours of paper; empty if it was not drawn
};

/// What a report was made of and by, for whoever wants to make it again: programs, and SHA-256 in
/// hexadecimal of the interviews with their corrections and of the plan (docs/formats/report.md).
struct MadeFrom {
    std::string program;  // "MTM 0.1.0"; empty: nothing is said
    std::string data;
    std::string plan;
};

/// A report whose every number is in place. Writers (HTML and others) turn it into files and
/// compute nothing.
struct Document {
    std::string language = "en";
    std::string title;
    std::string round;
    std::string country;  // in words
    std::string period;
    std::string organisation;
    bool rehearsal = false;
    Edition edition = Edition::published;
    int threshold = 0;
    int rounded_to = 0;  // numbers of people are such multiples; 0: they are not rounded
    std::string as_of;   // in words; empty: now
    std::vector<std::string> weighting;  // in sentences; empty: figures are of interviews
    std::vector<std::string> variance;   // how margins of error are computed; empty: there are none
    bool weighted = false;               // some interviews stand for more than others
    bool intervals = false;              // the sample gives them, and the study prints them
    double level = 95;                   // of them, in per cent
    InterviewCounts counts;
    std::string design_note;
    std::string fieldwork;  // "1 April 2024 – 31 May 2024"
    std::string citation;
    std::vector<std::string> disclaimer;
    std::vector<std::string> funders;
    std::vector<std::string> contact;
    std::vector<DocumentSection> sections;
    std::vector<PrintedFigure> figures;
    std::vector<Exhibit> exhibits;
    std::vector<std::string> drawings;   // SVG; empty where one could not be drawn
    std::vector<DrawingSource> sources;  // of the drawings, in their order; then parts for paper
    std::vector<ChartSource> charts;     // of exhibits and map, in order
    ThemeSettings theme;
    std::vector<DocumentNote> notes;
    std::optional<CoverageMap> map;
    MadeFrom made_from;
    std::string dated;  // the day that files of the report bear, "2024-05-31"
    std::string annex;  // file name of the workbook of tables beside it; empty: there is none
};

/// A piece of the document as it is read, with its figures and without marks and footnotes: a title
/// where it is named, as in the contents.
[[nodiscard]] std::string printed_text(const std::vector<Inline>& inlines,
                                       const Document& document);

}  // namespace mtm
