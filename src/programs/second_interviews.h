#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "programs/command.h"

namespace mtm {

/// The questionnaire of a study's back-check: the file that [back_check] form names, or else the
/// one that MTM makes. Absent, with `exit` set, if it has errors; findings are printed.
std::optional<Questionnaire> form_of_back_check(const Study& study,
                                                const std::string& directory,
                                                Exit& exit);

/// Back-checks as columns, and where each stands in its file.
struct SecondInterviews {
    Study study;  // that the back-check's form makes
    Dataset dataset;
    std::map<std::string, Place> places;  // by instanceID
};

struct SecondFiles {
    std::vector<std::string> files;
    std::string id_column;
    bool first_are_invented = false;
};

/// Reads the results of back-checks as `mtm import` reads interviews: what does not fit is told
/// with its row and column. Absent, with `exit` set, if nothing can be compared.
std::optional<SecondInterviews> read_second_interviews(const Study& study,
                                                       Questionnaire form,
                                                       const SecondFiles& from,
                                                       Exit& exit);

}  // namespace mtm
