// The system falls into parts that share no unknown count; each is narrowed by propagation and
// elimination, falls into smaller parts by that, and what is left goes to programmes. A solution of
// a programme is a survey that could have been: it shows at once for all its counts how far they
// can be from each other, so most targets are found safe without a programme of their own.
//
// Tested in reconstruct_test.cc against all surveys that are possible, one by one.
#include "attack/reconstruct.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "attack/count_program.h"
#include "base/random.h"

namespace mtm {

namespace {

// Counts that hang together, and the rows that tie them.
struct SystemPart {
    std::vector<int> counts;
    std::vector<CountRow> rows;
};

bool is_fixed(const CountBounds& bounds) {
    return bounds.low == bounds.high;
}

std::vector<SystemPart> parts_of(const std::vector<CountRow>& rows,
                                 const std::vector<int>& counts,
                                 const std::vector<CountBounds>& bounds) {
    std::map<int, int> leader;
    for (const int count : counts) {
        if (!is_fixed(bounds[static_cast<std::size_t>(count)])) leader[count] = count;
    }
    const auto lead = [&](int count) {
        while (leader[count] != count)
            count = leader[count] = leader[leader[count]];
        return count;
    };
    const auto first_open = [&](const CountRow& row) {
        const auto found = std::find_if(row.terms.begin(), row.terms.end(), [&](const auto& term) {
            return leader.contains(term.first);
        });
        return found == row.terms.end() ? -1 : found->first;
    };
    for (const CountRow& row : rows) {
        const int first = first_open(row);
        for (const auto& [count, coefficient] : row.terms) {
            if (leader.contains(count)) leader[lead(count)] = lead(first);
        }
    }
    std::map<int, SystemPart> out;
    for (const auto& [count, of] : leader)
        out[lead(count)].counts.push_back(count);
    for (const CountRow& row : rows) {
        if (const int first = first_open(row); first >= 0) out[lead(first)].rows.push_back(row);
    }
    std::vector<SystemPart> list;
    for (auto& [of, part] : out)
        list.push_back(std::move(part));
    return list;
}

std::vector<CountRow> without_assumptions(const std::vector<CountRow>& rows) {
    std::vector<CountRow> out;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(out), [](const CountRow& row) {
        return !row.assumed;
    });
    return out;
}

class Reconstructor {
public:
    Reconstructor(const CountSystem& system, const ReconstructOptions& options)
        : system_(system), options_(options), contradictory_(system.counts.size(), false) {
        for (const PublicCount& count : system.counts) {
            const bool told = count.low == count.high;
            out_.bounds.push_back({count.low,
                                   count.high,
                                   told ? count.low : no_limit,
                                   told ? count.high : -no_limit,
                                   told ? RebuiltBy::print : RebuiltBy::nothing});
        }
        for (std::size_t t = 0; t < system.targets.size(); ++t)
            targets_of_[system.targets[t].count].push_back(t);
    }

    Reconstruction run() {
        check_printed();
        std::vector<int> all(system_.counts.size());
        std::iota(all.begin(), all.end(), 0);
        for (const SystemPart& part : parts_of(system_.rows, all, out_.bounds)) {
            const std::vector<CountBounds> before = out_.bounds;
            if (solve(part)) continue;
            restore(part, before);
            for (const SystemPart& rest :
                 parts_of(without_assumptions(part.rows), part.counts, out_.bounds)) {
                if (!solve(rest)) give_up(rest, before);
            }
            out_.dropped += static_cast<int>(
                std::count_if(part.rows.begin(), part.rows.end(), [](const CountRow& row) {
                    return row.assumed;
                }));
        }
        judge();
        return std::move(out_);
    }

private:
    void restore(const SystemPart& part, const std::vector<CountBounds>& before) {
        for (const int count : part.counts)
            at(count) = before[static_cast<std::size_t>(count)];
    }

    void give_up(const SystemPart& part, const std::vector<CountBounds>& before) {
        restore(part, before);
        ++out_.contradictions;
        for (const int count : part.counts)
            contradictory_[static_cast<std::size_t>(count)] = true;
    }

    CountBounds& at(int count) { return out_.bounds[static_cast<std::size_t>(count)]; }

    // Rows of printed numbers alone.
    void check_printed() {
        for (const CountRow& row : system_.rows) {
            long long sum = 0;
            const bool all = std::all_of(row.terms.begin(), row.terms.end(), [&](const auto& term) {
                sum += term.second * at(term.first).low;
                return is_fixed(at(term.first));
            });
            if (all && !row.assumed && (sum < row.low || sum > row.high)) ++out_.contradictions;
        }
    }

