#include "compile/question_type.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace mtm {
namespace {

struct Spelling {
    std::string_view text;
    QuestionType type;
    std::string_view metadata = {};
};

constexpr QuestionType metadata = QuestionType::metadata;

constexpr std::array<Spelling, 72> spellings{{
    {"text", QuestionType::text},
    {"string", QuestionType::text},
    {"q string", QuestionType::text},
    {"integer", QuestionType::integer},
    {"int", QuestionType::integer},
    {"q int", QuestionType::integer},
    {"decimal", QuestionType::decimal},
    {"q decimal", QuestionType::decimal},
    {"range", QuestionType::range},
    {"percentage", QuestionType::integer},
    {"note", QuestionType::note},
    {"date", QuestionType::date},
    {"time", QuestionType::time},
    {"datetime", QuestionType::date_time},
    {"date_time", QuestionType::date_time},
    {"geopoint", QuestionType::geopoint},
    {"gps", QuestionType::geopoint},
    {"location", QuestionType::geopoint},
    {"q geopoint", QuestionType::geopoint},
    {"q location", QuestionType::geopoint},
    {"geotrace", QuestionType::geotrace},
    {"geoshape", QuestionType::geoshape},
    {"image", QuestionType::image},
    {"photo", QuestionType::image},
    {"q image", QuestionType::image},
    {"q picture", QuestionType::image},
    {"audio", QuestionType::audio},
    {"q audio", QuestionType::audio},
    {"background-audio", QuestionType::audio},
    {"video", QuestionType::video},
    {"q video", QuestionType::video},
    {"file", QuestionType::file},
    {"osm", QuestionType::file},
    {"barcode", QuestionType::barcode},
    {"q barcode", QuestionType::barcode},
    {"acknowledge", QuestionType::acknowledge},
    {"q acknowledge", QuestionType::acknowledge},
    {"trigger", QuestionType::trigger},
    {"calculate", QuestionType::calculate},
    {"calculation", QuestionType::calculate},
    {"q calculate", QuestionType::calculate},
    {"hidden", QuestionType::hidden},
    {"csv-external", QuestionType::hidden},
    {"xml-external", QuestionType::hidden},
    {"audit", QuestionType::audit},
    {"background-geopoint", metadata, "background-geopoint"},
    {"start-geopoint", metadata, "start-geopoint"},
    {"start", metadata, "start"},
    {"start time", metadata, "start"},
    {"get start time", metadata, "start"},
    {"end", metadata, "end"},
    {"end time", metadata, "end"},
    {"get end time", metadata, "end"},
    {"today", metadata, "today"},
    {"get today", metadata, "today"},
    {"deviceid", metadata, "deviceid"},
    {"device id", metadata, "deviceid"},
    {"get device id", metadata, "deviceid"},
    {"imei", metadata, "deviceid"},
    {"username", metadata, "username"},
    {"email", metadata, "email"},
    {"phonenumber", metadata, "phonenumber"},
    {"phone number", metadata, "phonenumber"},
    {"get phone number", metadata, "phonenumber"},
    {"simserial", metadata, "simserial"},
    {"sim id", metadata, "simserial"},
    {"get sim id", metadata, "simserial"},
    {"subscriberid", metadata, "subscriberid"},
    {"subscriber id", metadata, "subscriberid"},
    {"get subscriber id", metadata, "subscriberid"},
    {"uri:deviceid", metadata, "deviceid"},
    {"enketo:background-geopoint", metadata, "background-geopoint"},
}};

struct SelectSpelling {
    std::string_view prefix;
    QuestionType type;
    bool external = false;
};

// Longer spellings before those that begin them.
constexpr std::array<SelectSpelling, 17> selects{{
    {"select_one_from_file ", QuestionType::select_one, true},
    {"select_multiple_from_file ", QuestionType::select_multiple, true},
    {"select_one_external ", QuestionType::select_one, true},
    {"select one external ", QuestionType::select_one, true},
    {"select one from ", QuestionType::select_one},
    {"select_one ", QuestionType::select_one},
    {"select one ", QuestionType::select_one},
    {"select1 ", QuestionType::select_one},
    {"add select one prompt using ", QuestionType::select_one},
    {"select all that apply from ", QuestionType::select_multiple},
    {"select all that apply ", QuestionType::select_multiple},
    {"select_multiple ", QuestionType::select_multiple},
    {"select multiple from ", QuestionType::select_multiple},
    {"select multiple ", QuestionType::select_multiple},
    {"add select multiple prompt using ", QuestionType::select_multiple},
    {"select ", QuestionType::select_multiple},
    {"rank ", QuestionType::rank},
}};

std::optional<TypeCell> read_structure(const std::string& folded) {
    using Kind = TypeCell::Kind;
    std::string text = folded;
    std::ranges::replace(text, '_', ' ');
    TypeCell cell;
    if (text == "begin group" || text == "begin lgroup") {
        cell.kind = Kind::begin_group;
    } else if (text == "end group" || text == "end lgroup") {
        cell.kind = Kind::end_group;
    } else if (text == "begin repeat" || text == "begin lrepeat" ||
               text.starts_with("begin loop")) {
        cell.kind = Kind::begin_repeat;
    } else if (text == "end repeat" || text == "end lrepeat" || text == "end loop") {
        cell.kind = Kind::end_repeat;
    } else {
        return std::nullopt;
    }
    return cell;
}

std::optional<TypeCell> read_select(const std::string& squeezed) {
    const std::string folded = lower_ascii(squeezed);
    for (const SelectSpelling& spelling : selects) {
        if (!folded.starts_with(spelling.prefix)) continue;
        TypeCell cell;
        cell.type = spelling.type;
        cell.external = spelling.external;
        cell.list = squeezed.substr(spelling.prefix.size());
        for (const std::string_view suffix : {" or_other", " or specify other", " or other"}) {
            if (lower_ascii(cell.list).ends_with(suffix)) {
                cell.or_other = true;
                cell.list.resize(cell.list.size() - suffix.size());
            }
        }
        return cell;
    }
    return std::nullopt;
}

}  // namespace

std::optional<TypeCell> read_type(std::string_view text) {
    const std::string squeezed = squeeze(text);
    const std::string folded = lower_ascii(squeezed);
    if (const auto structure = read_structure(folded)) return structure;
    for (const Spelling& spelling : spellings) {
        if (folded != spelling.text) continue;
        TypeCell cell;
        cell.type = spelling.type;
        cell.metadata = std::string(spelling.metadata);
        return cell;
    }
    return read_select(squeezed);
}

std::vector<std::string> type_names() {
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
            "audit",
            "begin_group",
            "end_group",
            "begin_repeat",
            "end_repeat",
            "select_one",
            "select_multiple",
            "rank"};
}

}  // namespace mtm
