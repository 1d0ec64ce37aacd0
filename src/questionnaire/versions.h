#pragma once

#include <string_view>
#include <vector>

#include "questionnaire/questionnaire.h"

namespace mtm {

/// The newest version of a form, with what earlier versions of it asked besides: their questions
/// (in the group or repeat of the same path, or a new one where there is none; never asked any
/// more, so that their relevance is false()), and at the end of each list the choices that it has
/// lost. A question that has moved to another group is the same question; one that has moved into
/// or out of a repeat is not, and is kept as NAME_VERSION. Tables and figures are made over this
/// one form, while each interview is read and judged by the version it was filled under. Texts are
/// taken by language. Rows of what is gone are 0.
[[nodiscard]] Questionnaire with_earlier_versions(Questionnaire newest,
                                                  const std::vector<Questionnaire>& earlier);

/// Which question of such a form an earlier version's question is; -1 if it is none of them.
[[nodiscard]] int counterpart(const Questionnaire& merged,
                              const Questionnaire& version,
                              int question);

/// The same for a group: the one of the same path, or -1.
[[nodiscard]] int counterpart_of_group(const Questionnaire& merged,
                                       const Questionnaire& version,
                                       int group);

/// The version of that name, or null.
[[nodiscard]] const Questionnaire* find_version(const std::vector<Questionnaire>& versions,
                                                std::string_view version);

}  // namespace mtm