    // False if its counts cannot be.
    bool solve(const SystemPart& part) {
        if (!propagate(part.rows, out_.bounds, RebuiltBy::propagation)) return false;
        for (const SystemPart& smaller : parts_of(part.rows, part.counts, out_.bounds)) {
            std::vector<const CountRow*> rows;
            for (const CountRow& row : smaller.rows)
                rows.push_back(&row);
            if (!eliminate(rows, out_.bounds)) return false;
        }
        if (!propagate(part.rows, out_.bounds, RebuiltBy::propagation)) return false;
        const auto rest = parts_of(part.rows, part.counts, out_.bounds);
        return std::all_of(
            rest.begin(), rest.end(), [&](const SystemPart& smaller) { return program(smaller); });
    }

    // A part in numbers of its own, without what is fixed.
    CountProgram program_of(const SystemPart& part, const std::map<int, int>& place) {
        std::vector<long long> low;
        std::vector<long long> high;
        for (const int count : part.counts) {
            low.push_back(at(count).low);
            high.push_back(at(count).high);
        }
        std::vector<CountRow> rows;
        for (const CountRow& row : part.rows) {
            CountRow own{{}, row.low, row.high, row.assumed};
            for (const auto& [count, a] : row.terms) {
                const auto found = place.find(count);
                if (found != place.end()) {
                    own.terms.emplace_back(found->second, a);
                    continue;
                }
                const long long known = a * at(count).low;
                if (own.low > -no_limit) own.low -= known;
                if (own.high < no_limit) own.high -= known;
            }
            rows.push_back(std::move(own));
        }
        return {std::move(low), std::move(high), std::move(rows)};
    }

    bool program(const SystemPart& part) {
        std::map<int, int> place;
        for (std::size_t i = 0; i < part.counts.size(); ++i)
            place[part.counts[i]] = static_cast<int>(i);
        CountProgram of = program_of(part, place);
        if (!options_.exact_bounds && !survey_many(of, part)) return false;
        for (std::size_t i = 0; i < part.counts.size(); ++i) {
            if (options_.exact_bounds && !narrow_fully(of, part, static_cast<int>(i))) return false;
            for (const std::size_t target : targets_of_[part.counts[i]]) {
                if (!narrow_for(target, of, part, static_cast<int>(i))) return false;
            }
        }
        return true;
    }

    void see(const SystemPart& part, const std::vector<long long>& witness) {
        for (std::size_t c = 0; c < witness.size(); ++c) {
            CountBounds& seen = at(part.counts[c]);
            seen.seen_low = std::min(seen.seen_low, witness[c]);
            seen.seen_high = std::max(seen.seen_high, witness[c]);
        }
    }

    // Which way a count must go that its target is not of few: up 1, `others` down -1; 0 if nothing
    // of it is open.
    [[nodiscard]] int way_of(int count) {
        for (const std::size_t target : targets_of_[count]) {
            if (!is_settled(bounds_of(target))) return system_.targets[target].of < 0 ? 1 : -1;
        }
        return 0;
    }

    // Surveys that could have been, in which as many targets as possible are not of few. Weights
    // are drawn anew each time, for what one survey cannot have together two can.
    bool survey_many(CountProgram& of, const SystemPart& part) {
        Random random(1);
        int before = -1;
        for (int times = 0; times < 12; ++times) {
            std::vector<std::pair<int, double>> push;
            int open = 0;
            for (std::size_t i = 0; i < part.counts.size(); ++i) {
                const int way = way_of(part.counts[i]);
                if (way == 0) continue;
                ++open;
                if (times > 0) push.emplace_back(static_cast<int>(i), way * random.between(1, 9));
            }
            if (open == 0 || (times > 3 && open == before)) return true;
            before = open;
            if (out_.programs >= options_.most_programs) return true;
            ++out_.programs;
            const auto found = of.survey(push, std::nullopt, times == 0 ? options_.most_nodes : 0);
            if (found.impossible) return false;
            see(part, found.witness);
        }
        return true;
    }

    bool narrow_fully(CountProgram& of, const SystemPart& part, int column) {
        return narrow(of, part, column, CountProgram::Side::least, true) &&
               narrow(of, part, column, CountProgram::Side::greatest, true);
    }

    // First what fractions prove; then a survey in which it is not of few; then whole numbers.
    bool narrow_for(std::size_t target, CountProgram& of, const SystemPart& part, int column) {
        for (const auto side : {CountProgram::Side::greatest, CountProgram::Side::least}) {
            if (is_settled(bounds_of(target))) return true;
            if (!narrow(of, part, column, side, false)) return false;
        }
        if (is_settled(bounds_of(target))) return true;
        const bool none_left = !wish(target, options_.threshold, no_limit, of, part, column);
        if (is_settled(bounds_of(target))) return true;
        const bool none_right = !wish(target, -no_limit, 0, of, part, column);
        if (is_settled(bounds_of(target))) return true;
        if (none_left && none_right) return true;
        for (const auto side : {CountProgram::Side::greatest, CountProgram::Side::least}) {
            if (is_settled(bounds_of(target))) return true;
            if (!narrow(of, part, column, side, true)) return false;
        }
        return true;
    }

