#include "compile/question_kind.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/text.h"

namespace mtm {
namespace {

constexpr QuestionKind input(std::string_view spelling,
                             std::string_view canonical,
                             std::string_view bind_type) {
    return {
        .spelling = spelling, .canonical = canonical, .control = "input", .bind_type = bind_type};
}

constexpr QuestionKind note(std::string_view spelling) {
    return {.spelling = spelling,
            .canonical = "note",
            .control = "input",
            .bind_type = "string",
            .read_only = true};
}

constexpr QuestionKind upload(std::string_view spelling,
                              std::string_view canonical,
                              std::string_view mediatype) {
    return {.spelling = spelling,
            .canonical = canonical,
            .control = "upload",
            .bind_type = "binary",
            .mediatype = mediatype};
}

constexpr QuestionKind property(std::string_view spelling,
                                std::string_view canonical,
                                std::string_view params) {
    return {.spelling = spelling,
            .canonical = canonical,
            .control = {},
            .bind_type = "string",
            .preload = "property",
            .preload_params = params};
}

constexpr QuestionKind timestamp(std::string_view spelling, std::string_view canonical) {
    return {.spelling = spelling,
            .canonical = canonical,
            .control = {},
            .bind_type = "dateTime",
            .preload = "timestamp",
            .preload_params = canonical};
}

constexpr QuestionKind today(std::string_view spelling) {
    return {.spelling = spelling,
            .canonical = "today",
            .control = {},
            .bind_type = "date",
            .preload = "date",
            .preload_params = "today"};
}

constexpr QuestionKind silent(std::string_view spelling,
                              std::string_view canonical,
                              std::string_view bind_type) {
    return {.spelling = spelling, .canonical = canonical, .control = {}, .bind_type = bind_type};
}

constexpr QuestionKind ticked(std::string_view spelling) {
    return {.spelling = spelling,
            .canonical = "acknowledge",
            .control = "trigger",
            .bind_type = "string"};
}

constexpr QuestionKind number(std::string_view spelling,
                              std::string_view constraint,
                              std::string_view hint) {
    return {.spelling = spelling,
            .canonical = "integer",
            .control = "input",
            .bind_type = "int",
            .constraint = constraint,
            .hint = hint};
}

constexpr std::array kinds{
    input("text", "text", "string"),
    input("string", "text", "string"),
    input("q string", "text", "string"),
    input("add text prompt", "text", "string"),
    input("integer", "integer", "int"),
    input("int", "integer", "int"),
    input("q int", "integer", "int"),
    input("add integer prompt", "integer", "int"),
    input("decimal", "decimal", "decimal"),
    input("q decimal", "decimal", "decimal"),
    input("add decimal prompt", "decimal", "decimal"),
    number("percentage", "0 <= . and . <= 100", {}),
    number("number of days in last month", "0 <= . and . <= 31", "Enter a number 0-31."),
    number("number of days in last six months", "0 <= . and . <= 183", "Enter a number 0-183."),
    number("number of days in last year", "0 <= . and . <= 365", "Enter a number 0-365."),
    QuestionKind{.spelling = "phone number",
                 .canonical = "text",
                 .control = "input",
                 .bind_type = "string",
                 .constraint = "regex(., '^\\d*$')",
                 .hint = "Enter numbers only."},
    QuestionKind{.spelling = "range", .canonical = "range", .control = "range", .bind_type = "int"},
    note("note"),
    note("q note"),
    note("add note prompt"),
    input("date", "date", "date"),
    input("q date", "date", "date"),
    input("add date prompt", "date", "date"),
    input("time", "time", "time"),
    input("dateTime", "dateTime", "dateTime"),
    input("datetime", "dateTime", "dateTime"),
    input("date time", "dateTime", "dateTime"),
    input("q date time", "dateTime", "dateTime"),
    input("q dateTime", "dateTime", "dateTime"),
    input("add date time prompt", "dateTime", "dateTime"),
    input("add dateTime prompt", "dateTime", "dateTime"),
    input("geopoint", "geopoint", "geopoint"),
    input("gps", "geopoint", "geopoint"),
    input("location", "geopoint", "geopoint"),
    input("q geopoint", "geopoint", "geopoint"),
    input("q location", "geopoint", "geopoint"),
    input("add location prompt", "geopoint", "geopoint"),
    input("geotrace", "geotrace", "geotrace"),
    input("q geotrace", "geotrace", "geotrace"),
    input("geoshape", "geoshape", "geoshape"),
    input("q geoshape", "geoshape", "geoshape"),
    upload("photo", "image", "image/*"),
    upload("image", "image", "image/*"),
    upload("q image", "image", "image/*"),
    upload("q picture", "image", "image/*"),
    upload("add image prompt", "image", "image/*"),
    upload("add photo prompt", "image", "image/*"),
    upload("audio", "audio", "audio/*"),
    upload("q audio", "audio", "audio/*"),
    upload("add audio prompt", "audio", "audio/*"),
    upload("video", "video", "video/*"),
    upload("q video", "video", "video/*"),
    upload("add video prompt", "video", "video/*"),
    upload("file", "file", "application/*"),
    upload("add file prompt", "file", "application/*"),
    upload("osm", "osm", "osm/*"),
    input("barcode", "barcode", "barcode"),
    input("q barcode", "barcode", "barcode"),
    input("add barcode prompt", "barcode", "barcode"),
    ticked("acknowledge"),
    ticked("q acknowledge"),
    ticked("add acknowledge prompt"),
    QuestionKind{
        .spelling = "trigger", .canonical = "trigger", .control = "trigger", .bind_type = {}},
    silent("calculate", "calculate", "string"),
    silent("q calculate", "calculate", "string"),
    silent("add calculate prompt", "calculate", "string"),
    silent("hidden", "hidden", "string"),
    silent("audit", "audit", "binary"),
    silent("xml-external", "xml-external", {}),
    silent("csv-external", "csv-external", {}),
    silent("start-geopoint", "start-geopoint", "geopoint"),
    silent("background-geopoint", "background-geopoint", "geopoint"),
    silent("background-audio", "background-audio", "binary"),
    timestamp("start", "start"),
    timestamp("start time", "start"),
    timestamp("get start time", "start"),
    timestamp("end", "end"),
    timestamp("end time", "end"),
    timestamp("get end time", "end"),
    today("today"),
    today("get today"),
    property("deviceid", "deviceid", "deviceid"),
    property("device id", "deviceid", "deviceid"),
    property("get device id", "deviceid", "deviceid"),
    property("imei", "deviceid", "deviceid"),
    property("uri:deviceid", "deviceid", "uri:deviceid"),
    property("subscriberid", "subscriberid", "subscriberid"),
    property("subscriber id", "subscriberid", "subscriberid"),
    property("get subscriber id", "subscriberid", "subscriberid"),
    property("uri:subscriberid", "subscriberid", "uri:subscriberid"),
    property("simserial", "simserial", "simserial"),
    property("sim id", "simserial", "simserial"),
    property("get sim id", "simserial", "simserial"),
    property("uri:simserial", "simserial", "uri:simserial"),
    property("phonenumber", "phonenumber", "phonenumber"),
    property("get phone number", "phonenumber", "phonenumber"),
    property("uri:phonenumber", "phonenumber", "uri:phonenumber"),
    property("username", "username", "username"),
    property("uri:username", "username", "uri:username"),
    property("email", "email", "email"),
    property("uri:email", "email", "uri:email"),
    QuestionKind{.spelling = "select one",
                 .canonical = "select_one",
                 .control = "select1",
                 .bind_type = "string"},
    QuestionKind{.spelling = "select all that apply",
                 .canonical = "select_multiple",
                 .control = "select",
                 .bind_type = "string"},
    input("select one external", "select_one_external", "string"),
    QuestionKind{
        .spelling = "rank", .canonical = "rank", .control = "odk:rank", .bind_type = "odk:rank"},
};

struct SelectSpelling {
    std::string_view command;
    std::string_view canonical;
    bool from_file = false;
};

// Longer spellings before those that begin them.
constexpr std::array<SelectSpelling, 15> select_spellings{{
    {"add select one prompt using", "select_one"},
    {"add select multiple prompt using", "select_multiple"},
    {"select all that apply from", "select_multiple"},
    {"select all that apply", "select_multiple"},
    {"select_one_from_file", "select_one", true},
    {"select_multiple_from_file", "select_multiple", true},
    {"select one from file", "select_one", true},
    {"select multiple from file", "select_multiple", true},
    {"select_one_external", "select_one_external"},
    {"select one from", "select_one"},
    {"select_one", "select_one"},
    {"select one", "select_one"},
    {"select_multiple", "select_multiple"},
    {"select1", "select_one"},
    {"rank", "rank"},
}};

constexpr std::array<std::string_view, 3> other_suffixes{
    " or specify other", " or_other", " or other"};

// The command that a type begins with, if a list of one word follows.
std::optional<SelectType> read_with(const SelectSpelling& spelling, std::string_view type) {
    if (!type.starts_with(spelling.command)) return std::nullopt;
    std::string_view rest = type.substr(spelling.command.size());
    if (!rest.starts_with(' ')) return std::nullopt;
    rest.remove_prefix(1);
    SelectType out;
    for (const std::string_view suffix : other_suffixes) {
        if (!rest.ends_with(suffix)) continue;
        out.or_other = true;
        rest.remove_suffix(suffix.size());
        break;
    }
    if (rest.empty() || rest.find_first_of(" \t\n") != std::string_view::npos) return std::nullopt;
    out.canonical = std::string(spelling.canonical);
    out.from_file = spelling.from_file;
    out.command = std::string(spelling.command);
    out.list = std::string(rest);
    return out;
}

}  // namespace

const QuestionKind* find_kind(std::string_view type) {
    static const auto index = [] {
        std::unordered_map<std::string_view, const QuestionKind*> out;
        for (const QuestionKind& kind : kinds)
            out.emplace(kind.spelling, &kind);
        return out;
    }();
    const auto at = index.find(type);
    return at == index.end() ? nullptr : at->second;
}

void apply_kind(const QuestionKind& kind, FormElement& element) {
    element.type = std::string(kind.canonical);
    element.control = std::string(kind.control);
    const auto by_default =
        [](Attributes& attributes, std::string_view name, std::string_view value) {
            if (value.empty() || !find_attribute(attributes, name).empty()) return;
            attributes.emplace_back(std::string(name), std::string(value));
        };
    by_default(element.bind, "type", kind.bind_type);
    by_default(element.bind, "jr:preload", kind.preload);
    by_default(element.bind, "jr:preloadParams", kind.preload_params);
    by_default(element.bind, "constraint", kind.constraint);
    if (kind.read_only) by_default(element.bind, "readonly", "true()");
    by_default(element.body, "mediatype", kind.mediatype);
    if (element.hint.empty()) element.hint.plain = std::string(kind.hint);
}

std::vector<std::string> documented_types() {
    return {"text",
            "integer",
            "decimal",
            "range",
            "note",
            "date",
            "time",
            "dateTime",
            "geopoint",
            "geotrace",
            "geoshape",
            "image",
            "audio",
            "background-audio",
            "video",
            "file",
            "barcode",
            "acknowledge",
            "calculate",
            "hidden",
            "start",
            "end",
            "today",
            "deviceid",
            "username",
            "phonenumber",
            "email",
            "audit",
            "start-geopoint",
            "background-geopoint",
            "csv-external",
            "xml-external",
            "osm",
            "begin_group",
            "end_group",
            "begin_repeat",
            "end_repeat",
            "select_one",
            "select_multiple",
            "select_one_from_file",
            "select_multiple_from_file",
            "rank"};
}

std::optional<SelectType> read_select_type(std::string_view type) {
    for (const SelectSpelling& spelling : select_spellings) {
        if (auto out = read_with(spelling, type)) return out;
    }
    return std::nullopt;
}

std::optional<SectionType> read_section_type(std::string_view type) {
    SectionType out;
    if (type.starts_with("begin ") || type.starts_with("begin_")) {
        type.remove_prefix(6);
    } else if (type.starts_with("end ") || type.starts_with("end_")) {
        out.begins = false;
        type.remove_prefix(4);
    } else {
        return std::nullopt;
    }

    struct Spelling {
        std::string_view text;
        SectionType::Kind kind;
    };

    using Kind = SectionType::Kind;
    constexpr std::array<Spelling, 5> spellings{{{"looped group", Kind::repeat},
                                                 {"lgroup", Kind::repeat},
                                                 {"group", Kind::group},
                                                 {"repeat", Kind::repeat},
                                                 {"loop", Kind::loop}}};
    for (const Spelling& spelling : spellings) {
        if (!type.starts_with(spelling.text)) continue;
        std::string_view rest = type.substr(spelling.text.size());
        out.kind = spelling.kind;
        if (rest.empty()) return out;
        if (!out.begins || !rest.starts_with(' ')) continue;
        rest.remove_prefix(1);
        if (rest.starts_with("over ")) rest.remove_prefix(5);
        if (rest.empty() || rest.find(' ') != std::string_view::npos) continue;
        out.list = std::string(rest);
        return out;
    }
    return std::nullopt;
}

}  // namespace mtm
