#include "compile/xform_tree.h"

#include <algorithm>
#include <array>
#include <memory>

#include <expat.h>

#include "base/text.h"

namespace mtm {
namespace {

// Many times the largest forms of the field; what they allow is read in about a second. Attributes
// hold the expressions, of which the compiler keeps many times their length.
constexpr std::size_t bytes_max = 32UL * 1024 * 1024;
constexpr std::size_t attribute_bytes_max = 4UL * 1024 * 1024;
constexpr std::size_t namespaces_max = 100;
constexpr std::size_t elements_max = 1'000'000;
constexpr std::size_t deep_max = 1024;
constexpr char separator = '\n';  // no address of a namespace holds one

// The prefixes under which the rest of the compiler knows these namespaces.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> known_namespaces{
    {{"http://www.w3.org/2002/xforms", ""},
     {"http://www.w3.org/1999/xhtml", "h"},
     {"http://www.w3.org/2001/xml-events", "ev"},
     {"http://www.w3.org/2001/XMLSchema", "xsd"},
     {"http://openrosa.org/javarosa", "jr"},
     {"http://openrosa.org/xforms", "orx"},
     {"http://www.opendatakit.org/xforms", "odk"},
     {"http://www.opendatakit.org/xforms/entities", "entities"}}};

bool is_known(std::string_view address) {
    return std::ranges::any_of(known_namespaces,
                               [&](const auto& known) { return known.first == address; });
}

// Expat's "address\nname\nprefix", "address\nname" or "name" with the prefix that we use.
std::string our_name(std::string_view name) {
    const std::vector<std::string_view> parts = split(name, separator);
    if (parts.size() == 1) return std::string(name);
    std::string_view prefix = parts.size() > 2 ? parts[2] : std::string_view();
    for (const auto& [address, known] : known_namespaces) {
        if (address == parts[0]) prefix = known;
    }
    if (prefix.empty()) return std::string(parts[1]);
    return std::string(prefix) + ":" + std::string(parts[1]);
}

bool is_blank(std::string_view text) {
    return trim(text).empty();
}

// Blanks between elements are layout, unless the elements stand within a text.
void drop_layout(XmlElement& element) {
    const auto matters = [](const XmlElement& child) {
        return child.name == "output" || (child.name.empty() && !is_blank(child.text));
    };
    if (!element.has_elements() || std::ranges::any_of(element.children, matters)) return;
    std::erase_if(element.children, [](const XmlElement& child) { return child.name.empty(); });
}

class TreeBuilder {
public:
    explicit TreeBuilder(XML_Parser parser) : parser_(parser) {}

    void declare(std::string_view prefix, std::string_view address) {
        if (prefix.empty()) {
            xmlns_ = std::string(address);
        } else if (!is_known(address) && tree_.namespaces.size() < namespaces_max) {
            set_attribute(tree_.namespaces, prefix, std::string(address));
        }
    }

    void start(const char* name, const char** attributes) {
        if (open_.size() == deep_max)
            return refuse("elements stand more than " + std::to_string(deep_max) + " deep");
        if (++elements_ > elements_max)
            return refuse("it has more than " + std::to_string(elements_max) + " elements");
        XmlElement element;
        element.name = our_name(name);
        element.line = line();
        for (; *attributes != nullptr; attributes += 2) {
            const auto& added =
                element.attributes.emplace_back(our_name(attributes[0]), attributes[1]);
            attribute_bytes_ += added.first.size() + added.second.size();
        }
        if (attribute_bytes_ > attribute_bytes_max)
            return refuse("its attributes have more than 4 MB");
        if (!xmlns_.empty() && !is_known(xmlns_)) element.attributes.emplace_back("xmlns", xmlns_);
        xmlns_.clear();
        open_.push_back(std::move(element));
    }

