#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expression/node.h"
#include "questionnaire/questionnaire.h"
#include "study/back_check_rules.h"
#include "study/compare_rules.h"
#include "study/mark_rules.h"
#include "study/privacy_rules.h"
#include "study/publish_rules.h"
#include "study/quality_rules.h"
#include "study/record_rules.h"
#include "study/respondent_driven.h"
#include "study/theme.h"
#include "study/variance.h"
#include "study/weighting.h"

namespace mtm {

enum class Statistic { percent, count, mean, median, total, ratio, quantile };

/// A number that part of the numbers do not exceed.
[[nodiscard]] constexpr bool is_quantile(Statistic statistic) {
    return statistic == Statistic::median || statistic == Statistic::quantile;
}

/// What a percentage of a table is of: the group, those of the category, or everyone.
enum class PercentOf { column, row, total };

enum class ChartForm {
    automatic,
    bar,
    grouped_bar,
    stacked_bar,
    diverging_bar,
    pyramid,
    donut,
    dots,
    line,
    slope,
    map,
    flow,
    none
};

[[nodiscard]] std::string_view name_of(Statistic statistic);
[[nodiscard]] std::optional<Statistic> statistic_named(std::string_view name);
[[nodiscard]] std::optional<ChartForm> chart_named(std::string_view name);
[[nodiscard]] std::string_view name_of(PercentOf percent_of);
[[nodiscard]] std::optional<PercentOf> percent_of_named(std::string_view name);

/// Questions or derived variables by which a table divides people: crossed, or each within the one
/// before it, where the groups of the outer ones are printed too.
struct Banner {
    std::vector<std::string> levels;
    bool nested = false;

    bool operator==(const Banner&) const = default;
};

/// As they are written in the tables sheet.
[[nodiscard]] const std::vector<std::string>& chart_names();

/// Most slices of a donut; more become bars, for nobody can compare so many angles.
inline constexpr std::size_t most_slices = 5;

/// One row of the `tables` sheet.
struct TableSpec {
    std::string name;
    std::string section;
    std::string question;         // a question or a derived variable
    std::vector<std::string> by;  // questions or derived variables; empty: everyone together
    bool nested = false;          // each of `by` within the one before it, with subtotals
    std::vector<std::string> questions{};  // several in one table, `question` first; else empty
    std::vector<Banner> banners{};         // several side by side, `by` first; else empty
    bool ranks = false;  // `questions` are the variables of one ranking: first, second, …, any
    PercentOf percent_of = PercentOf::column;
    std::optional<Expression> where;
    Statistic statistic = Statistic::percent;
    double share = 0.5;  // of a quantile: which part of the numbers does not exceed it
    ChartForm chart = ChartForm::automatic;
    int top = 0;               // only the largest so many categories; 0: all
    bool top_of_each = false;  // each group has its own largest, in their order
    Translated title;
    Translated note;
    int row = 0;

    /// Which part of the numbers does not exceed a median or quantile.
    [[nodiscard]] double part_below() const {
        return statistic == Statistic::quantile ? share : 0.5;
    }
};

/// The part in “quantile 0.25” or “quantile(0.25)”, between 0 and 1; nothing of any other text.
[[nodiscard]] std::optional<double> quantile_named(std::string_view text);

/// A statistic as the plan writes it: “quantile 0.25”. `share`: of a quantile.
[[nodiscard]] std::string written(Statistic statistic, double share);

[[nodiscard]] inline std::string statistic_of(const TableSpec& table) {
    return written(table.statistic, table.share);
}

/// One row of the `bases` sheet: the words of a footnote for a base other than everyone.
struct BaseWording {
    std::string name;
    Expression expression;
    Translated wording;
    int row = 0;
};

/// One category of a derived variable: a row of the `derived` sheet.
struct DerivedCategory {
    std::string name;
    std::optional<Expression> where;  // the subset in which this definition applies
    Expression expression;
    Translated label;
    int row = 0;
};

/// A variable made from one question: it is asked where the question is asked, and a person is in
/// each of its categories whose expression holds.
struct DerivedVariable {
    std::string name;
    std::string question;
    std::vector<DerivedCategory> categories;
    bool of_table = false;  // made for a table of the plan; expressions cannot name it
    std::string rest = {};  // whose blanks and answers that are none it has; empty: of `question`

