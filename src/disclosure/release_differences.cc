#include "disclosure/release_differences.h"

#include <cstdlib>
#include <string_view>
#include <unordered_map>

#include "base/result.h"

namespace mtm {

namespace {

using NumbersById = std::unordered_map<std::string_view, const ReleasedNumber*>;

NumbersById numbers_by_id(const std::vector<ReleasedNumber>& numbers) {
    NumbersById out;
    for (const ReleasedNumber& number : numbers)
        out.emplace(number.id, &number);
    return out;
}

const ReleasedNumber* in_release(const NumbersById& numbers, const std::string& id) {
    const auto found = numbers.find(id);
    return found == numbers.end() ? nullptr : found->second;
}

// By how many people a number of both releases differs; absent where one did not print it.
std::optional<long long> difference(const std::optional<long long>& now,
                                    const std::optional<long long>& before) {
    if (!now || !before) return std::nullopt;
    return *now - *before;
}

class TellingSearch {
public:
    TellingSearch(const std::vector<ReleasedNumber>& earlier,
                  const std::vector<ReleasedNumber>& now,
                  int threshold)
        : earlier_(numbers_by_id(earlier)), now_(numbers_by_id(now)), threshold_(threshold) {}

    void look_at(const ReleasedNumber& number) {
        const ReleasedNumber* before = in_release(earlier_, number.id);
        if (before == nullptr) return;
        const auto people = difference(number.n, before->n);
        const auto bases = difference(number.base, before->base);
        tell_if_few(number.id, TellingBy::count, people);
        tell_if_few(number.id, TellingBy::base, bases);
        if (people && bases) tell_if_few(number.id, TellingBy::complement, *bases - *people);
        tell_if_corrected(number, *before, people ? *people : of(interviews_counted).value_or(0));
    }

    // What a whole differs by, less what its printed parts do, is of those that were not printed.
    void look_at(const NumberLine& line) {
        auto rest = of(line.whole);
        if (!rest) return;
        bool any_printed = false;
        bool any_not = false;
        for (const std::string& part : line.parts) {
            const auto people = of(part);
            (people ? any_printed : any_not) = true;
            if (people) *rest -= *people;
        }
        if (any_printed && any_not) tell_if_few(line.whole, TellingBy::rest, rest);
    }

    std::vector<TellingDifference> take() { return std::move(found_); }

private:
    [[nodiscard]] std::optional<long long> of(const std::string& id) const {
        const ReleasedNumber* now = in_release(now_, id);
        const ReleasedNumber* before = in_release(earlier_, id);
        if (now == nullptr || before == nullptr) return std::nullopt;
        return difference(now->n, before->n);
    }

    void tell_if_few(const std::string& id, TellingBy by, const std::optional<long long>& people) {
        if (people && *people != 0 && std::llabs(*people) < threshold_)
            found_.push_back({id, by, *people});
    }

    // A mean or total that changed while nobody, or few, came or went is told by who has both.
    void tell_if_corrected(const ReleasedNumber& number,
                           const ReleasedNumber& before,
                           long long people) {
        const bool changed = number.of_answers && !number.value.empty() && !before.value.empty() &&
                             number.value != before.value;
        if (changed && std::llabs(people) < threshold_)
            found_.push_back({number.id, TellingBy::answer, people});
    }

    NumbersById earlier_;
    NumbersById now_;
    long long threshold_;
    std::vector<TellingDifference> found_;
};

bool printed_alike(const ReleasedNumber& a, const ReleasedNumber& b) {
    return a.value == b.value && a.n == b.n && a.base == b.base && a.withheld == b.withheld;
}

}  // namespace

std::vector<TellingDifference> telling_differences(const std::vector<ReleasedNumber>& earlier,
                                                   const std::vector<ReleasedNumber>& now,
                                                   const std::vector<NumberLine>& lines,
                                                   int threshold) {
    CHECK(threshold >= 1);
    TellingSearch search(earlier, now, threshold);
    for (const ReleasedNumber& number : now)
        search.look_at(number);
    for (const NumberLine& line : lines)
        search.look_at(line);
    return search.take();
}

std::vector<Erratum> errata(const std::vector<ReleasedNumber>& earlier,
                            const std::vector<ReleasedNumber>& now) {
    std::vector<Erratum> out;
    const NumbersById before = numbers_by_id(earlier);
    const NumbersById after = numbers_by_id(now);
    for (const ReleasedNumber& number : now) {
        const ReleasedNumber* old = in_release(before, number.id);
        if (old == nullptr) {
            out.push_back({NumberChange::appeared, number.id, number.where, std::nullopt, number});
        } else if (!printed_alike(*old, number)) {
            out.push_back({NumberChange::changed, number.id, number.where, *old, number});
        }
    }
    for (const ReleasedNumber& old : earlier) {
        if (in_release(after, old.id) == nullptr)
            out.push_back({NumberChange::gone, old.id, old.where, old, std::nullopt});
    }
    return out;
}

}  // namespace mtm
