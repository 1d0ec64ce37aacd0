#pragma once

#include "attack/link.h"

namespace mtm {

/// How two editions of records of the same people, joined, are linked to them.
struct JoinedLinkage {
    std::size_t people = 0;  // looked for: all, or each so-manieth where there are very many
    std::size_t surely =
        0;  // records of the first edition with one of the second that could be theirs
    std::size_t under_k = 0;  // people of whom fewer than k pairs could be
    std::size_t fewest = 0;   // pairs of records that could be somebody's: the fewest
};

/// Who has two editions joins their records by all that stands in both and is no key nor a weight
/// (what is blank in one joins anything), and then knows what either tells of the keys. A record of
/// the first edition could be a person's if it has their values and one that it joins has too.
/// People of both are in the same order. An error if a column is not there.
[[nodiscard]] Result<JoinedLinkage> link_joined(const PublicCsv& first,
                                                const LinkageKnowledge& of_first,
                                                const PublicCsv& second,
                                                const LinkageKnowledge& of_second,
                                                std::size_t k);

}  // namespace mtm
