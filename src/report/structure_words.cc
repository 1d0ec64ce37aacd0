#include "report/structure_words.h"

#include "base/text.h"
#include "chart/from_table.h"
#include "report/base_notes.h"

namespace mtm {

namespace {

std::string ordinal(std::size_t rank, bool russian) {
    const std::string number = std::to_string(rank);
    if (russian) return number + "-е место";
    const std::size_t tens = rank % 100;
    if (tens >= 11 && tens <= 13) return number + "th";
    const std::size_t last = rank % 10;
    return number + (last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
}

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
    const bool russian = code == "ru";
    const Phrases& phrases = phrases_in(code);
    StructureWords words;
    words.language = language;
    words.everyone = phrases.all_people;
    words.no_answer = phrases.no_answer;
    words.any_rank = russian ? "Любое место" : "Any rank";
    words.mean_rank = russian ? "Средний ранг" : "Mean rank";
    words.sum = russian ? "Сумма" : "Sum";
    words.rank = [russian](std::size_t rank) { return ordinal(rank, russian); };
    words.variable =
        [&study, &dataset, language, code = std::string(code)](const std::string& name) {
            return label_of_variable(study, dataset, language, code, name);
        };
    words.shown = [](const SafeTable& safe) { return shown_categories(safe); };
    return words;
}

}  // namespace mtm
