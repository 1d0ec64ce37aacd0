#include "publish/released_records.h"

#include <algorithm>

#include "base/text.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

// Columns of a package, and what `mtm tables` calls them; those without are made here.
struct ReleasedColumn {
    std::string_view name;
    std::string_view from;
};

constexpr ReleasedColumn columns[] = {{"table", "table"},
                                      {"section", "section"},
                                      {"question", "question"},
                                      {"by", "by"},
                                      {"group", "group"},
                                      {"group_label", "group_label"},
                                      {"depth", "depth"},
                                      {"category", "category"},
                                      {"category_label", "category_label"},
                                      {"statistic", "statistic"},
                                      {"percent_of", "percent_of"},
                                      {"value", "value"},
                                      {"n", "n"},
                                      {"base", "base"},
                                      {"se", "se"},
                                      {"low", "low"},
                                      {"high", "high"},
                                      {"weighted", "weighted"},
                                      {"OBS_STATUS", ""},
                                      {"CONF_STATUS", ""},
                                      {"note", ""}};

class Records {
public:
    explicit Records(const std::vector<std::string>& header) : header_(header) {}

    [[nodiscard]] std::vector<std::string> open(const std::vector<std::string>& record) const {
        std::vector<std::string> out;
        for (const ReleasedColumn& column : columns) {
            if (!column.from.empty()) {
                out.push_back(at(record, column.from));
            } else if (column.name == "OBS_STATUS") {
                out.push_back(status(record));
            } else if (column.name == "CONF_STATUS") {
                out.emplace_back(at(record, "withheld") == "yes" ? "C" : "F");
            } else {
                out.push_back(note(record));
            }
        }
        return out;
    }

private:
    [[nodiscard]] const std::string& at(const std::vector<std::string>& record,
                                        std::string_view name) const {
        const auto found = std::ranges::find(header_, name);
        CHECK(found != header_.end());
        return record[static_cast<std::size_t>(found - header_.begin())];
    }

    [[nodiscard]] std::string status(const std::vector<std::string>& record) const {
        if (at(record, "withheld") == "yes") return "Q";
        if (at(record, "value").empty()) return "M";
        const std::string& mark = at(record, "mark");
        const bool low = mark.find("unreliable") != std::string::npos ||
                         mark.find("caution") != std::string::npos;
        return low ? "U" : "A";
    }

    [[nodiscard]] std::string note(const std::vector<std::string>& record) const {
        std::vector<std::string> parts;
        if (at(record, "invented") == "yes") parts.emplace_back(invented_mark);
        if (at(record, "withheld") == "yes")
            parts.emplace_back("withheld, for it could point at people");
        for (const char* name : {"no_value", "mark"}) {
            if (!at(record, name).empty()) parts.push_back(at(record, name));
        }
        if (at(record, "multiple") == "yes") parts.emplace_back("several answers were possible");
        return join(parts, "; ");
    }

    const std::vector<std::string>& header_;
};

}  // namespace

std::vector<std::vector<std::string>> released_table_records(const TableExport& tables) {
    const std::vector<std::vector<std::string>> records = table_records(tables);
    const Records from(records.front());
    std::vector<std::vector<std::string>> out(1);
    for (const ReleasedColumn& column : columns)
        out.front().emplace_back(column.name);
    for (std::size_t r = 1; r < records.size(); ++r)
        out.push_back(from.open(records[r]));
    return out;
}

std::string released_tables_csv(const TableExport& tables) {
    return write_csv(released_table_records(tables));
}

}  // namespace mtm
