// Names of fields and the form of dates: dtmapi, the client of the DTM API
// (github.com/Displacement-Tracking-Matrix/dtmapi-R).
#include "publish/api_rows.h"

#include <map>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "publish/hxl.h"
#include "publish/released_records.h"

namespace mtm {
namespace {

using Json = nlohmann::ordered_json;

// What of tables.csv stands in a row of figures, under which name.
struct FigureField {
    enum Type { text, number, truth };

    const char* name;
    const char* column;
    Type type = text;
};

constexpr FigureField figure_fields[] = {{"table", "table"},
                                         {"section", "section"},
                                         {"question", "question"},
                                         {"by", "by"},
                                         {"group", "group"},
                                         {"groupLabel", "group_label"},
                                         {"depth", "depth", FigureField::number},
                                         {"category", "category"},
                                         {"categoryLabel", "category_label"},
                                         {"statistic", "statistic"},
                                         {"percentOf", "percent_of"},
                                         {"value", "value", FigureField::number},
                                         {"n", "n", FigureField::number},
                                         {"base", "base", FigureField::number},
                                         {"se", "se", FigureField::number},
                                         {"low", "low", FigureField::number},
                                         {"high", "high", FigureField::number},
                                         {"weighted", "weighted", FigureField::truth},
                                         {"obsStatus", "OBS_STATUS"},
                                         {"confStatus", "CONF_STATUS"},
                                         {"note", "note"}};

constexpr const char* place_fields[] = {
    "adminLevel", "admin1Name", "admin1Pcode", "admin2Name", "admin2Pcode", "sex"};

// Of whom, or where, a number is, as far as groups or categories say so.
struct WhoAndWhere {
    const PublishedArea* area = nullptr;
    std::string sex;
};

Json text_or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

// The first number in "Round 4"; null if there is none.
Json round_number(const std::string& round) {
    std::string digits;
    for (const char c : round) {
        if (is_digit(c)) {
            digits += c;
        } else if (!digits.empty()) {
            break;
        }
    }
    if (digits.empty() || digits.size() > 6) return nullptr;
    return std::stoi(digits);
}

Json operation_of(const OpenDataSource& source, const DatasetFacts& facts) {
    const StudyFile& file = source.study.file;
    Json out;
    out["operation"] = file.title;
    out["admin0Name"] = text_or_null(facts.country);
    out["admin0Pcode"] = text_or_null(facts.iso3);
    out["roundNumber"] = round_number(file.round);
    out["round"] = text_or_null(file.round);
    const bool dated = facts.ends.size() == 10;
    out["reportingDate"] = dated ? Json(facts.ends + "T00:00:00") : Json(nullptr);
    out["yearReportingDate"] = dated ? Json(std::stoi(facts.ends.substr(0, 4))) : Json(nullptr);
    out["monthReportingDate"] = dated ? Json(std::stoi(facts.ends.substr(5, 2))) : Json(nullptr);
    out["organisation"] = text_or_null(facts.producer);
    out["licence"] = facts.licence == nullptr ? Json(nullptr) : Json(facts.licence->id);
    out["citation"] = text_or_null(facts.citation);
    out["invented"] = facts.invented;
    return out;
}

class Api {
public:
    explicit Api(const OpenDataSource& source)
        : source_(source), records_(released_table_records(source.tables)) {
        for (const Released<SafeTable>& released : source.tables.tables) {
            note_groups(released->table);
            for (const SafeTable& part : released->parts)
                note_groups(part.table);
        }
        make_figures();
        for (const Released<SafeTable>& released : source.tables.tables) {
            add_table(released.value());
            for (const SafeTable& part : released->parts)
                add_table(part);
        }
    }

    [[nodiscard]] Json figures() const {
        Json fields = Json::array();
        for (const char* name : place_fields)
            fields.push_back(name);
        for (const FigureField& field : figure_fields)
            fields.push_back(field.name);
        return {{"fields", fields}, {"rows", figures_}};
    }

    [[nodiscard]] Json tables() const {
        return {{"fields",
                 {"adminLevel",
                  "table",
                  "section",
                  "title",
                  "question",
                  "by",
                  "statistic",
                  "percentOf",
                  "universe",
                  "note",
                  "multiple",
                  "weighted",
                  "figures"}},
                {"rows", tables_}};
    }

private:
    struct OfTable {
        int level = 0;
        int figures = 0;
    };

    // Adds what the answer `choice` to a question says.
    void note(const std::string& name, const std::string& choice, WhoAndWhere& out) const {
        const int question = source_.tables.study.questionnaire.find(name);
        if (question < 0 || choice.empty()) return;
        if (name == source_.tables.study.file.areas.question && out.area == nullptr) {
            const auto area = source_.areas.find(choice);
            if (area != source_.areas.end()) out.area = &area->second;
        }
        const auto type =
            source_.tables.study.questionnaire.questions[static_cast<std::size_t>(question)].type;
        if (type == QuestionType::select_one && out.sex.empty() &&
            (has_word(name, "sex") || has_word(name, "gender"))) {
            out.sex = choice;
        }
    }