    // Looks for a survey in which the target is within low … high. Where none can be, its bounds
    // are narrowed to what is outside: false.
    bool wish(std::size_t target,
              long long low,
              long long high,
              CountProgram& of,
              const SystemPart& part,
              int column) {
        if (out_.programs >= options_.most_programs) return true;
        ++out_.programs;
        const CountTarget& about = system_.targets[target];
        CountProgram::Wish wish{column, low, high};
        if (about.of >= 0) {
            const long long whole = at(about.of).low;
            wish.low = high >= no_limit ? -no_limit : whole - high;
            wish.high = low <= -no_limit ? no_limit : whole - low;
        }
        const auto found = of.survey({}, wish, options_.most_nodes);
        see(part, found.witness);
        if (!found.impossible) return true;
        CountBounds& own = at(about.count);
        if (wish.high >= no_limit) {
            own.high = std::min(own.high, wish.low - 1);
        } else {
            own.low = std::max(own.low, wish.high + 1);
        }
        own.by = RebuiltBy::program;
        return false;
    }

    bool narrow(
        CountProgram& of, const SystemPart& part, int column, CountProgram::Side side, bool whole) {
        CountBounds& own = at(part.counts[static_cast<std::size_t>(column)]);
        if (side == CountProgram::Side::least ? own.low == own.seen_low
                                              : own.high == own.seen_high) {
            return true;
        }
        if (out_.programs >= options_.most_programs) return true;
        ++out_.programs;
        const CountProgram::Extreme found =
            whole ? of.whole(column, side, options_.most_nodes) : of.relaxed(column, side);
        if (found.impossible) return false;
        see(part, found.witness);
        if (!found.bound) return true;
        const bool least = side == CountProgram::Side::least;
        if (least ? *found.bound <= own.low : *found.bound >= own.high) return true;
        (least ? own.low : own.high) = *found.bound;
        own.by = RebuiltBy::program;
        return true;
    }

    // Of `others`, what its count leaves of the count that it is of.
    [[nodiscard]] CountBounds bounds_of(std::size_t target) {
        const CountTarget& of = system_.targets[target];
        CountBounds out = at(of.count);
        if (of.of < 0) return out;
        const long long whole = at(of.of).low;
        const CountBounds own = out;
        out.low = whole - own.high;
        out.high = whole - own.low;
        if (own.seen_low > own.seen_high) return out;  // nothing seen
        out.seen_low = whole - own.seen_high;
        out.seen_high = whole - own.seen_low;
        return out;
    }

    [[nodiscard]] bool is_few(const CountBounds& bounds) const {
        return bounds.low >= 1 && bounds.high < options_.threshold;
    }

    [[nodiscard]] bool is_safe(const CountBounds& bounds) const {
        return bounds.seen_low < 1 || bounds.seen_high >= options_.threshold;
    }

    [[nodiscard]] bool is_settled(const CountBounds& bounds) const {
        return is_fixed(bounds) || is_few(bounds) || is_safe(bounds);
    }

    [[nodiscard]] TargetVerdict verdict_of(const CountTarget& target,
                                           const CountBounds& bounds) const {
        if (contradictory_[static_cast<std::size_t>(target.count)])
            return TargetVerdict::contradiction;
        if (is_few(bounds)) return is_fixed(bounds) ? TargetVerdict::rebuilt : TargetVerdict::few;
        if (is_fixed(bounds)) return TargetVerdict::known;
        return is_safe(bounds) ? TargetVerdict::safe : TargetVerdict::undecided;
    }

    void judge() {
        for (CountBounds& bounds : out_.bounds) {
            if (is_fixed(bounds)) bounds.seen_low = bounds.seen_high = bounds.low;
        }
        for (std::size_t t = 0; t < system_.targets.size(); ++t) {
            out_.of_targets.push_back(bounds_of(t));
            out_.verdicts.push_back(verdict_of(system_.targets[t], out_.of_targets.back()));
        }
    }

    const CountSystem& system_;
    const ReconstructOptions& options_;
    Reconstruction out_;
    std::map<int, std::vector<std::size_t>> targets_of_;
    std::vector<bool> contradictory_;
};

}  // namespace

Reconstruction reconstruct(const CountSystem& system, const ReconstructOptions& options) {
    return Reconstructor(system, options).run();
}

}  // namespace mtm
