#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mtm {

/// Writes XML element by element into one text, indented as people read it; nothing is kept but the
/// names of the elements that are open. Names must outlive the writer; names are not checked.
class XmlWriter {
public:
    /// `expected_bytes`: about how long the text will be; more than needed costs nothing.
    explicit XmlWriter(std::size_t expected_bytes);

    XmlWriter& open(std::string_view name);

    /// REQUIRES: nothing was written into the element that is open.
    XmlWriter& attribute(std::string_view name, std::string_view value);

    /// Text of an element without child elements.
    XmlWriter& text(std::string_view text);

    /// XML as it stands: text mixed with elements.
    XmlWriter& mixed(std::string_view xml);

    XmlWriter& close();

    /// An element with text alone.
    XmlWriter& element(std::string_view name, std::string_view text);

    [[nodiscard]] std::string take() && { return std::move(out_); }

private:
    enum class State { in_tag, after_text, after_element };

    void end_tag();
    void new_line();

    std::string out_;
    std::vector<std::string_view> open_;
    State state_ = State::after_element;
};

/// Appends text for XML, with <, >, &, " replaced and the characters that XML 1.0 does not admit
/// (control characters, U+FFFE, U+FFFF) left out.
void append_escaped(std::string& out, std::string_view text);

/// The same, but double quotes stay: what stands between tags.
void append_escaped_text(std::string& out, std::string_view text);

}  // namespace mtm
