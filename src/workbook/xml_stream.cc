#include "workbook/xml_stream.h"

#include <charconv>
#include <memory>
#include <utility>

#include <expat.h>
#include <fmt/format.h>

namespace mtm {
namespace {

std::string_view local_name(std::string_view name) {
    return name.substr(name.find(':') + 1);
}

struct Parse {
    XML_Parser parser;
    XmlHandler* handler;

    void stop_if_refused() const {
        if (!handler->refusal().empty()) XML_StopParser(parser, XML_FALSE);
    }
};

void XMLCALL on_start(void* data, const char* name, const char** attributes) {
    const auto* parse = static_cast<Parse*>(data);
    parse->handler->start(local_name(name), XmlAttributes(attributes));
    parse->stop_if_refused();
}

void XMLCALL on_end(void* data, const char* name) {
    const auto* parse = static_cast<Parse*>(data);
    parse->handler->end(local_name(name));
    parse->stop_if_refused();
}

void XMLCALL on_text(void* data, const char* part, int length) {
    const auto* parse = static_cast<Parse*>(data);
    parse->handler->text({part, static_cast<std::size_t>(length)});
    parse->stop_if_refused();
}

void XMLCALL on_doctype(void* data, const char*, const char*, const char*, int) {
    const auto* parse = static_cast<Parse*>(data);
    parse->handler->refuse({"it declares a DOCTYPE, which no spreadsheet program writes"});
    parse->stop_if_refused();
}

Error parse_error(XML_Parser parser, const XmlHandler& handler) {
    if (!handler.refusal().empty()) return {handler.refusal()};
    return {fmt::format("it is not well-formed XML: {} at line {}, column {}",
                        XML_ErrorString(XML_GetErrorCode(parser)),
                        XML_GetCurrentLineNumber(parser),
                        XML_GetCurrentColumnNumber(parser) + 1)};
}

}  // namespace

std::string_view XmlAttributes::get(std::string_view name) const {
    for (const char* const* item = list_; *item != nullptr; item += 2) {
        if (local_name(item[0]) == name) return item[1];
    }
    return {};
}

int XmlAttributes::get_int(std::string_view name, int otherwise) const {
    const std::string_view text = get(name);
    int value = otherwise;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    return end.ec == std::errc{} && end.ptr == text.data() + text.size() ? value : otherwise;
}

bool XmlAttributes::is_true(std::string_view name) const {
    const std::string_view value = get(name);
    return value == "1" || value == "true";
}

void XmlHandler::refuse(Error error) {
    if (refusal_.empty()) refusal_ = std::move(error.message);
}

// Expat looks at a tag again from its beginning whenever more of it arrives, which takes quadratic
// time; so a tag may not go on for long. Text is not meant: it comes in parts.
constexpr XML_Index longest_tag_bytes = 1 << 20;

Status parse_xml(const ByteSource& source, XmlHandler& handler) {
    constexpr int chunk_bytes = 64 * 1024;
    XML_Index fed = 0;
    const std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser(XML_ParserCreate(nullptr),
                                                                         &XML_ParserFree);
    CHECK(parser != nullptr);
    Parse parse{parser.get(), &handler};
    XML_SetUserData(parser.get(), &parse);
    XML_SetElementHandler(parser.get(), &on_start, &on_end);
    XML_SetCharacterDataHandler(parser.get(), &on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), &on_doctype);
    for (;;) {
        void* buffer = XML_GetBuffer(parser.get(), chunk_bytes);
        CHECK(buffer != nullptr);
        const std::size_t length = TRY(source({static_cast<char*>(buffer), chunk_bytes}));
        const XML_Status status =
            XML_ParseBuffer(parser.get(), static_cast<int>(length), length == 0 ? 1 : 0);
        if (status != XML_STATUS_OK) return parse_error(parser.get(), handler);
        if (length == 0) return Done{};
        fed += static_cast<XML_Index>(length);
        if (fed - XML_GetCurrentByteIndex(parser.get()) > longest_tag_bytes) {
            return Error{
                "a single tag or comment in it is longer than a megabyte, which no spreadsheet "
                "program writes"};
        }
    }
}

}  // namespace mtm
