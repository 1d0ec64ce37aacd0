#include "workbook/xlsx_parts.h"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace mtm {
namespace {

class RelationsHandler : public XmlHandler {
public:
    explicit RelationsHandler(std::string_view part) : part_(part) {}

    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name != "Relationship" || attributes.get("TargetMode") == "External") return;
        const std::string_view type = attributes.get("Type");
        relations.push_back({std::string(attributes.get("Id")),
                             std::string(type.substr(type.rfind('/') + 1)),
                             resolve_target(part_, attributes.get("Target"))});
    }

    void end(std::string_view) override {}

    void text(std::string_view) override {}

    std::vector<XlsxRelation> relations;

private:
    std::string_view part_;
};

class ContentsHandler : public XmlHandler {
public:
    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "workbookPr" && attributes.is_true("date1904")) {
            contents.dates = DateSystem::from_1904;
        } else if (name == "sheet") {
            const std::string_view state = attributes.get("state");
            contents.sheets.push_back({decode_escapes(std::string(attributes.get("name"))),
                                       std::string(attributes.get("id")),
                                       state == "hidden" || state == "veryHidden"});
        }
    }

    void end(std::string_view) override {}

    void text(std::string_view) override {}

    XlsxContents contents;
};

class StylesHandler : public XmlHandler {
public:
    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "numFmt") {
            formats_[attributes.get_int("numFmtId", -1)] =
                look_of_format(attributes.get("formatCode"));
        } else if (name == "cellXfs") {
            in_cell_formats_ = true;
        } else if (name == "xf" && in_cell_formats_) {
            const int id = attributes.get_int("numFmtId", 0);
            const auto custom = formats_.find(id);
            looks.push_back(custom == formats_.end() ? look_of_builtin_format(id) : custom->second);
        }
    }

    void end(std::string_view name) override {
        if (name == "cellXfs") in_cell_formats_ = false;
    }

    void text(std::string_view) override {}

    std::vector<NumberLook> looks;

private:
    std::map<int, NumberLook> formats_;
    bool in_cell_formats_ = false;
};

// One <si> is one string: its <t>, or those of its runs <r> joined; <rPh> says how it is spoken.
class SharedStringsHandler : public XmlHandler {
public:
    explicit SharedStringsHandler(std::size_t strings_max) : strings_max_(strings_max) {}

    void start(std::string_view name, const XmlAttributes&) override {
        if (name == "rPh") in_phonetic_ = true;
        in_text_ = name == "t" && !in_phonetic_;
    }

    void end(std::string_view name) override {
        in_text_ = false;
        if (name == "rPh") in_phonetic_ = false;
        if (name != "si") return;
        strings.push_back(decode_escapes(std::exchange(current_, {})));
        if (strings.size() > strings_max_) {
            refuse({fmt::format("it holds more than {} shared strings", strings_max_)});
        }
    }

    void text(std::string_view part) override {
        if (!in_text_) return;
        current_ += part;
        if (current_.size() > longest_cell_bytes)
            refuse({"a shared string is longer than 16 megabytes; Excel's have 32,767 letters"});
    }

    std::vector<std::string> strings;

private:
    std::size_t strings_max_;
    std::string current_;
    bool in_text_ = false;
    bool in_phonetic_ = false;
};

// The code unit of "_xHHHH_" at `at`, or -1.
int escaped_unit(std::string_view text, std::size_t at) {
    if (text.size() < at + 7 || text[at] != '_' || text[at + 1] != 'x' || text[at + 6] != '_') {
        return -1;
    }
    int unit = 0;
    for (const char c : text.substr(at + 2, 4)) {
        const std::size_t digit = std::string_view("0123456789abcdef").find(lower_ascii({&c, 1}));
        if (digit == std::string_view::npos) return -1;
        unit = unit * 16 + static_cast<int>(digit);
    }
    return unit;
}

}  // namespace

std::string decode_escapes(std::string text) {
    if (text.find("_x") == std::string::npos) return text;
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const int unit = escaped_unit(text, i);
        if (unit <= 0) {
            out += text[i++];
            continue;
        }
        i += 7;
        auto code_point = static_cast<char32_t>(unit);
        const int low = unit >= 0xD800 && unit < 0xDC00 ? escaped_unit(text, i) : -1;
        if (low >= 0xDC00 && low < 0xE000) {
            code_point =
                0x10000 + ((code_point - 0xD800) << 10) + static_cast<char32_t>(low) - 0xDC00;
            i += 7;
        }
        append_utf8(out, code_point);
    }
    return out;
}

Result<std::vector<XlsxRelation>> read_relations(Archive& archive, std::string_view part) {
    const std::size_t name_at = part.rfind('/') + 1;
    const std::string rels =
        fmt::format("{}_rels/{}.rels", part.substr(0, name_at), part.substr(name_at));
    RelationsHandler handler(part);
    if (archive.has(rels)) TRY(archive.parse(rels, handler));
    return std::move(handler.relations);
}

Result<XlsxContents> read_contents(Archive& archive, std::string_view part) {
    ContentsHandler handler;
    TRY(archive.parse(part, handler));
    return std::move(handler.contents);
}

Result<std::vector<NumberLook>> read_styles(Archive& archive, std::string_view part) {
    StylesHandler handler;
    TRY(archive.parse(part, handler));
    return std::move(handler.looks);
}

Result<std::vector<std::string>> read_shared_strings(Archive& archive,
                                                     std::string_view part,
                                                     const ReadLimits& limits) {
    SharedStringsHandler handler(limits.shared_strings);
    TRY(archive.parse(part, handler));
    return std::move(handler.strings);
}

}  // namespace mtm
