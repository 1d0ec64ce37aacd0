#include <cstdio>
#include <memory>

#include "capture/arrivals.h"
#include "programs/command.h"
#include "rehearse/invent.h"
#include "store/clock.h"

namespace mtm {
namespace {

struct RehearseArguments {
    std::string directory;
    std::string margins;
    long long interviews = 0;
    std::uint64_t seed = 1;
};

// The figures that the interviews must meet; none without a file. Where some rows cannot be read,
// the others are checked against the study all the same.
std::optional<PublishedFigures> read_margins(const std::string& path,
                                             const std::optional<Study>& study,
                                             Exit& exit) {
    if (path.empty()) return PublishedFigures{};
    auto published = load_figures(path, exit);
    if (!published) return std::nullopt;
    if (!has_errors(published->diagnostics)) {
        print_diagnostics(published->diagnostics);
        return published;
    }
    print_diagnostics(study ? mistakes_of_figures(*study, *published) : published->diagnostics);
    exit = Exit::input_is_wrong;
    return std::nullopt;
}

// A form can be rehearsed before its study has a map.
std::optional<AreaPolygons> map_of(const Study& study) {
    auto areas = area_polygons_of(study);
    if (areas) return std::move(*areas);
    std::fprintf(stderr,
                 "mtm rehearse: %s. Without the map, points lie in no area.\n",
                 areas.error().message.c_str());
    return std::nullopt;
}

Result<InventOptions> invention(const RehearseArguments& options,
                                const Study& study,
                                const std::optional<AreaPolygons>& areas) {
    InventOptions out;
    out.seed = options.seed;
    out.interviews = options.interviews > 0              ? options.interviews
                     : study.file.planned_interviews > 0 ? study.file.planned_interviews
                                                         : 100;
    out.area_question = study.file.areas.question;
    out.areas = areas ? &*areas : nullptr;
    out.area_choice_column = study.file.areas.choice_column;
    if (!study.file.fieldwork_start.empty()) out.fieldwork_start = study.file.fieldwork_start;
    if (!study.file.fieldwork_end.empty()) out.fieldwork_end = study.file.fieldwork_end;
    out.utc_offset = TRY(utc_offset(study.file.timezone, out.fieldwork_start));
    out.counted = counting_rules(study);
    return out;
}

Exit invent_interviews(const RehearseArguments& options) {
    Exit exit = Exit::done;
    const auto study = load_study(options.directory, exit);
    const auto margins = read_margins(options.margins, study, exit);
    if (!study || !margins) return exit;
    const std::optional<AreaPolygons> areas = map_of(*study);
    const auto invent_options = invention(options, *study, areas);
    if (!invent_options) {
        std::fprintf(stderr, "mtm rehearse: %s\n", invent_options.error().message.c_str());
        return Exit::input_is_wrong;
    }
    const Rehearsal rehearsal =
        rehearse(study->questionnaire, study->plan, margins->figures, *invent_options);
    print_diagnostics(rehearsal.diagnostics);
    if (has_errors(rehearsal.diagnostics)) {
        std::fprintf(stderr,
                     "Nothing was written. `mtm audit %s %s` says which rows must go.\n",
                     options.directory.c_str(),
                     options.margins.c_str());
        return Exit::input_is_wrong;
    }
    const Status written =
        write_rehearsal(options.directory, study->questionnaire, rehearsal.interviews);
    if (!written) return fail(written.error());
    const auto wanted = static_cast<std::size_t>(options.interviews);
    if (wanted > 0 && wanted != rehearsal.interviews.size()) {
        std::fprintf(stderr,
                     "The margins are of %zu interviews, so as many were made, not %zu.\n",
                     rehearsal.interviews.size(),
                     wanted);
    }
    std::printf("%s/rehearsal: %zu invented interviews\n",
                options.directory.c_str(),
                rehearsal.interviews.size());
    return Exit::done;
}

}  // namespace

void add_rehearse(Program& program) {
    auto options = std::make_shared<RehearseArguments>();
    Arguments command = program.add(
        "rehearse",
        "invent interviews that obey the questionnaire",
        "mtm rehearse studies/kazakhstan-2024-r4 --margins studies/kazakhstan-2024-r4/margins.csv",
        [options] { return invent_interviews(*options); });
    command.add_option("DIR", options->directory, "the study's folder").required();
    command.add_option("--n", options->interviews, "how many; else what margins or study.toml say")
        .between(1LL, 10'000'000LL);
    command.add_option("--seed", options->seed, "the same seed gives the same interviews")
        .between(0, 1LL << 53)
        .show_default();
    command.add_option(
        "--margins", options->margins, "published figures (CSV) that must hold after rounding");
}

}  // namespace mtm
