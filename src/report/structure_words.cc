#include "report/structure_words.h"

#include "base/text.h"
#include "chart/from_table.h"
#include "report/base_notes.h"
#include "report/language.h"

namespace mtm {

namespace {

// The label of a question; of bands and rankings that of the question they are made from.
std::string label_of_variable(const Study& study,
                              const Dataset& dataset,
                              std::size_t language,
                              std::string_view code,
                              const std::string& name) {
    BaseWords words(study, dataset, language, phrases_in(code));
    const std::size_t stroke = name.find('/');
    if (stroke == std::string::npos) return words.question_label(name);
    const auto one = [&](std::string_view part) {
        return words.question_label(std::string(trim(part)));
    };
    const std::string_view whole = name;
    return one(whole.substr(0, stroke)) + " / " + one(whole.substr(stroke + 1));
}

}  // namespace

StructureWords structure_words_in(std::string_view code,
                                  const Study& study,
                                  const Dataset& dataset,
                                  std::size_t language) {
    const ReportLanguage& own = report_language(code);
    const Phrases& phrases = own.phrases();
    StructureWords words;
    words.language = language;
    words.everyone = phrases.all_people;
    words.no_answer = phrases.no_answer;
    words.any_rank = own.text("rankings", "any_rank");
    words.mean_rank = own.text("rankings", "mean_rank");
    words.sum = own.text("rankings", "sum");
    words.rank = [&own](std::size_t rank) { return own.place(static_cast<std::int64_t>(rank)); };
    words.variable =
        [&study, &dataset, language, code = std::string(code)](const std::string& name) {
            return label_of_variable(study, dataset, language, code, name);
        };
    words.shown = [](const SafeTable& safe) { return shown_categories(safe); };
    return words;
}

}  // namespace mtm
