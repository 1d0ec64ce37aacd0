#pragma once

#include <string>
#include <vector>

#include "dataset/dataset.h"
#include "disclosure/released.h"
#include "report/tree.h"
#include "study/study.h"

namespace mtm {

/// A paragraph of one text; a heading of that level, whose anchor is still to be made.
[[nodiscard]] Block text_paragraph(std::string text);
[[nodiscard]] Block text_heading(int level, std::string text);

/// What study.toml and the interviews say of how the survey was made, in the words of the report's
/// language, as this edition tells of it. `areas` are those that may be named: of the others it is
/// not told whether they have few interviews or none.
[[nodiscard]] std::vector<Block> methodology_annex(const Study& study,
                                                   const Dataset& dataset,
                                                   const std::vector<std::string>& areas,
                                                   const std::string& design_note,
                                                   const std::string& language,
                                                   Edition edition);

/// The questionnaire as it is read out, with its skip logic in words; `language` is an index of its
/// languages.
[[nodiscard]] std::vector<Block> questionnaire_annex(const Study& study, std::size_t language);

/// Entries of a glossary in the order of the language's alphabet, as a list.
/// REQUIRES: each has its term in `text` and one child, the paragraph of what it means.
[[nodiscard]] Block glossary_list(const std::vector<Block>& terms, const std::string& language);

}  // namespace mtm
