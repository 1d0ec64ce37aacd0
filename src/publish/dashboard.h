#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/dataset.h"
#include "disclosure/released.h"
#include "publish/rounds_in_dashboard.h"
#include "report/document.h"
#include "report/markdown.h"
#include "study/study.h"

namespace mtm {

/// A file of a dashboard; all of them lie in one folder.
struct DashboardFile {
    std::string name;
    std::string bytes;
};

/// What a dashboard is made of.
struct DashboardInput {
    const Study& study;
    const Dataset& dataset;  // says who was asked, for the words of bases; no answer is read
    const std::vector<Released<SafeTable>>& tables;
    /// What stands before and after a report's text, a language each, as `fill_front`
    /// (report/cover.h) makes it; with `made_from`. The first is the one that the page opens in.
    std::vector<Document> fronts;
    std::string areas_geojson = {};  // bytes of the study's areas file; empty: no map
    std::string area_aliases = {};
    /// What stands under maps, of each front; empty: what study.toml says, in its one language.
    std::vector<std::vector<std::string>> map_remarks = {};
    std::vector<RoundsOfQuestion> rounds = {};  // empty: there is no round before
};

/// What stands under maps in the language of a narrative: its own words, or study.toml's.
[[nodiscard]] std::vector<std::string> map_remarks_in(const Study& study,
                                                      const Narrative& narrative);

/// A site of four files (index.html, dashboard.js, dashboard.css, data.js) that shows every table
/// in every language, by whatever the plan divides it by, as chart, map and table, and needs no
/// server: it works from a USB stick. Holds what was released and nothing else; the same input
/// gives the same bytes. An error where the areas cannot be read. Format:
/// docs/formats/dashboard.md. REQUIRES: at least one front; the study was checked without errors.
Result<std::vector<DashboardFile>> dashboard(const DashboardInput& input);

}  // namespace mtm
