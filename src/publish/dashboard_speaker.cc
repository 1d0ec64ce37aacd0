#include "publish/dashboard_speaker.h"

#include <algorithm>

#include "report/language.h"

namespace mtm {
namespace {

ComposeOptions speaking(const std::string& language) {
    ComposeOptions out;
    out.language = language;
    return out;
}

std::size_t questionnaire_language(const Study& study, const std::string& language) {
    return static_cast<std::size_t>(std::max(0, study.questionnaire.find_language(language)));
}

}  // namespace

DashboardSpeaker::DashboardSpeaker(const DashboardInput& input, const std::string& language)
    : code(language),
      index(questionnaire_language(input.study, language)),
      words(phrases_in(language)),
      options(speaking(language)),
      exhibits(input.study, input.dataset, options, told),
      bases(input.study, input.dataset, index, words) {}

const std::string& DashboardSpeaker::phrase(std::string_view key) const {
    return report_language(code).text("dashboard", key);
}

}  // namespace mtm
