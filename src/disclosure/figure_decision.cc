#include "disclosure/figure_decision.h"

#include <algorithm>

#include "disclosure/few.h"

namespace mtm {

bool is_condition(const FigurePart& part) {
    return part.aggregate == "percent" || part.aggregate == "share" || part.aggregate == "count" ||
           part.aggregate == "base";
}

bool is_of_order(const FigurePart& part) {
    return part.aggregate == "top" || part.aggregate == "rank";
}

bool is_part_few(const FigurePart& part, std::size_t threshold) {
    return is_few(fewest_of(part.estimate), threshold) || is_few(part.estimate.base, threshold) ||
           is_few(part.counted.people(), threshold) || is_few(part.of.people(), threshold);
}

namespace {

bool is_part_sensitive(const FigurePart& part, std::size_t threshold) {
    const Estimate& estimate = part.estimate;
    if (is_condition(part)) {
        return is_sensitive(estimate.n, estimate.base, threshold) ||
               is_sensitive(part.counted, part.of, threshold);
    }
    return is_part_few(part, threshold);
}

bool is_printed_whole(const FigureValue& figure) {
    return figure.unit == FigureUnit::percent || figure.unit == FigureUnit::percentage_points;
}

void add_condition(const FigureValue& figure,
                   const FigurePart& part,
                   std::vector<KnownCount>& known) {
    const RowSet others = part.of - part.counted;
    if (is_printed_whole(figure)) {
        known.push_back(known_from_percentage(part.counted, part.of.count()));
        known.push_back(known_from_percentage(others, part.of.count()));
    } else {
        known.push_back(known_exactly(part.counted));
        if (part.aggregate != "base") known.push_back(known_exactly(others));
    }
}

}  // namespace

std::vector<KnownCount> known_from(const FigureValue& figure) {
    std::vector<KnownCount> known;
    for (const FigurePart& part : figure.parts) {
        if (!part.counted.known() || !part.of.known() || is_of_order(part)) continue;
        if (is_condition(part)) {
            add_condition(figure, part, known);
        } else if (part.aggregate == "total" || part.counted.count() < rounding_hides_from) {
            known.push_back(known_exactly(part.counted));
        }
    }
    std::erase_if(known, [](const KnownCount& one) { return one.rows.count() == 0; });
    return known;
}

std::vector<RowSet> told_exactly(const FigureValue& figure) {
    std::vector<RowSet> out;
    for (KnownCount& known : known_from(figure)) {
        if (known.low == known.high) out.push_back(std::move(known.rows));
    }
    return out;
}

const RowSet* printed_base(const FigureValue& figure) {
    const bool printed = figure.unit != FigureUnit::text && figure.estimate.value;
    if (!printed || figure.estimate.base == 0 || figure.parts.empty()) return nullptr;
    const FigurePart& first = figure.parts.front();
    return first.aggregate == "base" ? &first.counted : &first.of;
}

std::vector<RowSet> behind_precision(const FigureValue& figure) {
    std::vector<RowSet> out;
    if (!figure.estimate.standard_error) return out;
    for (std::size_t i = 0; i < figure.parts.size(); ++i) {
        const FigurePart& part = figure.parts[i];
        if (!part.counted.known() || !part.of.known()) continue;
        out.push_back(part.counted);
        out.push_back(part.of - part.counted);
        for (std::size_t j = 0; j < i; ++j) {
            const FigurePart& other = figure.parts[j];
            if (other.counted.known() && part.counted.comparable_to(other.counted))
                out.push_back(part.counted & other.counted);
        }
    }
    std::erase_if(out, [](const RowSet& rows) { return rows.count() == 0; });
    return out;
}

bool tells_of_few(const FigureValue& figure, std::size_t threshold) {
    if (figure.parts.empty()) {
        return is_few(figure.estimate.n, threshold) || is_few(figure.estimate.base, threshold);
    }
    return figure.parts.size() == 1 && is_part_few(figure.parts.front(), threshold);
}

// A number that does not say what it rests on is judged by its own counts.
bool rests_on_few(const FigureValue& figure, std::size_t threshold) {
    if (figure.parts.empty()) {
        return is_sensitive(figure.estimate.n, figure.estimate.base, threshold);
    }
    return std::ranges::any_of(figure.parts, [threshold](const FigurePart& part) {
        return is_part_sensitive(part, threshold);
    });
}

bool gives_back(const FigureValue& figure, const ReleaseLedger& ledger) {
    ReleaseLedger own(ledger.threshold());
    for (const KnownCount& known : known_from(figure)) {
        if (ledger.gives_back(known) || own.gives_back(known)) return true;
        own.add(known);
    }
    return false;
}

// What a sentence rounds beyond that is not known here.
std::vector<ToldSum> sums_told(const FigureValue& figure, bool weighted) {
    std::vector<ToldSum> out;
    for (const FigurePart& part : figure.parts) {
        if (!part.counted.known() || part.counted.count() == 0) continue;
        for (const SummedNumbers& numbers : part.summed) {
            ToldSum& sum = out.emplace_back(ToldSum{part.counted, numbers, 0});
            sum.within = told_within(
                sum, part.estimate, {.mean = part.aggregate == "mean", .weighted = weighted});
        }
    }
    return out;
}

// The answers that are withheld beside one of few are told apart by their order, and from their sum
// follows how few the fewest are.
bool orders_withheld(const FigureValue& figure, const ReleaseLedger& ledger) {
    return std::ranges::any_of(figure.parts, [&ledger](const FigurePart& part) {
        return is_of_order(part) && ledger.has_withheld(part.counted);
    });
}

bool gives_back(const FigureValue& figure, bool weighted, const ToldSums& sums) {
    ToldSums own = sums.without_any();
    for (const ToldSum& sum : sums_told(figure, weighted)) {
        if (sums.gives_back(sum) || own.gives_back(sum)) return true;
        own.add(sum);
    }
    return false;
}

void publish(const FigureValue& figure, bool weighted, ToldSums& sums) {
    for (const ToldSum& sum : sums_told(figure, weighted))
        sums.add(sum);
}

void forget_rows(FigureValue& figure) {
    for (FigurePart& part : figure.parts) {
        part.counted = part.of = RowSet();
        part.summed.clear();
    }
}

void publish(const FigureValue& figure, ReleaseLedger& ledger) {
    for (const KnownCount& known : known_from(figure))
        ledger.add(known);
}

bool publish_base(const FigureValue& figure, ReleaseLedger& ledger) {
    const RowSet* base = printed_base(figure);
    if (base == nullptr || !base->known()) return true;
    if (is_few(base->people(), ledger.threshold())) return false;  // of whom nobody is counted
    const KnownCount known = known_exactly(*base);
    if (ledger.gives_back(known)) return false;
    ledger.add(known);
    return true;
}

namespace {

// Exact counts that are told together, or not at all.
class ToldTogether {
public:
    explicit ToldTogether(const ReleaseLedger& ledger)
        : ledger_(ledger), own_(ledger.threshold()) {}

