#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mtm {

/// The attributes of the element that is being opened; names without their prefix.
class XmlAttributes {
public:
    /// `list`: name, value, name, value, …, nullptr; valid during one call of XmlHandler::start.
    explicit XmlAttributes(const char* const* list) : list_(list) {}

    /// The value, or empty if there is no such attribute.
    [[nodiscard]] std::string_view get(std::string_view name) const;

    /// The value as a whole number, or `otherwise` if it is missing or no such number.
    [[nodiscard]] int get_int(std::string_view name, int otherwise) const;

    /// XML Schema's idea of true: "1" or "true".
    [[nodiscard]] bool is_true(std::string_view name) const;

private:
    const char* const* list_;
};

/// Receives the elements of a document in their order. Names come without their prefix, so that
/// the transitional and the strict dialect of OOXML read alike.
class XmlHandler {
public:
    virtual ~XmlHandler() = default;
    virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view part) = 0;  // may come in several parts

    /// Ends the parse with this error; the first one counts.
    void refuse(Error error);

    [[nodiscard]] const std::string& refusal() const { return refusal_; }

private:
    std::string refusal_;
};

/// Fills a buffer with the next bytes of a document and returns their number; 0 at the end.
using ByteSource = std::function<Result<std::size_t>(std::span<char>)>;

/// Parses a document without ever holding it whole. A DOCTYPE is refused: nothing in a workbook
/// needs one, and entities are the classic way to blow a parser up.
Status parse_xml(const ByteSource& source, XmlHandler& handler);

}  // namespace mtm
