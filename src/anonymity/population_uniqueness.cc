#include "anonymity/population_uniqueness.h"

#include <cmath>
#include <map>

namespace mtm {

PopulationUniqueness zayatz_uniqueness(std::span<const std::size_t> class_sizes, double fraction) {
    std::map<std::size_t, std::size_t> classes;
    for (const std::size_t size : class_sizes)
        ++classes[size];
    PopulationUniqueness out;
    if (!classes.contains(1)) return out;
    out.sample_uniques = classes.at(1);
    double unique_in_sample = 0;
    for (const auto& [size, count] : classes) {
        const auto people = static_cast<double>(size);
        unique_in_sample +=
            static_cast<double>(count) * people * fraction * std::pow(1 - fraction, people - 1);
    }
    const double of_one = static_cast<double>(classes.at(1)) * fraction;
    out.share = of_one / unique_in_sample;
    out.expected = out.share * static_cast<double>(out.sample_uniques);
    return out;
}

double chance_of_right_match(std::size_t uniques, std::size_t pairs, double fraction) {
    if (uniques == 0) return 0;
    const double right = static_cast<double>(uniques) * fraction;
    return right / (right + 2 * static_cast<double>(pairs) * (1 - fraction));
}

}  // namespace mtm
