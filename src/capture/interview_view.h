#pragma once

#include <string>
#include <vector>

#include "capture/service.h"
#include "interview/interview.h"
#include "interview/routing.h"

namespace mtm {

/// One question of an interview as people read it. `path` is below the root, repeats counted from
/// 1: "g_house/member[2]/age".
struct AnswerView {
    int question = -1;
    std::string path;
    std::string group;  // label of the innermost group, or its name
    std::string label;
    std::string value;    // as the tablet sent it
    std::string text;     // in words of the language
    bool asked = false;   // the skip logic reached it
    bool hidden = false;  // withheld from who asks: label without inserts, no value, no text
    bool identifier = false;
};

/// All questions of an interview in the order of the form, repeats instance by instance; notes are
/// left out. `language` is an index into the form's. Of the questions marked in `hide` nothing is
/// told but that they are there, nor do they stand inside the labels of others.
[[nodiscard]] std::vector<AnswerView> answers_of(const Router& router,
                                                 const RoutedInterview& interview,
                                                 std::size_t language,
                                                 const std::vector<bool>& identifying,
                                                 bool hide_identifying);

/// An answer in words: labels of choices, joined by semicolons; everything else as it is.
[[nodiscard]] std::string answer_in_words(const Questionnaire& form,
                                          int question,
                                          const std::string& value,
                                          std::size_t language);

/// What stands at a path once its corrections are replayed, oldest first: one that was made to
/// another value (before an edit, say) changes nothing.
[[nodiscard]] std::string value_after(const std::vector<CorrectionRow>& corrections,
                                      std::string_view path,
                                      std::string received);

}  // namespace mtm
