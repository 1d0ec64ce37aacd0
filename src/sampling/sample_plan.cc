#include "sampling/sample_plan.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "base/text.h"
#include "sampling/quotas.h"
#include "sampling/selection.h"

namespace mtm {
namespace {

int whole(double people) {
    return static_cast<int>(std::min(people, 1e9));
}

// How many of each group can be interviewed: those who live there. A frame whose groups are fewer
// people than its population has no bound to keep.
std::vector<int> most_of_groups(int interviews, const std::vector<double>& people) {
    std::vector<int> most;
    for (const double each : people)
        most.push_back(whole(each));
    if (std::accumulate(people.begin(), people.end(), 0.0) < interviews)
        most.assign(people.size(), interviews);
    return most;
}

// What is divided among groups alone: an area's quotas, as it is composed.
Result<std::vector<int>> groups_of(int interviews, const std::vector<double>& people) {
    const std::vector<int> none(people.size(), 0);
    return divide(interviews, people, none, most_of_groups(interviews, people));
}

std::vector<SelectedPlace> select_places(const SamplingFrame& frame,
                                         const std::vector<std::size_t>& places,
                                         int wanted,
                                         PlaceSelection selection,
                                         Random& random) {
    std::vector<double> chances(places.size(),
                                static_cast<double>(wanted) / static_cast<double>(places.size()));
    if (selection == PlaceSelection::by_size) {
        std::vector<double> sizes;
        for (const std::size_t place : places)
            sizes.push_back(frame.places[place].population);
        chances = inclusion_probabilities(sizes, wanted);
    }
    const std::vector<std::size_t> selected =
        selection == PlaceSelection::simple
            ? select_simply(places.size(), static_cast<std::size_t>(wanted), random)
            : select_systematically(chances, random.uniform());
    std::vector<SelectedPlace> out;
    for (const std::size_t i : selected)
        out.push_back(
            {.place = places[i], .probability = chances[i], .certain = chances[i] >= 1 - 1e-12});
    return out;
}

// Among the places of an area in proportion to people over chance, and by group.
Result<AreaSample> divide_area(const SamplingFrame& frame, AreaSample area) {
    std::vector<double> shares;
    std::vector<int> least;
    std::vector<int> most;
    for (const SelectedPlace& selected : area.selected) {
        const double people = frame.places[selected.place].population;
        shares.push_back(people / selected.probability);
        least.push_back(0);
        most.push_back(whole(people));
    }
    // Each place once, if there are enough interviews.
    if (area.interviews >= static_cast<int>(area.selected.size()))
        least.assign(area.selected.size(), 1);
    const std::vector<int> parts = TRY(divide(area.interviews, shares, least, most));
    std::vector<std::vector<double>> people;
    Quotas most_by_group;
    for (std::size_t i = 0; i < area.selected.size(); ++i) {
        SelectedPlace& selected = area.selected[i];
        selected.interviews = parts[i];
        const FramePlace& place = frame.places[selected.place];
        people.push_back(place.by_group);
        most_by_group.push_back(most_of_groups(parts[i], place.by_group));
        if (parts[i] > 0)
            selected.base_weight = place.population / (selected.probability * parts[i]);
    }
    if (frame.groups.empty()) return area;
    const auto wanted = TRY(groups_of(area.interviews, frame.areas[area.area].by_group));
    const Quotas by_group = TRY(divide_by_group(parts, wanted, people, most_by_group));
    area.by_group.assign(wanted.size(), 0);
    for (std::size_t i = 0; i < area.selected.size(); ++i) {
        area.selected[i].by_group = by_group[i];
        for (std::size_t g = 0; g < wanted.size(); ++g)
            area.by_group[g] += by_group[i][g];
    }
    return area;
}

// As many places as hold the interviews, but not more than there are, and enough people in them.
int places_wanted(int interviews, int a_place, std::size_t places) {
    const int wanted = (interviews + a_place / 2) / std::max(a_place, 1);
    return std::clamp(wanted, 1, static_cast<int>(places));
}

Result<AreaSample> draw_area(const SamplingFrame& frame,
                             std::size_t area,
                             int interviews,
                             const SamplePlanOptions& options,
                             std::uint64_t seed) {
    std::vector<std::size_t> places;
    for (std::size_t p = 0; p < frame.places.size(); ++p) {
        if (frame.places[p].area == area && frame.places[p].population > 0) places.push_back(p);
    }
    // Small places may not hold their interviews: then some more are selected, from the beginning.
    const int all = static_cast<int>(places.size());
    for (int wanted = places_wanted(interviews, options.interviews_a_place, places.size());;
         wanted = std::min(all, wanted + 1 + wanted / 16)) {
        Random random(seed);
        auto selected = select_places(frame, places, wanted, options.selection, random);
        double room = 0;
        for (const SelectedPlace& each : selected)
            room += frame.places[each.place].population;
        if (room < interviews && wanted < all) continue;
        return divide_area(
            frame, {.area = area, .interviews = interviews, .selected = std::move(selected)});
    }
}

// Equal loads of neighbouring places: the interviews in a row, cut into equal parts.
Result<std::vector<EnumeratorTask>> share_out(const SamplingFrame& frame, const SamplePlan& plan) {
    std::vector<EnumeratorTask> out;
    const int enumerators = plan.options.enumerators;
    long long before = 0;
    for (const AreaSample& area : plan.areas) {
        for (const SelectedPlace& selected : area.selected) {
            std::vector<int> parts;
            std::vector<std::vector<double>> people;
            const std::size_t first = out.size();
            for (int left = selected.interviews; left > 0;) {
                const long long all = plan.options.interviews;
                // The enumerator whose part of the row holds this interview, and where it ends.
                const auto e = std::min<long long>(before * enumerators / all, enumerators - 1);
                const long long end = ((e + 1) * all + enumerators - 1) / enumerators;
                const int part = static_cast<int>(std::min<long long>(left, end - before));
                out.push_back({.enumerator = static_cast<int>(e) + 1,
                               .place = selected.place,
                               .interviews = part});
                parts.push_back(part);
                people.emplace_back(selected.by_group.begin(), selected.by_group.end());
                before += part;
                left -= part;
            }
            if (frame.groups.empty()) continue;
            Quotas most;
            for (const int part : parts)
                most.emplace_back(selected.by_group.size(), part);
            const Quotas by_group = TRY(divide_by_group(parts, selected.by_group, people, most));
            for (std::size_t i = 0; i < parts.size(); ++i)
                out[first + i].by_group = by_group[i];
        }
    }
    return out;
}

class PlanLimits {
public:
    PlanLimits(const SamplingFrame& frame, const SamplePlan& plan, const std::string& file)
        : frame_(frame), plan_(plan), file_(file) {}

