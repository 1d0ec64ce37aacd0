#include "programs/table_files.h"

#include <algorithm>

#include "programs/command.h"
#include "programs/report_origin.h"
#include "tabulate/table_association.h"
#include "tabulate/tabulate.h"

namespace mtm {

std::vector<Table> counted_tables(const Study& study, const Dataset& dataset) {
    std::vector<Table> out = tabulate(study, dataset);
    test_associations(study, dataset, out);
    return out;
}

TableExport table_export_of(const Study& study,
                            const Dataset& dataset,
                            const std::vector<Released<SafeTable>>& tables,
                            Edition edition) {
    const int language = study.questionnaire.find_language(study.file.languages.front());
    return {.study = study,
            .dataset = dataset,
            .tables = tables,
            .language = static_cast<std::size_t>(std::max(language, 0)),
            .internal = edition == Edition::internal,
            .corrections = {},
            .made_from = {},
            .dated = day_of_files(study)};
}

std::string tables_stem(const Dataset& dataset, Edition edition) {
    return (edition == Edition::internal ? "tables-internal" : "tables") +
           as_of_suffix(dataset.as_of);
}

}  // namespace mtm