    void end() {
        if (tree_.mistake) return;  // expat still ends an empty element after it was told to stop
        XmlElement element = std::move(open_.back());
        open_.pop_back();
        drop_layout(element);
        element.children.shrink_to_fit();
        if (open_.empty()) {
            tree_.root = std::move(element);
        } else {
            open_.back().children.push_back(std::move(element));
        }
    }

    void text(std::string_view part) {
        std::vector<XmlElement>& children = open_.back().children;
        if (children.empty() || !children.back().name.empty()) {
            children.emplace_back();
            children.back().line = line();
        }
        children.back().text += part;
    }

    void refuse(std::string message) {
        if (!tree_.mistake) tree_.mistake = {.line = line(), .message = std::move(message)};
        XML_StopParser(parser_, XML_FALSE);
    }

    void broken() {
        if (tree_.mistake) return;
        tree_.mistake = {.line = line(), .message = XML_ErrorString(XML_GetErrorCode(parser_))};
    }

    XmlTree take() { return std::move(tree_); }

private:
    [[nodiscard]] int line() const { return static_cast<int>(XML_GetCurrentLineNumber(parser_)); }

    XML_Parser parser_;
    XmlTree tree_;
    std::vector<XmlElement> open_;
    std::string xmlns_;  // that the next element declares for names without a prefix
    std::size_t elements_ = 0;
    std::size_t attribute_bytes_ = 0;
};

TreeBuilder& builder(void* data) {
    return *static_cast<TreeBuilder*>(data);
}

std::string_view view(const char* text) {
    return text == nullptr ? std::string_view() : std::string_view(text);
}

void XMLCALL on_start(void* data, const char* name, const char** attributes) {
    builder(data).start(name, attributes);
}

void XMLCALL on_end(void* data, const char*) {
    builder(data).end();
}

void XMLCALL on_text(void* data, const char* part, int length) {
    builder(data).text({part, static_cast<std::size_t>(length)});
}

void XMLCALL on_namespace(void* data, const char* prefix, const char* address) {
    builder(data).declare(view(prefix), view(address));
}

void XMLCALL on_doctype(void* data, const char*, const char*, const char*, int) {
    builder(data).refuse("it declares a DOCTYPE, which no form needs");
}

}  // namespace

const XmlElement* XmlElement::child(std::string_view child_name) const {
    const auto at = std::ranges::find(children, child_name, &XmlElement::name);
    return at == children.end() ? nullptr : &*at;
}

std::string_view XmlElement::attribute(std::string_view attribute_name) const {
    return find_attribute(attributes, attribute_name);
}

bool XmlElement::has_attribute(std::string_view attribute_name) const {
    return std::ranges::any_of(attributes,
                               [&](const auto& each) { return each.first == attribute_name; });
}

std::string XmlElement::own_text() const {
    std::string out;
    for (const XmlElement& child : children)
        out += child.text;
    return std::string(trim(out));
}

bool XmlElement::has_elements() const {
    return std::ranges::any_of(children,
                               [](const XmlElement& child) { return !child.name.empty(); });
}

XmlTree parse_xml_tree(std::string_view xml) {
    if (xml.size() > bytes_max) {
        XmlTree out;
        out.mistake = {.line = 1, .message = "it has more than 32 MB"};
        return out;
    }
    const std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser(
        XML_ParserCreateNS(nullptr, separator), &XML_ParserFree);
    TreeBuilder tree(parser.get());
    XML_SetUserData(parser.get(), &tree);
    XML_SetReturnNSTriplet(parser.get(), 1);
    XML_SetElementHandler(parser.get(), &on_start, &on_end);
    XML_SetCharacterDataHandler(parser.get(), &on_text);
    XML_SetStartNamespaceDeclHandler(parser.get(), &on_namespace);
    XML_SetStartDoctypeDeclHandler(parser.get(), &on_doctype);
    if (XML_Parse(parser.get(), xml.data(), static_cast<int>(xml.size()), 1) != XML_STATUS_OK)
        tree.broken();
    return tree.take();
}

}  // namespace mtm
