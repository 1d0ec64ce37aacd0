#include "compile/xform_xml.h"

#include <algorithm>
#include <array>

namespace mtm {
namespace {

// Deeper elements are not indented further: a form of 10,000 groups in groups would be mostly
// blank.
constexpr std::size_t max_indented = 32;

enum class Plain : unsigned char { yes, no, no_in_attributes };

constexpr std::array<Plain, 256> plain_bytes() {
    std::array<Plain, 256> out{};
    for (std::size_t c = 0; c < 0x20; ++c)
        out[c] = Plain::no;
    out['\t'] = out['\n'] = out['\r'] = Plain::yes;
    out['&'] = out['<'] = out['>'] = Plain::no;
    out['"'] = Plain::no_in_attributes;
    out[0xEF] = Plain::no;  // may begin U+FFFE or U+FFFF
    return out;
}

constexpr std::array<Plain, 256> is_plain = plain_bytes();

std::string_view escape_of(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        default:
            return "";
    }
}

bool is_no_character(std::string_view text) {
    return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

void append(std::string& out, std::string_view text, bool quotes) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const Plain plain = is_plain[static_cast<unsigned char>(text[i])];
        if (plain == Plain::yes || (plain == Plain::no_in_attributes && !quotes)) continue;
        const std::size_t bytes = is_no_character(text.substr(i)) ? 3 : 1;
        if (bytes == 1 && text[i] == '\xEF') continue;
        out.append(text, begin, i - begin);
        out.append(escape_of(text[i]));
        i += bytes - 1;
        begin = i + 1;
    }
    out.append(text, begin, text.size() - begin);
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
    append(out, text, true);
}

void append_escaped_text(std::string& out, std::string_view text) {
    append(out, text, false);
}

XmlWriter::XmlWriter(std::size_t expected_bytes) {
    out_.reserve(expected_bytes);
    out_ = "<?xml version=\"1.0\"?>";
}

void XmlWriter::new_line() {
    out_ += '\n';
    out_.append(2 * std::min(open_.size(), max_indented), ' ');
}

void XmlWriter::end_tag() {
    if (state_ == State::in_tag) out_ += '>';
}

XmlWriter& XmlWriter::open(std::string_view name) {
    end_tag();
    new_line();
    out_ += '<';
    out_ += name;
    open_.push_back(name);
    state_ = State::in_tag;
    return *this;
}

XmlWriter& XmlWriter::attribute(std::string_view name, std::string_view value) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    append_escaped(out_, value);
    out_ += '"';
    return *this;
}

XmlWriter& XmlWriter::text(std::string_view text) {
    if (text.empty()) return *this;
    end_tag();
    append_escaped_text(out_, text);
    state_ = State::after_text;
    return *this;
}

XmlWriter& XmlWriter::mixed(std::string_view xml) {
    end_tag();
    out_ += xml;
    state_ = State::after_text;
    return *this;
}

XmlWriter& XmlWriter::close() {
    const std::string_view name = open_.back();
    open_.pop_back();
    if (state_ == State::in_tag) {
        out_ += "/>";
    } else {
        if (state_ == State::after_element) new_line();
        out_ += "</";
        out_ += name;
        out_ += '>';
    }
    state_ = State::after_element;
    return *this;
}

XmlWriter& XmlWriter::element(std::string_view name, std::string_view text) {
    return open(name).text(text).close();
}

}  // namespace mtm
