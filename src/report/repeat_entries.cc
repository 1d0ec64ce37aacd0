#include "report/repeat_entries.h"

#include "base/text.h"
#include "paper/label_text.h"
#include "tabulate/level_columns.h"
#include "tabulate/shared_by_tables.h"

namespace mtm {
namespace {

std::string label_of_level(const Study& study,
                           const Dataset& dataset,
                           const Result<int>& level,
                           std::size_t language) {
    if (!level || *level == 0) return {};
    const std::string& repeat = dataset.levels[static_cast<std::size_t>(*level)].repeat;
    const int group = study.questionnaire.find_group(repeat);
    if (group < 0) return repeat;
    const Translated& label = study.questionnaire.groups[static_cast<std::size_t>(group)].label;
    const std::string text = squeeze(plain_label(label.in(language)));
    return text.empty() || text.find('$') != std::string::npos ? repeat : text;
}

}  // namespace

std::string entries_counted(const Study& study,
                            const Dataset& dataset,
                            const TableSpec& spec,
                            std::size_t language) {
    return label_of_level(study, dataset, level_of_table(study, dataset, spec), language);
}

std::string entries_counted(const Study& study,
                            const Dataset& dataset,
                            const Node& figure,
                            std::size_t language) {
    return label_of_level(study, dataset, level_of(study, dataset, references(figure)), language);
}

}  // namespace mtm
