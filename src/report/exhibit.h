#pragma once

#include <string>

#include "base/diagnostic.h"
#include "chart/from_table.h"
#include "chart/result_map.h"
#include "report/compose.h"
#include "report/document.h"
#include "report/markdown.h"
#include "report/phrases.h"
#include "report/structured_table.h"
#include "report/table_remarks.h"
#include "report/trust_words.h"
#include "rounds/round_series.h"
#include "study/map_areas.h"

namespace mtm {

/// Turns released tables into exhibits: a chart for a page and for a phone, and the table behind.
class ExhibitMaker {
public:
    ExhibitMaker(const Study& study,
                 const Dataset& dataset,
                 const ComposeOptions& options,
                 Diagnostics& diagnostics);

    /// `place` is that of the directive, for what goes wrong.
    [[nodiscard]] Exhibit make(const Released<SafeTable>& released, const Place& place);

    /// The numbers of everyone in several rounds; null: of no earlier round, which a sentence then
    /// says. `table` is this round's of the same question.
    [[nodiscard]] Exhibit make_rounds(const RoundSeries* series,
                                      const Table& table,
                                      const TableDirective& directive,
                                      const Place& place);

    /// What stands under every map, in place of the texts of study.toml.
    void set_map_texts(std::vector<std::string> texts) { map_texts_ = std::move(texts); }

    /// The same without a chart, of a released table or of some of its groups.
    [[nodiscard]] Exhibit table(const SafeTable& safe) const;

    /// The map of where interviews took place, with the numbers of `by_area`.
    [[nodiscard]] std::optional<CoverageMap> map(const Released<SafeTable>& by_area,
                                                 const Place& place);

    /// "33%", "1,845" or "33.4", as the table's statistic has it.
    [[nodiscard]] std::string print(const Table& table, const Estimate& estimate) const;

    /// All drawings that exhibits and map have ordered, in order. Waits for them.
    [[nodiscard]] std::vector<std::string> drawings();

    /// Where a drawing was asked for.
    [[nodiscard]] const Place& place_of(int drawing) const {
        return ordered_[static_cast<std::size_t>(drawing)].place;
    }

    /// What charts were made from, in order.
    [[nodiscard]] std::vector<ChartSource> take_sources() { return std::move(sources_); }

    /// What they were drawn from, once `drawings` was called.
    [[nodiscard]] std::vector<DrawingSource> sources() { return std::move(drawing_sources_); }

    [[nodiscard]] std::string title_of(const Table& table) const;

private:
    void draw(const Released<SafeTable>& table, Exhibit& exhibit, const Place& place);
    void order_chart(TableChart chart,
                     const std::string& name,
                     Exhibit& exhibit,
                     const Place& place);
    void draw_rounds(const RoundSeries& series,
                     const Table& table,
                     const std::vector<std::size_t>& shown,
                     Exhibit& exhibit,
                     const Place& place);
    void add_rounds(const RoundSeries& series,
                    const std::vector<std::size_t>& shown,
                    Exhibit& exhibit) const;
    void add_rounds_remarks(const RoundSeries& series,
                            const std::vector<std::size_t>& shown,
                            Exhibit& exhibit) const;
    [[nodiscard]] std::string printed(const RoundSeries& series, const RoundValue& value) const;
    void draw_map(const Released<SafeTable>& table, Exhibit& exhibit, const Place& place);
    void add_rows(const SafeTable& safe, const TableTrust& trust, Exhibit& exhibit) const;
    void add_remarks(const SafeTable& safe, const TableTrust& trust, Exhibit& exhibit) const;
    void add_trust_remarks(const TableTrust& trust, Exhibit& exhibit) const;
    void add_structure(const SafeTable& safe, Exhibit& exhibit) const;
    void add_bases_of_questions(const SafeTable& safe, Exhibit& exhibit) const;
    void add_structured_remarks(const SafeTable& safe, Exhibit& exhibit) const;
    /// Under the exhibit; or, of numbers that its chart does not show, under the table behind it.
    static void add_remark(Exhibit& exhibit, std::string words, bool of_chart);
    [[nodiscard]] bool is_in_chart(TableRemark remark) const;
    [[nodiscard]] bool is_in_chart(const TrustRemark& remark) const;
    [[nodiscard]] bool chart_withholds() const;
    void add_sums_remarks(const SafeTable& safe, Exhibit& exhibit) const;
    [[nodiscard]] Exhibit headed(const SafeTable& safe) const;
    void fill(const SafeTable& safe, Exhibit& exhibit) const;
    [[nodiscard]] std::string printed_base(const StructuredBase& base) const;
    [[nodiscard]] ExhibitCell structured_cell(const StructuredCell& at) const;
    [[nodiscard]] ExhibitCell cell(const SafeTable& safe,
                                   const TableTrust& trust,
                                   std::size_t g,
                                   std::size_t c) const;
    [[nodiscard]] std::string interval_of(const Table& table, const Estimate& estimate) const;

    [[nodiscard]] const MarkRules& marks() const { return study_.file.marks; }

    void name_rows(const TableSpec& spec);
    [[nodiscard]] std::string base_line(const SafeTable& safe) const;
    [[nodiscard]] std::string statistic_in_words(const TableSpec& spec) const;
    [[nodiscard]] std::string with_statistic(const TableSpec& spec, const std::string& text) const;
    [[nodiscard]] std::string under_statistic(const TableSpec& spec, const std::string& base) const;
    [[nodiscard]] std::string base_of_all(const SafeTable& safe) const;
    [[nodiscard]] std::string bases_of_groups(const SafeTable& safe) const;
    int order(std::string specification, const std::string& alternative, const Place& place);
    [[nodiscard]] bool read_areas();
    [[nodiscard]] MapGround ground() const;

    /// Orders the map twice, for a page and for a phone.
    template <typename Out>
    void order_map(MapData data, const std::string& title, const Place& place, Out& out);

    struct Ordered {
        std::size_t number;  // of the press
        std::string specification;
        std::string alternative;
        Place place;
    };

    const Study& study_;
    const Dataset& dataset_;
    const ComposeOptions& options_;
    const Phrases& words_;
    ChartTexts texts_;
    bool draws_intervals_ = false;    // in the chart drawn last
    std::optional<ChartData> drawn_;  // by that chart; of a map nothing
    std::vector<Ordered> ordered_;
    std::vector<ChartSource> sources_;
    std::optional<MapAreas> areas_;  // as soon as a map needs them
    AreaKeys area_keys_;
    std::vector<std::string> map_texts_;
    std::vector<DrawingSource> drawing_sources_;
    Diagnostics& diagnostics_;
};

/// Widths that charts are drawn for: a page of the report, and a phone.
inline constexpr int wide_chart_px = 720;
inline constexpr int narrow_chart_px = 344;

}  // namespace mtm
