#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/dataset.h"
#include "disclosure/released.h"
#include "study/study.h"
#include "tabulate/table.h"

namespace mtm {

/// What counts as public already: releases, and what was published and may have been seen.
enum class PublicAlready { releases, releases_and_published };

/// Tells a publication, before it lets anything out, what is public of the round already: the
/// tables and figures of releases and of what `mtm publish` kept, counted anew in the order in
/// which they were let out. So what would tell of few beside them is withheld, as if all were one
/// publication; also where people came or went in between, for who is there now was mostly there
/// then. Nothing where nobody is protected (internal) and where numbers are rounded. Tables and
/// figures of variables that the study has no more are left out.
///
/// `counted`: the tables of the plan. Gives what was told, as "releases/1" and "published/2", in
/// their order. Errors: a file of what is public cannot be read.
Result<std::vector<std::string>> begin_with_what_is_public(const Study& study,
                                                           const Dataset& dataset,
                                                           const std::vector<Table>& counted,
                                                           PublicAlready already,
                                                           DisclosureControl& control);

}  // namespace mtm
