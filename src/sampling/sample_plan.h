#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "sampling/allocation.h"
#include "sampling/frame.h"

namespace mtm {

/// How places are selected within an area.
enum class PlaceSelection {
    by_size,     // systematically, with chances in proportion to people (Madow 1949)
    systematic,  // every k-th of the frame's order, with one chance for all
    simple       // a simple random sample
};

struct SamplePlanOptions {
    int interviews = 0;
    AllocationRule allocation = AllocationRule::proportional;
    double power = 0.5;     // of AllocationRule::power
    int least_of_area = 0;  // interviews
    int interviews_a_place = 15;
    PlaceSelection selection = PlaceSelection::by_size;
    int enumerators = 0;
    std::uint64_t seed = 1;
};

/// A place in which interviews are to be held.
struct SelectedPlace {
    std::size_t place = 0;   // index into the frame's places
    double probability = 0;  // of the place's selection
    bool certain = false;    // its chance was 1: it stands for itself alone
    int interviews = 0;
    std::vector<int> by_group{};  // interviews of each group
    double base_weight = 0;       // people for whom an interview stands, if all are held
};

struct AreaSample {
    std::size_t area = 0;  // index into the frame's areas
    int interviews = 0;
    std::vector<int> by_group{};
    std::vector<SelectedPlace> selected{};
};

/// Interviews in a place that one enumerator is to hold.
struct EnumeratorTask {
    int enumerator = 0;     // from 1
    std::size_t place = 0;  // of the frame
    int interviews = 0;
    std::vector<int> by_group{};
};

struct SamplePlan {
    SamplePlanOptions options;
    std::vector<AreaSample> areas;      // those with interviews, in the frame's order
    std::vector<EnumeratorTask> tasks;  // by enumerator; none without enumerators
};

/// Draws a sample of two stages. Interviews are divided among areas (allocation.h); in an area as
/// many places are selected as hold `interviews_a_place` each; its interviews are divided among
/// them in proportion to people over chance, so that all people of an area have one chance, and
/// among groups as the area is composed, as far as people of them live there. Enumerators get equal
/// loads of neighbouring places in the frame's order. Chance is SplitMix64 (base/random.h), a
/// stream for each area of the frame: the same seed and frame give the same sample everywhere. An
/// error if there are fewer people than interviews, or bounds that cannot be met.
Result<SamplePlan> draw_sample(const SamplingFrame& frame, const SamplePlanOptions& options);

/// Areas with people that get no interview, in the frame's order.
[[nodiscard]] std::vector<std::size_t> areas_without_interviews(const SamplingFrame& frame,
                                                                const SamplePlan& plan);

/// Areas whose quotas are not as they are composed, since the places selected have too few people
/// of a group.
[[nodiscard]] std::vector<AreaSample> areas_with_other_quotas(const SamplingFrame& frame,
                                                              const SamplePlan& plan);

/// Whether the frame's deviations are 0 everywhere, so that areas got equal parts and no others.
[[nodiscard]] bool is_without_deviations(const SamplingFrame& frame,
                                         const SamplePlanOptions& options);

/// What a sample cannot tell of, as long as it can still be drawn otherwise, as warnings: areas
/// without interviews, deviations of 0, areas or certain places of which one unit alone would be
/// interviewed, so that nothing will be known of how they vary, and quotas other than the area is
/// composed. `frame_file` is as the user knows it.
[[nodiscard]] Diagnostics limits_of_plan(const SamplingFrame& frame,
                                         const SamplePlan& plan,
                                         const std::string& frame_file);

}  // namespace mtm
