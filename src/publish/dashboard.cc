#include "publish/dashboard.h"

#include "base/text.h"
#include "chart/palette.h"
#include "embedded_dashboard_page.h"
#include "embedded_dashboard_script.h"
#include "embedded_dashboard_style.h"
#include "publish/dashboard_json.h"
#include "publish/dashboard_views.h"
#include "report/cover.h"
#include "report/front_matter.h"
#include "report/language.h"
#include "study/map_areas.h"

namespace mtm {
namespace {

// What the page says before its script runs, and where it cannot.
std::string page_of(const DashboardInput& input) {
    const Document& front = input.fronts.front();
    std::string marks;
    for (const std::string& mark : marks_of(front))
        marks += "<p class=\"running\">" + escape_xml(mark) + "</p>";
    const std::pair<std::string_view, std::string> places[] = {
        {"{{language}}", front.language},
        {"{{title}}", escape_xml(full_title(front))},
        {"{{heading}}", escape_xml(front.title)},
        {"{{counts}}", escape_xml(counts_line(front))},
        {"{{marks}}", marks},
        {"{{no_script}}",
         escape_xml(report_language(front.language).text("dashboard", "no_script"))}};
    std::string out(embedded::dashboard_page());
    for (const auto& [place, text] : places)
        out = replace_all(out, place, text);
    return out;
}

}  // namespace

std::vector<std::string> map_remarks_in(const Study& study, const Narrative& narrative) {
    std::vector<std::string> out;
    const std::pair<std::string, std::string> texts[] = {
        {"map_disclaimer", study.file.map_disclaimer}, {"areas_credit", study.file.areas.credit}};
    for (const auto& [key, text] : texts) {
        if (!text.empty()) out.push_back(cover_text(narrative, key, text));
    }
    return out;
}

Result<std::vector<DashboardFile>> dashboard(const DashboardInput& input) {
    CHECK(!input.fronts.empty());
    DashboardMap map;
    AreaKeys keys;
    if (!input.areas_geojson.empty()) {
        map = TRY(dashboard_map(input));
        const MapAreas areas = TRY(MapAreas::read(input.areas_geojson, input.study.file.areas));
        keys = join_areas(input.study, areas, input.area_aliases);
    }
    const AreaOfChoice area_of = [&keys](const std::string& choice) {
        const auto found = keys.by_choice.find(choice);
        return found == keys.by_choice.end() ? std::string() : found->second;
    };
    TextPool texts;
    const std::vector<DashboardTopic> topics = dashboard_topics(input, area_of, texts);
    std::vector<DashboardFile> files;
    files.push_back({"index.html", page_of(input)});
    files.push_back({"dashboard.js", std::string(embedded::dashboard_script())});
    files.push_back({"dashboard.css",
                     chart_css(input.study.file.theme) + std::string(embedded::dashboard_style())});
    files.push_back({"data.js", dashboard_data(input, topics, map, texts)});
    return files;
}

}  // namespace mtm