    Diagnostics find() {
        if (is_without_deviations(frame_, plan_.options))
            warn("no-deviation",
                 "The standard deviation expected is 0 everywhere: areas were given equal parts.",
                 "Write in the column deviation what is expected (for a share p the root of "
                 "p (1 - p)), or take --allocation proportional.");
        tell_of_areas_left_out();
        tell_of_lonely();
        tell_of_quotas();
        if (plan_.options.enumerators > plan_.options.interviews)
            warn("more-enumerators-than-interviews",
                 fmt::format("{} enumerators are to share {} interviews out: some get none.",
                             plan_.options.enumerators,
                             plan_.options.interviews),
                 "Correct --enumerators.");
        return std::move(out_);
    }

private:
    void warn(std::string code, std::string message, std::string remedy) {
        out_.push_back(
            {.code = std::move(code),
             .severity = Severity::warning,
             .place = {.file = file_, .sheet = {}, .row = 0, .column = {}, .interview = {}},
             .message = std::move(message),
             .remedy = std::move(remedy)});
    }

    [[nodiscard]] bool by_deviation() const {
        return plan_.options.allocation != AllocationRule::proportional &&
               !is_without_deviations(frame_, plan_.options);
    }

    void tell_of_areas_left_out() {
        std::vector<std::string> names;
        double people = 0;
        for (const std::size_t a : areas_without_interviews(frame_, plan_)) {
            const FrameArea& area = frame_.areas[a];
            people += area.population;
            names.push_back(
                fmt::format("“{}” ({:.0f} people{})",
                            area.name,
                            area.population,
                            by_deviation() && area.deviation <= 0 ? ", deviation 0" : ""));
        }
        if (names.empty()) return;
        warn("area-without-interviews",
             fmt::format("Nobody is to be interviewed in {}: {:.1f} per cent of all people live "
                         "there, and the sample cannot tell of them.",
                         join(names, ", "),
                         100 * people / frame_.population()),
             "Write --least with how many interviews each area is to have, or leave these areas "
             "out of the frame and say so in the report.");
    }

