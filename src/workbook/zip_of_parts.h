#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <zip.h>

namespace mtm {

using Parts = std::vector<std::pair<std::string, std::string>>;

/// For tests: a zip archive with these parts, in memory.
inline std::string zip_of(const Parts& parts) {
    zip_error_t error;
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(target);
    zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    for (const auto& [name, content] : parts) {
        zip_source_t* part = zip_source_buffer(archive, content.data(), content.size(), 0);
        EXPECT_GE(zip_file_add(archive, name.c_str(), part, 0), 0);
    }
    EXPECT_EQ(zip_close(archive), 0);
    std::string bytes;
    zip_source_open(target);
    char buffer[4096];
    for (;;) {
        const zip_int64_t length = zip_source_read(target, buffer, sizeof buffer);
        if (length <= 0) break;
        bytes.append(buffer, static_cast<std::size_t>(length));
    }
    zip_source_close(target);
    zip_source_free(target);
    return bytes;
}

/// For tests: the parts of a workbook of one sheet “S” with these rows (the inside of sheetData),
/// shared strings (the inside of sst) and styles (the inside of styleSheet).
inline Parts workbook_parts(std::string_view rows,
                            std::string_view strings = "",
                            std::string_view styles = "") {
    const auto wrap = [](std::string_view tag, std::string_view inside) {
        return "<" + std::string(tag) + ">" + std::string(inside) + "</" + std::string(tag) + ">";
    };
    return {
        {"_rels/.rels",
         "<Relationships><Relationship Id='r1' Type='x/officeDocument' "
         "Target='xl/workbook.xml'/></Relationships>"},
        {"xl/workbook.xml",
         "<workbook xmlns:r='r'><sheets><sheet name='S' sheetId='1' "
         "r:id='s1'/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id='s1' Type='x/worksheet' Target='worksheets/sheet1.xml'/>"
         "<Relationship Id='s2' Type='x/sharedStrings' Target='/xl/sharedStrings.xml'/>"
         "<Relationship Id='s3' Type='x/styles' Target='styles.xml'/></Relationships>"},
        {"xl/sharedStrings.xml", wrap("sst", strings)},
        {"xl/styles.xml", wrap("styleSheet", styles)},
        {"xl/worksheets/sheet1.xml", wrap("worksheet", wrap("sheetData", rows))},
    };
}

/// For tests: the content of one part.
inline std::string& part_of(Parts& parts, std::string_view name) {
    for (auto& [part, content] : parts) {
        if (part == name) return content;
    }
    ADD_FAILURE() << "no part " << name;
    return parts.front().second;
}

}  // namespace mtm
