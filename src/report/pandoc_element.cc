#include "report/pandoc_element.h"

namespace mtm::pandoc {

Element element(std::string_view type) {
    return {{"t", type}};
}

Element element(std::string_view type, Element content) {
    return {{"t", type}, {"c", std::move(content)}};
}

Element attributes(const std::string& id, const std::string& style) {
    Element pairs = Element::array();
    if (!style.empty()) pairs.push_back(Element::array({"custom-style", style}));
    return Element::array({id, Element::array(), std::move(pairs)});
}

Element text(const std::string& text) {
    return element("Str", text);
}

Element strong(Element inlines) {
    return element("Strong", std::move(inlines));
}

Element para(Element inlines) {
    return element("Para", std::move(inlines));
}

Element plain(Element inlines) {
    return element("Plain", std::move(inlines));
}

Element styled(const std::string& style, Element blocks) {
    return element("Div", Element::array({attributes({}, style), std::move(blocks)}));
}

Element styled_text(const std::string& style, Element inlines) {
    return element("Span", Element::array({attributes({}, style), std::move(inlines)}));
}

Element raw_block(const std::string& xml) {
    return element("RawBlock", Element::array({"openxml", xml}));
}

Element raw_inline(const std::string& xml) {
    return element("RawInline", Element::array({"openxml", xml}));
}

Element cell(Element inlines, bool right) {
    Element blocks = Element::array({plain(std::move(inlines))});
    return Element::array(
        {attributes(), element(right ? "AlignRight" : "AlignDefault"), 1, 1, std::move(blocks)});
}

namespace {

Element rows_of(const Element& rows) {
    Element out = Element::array();
    for (const Element& row : rows)
        out.push_back(Element::array({attributes(), row}));
    return out;
}

}  // namespace

Element table(const Element& head, const Element& rows, const std::vector<double>& widths) {
    Element columns = Element::array();
    for (const double width : widths) {
        columns.push_back(Element::array({element("AlignDefault"), element("ColWidth", width)}));
    }
    const Element caption = Element::array({nullptr, Element::array()});
    const Element body = Element::array({attributes(), 0, Element::array(), rows_of(rows)});
    return element("Table",
                   Element::array({attributes(),
                                   caption,
                                   columns,
                                   Element::array({attributes(), rows_of(head)}),
                                   Element::array({body}),
                                   Element::array({attributes(), Element::array()})}));
}

}  // namespace mtm::pandoc
