#include "questionnaire/label_answers.h"

namespace mtm {

std::string without_answers(std::string_view label) {
    std::string out;
    for (std::size_t from = 0; from < label.size();) {
        const std::size_t at = label.find("${", from);
        const std::size_t close =
            at == std::string_view::npos ? std::string_view::npos : label.find('}', at);
        out += label.substr(from, close == std::string_view::npos ? close : at - from);
        if (close == std::string_view::npos) break;
        out += "…";
        from = close + 1;
    }
    return out;
}

Translated without_answers(const Translated& label) {
    Translated out;
    for (const std::string& text : label.by_language)
        out.by_language.push_back(without_answers(std::string_view(text)));
    return out;
}

}  // namespace mtm
