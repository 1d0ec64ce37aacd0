#pragma once

#include <string>
#include <vector>

#include "report/document.h"

namespace mtm {

/// The report as Pandoc's JSON (API 1.22), for a DOCX: native headings, lists, tables with head
/// rows, footnotes, and a contents field; charts as pictures. `pictures` are the names of PNG files
/// of the document's drawings in their order; where one is empty, the numbers stand for the chart.
[[nodiscard]] std::string report_pandoc(const Document& document,
                                        const std::vector<std::string>& pictures);

/// A part of an archive.
struct DocxPart {
    std::string name;  // "word/styles.xml"
    std::string bytes;
};

/// The parts of Pandoc's reference document for this report: styles, A4, running heads with the
/// title and what marks every page, page numbers.
[[nodiscard]] std::vector<DocxPart> docx_reference(const Document& document);

/// docProps/core.xml of the finished file: title, organisation, day, what it was made from.
[[nodiscard]] DocxPart docx_properties(const Document& document);

/// word/settings.xml as Pandoc wrote it, with fields (the contents, page numbers in it) brought up
/// to date when the file is opened.
[[nodiscard]] std::string docx_settings(const std::string& written);

/// word/document.xml as Pandoc wrote it, with rows of tables that no page may part.
[[nodiscard]] std::string docx_body(const std::string& written);

}  // namespace mtm
