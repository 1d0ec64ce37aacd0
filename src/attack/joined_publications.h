#pragma once

#include <string>
#include <vector>

#include "attack/rebuilt_counts.h"

namespace mtm {

/// What one publication printed before.
struct PrintedBefore {
    std::string name;  // "published/1"
    PublicTables tables;
    std::vector<PublicFigure> figures{};
};

/// A count that is certain to be of few people by what several publications print, and by none of
/// them alone.
struct ToldTogether {
    CountTarget target;  // in a table of this publication, or of another that it names
    CountBounds bounds;
    std::vector<std::string> with;  // each tells it beside this publication; or all do together
};

struct JoinedPublications {
    std::vector<ToldTogether> found;
    int contradictions = 0;  // parts in which publications contradict each other
};

/// Whether both tell of the same interviews, as far as they say, and to the last person: nobody
/// came or went. What is rounded tells nobody by being subtracted from something else.
[[nodiscard]] bool are_of_same_interviews(const PublicTables& a, const PublicTables& b);

/// Whether all that one printed is printed again, whatever its tables are called.
[[nodiscard]] bool is_printed_again(const PrintedBefore& before,
                                    const PublicTables& tables,
                                    const std::vector<PublicFigure>& figures);

/// Rebuilds counts from this publication (`figures` are of it too) and all those of the same
/// interviews before it, as one system. What those before tell without this one is not its doing.
[[nodiscard]] JoinedPublications joined_publications(const AttackedTables& now,
                                                     const std::vector<PublicFigure>& figures,
                                                     const std::vector<PrintedBefore>& before,
                                                     const PublicStructure& form,
                                                     int threshold);

}  // namespace mtm
