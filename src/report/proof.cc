#include "report/proof.h"

#include "dataset/dataset.h"
#include "report/figure_sentence.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

std::string count(const std::optional<std::size_t>& number) {
    return number ? std::to_string(*number) : std::string();
}

}  // namespace

std::string proof_csv(const Document& document) {
    std::vector<std::vector<std::string>> rows{
        {"number", "section", "sentence", "printed", "expression", "value", "n", "base", "note"}};
    for (std::size_t i = 0; i < document.figures.size(); ++i) {
        const PrintedFigure& figure = document.figures[i];
        const FigureSentence sentence = sentence_of_figure(document, static_cast<int>(i));
        if (sentence.figure.empty()) continue;
        std::string note = figure.withheld ? "withheld" : "";
        if (document.rehearsal) note += (note.empty() ? "" : "; ") + std::string(invented_mark);
        rows.push_back({std::to_string(rows.size()),
                        sentence.section,
                        sentence.before + "[" + sentence.figure + "]" + sentence.after,
                        figure.text,
                        figure.expression,
                        figure.value,
                        count(figure.n),
                        count(figure.base),
                        note});
    }
    return write_csv(rows);
}

}  // namespace mtm
