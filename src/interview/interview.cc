#include "interview/interview.h"

namespace mtm {

std::string_view Interview::answer(int question) const {
    for (const Answer& a : answers) {
        if (a.question == question) return a.value;
    }
    return {};
}

}  // namespace mtm
