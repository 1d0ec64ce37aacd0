#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "questionnaire/questionnaire.h"

namespace mtm {

/// Something of a form that does not work, or works otherwise, where it is filled in a browser
/// (@getodk/web-forms 0.22.0); tablets with ODK Collect or KoboCollect do all of it. Said before
/// fieldwork, on the form's page and by `mtm check`, not found out in front of a respondent.
struct BrowserLimit {
    std::string question;   // empty where it concerns the whole form
    std::string type;       // permanent code: "audio", "drawing", "map", …
    std::string what;       // a sentence
    bool unusable = false;  // the question cannot be answered at all
    int row = 0;            // on the survey sheet; 0 if there is none

    bool operator==(const BrowserLimit&) const = default;
};

/// All of them, in the order of the form; what concerns the whole form comes first. `xform`, the
/// form as it is handed out, tells whether it keeps an audit log; it may be empty.
[[nodiscard]] std::vector<BrowserLimit> browser_limits(const Questionnaire& questionnaire,
                                                       std::string_view xform);

}  // namespace mtm
