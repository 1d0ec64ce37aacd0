#include "anonymity/diversity.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace mtm {
namespace {

using Counts = std::vector<std::size_t>;

double share(std::size_t part, std::size_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
}

double distance_of(const Counts& counts,
                   std::size_t records,
                   const Counts& of_all,
                   std::size_t all,
                   AnswerDistance answers) {
    double out = 0;
    double ahead = 0;
    for (std::size_t code = 0; code < of_all.size(); ++code) {
        const double difference = share(counts[code], records) - share(of_all[code], all);
        ahead += difference;
        out += std::abs(answers == AnswerDistance::equal ? difference : ahead);
    }
    if (answers == AnswerDistance::equal) return out / 2;
    return of_all.size() > 1 ? out / static_cast<double>(of_all.size() - 1) : 0;
}

// The largest l for which the most frequent answer is rarer than c times those from the l-th on.
std::size_t recursive_of(Counts counts, double c) {
    std::ranges::sort(counts, std::greater<>());
    double rest = 0;
    for (std::size_t l = counts.size(); l > 0; --l) {
        rest += static_cast<double>(counts[l - 1]);
        if (counts[l - 1] > 0 && static_cast<double>(counts[0]) < c * rest) return l;
    }
    return 0;
}

}  // namespace

Result<std::vector<std::uint32_t>> equivalence_classes(const KeyTable& table) {
    const PackedPatterns patterns = TRY(PackedPatterns::create(table));
    PackedPatterns::Words whole{};
    whole.fill(~std::uint64_t{0});
    PatternIndex index(patterns.words(), patterns.size());
    std::vector<std::uint32_t> out;
    out.reserve(patterns.size());
    for (std::size_t record = 0; record < patterns.size(); ++record)
        out.push_back(index.number_of(patterns.at(record), whole));
    return out;
}

std::vector<Diversity> diversity(std::span<const std::uint32_t> classes,
                                 std::span<const std::int32_t> sensitive,
                                 AnswerDistance answers,
                                 double c) {
    std::uint32_t class_count = 0;
    std::int32_t categories = 0;
    for (std::size_t record = 0; record < classes.size(); ++record) {
        class_count = std::max(class_count, classes[record] + 1);
        categories = std::max(categories, sensitive[record] + 1);
    }
    const auto width = static_cast<std::size_t>(categories);
    std::vector<Counts> counts(class_count, Counts(width, 0));
    Counts of_all(width, 0);
    std::size_t all = 0;
    for (std::size_t record = 0; record < classes.size(); ++record) {
        if (sensitive[record] < 0) continue;
        ++counts[classes[record]][static_cast<std::size_t>(sensitive[record])];
        ++of_all[static_cast<std::size_t>(sensitive[record])];
        ++all;
    }
    std::vector<Diversity> out;
    for (const Counts& of_class : counts) {
        Diversity& diversity = out.emplace_back();
        for (const std::size_t count : of_class) {
            diversity.records += count;
            diversity.distinct += count > 0 ? 1 : 0;
        }
        if (diversity.records == 0) continue;
        double entropy = 0;
        for (const std::size_t count : of_class) {
            if (count == 0) continue;
            const double p = share(count, diversity.records);
            entropy -= p * std::log(p);
        }
        diversity.entropy = std::exp(entropy);
        diversity.recursive = recursive_of(of_class, c);
        diversity.distance = distance_of(of_class, diversity.records, of_all, all, answers);
    }
    return out;
}

}  // namespace mtm
