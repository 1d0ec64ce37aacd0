// The document whose looks Pandoc takes over. Its parts lie as text in web/report/docx; running
// heads and feet are written here, for they hold the report's own words.
#include <fmt/format.h>

#include "base/text.h"
#include "embedded_docx_content_types.h"
#include "embedded_docx_document.h"
#include "embedded_docx_package_relations.h"
#include "embedded_docx_relations.h"
#include "embedded_docx_styles.h"
#include "embedded_report_emblem_png.h"
#include "report/front_matter.h"
#include "report/report_pandoc.h"

namespace mtm {
namespace {

constexpr std::string_view namespaces =
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
    "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
    "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";

std::string part(std::string_view element, const std::string& paragraphs) {
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:{0} {1}>{2}</w:{0}>\n",
        element,
        namespaces,
        paragraphs);
}

std::string paragraph(std::string_view style, const std::string& runs) {
    return fmt::format("<w:p><w:pPr><w:pStyle w:val=\"{}\"/></w:pPr>{}</w:p>", style, runs);
}

std::string run_of(const std::string& text) {
    return "<w:r><w:t xml:space=\"preserve\">" + escape_xml(text) + "</w:t></w:r>";
}

std::string field(std::string_view instruction) {
    return fmt::format(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
        "<w:r><w:instrText xml:space=\"preserve\"> {} </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
        "<w:r><w:t></w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
        instruction);
}

// The program's own emblem, an ornament: 4.5 millimetres, in English Metric Units.
std::string emblem() {
    constexpr int side_emu = 162000;
    return fmt::format(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
        "<wp:extent cx=\"{0}\" cy=\"{0}\"/><wp:docPr id=\"1\" name=\"emblem\" descr=\"MTM\"/>"
        "<a:graphic><a:graphicData "
        "uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">"
        "<pic:pic><pic:nvPicPr><pic:cNvPr id=\"1\" name=\"emblem.png\" "
        "descr=\"MTM\"/><pic:cNvPicPr/>"
        "</pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rId1\"/><a:stretch><a:fillRect/></a:stretch>"
        "</pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{0}\" cy=\"{0}\"/>"
        "</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
        side_emu);
}

std::string mark_paragraphs(const Document& document) {
    std::string out;
    for (const std::string& mark : marks_of(document))
        out += paragraph("HeaderMark", run_of(mark));
    return out;
}

constexpr std::string_view emblem_relation =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" "
    "Target=\"media/emblem.png\"/></Relationships>\n";

}  // namespace

std::vector<DocxPart> docx_reference(const Document& document) {
    const std::string title =
        document.title + (document.round.empty() ? "" : " · " + document.round);
    const std::string head =
        mark_paragraphs(document) +
        paragraph("Header",
                  emblem() + run_of("  " + title) + "<w:r><w:tab/></w:r>" + field("STYLEREF 1"));
    const std::string first = mark_paragraphs(document);
    const std::string foot =
        paragraph("Footer", run_of(document.organisation) + "<w:r><w:tab/></w:r>" + field("PAGE"));
    return {
        {"[Content_Types].xml", std::string(embedded::docx_content_types())},
        {"_rels/.rels", std::string(embedded::docx_package_relations())},
        {"word/document.xml", std::string(embedded::docx_document())},
        {"word/_rels/document.xml.rels", std::string(embedded::docx_relations())},
        {"word/styles.xml",
         replace_all(embedded::docx_styles(), "LANGUAGE", escape_xml(document.language))},
        {"word/header1.xml", part("hdr", head)},
        {"word/_rels/header1.xml.rels", std::string(emblem_relation)},
        {"word/header2.xml", part("hdr", first.empty() ? paragraph("HeaderMark", "") : first)},
        {"word/footer1.xml", part("ftr", foot)},
        {"word/footer2.xml", part("ftr", paragraph("Footer", ""))},
        {"word/media/emblem.png", std::string(embedded::report_emblem_png())},
    };
}

DocxPart docx_properties(const Document& document) {
    const std::string instant =
        (document.dated.empty() ? "2000-01-01" : document.dated) + "T00:00:00Z";
    return {"docProps/core.xml",
            fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                        "<cp:coreProperties "
                        "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
                        "core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                        "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
                        "<dc:title>{}</dc:title><dc:creator>{}</dc:creator>"
                        "<dc:description>{}</dc:description><dc:language>{}</dc:language>"
                        "<cp:keywords>{}</cp:keywords>"
                        "<dcterms:created xsi:type=\"dcterms:W3CDTF\">{}</dcterms:created>"
                        "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">{}</dcterms:modified>"
                        "</cp:coreProperties>\n",
                        escape_xml(full_title(document)),
                        escape_xml(document.organisation),
                        escape_xml(made_from_line(document)),
                        escape_xml(document.language),
                        escape_xml(join(marks_of(document), "; ")),
                        instant,
                        instant)};
}

std::string docx_settings(const std::string& written) {
    // In the place that the schema gives it (ECMA-376, CT_Settings): before the look of footnotes.
    const std::size_t place = written.find("<w:footnotePr");
    if (place == std::string::npos || written.find("<w:updateFields") != std::string::npos) {
        return written;
    }
    std::string out = written;
    out.insert(place, "<w:updateFields w:val=\"true\"/>");
    return out;
}

std::string docx_body(const std::string& written) {
    constexpr std::string_view row = "<w:tr>";
    constexpr std::string_view properties = "<w:trPr>";
    constexpr std::string_view whole = "<w:cantSplit/>";
    std::string out;
    std::size_t at = 0;
    for (std::size_t found; (found = written.find(row, at)) != std::string::npos;) {
        const std::size_t inside = found + row.size();
        out.append(written, at, inside - at);
        at = inside;
        if (written.compare(inside, properties.size(), properties) == 0) {
            out += std::string(properties) + std::string(whole);
            at += properties.size();
        } else {
            out += std::string(properties) + std::string(whole) + "</w:trPr>";
        }
    }
    return out.append(written, at);
}

}  // namespace mtm
