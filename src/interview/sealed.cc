#include "interview/sealed.h"

#include "interview/envelope.h"

namespace mtm {

bool is_sealed(std::string_view xml) {
    // Most interviews do not hold the word, and need not be taken apart for it.
    if (xml.find("encrypted") == std::string_view::npos) return false;
    const auto envelope = read_envelope(xml);
    return envelope && envelope->encrypted;
}

}  // namespace mtm
