#include "interview/interview_language.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"

namespace mtm {

int language_named_by(const Questionnaire& questionnaire, int question, std::string_view answer) {
    if (answer.empty()) return -1;
    std::vector<std::string> said{lower_ascii(answer)};
    if (question >= 0 && questionnaire.questions[static_cast<std::size_t>(question)].list >= 0) {
        const ChoiceList& list = questionnaire.choices_of(question);
        if (const int choice = list.find(answer); choice >= 0) {
            for (const std::string& label :
                 list.choices[static_cast<std::size_t>(choice)].label.by_language)
                said.push_back(lower_ascii(label));
        }
    }
    for (std::size_t l = 0; l < questionnaire.languages.size(); ++l) {
        const Language& language = questionnaire.languages[l];
        const std::string header = lower_ascii(language.header);
        const std::string name(trim(header.substr(0, header.find('('))));
        for (const std::string& word : said) {
            if (!word.empty() && (word == lower_ascii(language.code) || word == name))
                return static_cast<int>(l);
        }
    }
    return -1;
}

}  // namespace mtm
