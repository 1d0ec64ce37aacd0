#include "exchange/column_mapping.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "exchange/import_findings.h"
#include "workbook/table_sheet.h"

namespace mtm {

const ColumnMapping::Mapped* ColumnMapping::find(std::string_view header) const {
    const auto at = columns_.find(fold(header));
    return at == columns_.end() ? nullptr : &at->second;
}

ColumnMapping::Mapped& ColumnMapping::add(const std::string& header) {
    return columns_[fold(header)];
}

namespace {

class MappingReader {
public:
    MappingReader(const Questionnaire& form, const std::string& file)
        : form_(form), names_(form), findings_(file) {}

    ColumnMappingRead read(const Workbook& tables) {
        const Sheet empty;
        const TableSheet table(tables.sheets.empty() ? empty : tables.sheets[0]);
        if (!table.find("column") || !table.find("question")) {
            findings_.of_file({"mapping-without-columns",
                               "The mapping has no columns named “column” and “question”.",
                               "Its first row is column,question,value,code; the last two only "
                               "where values are mapped.",
                               Severity::error});
        } else {
            for (int r = 0; r < table.record_count(); ++r)
                read_row(table, r);
        }
        out_.diagnostics = findings_.take();
        return std::move(out_);
    }

private:
    void refuse(const TableSheet& table,
                int record,
                const std::string& column,
                const std::string& code,
                std::string message,
                std::string remedy) {
        findings_.of_value(table.sheet().name,
                           table.row_number(record),
                           column,
                           {code, std::move(message), std::move(remedy), Severity::error});
    }

    void read_row(const TableSheet& table, int record) {
        const std::string header(trim(table.at(record, "column")));
        const std::string name(trim(table.at(record, "question")));
        const std::string value(trim(table.at(record, "value")));
        const std::string code(trim(table.at(record, "code")));
        if (header.empty()) {
            return refuse(table,
                          record,
                          "column",
                          "mapping-without-column",
                          "The row does not say which column it is about.",
                          "Fill in the column's header.");
        }
        const bool is_new = out_.mapping.find(header) == nullptr;
        ColumnMeaning meaning = name.empty() ? ColumnMeaning{} : names_.meaning_of(name);
        if (!name.empty() && meaning.question < 0) {
            return refuse(table,
                          record,
                          "question",
                          "unknown-question",
                          quoted_excerpt(name) + " is no question of the form.",
                          did_you_mean(name, form_.names(), "Write the question's name."));
        }
        ColumnMapping::Mapped& mapped = out_.mapping.add(header);
        if (is_new) {
            mapped.header = header;
            mapped.meaning = meaning;
            mapped.row = table.row_number(record);
        } else if (!name.empty() && meaning != mapped.meaning) {
            return refuse(table,
                          record,
                          "question",
                          "mapped-twice",
                          "Another row maps " + quoted_excerpt(header) + " to another question.",
                          "Leave one of them.");
        }
        if (!value.empty()) read_value(table, record, mapped, value, code);
        if (value.empty() && !code.empty()) {
            refuse(table,
                   record,
                   "value",
                   "mapping-without-value",
                   "There is a code and no value that stands for it.",
                   "Fill in the value as the file writes it.");
        }
    }

    void read_value(const TableSheet& table,
                    int record,
                    ColumnMapping::Mapped& mapped,
                    const std::string& value,
                    const std::string& code) {
        if (mapped.meaning.kind != ColumnMeaning::Kind::answer) {
            return refuse(table,
                          record,
                          "question",
                          "mapping-without-question",
                          "Values of " + quoted_excerpt(mapped.header) +
                              " are mapped, and its question is not said.",
                          "Fill in the question.");
        }
        const Question& question =
            form_.questions[static_cast<std::size_t>(mapped.meaning.question)];
        if (question.list >= 0) {
            const ChoiceList& list = form_.lists[static_cast<std::size_t>(question.list)];
            const std::vector<std::string_view> codes = words(code);
            const auto unknown = std::ranges::find_if(
                codes, [&list](std::string_view each) { return list.find(each) < 0; });
            if (unknown != codes.end()) {
                return refuse(
                    table,
                    record,
                    "code",
                    "unknown-code",
                    quoted_excerpt(*unknown) + " is no choice of “" + question.name + "”.",
                    "Write the name of a choice; leave it empty for no answer.");
            }
        }
        const auto [at, is_new] = mapped.codes.try_emplace(fold(value), code);
        if (is_new || at->second == code) return;
        refuse(table,
               record,
               "value",
               "mapped-twice",
               "Another row says that " + quoted_excerpt(value) + " stands for " +
                   quoted_excerpt(at->second) + ".",
               "Leave one of them.");
    }

    const Questionnaire& form_;
    ColumnNames names_;
    ImportFindings findings_;
    ColumnMappingRead out_;
};

}  // namespace

ColumnMappingRead read_column_mapping(const Questionnaire& questionnaire,
                                      const Workbook& tables,
                                      const std::string& file_name) {
    return MappingReader(questionnaire, file_name).read(tables);
}

}  // namespace mtm
