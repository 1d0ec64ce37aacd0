// Only sets of nearly the same size can differ by a few people, so sets are kept by size; and a set
// is compared with the counts of a line only if nearly all of it lies in the line, and only until
// more than a few are left over on both sides.
#include "disclosure/ledger.h"

#include <algorithm>

namespace mtm {

namespace {

long long signed_of(std::size_t count) {
    return static_cast<long long>(count);
}

}  // namespace

KnownCount known_exactly(RowSet rows) {
    const std::size_t count = rows.count();
    return {std::move(rows), count, count};
}

KnownCount known_from_percentage(RowSet rows, std::size_t base) {
    KnownCount known = known_exactly(std::move(rows));
    const std::size_t n = known.low;
    if (n == 0 || base == 0) return known;
    const std::size_t half_points = 2 * ((200 * n + base) / (2 * base));  // twice the percentage
    const auto least = [base](std::size_t halves) { return (halves * base + 199) / 200; };
    known.low = half_points == 0 ? 1 : least(half_points - 1);
    known.high = std::min(base, least(half_points + 1) - 1);
    return known;
}

std::size_t ReleaseLedger::widest(const RowSet& rows) const {
    return (threshold_ - 1) * rows.most_rows();
}

// Few people, and a reader can tell that they are few, or some.
bool ReleaseLedger::closes_in(const Remainder& remainder) const {
    const std::size_t rows = remainder.rows.count();
    if (rows == 0 || rows > widest(remainder.rows)) return false;
    if (rows >= threshold_ && remainder.rows.people() >= threshold_) return false;
    const long long enough = signed_of(threshold_);
    if (rows < threshold_) return remainder.low > 1 || remainder.high < enough;
    return remainder.high - remainder.low < enough - 1;
}

bool ReleaseLedger::gives_back(const KnownCount& outer, const KnownCount& inner) const {
    if (!inner.rows.is_part_of(outer.rows)) return false;
    return closes_in({outer.rows - inner.rows,
                      signed_of(outer.low) - signed_of(inner.high),
                      signed_of(outer.high) - signed_of(inner.low)});
}

bool ReleaseLedger::pair_gives_back(const KnownCount& candidate) const {
    const int level = candidate.rows.level();
    const std::size_t count = candidate.rows.count();
    const std::size_t width = widest(candidate.rows);
    const auto from = by_size_.lower_bound({level, count > width ? count - width : 0});
    for (auto at = from; at != by_size_.end() && at->first <= std::pair(level, count + width);
         ++at) {
        const bool larger = at->first.second > count;
        for (const std::size_t index : at->second) {
            const KnownCount& other = known_[index];
            if (larger ? gives_back(other, candidate) : gives_back(candidate, other)) return true;
        }
    }
    return false;
}

bool ReleaseLedger::lies_close(const RowSet& whole, const Line& line) const {
    const std::size_t width = widest(whole);
    std::size_t left_over = 0;
    std::size_t too_much = 0;
    for (const KnownCount& part : line) {
        const std::size_t inside = part.rows.count_inside(whole, width);
        if (inside == 0) continue;
        const std::size_t outside = part.rows.count_outside(whole, width);
        if (outside == 0) continue;
        too_much += outside;
        left_over += inside;
        if (left_over > width && too_much > width) return false;
    }
    return true;
}

// `whole` less the counts within it; and the counts that meet it, if they cover it, less `whole`.
bool ReleaseLedger::sums_give_back(const KnownCount& whole, const Line& line) const {
    Remainder left_over{whole.rows, signed_of(whole.low), signed_of(whole.high)};
    Remainder too_much{whole.rows - whole.rows, -signed_of(whole.high), -signed_of(whole.low)};
    for (const KnownCount& written : line) {
        if (!written.rows.meets(whole.rows)) continue;
        const KnownCount part = as_known(written);
        too_much.rows |= part.rows;
        too_much.low += signed_of(part.low);
        too_much.high += signed_of(part.high);
        if (!part.rows.is_part_of(whole.rows)) continue;
        left_over.rows -= part.rows;
        left_over.low -= signed_of(part.high);
        left_over.high -= signed_of(part.low);
    }
    if (closes_in(left_over)) return true;
    if (!whole.rows.is_part_of(too_much.rows)) return false;
    too_much.rows -= whole.rows;
    return closes_in(too_much);
}

ReleaseLedger::KeptLine ReleaseLedger::kept(const Line& line) {
    KeptLine out{.counts = line, .all = line.front().rows, .smallest = line.front().rows.count()};
    for (const KnownCount& part : line) {
        out.all |= part.rows;
        out.smallest = std::min(out.smallest, part.rows.count());
        out.hash = out.hash * 31 + part.rows.hash() + part.low * 7 + part.high;
    }
    out.size = out.all.count();
    return out;
}

// A set that lies close to some counts of a line is not much smaller than one of them, and nearly
// all of it is in the line.
bool ReleaseLedger::can_lie_close(const RowSet& whole,
                                  std::size_t size,
                                  const KeptLine& line) const {
    const std::size_t width = widest(whole);
    return size + width >= line.smallest && size <= line.size + width;
}

bool ReleaseLedger::gives_back(const KnownCount& whole, const KeptLine& line) const {
    return lies_close(whole.rows, line.counts) && sums_give_back(whole, line.counts);
}

bool ReleaseLedger::lines_give_back(const KnownCount& whole) const {
    const std::size_t size = whole.rows.count();
    const std::size_t width = widest(whole.rows);
    for (const std::vector<KeptLine>& lines : lines_) {
        const RowSet& all = lines.front().all;
        if (!whole.rows.comparable_to(all) || size > lines.front().size + width) continue;
        if (whole.rows.count_outside(all, width) > width) continue;
        const bool found = std::ranges::any_of(lines, [&](const KeptLine& line) {
            return can_lie_close(whole.rows, size, line) && gives_back(whole, line);
        });
        if (found) return true;
    }
    return false;
}

const KnownCount* ReleaseLedger::find(const RowSet& rows) const {
    const auto found = by_hash_.find(rows.hash());
    if (found == by_hash_.end()) return nullptr;
    for (const std::size_t index : found->second) {
        if (known_[index].rows == rows) return &known_[index];
    }
    return nullptr;
}

// With what is known of the same set already.
KnownCount ReleaseLedger::as_known(const KnownCount& count) const {
    KnownCount out = count;
    if (const KnownCount* same = find(count.rows)) {
        out.low = std::max(out.low, same->low);
        out.high = std::min(out.high, same->high);
    }
    return out;
}

bool ReleaseLedger::gives_back(const KnownCount& candidate) const {
    if (!candidate.rows.known()) return false;
    const KnownCount* same = find(candidate.rows);
    if (same != nullptr && same->low >= candidate.low && same->high <= candidate.high) return false;
    const KnownCount together = as_known(candidate);
    if (pair_gives_back(together)) return true;
    return lines_give_back(together);
}

std::size_t ReleaseLedger::smallest_that_meets(const RowSet& rows,
                                               const Line& line,
                                               std::size_t printed) {
    std::size_t smallest = 0;
    bool met = false;
    for (std::size_t i = 0; i < printed; ++i) {
        const bool meets = line[i].rows.meets(rows);
        if (met && !meets) continue;
        if ((meets && !met) || line[i].high < line[smallest].high) smallest = i;
        met = meets;
    }
    return smallest;
}

std::size_t ReleaseLedger::to_leave_out(const Line& line, std::size_t printed) const {
    if (line.empty() || !line.front().rows.known()) return printed;
    const KeptLine line_kept = kept(line);
    if (line_hashes_.contains(line_kept.hash)) return printed;
    const std::size_t width = widest(line_kept.all);
    const int level = line_kept.all.level();
    const std::pair least(level, line_kept.smallest > width ? line_kept.smallest - width : 0);
    const std::pair most(level, line_kept.size + width);
    for (auto at = by_size_.lower_bound(least); at != by_size_.end() && at->first <= most; ++at) {
        for (const std::size_t index : at->second) {
            const KnownCount& whole = known_[index];
            if (whole.rows.count_outside(line_kept.all, width) > width) continue;
            if (gives_back(whole, line_kept)) {
                return smallest_that_meets(whole.rows, line, printed);
            }
        }
    }
    return printed;
}

void ReleaseLedger::add(const KnownCount& known) {
    if (!known.rows.known()) return;
    const std::size_t hash = known.rows.hash();
    for (const std::size_t index : by_hash_[hash]) {
        KnownCount& same = known_[index];
        if (same.rows != known.rows) continue;
        same.low = std::max(same.low, known.low);
        same.high = std::min(same.high, known.high);
        return;
    }
    by_hash_[hash].push_back(known_.size());
    by_size_[{known.rows.level(), known.rows.count()}].push_back(known_.size());
    known_.push_back(known);
}

void ReleaseLedger::add_withheld(const RowSet& rows, TableKind by) {
    if (!rows.known() || rows.count() == 0) return;
    auto& same = withheld_[rows.hash()];
    const std::pair entry(rows, by);
    if (std::ranges::find(same, entry) == same.end()) same.push_back(entry);
}

bool ReleaseLedger::knows(const RowSet& rows) const {
    if (!rows.known()) return false;
    const KnownCount* same = find(rows);
    return same != nullptr && same->low == same->high;
}

bool ReleaseLedger::has_withheld(const RowSet& rows) const {
    return has_withheld(rows, TableKind::plain) || has_withheld(rows, TableKind::with_levels);
}

bool ReleaseLedger::has_withheld(const RowSet& rows, TableKind by) const {
    if (!rows.known() || knows(rows)) return false;
    const auto found = withheld_.find(rows.hash());
    if (found == withheld_.end()) return false;
    return std::ranges::any_of(found->second, [&](const auto& entry) {
        return entry.second == by && entry.first == rows;
    });
}

ReleaseLedger ReleaseLedger::moved(const std::function<RowSet(const RowSet&)>& move) const {
    ReleaseLedger out(threshold_);
    for (const KnownCount& known : known_)
        out.add(KnownCount{move(known.rows), known.low, known.high});
    for (const std::vector<KeptLine>& lines : lines_) {
        for (const KeptLine& line : lines) {
            Line counts;
            for (const KnownCount& known : line.counts)
                counts.push_back({move(known.rows), known.low, known.high});
            out.add(counts);
        }
    }
    for (const auto& [hash, sets] : withheld_) {
        for (const auto& [rows, by] : sets)
            out.add_withheld(move(rows), by);
    }
    return out;
}

void ReleaseLedger::add(const Line& line) {
    if (line.empty() || !line.front().rows.known()) return;
    KeptLine line_kept = kept(line);
    if (!line_hashes_.insert(line_kept.hash).second) return;
    const auto [group, is_new] = line_groups_.try_emplace(line_kept.all.hash(), lines_.size());
    const bool same = !is_new && lines_[group->second].front().all == line_kept.all;
    if (same) {
        lines_[group->second].push_back(std::move(line_kept));
    } else {
        lines_.push_back({std::move(line_kept)});
    }
}

}  // namespace mtm
