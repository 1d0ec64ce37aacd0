#include "report/proof.h"

#include "report/figure_sentence.h"
#include "report/phrases.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

std::string count(const std::optional<std::size_t>& number) {
    return number ? std::to_string(*number) : std::string();
}

// A word that goes with the number beside it: that number has its own record.
bool is_word_alone(const PrintedFigure& figure) {
    return figure.expression.starts_with("agree(");
}

std::string note_on(const PrintedFigure& figure, const Document& document, const Phrases& words) {
    std::string out(figure.withheld ? words.withheld : std::string_view());
    if (document.rehearsal) out += (out.empty() ? "" : "; ") + std::string(words.invented);
    return out;
}

}  // namespace

std::string proof_csv(const Document& document) {
    std::vector<std::vector<std::string>> rows{
        {"number", "section", "sentence", "printed", "expression", "value", "n", "base", "note"}};
    const Phrases& words = phrases_in(document.language);
    for (const FigureSentence& sentence : sentences_of_figures(document)) {
        const PrintedFigure& figure = document.figures[static_cast<std::size_t>(sentence.index)];
        if (sentence.figure.empty() || is_word_alone(figure)) continue;
        rows.push_back({std::to_string(rows.size()),
                        sentence.section,
                        sentence.before + "[" + sentence.figure + "]" + sentence.after,
                        figure.text,
                        figure.expression,
                        figure.value,
                        count(figure.n),
                        count(figure.base),
                        note_on(figure, document, words)});
    }
    return write_csv(rows);
}

}  // namespace mtm
