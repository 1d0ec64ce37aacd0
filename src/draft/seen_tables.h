#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "disclosure/released.h"
#include "draft/differences.h"
#include "study/study.h"

namespace mtm {

/// A table of the plan as the public may see it, and whole.
struct SeenTable {
    TableSpec spec;
    Table table;
    Released<SafeTable> safe;
    std::vector<double> everyone;    // of each category: its share of everyone, or their mean
    std::vector<std::size_t> order;  // answers somebody gave, most frequent first
    std::string entries;             // the repeat whose entries are counted; empty: interviews

    /// Whether the public sees that number.
    [[nodiscard]] bool shows(std::size_t group, std::size_t category) const;

    /// Whether no other answer has the same words, in any language: drafts tell the same in all.
    [[nodiscard]] bool is_told_apart(std::size_t category) const;
};

/// All that a draft can tell of.
struct SeenPlan {
    std::vector<SeenTable> tables;   // of the plan, without those of the fieldwork itself
    std::vector<SeenTable> grouped;  // by each grouping
    std::map<std::size_t, std::vector<GroupDifference>>
        differences;  // by the plan's table; of `grouped`
};

/// The plan's tables first, so that each is withheld as the report will withhold it; then those by
/// the plan's own groups, by women and men, and by areas.
[[nodiscard]] SeenPlan see_plan(const Study& study,
                                const Dataset& dataset,
                                DisclosureControl& control,
                                std::size_t language);

/// The table's filter as text; empty if it has none.
[[nodiscard]] std::string where_of(const TableSpec& spec);

/// The figure of an answer, of everyone or of one group: "percent(${q} = 'c', ${by} = 'g')".
[[nodiscard]] std::string share_of(const SeenTable& seen,
                                   std::size_t category,
                                   const std::string& group = {});

/// The mean of a table of means, of everyone or of one group: "mean(${q}, ${by} = 'g')".
[[nodiscard]] std::string mean_of(const SeenTable& seen, const std::string& group = {});

}  // namespace mtm