    // Places of an area that stand for others, and people of a place that stands for itself.
    void tell_of_lonely() {
        std::vector<std::string> names;
        for (const AreaSample& area : plan_.areas) {
            const std::string& name = frame_.areas[area.area].name;
            int places = 0;
            for (const SelectedPlace& each : area.selected) {
                if (each.interviews == 0) continue;
                if (!each.certain)
                    ++places;
                else if (each.interviews == 1 && frame_.places[each.place].population > 1)
                    names.push_back("“" + name + " / " + frame_.places[each.place].name +
                                    "” (one interview)");
            }
            if (places == 1) names.push_back("“" + name + "” (one place)");
        }
        if (names.empty()) return;
        warn("one-of-a-stratum",
             "Nothing will be known of how these vary, of each of which one unit alone stands for "
             "others: " +
                 join(names, ", ") + ".",
             "Lower --per-place, so that more places are selected, or raise --least; areas that "
             "are alike can be joined in the frame.");
    }

    void tell_of_quotas() {
        std::vector<std::string> names;
        for (const AreaSample& area : areas_with_other_quotas(frame_, plan_)) {
            const FrameArea& known = frame_.areas[area.area];
            std::vector<std::string> groups;
            for (std::size_t g = 0; g < frame_.groups.size(); ++g)
                groups.push_back(fmt::format("{} {} ({:.1f} per cent of the people)",
                                             area.by_group[g],
                                             frame_.groups[g],
                                             100 * known.by_group[g] / known.population));
            names.push_back("“" + known.name + "”: " + join(groups, ", "));
        }
        if (names.empty()) return;
        warn("quota-not-reached",
             "The places selected have too few people of a group for quotas as their area is "
             "composed. " +
                 join(names, "; ") + ".",
             "Lower --per-place, so that more places are selected, or keep these quotas and weigh "
             "by group.");
    }

    const SamplingFrame& frame_;
    const SamplePlan& plan_;
    const std::string& file_;
    Diagnostics out_;
};

}  // namespace

Result<SamplePlan> draw_sample(const SamplingFrame& frame, const SamplePlanOptions& options) {
    if (options.interviews <= 0) return Error{"no interview is wanted"};
    std::vector<AllocationStratum> strata;
    const double people = frame.population();
    if (options.interviews > people)
        return Error{
            fmt::format("the frame has {} people, and {} interviews are wanted: take a "
                        "smaller --n or a wider --margin, or add the places that it lacks",
                        people,
                        options.interviews)};
    for (const FrameArea& area : frame.areas)
        strata.push_back({.size = area.population,
                          .deviation = area.deviation,
                          .least = area.population > 0 ? options.least_of_area : 0,
                          .most = whole(area.population)});
    const auto allocated =
        allocate_sample(options.interviews, strata, options.allocation, options.power);
    if (!allocated) return allocated.error().in("dividing the interviews among the areas");
    SamplePlan out{.options = options, .areas = {}, .tasks = {}};
    Random seeds(options.seed);
    for (std::size_t a = 0; a < frame.areas.size(); ++a) {
        const std::uint64_t seed = seeds.bits();
        if ((*allocated)[a] == 0) continue;
        auto area = draw_area(frame, a, (*allocated)[a], options, seed);
        if (!area) return area.error().in("selecting places of “" + frame.areas[a].name + "”");
        out.areas.push_back(std::move(*area));
    }
    if (options.enumerators > 0) out.tasks = TRY(share_out(frame, out));
    return out;
}

std::vector<std::size_t> areas_without_interviews(const SamplingFrame& frame,
                                                  const SamplePlan& plan) {
    std::vector<std::size_t> out;
    for (std::size_t a = 0; a < frame.areas.size(); ++a) {
        if (frame.areas[a].population > 0 &&
            std::ranges::find(plan.areas, a, &AreaSample::area) == plan.areas.end())
            out.push_back(a);
    }
    return out;
}

std::vector<AreaSample> areas_with_other_quotas(const SamplingFrame& frame,
                                                const SamplePlan& plan) {
    std::vector<AreaSample> out;
    if (frame.groups.empty()) return out;
    for (const AreaSample& area : plan.areas) {
        const auto wanted = groups_of(area.interviews, frame.areas[area.area].by_group);
        if (wanted && *wanted != area.by_group) out.push_back(area);
    }
    return out;
}

bool is_without_deviations(const SamplingFrame& frame, const SamplePlanOptions& options) {
    return options.allocation != AllocationRule::proportional &&
           std::ranges::all_of(frame.areas, [](const FrameArea& area) {
               return area.population <= 0 || area.deviation <= 0;
           });
}

Diagnostics limits_of_plan(const SamplingFrame& frame,
                           const SamplePlan& plan,
                           const std::string& frame_file) {
    return PlanLimits(frame, plan, frame_file).find();
}

}  // namespace mtm
