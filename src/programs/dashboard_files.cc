#include "programs/dashboard_files.h"

#include <filesystem>

#include "programs/area_files.h"
#include "programs/command.h"
#include "publish/dashboard.h"
#include "report/cover.h"

namespace mtm {
namespace {

// Of `report.md` or `report.LANGUAGE.md`; of a study without one, nothing.
Result<Narrative> narrative_in(const DashboardSource& source, const std::string& language) {
    const bool first = language == source.study.file.languages.front();
    const std::string path =
        source.directory + (first ? "/report.md" : "/report." + language + ".md");
    if (!std::filesystem::exists(path)) return Narrative{};
    const std::string text = TRY(read_file(path));
    return read_narrative(
               text,
               path,
               [&](const std::string& name) { return read_file(source.directory + "/" + name); })
        .narrative;
}

RoundNumber number_of(const RoundValue& told) {
    RoundNumber out;
    out.there = told.there;
    out.withheld = told.withheld;
    if (told.withheld || !told.there) return out;
    out.value = told.value;
    if (!told.coarse && !told.printed) out.n = told.n;
    return out;
}

std::optional<std::size_t> base_in(const ComparedQuestion& question,
                                   RoundValue DifferenceRow::*round) {
    for (const DifferenceRow& row : question.rows) {
        const RoundValue& told = row.*round;
        if (told.there && !told.withheld && !told.coarse && !told.printed && told.base > 0)
            return told.base;
    }
    return std::nullopt;
}

}  // namespace

std::vector<RoundsOfQuestion> rounds_of(const RoundComparison& comparison) {
    std::vector<RoundsOfQuestion> out;
    for (const ComparedQuestion& question : comparison.questions) {
        RoundsOfQuestion& to = out.emplace_back();
        to.question = question.name;
        to.numeric = question.numeric;
        to.names = {comparison.before, comparison.now};
        to.bases = {base_in(question, &DifferenceRow::before),
                    base_in(question, &DifferenceRow::now)};
        for (const DifferenceRow& row : question.rows) {
            RoundsRow one;
            one.category = row.category;
            one.rounds = {number_of(row.before), number_of(row.now)};
            if (one.rounds[0].value && one.rounds[1].value) one.difference = row.difference;
            if (row.not_tested.empty() && row.p_family) one.significant = row.significant;
            to.rows.push_back(std::move(one));
        }
    }
    return out;
}

Result<std::vector<FileOut>> dashboard_files(const DashboardSource& source) {
    const AreaFiles areas = TRY(read_area_files(source.directory, source.study));
    DashboardInput input{.study = source.study,
                         .dataset = source.dataset,
                         .tables = source.tables,
                         .fronts = {},
                         .areas_geojson = areas.geojson,
                         .area_aliases = areas.aliases,
                         .map_remarks = {},
                         .rounds = {}};
    for (const std::string& language : source.study.file.languages) {
        const Narrative narrative = TRY(narrative_in(source, language));
        Document& front = input.fronts.emplace_back();
        fill_front(source.study, source.dataset, narrative, source.control, language, front);
        input.map_remarks.push_back(map_remarks_in(source.study, narrative));
        front.made_from = source.made_from;
        front.annex = source.annex;
    }
    if (source.rounds != nullptr) input.rounds = rounds_of(*source.rounds);
    std::vector<DashboardFile> files = TRY(dashboard(input));
    std::vector<FileOut> out;
    for (DashboardFile& file : files)
        out.push_back({std::move(file.name), std::move(file.bytes)});
    return out;
}

}  // namespace mtm
