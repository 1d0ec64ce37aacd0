#include "synthesis/coded_records.h"

namespace mtm {

std::vector<long long> cell_counts(const CodedRecords& records,
                                   const std::vector<TableVariable>& variables,
                                   const std::vector<std::size_t>& of) {
    std::vector<long long> counts(cells_over(variables, of), 0);
    for (std::size_t r = 0; r < records.size(); ++r) {
        const std::span<const std::uint8_t> row = records.row(r);
        std::size_t cell = 0;
        for (const std::size_t v : of)
            cell = cell * variables[v].categories.size() + row[v];
        ++counts[cell];
    }
    return counts;
}

}  // namespace mtm
