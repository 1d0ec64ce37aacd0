#include "workbook/xlsx_reader.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "workbook/archive.h"
#include "workbook/xlsx_parts.h"
#include "workbook/xlsx_sheet.h"

namespace mtm {
namespace {

const XlsxRelation* find_type(const std::vector<XlsxRelation>& relations, std::string_view type) {
    const auto found = std::ranges::find(relations, type, &XlsxRelation::type);
    return found == relations.end() ? nullptr : &*found;
}

// What an archive that is no XLSX workbook is instead, and what to do about it.
Error not_xlsx(Archive& archive) {
    const std::string mime = archive.beginning("mimetype");
    if (mime.find("opendocument.spreadsheet") != std::string::npos) {
        return {
            "this is an OpenDocument spreadsheet (.ods). Open it and save it as Excel workbook "
            "(.xlsx)."};
    }
    if (archive.has("xl/workbook.bin")) {
        return {
            "this is a binary workbook (.xlsb). Open it in Excel and save it as Excel workbook "
            "(.xlsx)."};
    }
    if (archive.has("word/document.xml") || archive.has("ppt/presentation.xml") ||
        mime.find("opendocument") != std::string::npos) {
        return {"this is a text document or presentation, not a spreadsheet. Give the workbook."};
    }
    if (archive.has("Index/Document.iwa") || archive.has("Index.zip")) {
        return {"this is a document of Apple Numbers. Export it from there as Excel (.xlsx)."};
    }
    return {
        "this is a zip archive without a workbook inside (no xl/workbook.xml). If it holds the "
        "spreadsheet, unpack it first."};
}

Result<std::string> find_workbook_part(Archive& archive) {
    const std::vector<XlsxRelation> relations = TRY(read_relations(archive, ""));
    const XlsxRelation* main = find_type(relations, "officeDocument");
    const std::string part = main == nullptr ? "xl/workbook.xml" : main->target;
    const bool other = part.starts_with("word/") || part.starts_with("ppt/");
    if (other || !part.ends_with(".xml") || !archive.has(part)) return not_xlsx(archive);
    return part;
}

Status read_tables(Archive& archive,
                   const std::vector<XlsxRelation>& relations,
                   const ReadLimits& limits,
                   XlsxTables& tables,
                   std::vector<std::string>& notes) {
    for (const XlsxRelation& relation : relations) {
        if (!archive.has(relation.target)) {
            notes.push_back(
                fmt::format("The workbook refers to the part {}, which the file does not have.",
                            relation.target));
        } else if (relation.type == "styles") {
            tables.looks = TRY(read_styles(archive, relation.target));
        } else if (relation.type == "sharedStrings") {
            tables.strings = TRY(read_shared_strings(archive, relation.target, limits));
        }
    }
    return Done{};
}

}  // namespace

Result<Workbook> read_xlsx(std::string_view bytes, const ReadLimits& limits) {
    Archive archive = TRY(Archive::open(bytes, limits));
    const std::string part = TRY(find_workbook_part(archive));
    const XlsxContents contents = TRY(read_contents(archive, part));
    const std::vector<XlsxRelation> relations = TRY(read_relations(archive, part));
    if (contents.sheets.size() > static_cast<std::size_t>(limits.sheets)) {
        return Error{fmt::format(
            "it has {} sheets; at most {} are read", contents.sheets.size(), limits.sheets)};
    }
    Workbook workbook;
    XlsxTables tables;
    tables.dates = contents.dates;
    TRY(read_tables(archive, relations, limits, tables, workbook.notes));
    CellBudget budget{limits.cells, limits.text_bytes};
    for (const XlsxSheetEntry& entry : contents.sheets) {
        const auto relation = std::ranges::find(relations, entry.relation, &XlsxRelation::id);
        if (relation != relations.end() && relation->type != "worksheet") {
            workbook.notes.push_back(fmt::format(
                "The sheet “{}” is a {}, which has no cells.", entry.name, relation->type));
            continue;
        }
        Sheet& sheet = workbook.sheets.emplace_back();
        sheet.name = entry.name;
        sheet.hidden = entry.hidden;
        if (relation == relations.end() || !archive.has(relation->target)) {
            workbook.notes.push_back(
                fmt::format("The sheet “{}” has no cells in the file: read as empty.", entry.name));
            continue;
        }
        TRY(read_xlsx_sheet(archive, relation->target, tables, budget, sheet));
    }
    return workbook;
}

}  // namespace mtm