    // Nested groups are named by the way to them: "north > male" is "male" within "north".
    void note_group(const Table& table, std::size_t g, WhoAndWhere& out) const {
        if (g == 0) return;
        if (table.places.empty()) {
            if (table.spec.by.size() == 1) note(table.spec.by[0], table.groups[g].name, out);
            return;
        }
        const GroupPlace& place = table.places[g];
        const auto level = static_cast<std::size_t>(place.depth);
        if (level >= 1 && level <= table.spec.by.size())
            note(table.spec.by[level - 1], place.own.name, out);
        note_group(table, place.parent, out);
    }

    void note_groups(const Table& table) {
        const std::string by = join(table.spec.by, " ");
        for (std::size_t g = 0; g < table.groups.size(); ++g)
            note_group(table, g, groups_[{by, name_in_files(table, g)}]);
    }

    [[nodiscard]] std::size_t column(const char* name) const {
        const std::vector<std::string>& header = records_.front();
        for (std::size_t c = 0; c < header.size(); ++c) {
            if (header[c] == name) return c;
        }
        CHECK(false);
        return 0;
    }

    void make_figures() {
        std::vector<std::size_t> places;
        for (const FigureField& field : figure_fields)
            places.push_back(column(field.column));
        const std::size_t table = column("table");
        const std::size_t question = column("question");
        const std::size_t by = column("by");
        const std::size_t group = column("group");
        const std::size_t category = column("category");
        for (std::size_t r = 1; r < records_.size(); ++r) {
            const std::vector<std::string>& record = records_[r];
            WhoAndWhere of = groups_[{record[by], record[group]}];
            note(record[question], record[category], of);
            Json row = place_cells(of);
            for (std::size_t f = 0; f < places.size(); ++f)
                row.push_back(cell(record[places[f]], figure_fields[f].type));
            OfTable& whole = of_tables_[{record[table], record[question], record[by]}];
            whole.level = std::max(whole.level, of.area == nullptr ? 0 : of.area->level);
            ++whole.figures;
            figures_.push_back(std::move(row));
        }
    }

    static Json place_cells(const WhoAndWhere& of) {
        const PublishedArea nowhere{
            .level = 0, .pcode1 = {}, .name1 = {}, .pcode2 = {}, .name2 = {}};
        const PublishedArea& area = of.area == nullptr ? nowhere : *of.area;
        return Json::array({area.level,
                            text_or_null(area.name1),
                            text_or_null(area.pcode1),
                            text_or_null(area.name2),
                            text_or_null(area.pcode2),
                            text_or_null(of.sex)});
    }

    static Json cell(const std::string& text, FigureField::Type type) {
        if (type == FigureField::truth) return text == "yes";
        if (text.empty()) return nullptr;
        return type == FigureField::number ? Json::parse(text) : Json(text);
    }

    void add_table(const SafeTable& safe) {
        const TableSpec& spec = safe.table.spec;
        const auto whole = of_tables_.find({spec.name, spec.question, join(spec.by, " ")});
        if (whole == of_tables_.end()) return;
        const bool percent = spec.statistic == Statistic::percent;
        tables_.push_back(Json::array({whole->second.level,
                                       spec.name,
                                       text_or_null(spec.section),
                                       text_or_null(spec.title.in(source_.tables.language)),
                                       text_or_null(spec.question),
                                       text_or_null(join(spec.by, " ")),
                                       statistic_of(spec),
                                       percent ? Json(name_of(spec.percent_of)) : Json(nullptr),
                                       base_line(source_.tables, safe),
                                       text_or_null(spec.note.in(source_.tables.language)),
                                       safe.table.multiple,
                                       safe.table.weighted,
                                       whole->second.figures}));
        of_tables_.erase(whole);  // a table is told once
    }

    const OpenDataSource& source_;
    std::vector<std::vector<std::string>> records_;
    std::map<std::pair<std::string, std::string>, WhoAndWhere> groups_;  // by, group
    std::map<std::vector<std::string>, OfTable> of_tables_;              // name, question, by
    Json figures_ = Json::array();
    Json tables_ = Json::array();
};

}  // namespace

std::string api_json(const OpenDataSource& source, const DatasetFacts& facts) {
    const Api api(source);
    Json out;
    out["format"] = 1;
    out["operation"] = operation_of(source, facts);
    out["tables"] = api.tables();
    out["figures"] = api.figures();
    return out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace mtm