    [[nodiscard]] int find(std::string_view category) const;
};

struct Section {
    std::string name;
    Translated title;
};

struct Plan {
    std::vector<Section> sections;  // in the order of the report
    std::vector<TableSpec> tables;
    std::vector<BaseWording> bases;
    std::vector<DerivedVariable> derived;

    /// Null if there is none of that name.
    [[nodiscard]] const DerivedVariable* find_derived(std::string_view name) const;
    [[nodiscard]] const TableSpec* find_table(std::string_view name) const;
};

/// Where the areas of the map come from.
struct Areas {
    std::string file;           // GeoJSON, beside study.toml
    std::string key;            // property that identifies an area
    std::string name;           // property with its name
    std::string question;       // question that says in which area an interview took place
    std::string choice_column;  // column of the choices sheet that holds the key
    std::string aliases;        // CSV `alias,key` beside study.toml, for what the column has not
    std::string credit;
};

/// Where the interviews were held and why there, for the cover and the methodology.
struct Coverage {
    int regions = 0;
    std::vector<std::string> cities;
    std::string reason;
};

/// A target of fieldwork: so many interviews of a group in an area; empty names mean all.
struct Target {
    std::string area;
    std::string group;
    int interviews = 0;

    bool operator==(const Target&) const = default;
};

/// What fieldwork is counted by: names of questions, and how many interviews are wanted. Empty
/// where the questionnaire has no such question.
struct Fieldwork {
    std::string area;
    std::string group;  // the other side of a target: usually sex
    std::string enumerator;
    std::string language;  // that the interview is held in
    std::vector<Target> targets;
};

/// What study.toml says.
struct StudyFile {
    std::string title;
    std::string round;
    std::string country;  // ISO 3166-1 alpha-2
    std::string organisation;
    std::string period;           // in words, for the cover: "April–May 2024"
    std::string fieldwork_start;  // ISO 8601 dates
    std::string fieldwork_end;
    std::string timezone;  // IANA
    int planned_interviews = 0;
    std::vector<std::string> languages;  // of the report
    std::string citation;
    std::vector<std::string> disclaimer;  // paragraphs
    std::vector<std::string> funders;
    std::vector<std::string> contact;  // lines
    std::string map_disclaimer;
    Areas areas;
    Coverage coverage;
    Fieldwork fieldwork;
    std::string previous;          // folder of the study of the round before
    std::string previous_figures;  // or a CSV of its published figures
    std::string design;            // "snowball", "respondent-driven", "as if random", …
    std::string design_note;
    RespondentDrivenRules respondent_driven;
    std::optional<Expression> consent;  // true of an interview whose respondent agreed to it
    std::optional<Expression> counted;  // beside consent, pilot, rejected and withdrawn
    QualityRules quality;
    SampleRules sample;
    WeightRules weights;
    VarianceRules variance;
    BackCheckRules back_check;
    CompareRules compare;
    ThemeSettings theme;
    MarkRules marks;
    PublishRules publish;
    WithdrawalRules withdrawal;
    RetentionRules retention;
    std::vector<std::string> checks_off;  // codes of a review's findings that are not told
    std::string public_key;               // base64, the form's or study.toml's; empty: none
    int threshold = 10;                   // counts under it are withheld from what is public
    int round_to =
        0;  // numbers of people are published as its multiples; 0: as counted, or withheld
    double dominance = 10;  // per cent of the largest number that hides it in a mean or total
    RecordRules records;    // of the public edition
    RecordRules restricted = restricted_rules({});
    std::vector<Section> sections;
};

/// A study as checked whole: nothing runs on one with errors.
struct Study {
    std::string directory;  // as the user named it; only for messages and to find files beside it
    std::string questionnaire_file;  // its name, for the places of diagnostics
    StudyFile file;
    /// What tables and figures are made over: the workbook's form, and what earlier versions asked
    /// besides (questionnaire/versions.h).
    Questionnaire questionnaire;
    std::vector<Questionnaire> versions;  // that were in the field, oldest first
    Plan plan;

    /// By which an interview of that version is read and judged: its own, or the newest if it is
    /// not at hand.
    [[nodiscard]] const Questionnaire& form_of(std::string_view version) const;
};

}  // namespace mtm