    // False if it would, beside the ledger and those before it, give a few people back.
    [[nodiscard]] bool add(const RowSet& rows) {
        if (rows.count() == 0) return true;
        KnownCount known = known_exactly(rows);
        if (ledger_.gives_back(known) || own_.gives_back(known)) return false;
        own_.add(known);
        told_.push_back(std::move(known));
        return true;
    }

    [[nodiscard]] std::size_t threshold() const { return own_.threshold(); }

    void enter(ReleaseLedger& ledger) const {
        for (const KnownCount& known : told_)
            ledger.add(known);
    }

private:
    const ReleaseLedger& ledger_;
    ReleaseLedger own_;
    std::vector<KnownCount> told_;
};

// Limits printed beside a rounded percentage narrow down its count, for they are made of it.
bool add_counts(const FigurePart& part, ToldTogether& told) {
    if (!part.counted.known() || !part.of.known()) return false;
    return told.add(part.counted) && told.add(part.of - part.counted);
}

bool add_common(const FigurePart& one, const FigurePart& other, ToldTogether& told) {
    for (const RowSet* a : {&one.counted, &one.of}) {
        for (const RowSet* b : {&other.counted, &other.of}) {
            if (!a->known() || !b->known() || !a->comparable_to(*b)) return false;
            const RowSet both = *a & *b;
            if (is_few(both.people(), told.threshold()) || !told.add(both)) return false;
        }
    }
    return true;
}

}  // namespace

bool publish_precision(const FigureValue& figure, ReleaseLedger& ledger) {
    if (!figure.estimate.standard_error) return false;
    ToldTogether told(ledger);
    for (std::size_t i = 0; i < figure.parts.size(); ++i) {
        if (!add_counts(figure.parts[i], told)) return false;
        for (std::size_t j = 0; j < i; ++j) {
            if (!add_common(figure.parts[i], figure.parts[j], told)) return false;
        }
    }
    told.enter(ledger);
    return true;
}

}  // namespace mtm
