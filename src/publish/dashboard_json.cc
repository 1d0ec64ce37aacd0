#include "publish/dashboard_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "report/front_matter.h"
#include "report/language.h"
#include "report/number_json.h"
#include "report/print_number.h"

namespace mtm {
namespace {

using Json = nlohmann::ordered_json;

// What says nothing is left out: the page reads it so.
void put(Json& out, const char* key, int text) {
    if (text >= 0) out[key] = text;
}

void put(Json& out, const char* key, const std::string& text) {
    if (!text.empty()) out[key] = text;
}

void put(Json& out, const char* key, const std::optional<double>& number) {
    if (number) out[key] = number_json(number);
}

Json cell_json(const DashboardCell& cell) {
    Json out = Json::object();
    put(out, "t", cell.text);
    if (cell.withheld) {
        out["x"] = 1;
        return out;
    }
    put(out, "v", cell.value);
    if (cell.n) out["n"] = *cell.n;
    put(out, "d", cell.detail);
    put(out, "l", cell.low);
    put(out, "h", cell.high);
    put(out, "i", cell.interval);
    put(out, "g", cell.letters);
    return out;
}

Json row_json(const DashboardRow& row) {
    Json out = Json::object();
    put(out, "t", row.label);
    put(out, "b", row.base);
    put(out, "code", row.code);
    put(out, "fill", row.fill);
    put(out, "ink", row.text_fill);
    put(out, "area", row.area);
    put(out, "finding", row.finding);
    if (row.indent > 0) out["indent"] = row.indent;
    if (row.heading) out["heading"] = 1;
    if (row.missing) out["missing"] = 1;
    if (!row.limits.empty()) {
        out["classes"] = row.classes;
        out["limits"] = row.limits;
        out["shades"] = row.shades;
    }
    out["cells"] = Json::array();
    for (const DashboardCell& cell : row.cells)
        out["cells"].push_back(cell_json(cell));
    return out;
}

Json column_json(const DashboardColumn& column) {
    Json out = Json::object();
    put(out, "t", column.label);
    put(out, "b", column.base);
    put(out, "code", column.code);
    put(out, "letter", column.letter);
    put(out, "fill", column.fill);
    put(out, "area", column.area);
    return out;
}

Json view_json(const DashboardView& view) {
    Json out = Json::object();
    out["table"] = view.table;
    out["by"] = view.by;
    put(out, "by_label", view.by_label);
    put(out, "title", view.title);
    put(out, "base", view.base);
    put(out, "unit", view.unit);
    put(out, "finding", view.finding);
    put(out, "intervals", view.intervals);
    out["statistic"] = view.statistic;
    out["kinds"] = view.kinds;
    out["remarks"] = view.remarks;
    if (!view.heads.empty()) {
        out["heads"] = Json::array();
        for (const auto& heads : view.heads) {
            Json& row = out["heads"].emplace_back(Json::array());
            for (const DashboardHead& head : heads) {
                Json one = {{"columns", head.columns}, {"rows", head.rows}};
                put(one, "t", head.label);
                row.push_back(std::move(one));
            }
        }
    }
    out["columns"] = Json::array();
    for (const DashboardColumn& column : view.columns)
        out["columns"].push_back(column_json(column));
    out["rows"] = Json::array();
    for (const DashboardRow& row : view.rows)
        out["rows"].push_back(row_json(row));
    return out;
}

Json topic_json(const DashboardTopic& topic) {
    Json out = {{"id", topic.id}, {"section", topic.section}, {"title", topic.title}};
    out["views"] = Json::array();
    for (const DashboardView& view : topic.views)
        out["views"].push_back(view_json(view));
    return out;
}

Json map_json(const DashboardMap& map) {
    Json out = {{"width", map.width}, {"height", map.height}};
    out["areas"] = Json::array();
    for (const DashboardArea& area : map.areas) {
        Json one = {{"key", area.key}, {"d", area.path}, {"x", area.x}, {"y", area.y}};
        if (area.place) one["place"] = 1;
        out["areas"].push_back(std::move(one));
    }
    return out;
}

/// The words of the page beside its tables.
class FrontWriter {
public:
    FrontWriter(const DashboardInput& input, TextPool& texts)
        : input_(input), texts_(texts), speakers_(input) {}

    Json languages() {
        Json out = Json::array();
        for (const Document& front : input_.fronts)
            out.push_back(
                {{"code", front.language}, {"name", report_language(front.language).name()}});
        return out;
    }

    Json phrases() {
        Json out = Json::object();
        for (const std::string& key : dashboard_phrase_keys())
            out[key] = each([&](DashboardSpeaker& in) { return in.phrase(key); });
        const std::pair<const char*, std::string_view Phrases::*> of_reports[] = {
            {"withheld", &Phrases::withheld},
            {"answer_column", &Phrases::answer},
            {"not_covered", &Phrases::not_covered}};
        for (const auto& one : of_reports) {
            out[one.first] =
                each([&](DashboardSpeaker& in) { return std::string(in.words.*one.second); });
        }
        out["withheld_why"] = each([&](DashboardSpeaker& in) {
            return fmt::format(fmt::runtime(in.words.basis_withheld),
                               fmt::arg("threshold", input_.study.file.threshold));
        });
        return out;
    }

    Json front() {
        Json out = Json::object();
        out["title"] = of([](const Document& front) { return front.title; });
        out["round"] = of([](const Document& front) { return round_and_period(front); });
        out["country"] = of([](const Document& front) { return front.country; });
        out["organisation"] = of([](const Document& front) { return front.organisation; });
        out["full_title"] = of([](const Document& front) { return full_title(front); });
        out["counted"] = of([](const Document& front) {
            return print_count(front.counts.counted, front.language);
        });
        out["counts"] = of([](const Document& front) { return counts_line(front); });
        out["fieldwork"] = of([](const Document& front) { return front.fieldwork; });
        out["method"] = of([](const Document& front) { return front.design_note; });
        out["citation"] = of([](const Document& front) { return front.citation; });
        out["marks"] = lists_of([](const Document& front) { return marks_of(front); });
        const std::vector<std::string> own = map_remarks_in(input_.study, {});
        out["map_disclaimer"] =
            listed(input_.map_remarks.empty() ? std::vector(input_.fronts.size(), own)
                                              : input_.map_remarks);
        return out;
    }

    // How to read the numbers, the survey in short, what is withheld, and whatever else closes a
    // report.
    Json about() {
        std::vector<std::vector<ClosingSection>> closing;
        for (const Document& front : input_.fronts)
            closing.push_back(closing_sections(front, Medium::paper));
        Json out = Json::array();
        for (const ClosingSection& first : closing.front()) {
            std::vector<ClosingSection> same_section;
            for (const auto& sections : closing)
                same_section.push_back(named(sections, first.anchor));
            out.push_back(closing_json(first.anchor, same_section));
            const bool published = input_.fronts.front().edition == Edition::published;
            if (out.size() == 1 && published) out.push_back(protection());
        }
        return out;
    }

    Json sections() {
        Json out = Json::array();
        for (const Section& section : input_.study.plan.sections) {
            out.push_back({{"name", section.name}, {"title", each([&](DashboardSpeaker& in) {
                                                        const std::string& title =
                                                            section.title.in(in.index);
                                                        return title.empty() ? section.name : title;
                                                    })}});
        }
        return out;
    }

private:
    int each(const std::function<std::string(DashboardSpeaker&)>& text) {
        return texts_.add(speakers_.each(text));
    }

    template <typename Text>
    int of(Text text) {
        std::vector<std::string> out;
        for (const Document& front : input_.fronts)
            out.push_back(text(front));
        return texts_.add(std::move(out));
    }

    // Texts number by number; a language may have fewer.
    Json listed(const std::vector<std::vector<std::string>>& by_language) {
        std::size_t most = 0;
        for (const auto& list : by_language)
            most = std::max(most, list.size());
        Json out = Json::array();
        for (std::size_t i = 0; i < most; ++i) {
            std::vector<std::string> one;
            for (const auto& list : by_language)
                one.push_back(i < list.size() ? list[i] : std::string());
            out.push_back(texts_.add(std::move(one)));
        }
        return out;
    }

    template <typename List>
    Json lists_of(List list) {
        std::vector<std::vector<std::string>> out;
        for (const Document& front : input_.fronts)
            out.push_back(list(front));
        return listed(out);
    }

    static ClosingSection named(const std::vector<ClosingSection>& sections,
                                const std::string& anchor) {
        for (const ClosingSection& section : sections) {
            if (section.anchor == anchor) return section;
        }
        return {};
    }

    Json closing_json(const std::string& anchor, const std::vector<ClosingSection>& in) {
        std::vector<std::string> titles;
        std::vector<std::vector<std::string>> paragraphs;
        std::vector<std::vector<std::string>> terms;
        std::vector<std::vector<std::string>> facts;
        std::vector<std::vector<std::string>> lines;
        for (const ClosingSection& section : in) {
            titles.push_back(section.title);
            paragraphs.push_back(section.paragraphs);
            lines.push_back(section.lines);
            terms.emplace_back();
            facts.emplace_back();
            for (const auto& [term, fact] : section.facts) {
                terms.back().push_back(term);
                facts.back().push_back(fact);
            }
        }
        Json out = {{"anchor", anchor}, {"title", texts_.add(std::move(titles))}};
        out["paragraphs"] = listed(paragraphs);
        out["terms"] = listed(terms);
        out["facts"] = listed(facts);
        out["lines"] = listed(lines);
        put(out, "file", in.front().file);
        return out;
    }

    // What is withheld, and what a number that is not shown may be.
    Json protection() {
        const auto filled = [this](std::string_view phrase) {
            return fmt::format(fmt::runtime(phrase),
                               fmt::arg("threshold", input_.study.file.threshold));
        };
        Json out = {{"anchor", "protection"}, {"title", each([](DashboardSpeaker& in) {
                                                   return report_language(in.code).text(
                                                       "method", "protection");
                                               })}};
        out["paragraphs"] = {
            each([&](DashboardSpeaker& in) {
                return filled(report_language(in.code).text("method", "protection_text"));
            }),
            each([&](DashboardSpeaker& in) { return filled(in.words.explains_withheld); }),
            each([&](DashboardSpeaker& in) { return std::string(in.words.explains_coarse); })};
        if (const int unit = input_.study.file.round_to; unit > 0) {
            out["paragraphs"].push_back(
                each([unit](DashboardSpeaker& in) { return rounding_words(unit, in.code); }));
        }
        for (const char* list : {"terms", "facts", "lines"})
            out[list] = Json::array();
        return out;
    }

    const DashboardInput& input_;
    TextPool& texts_;
    DashboardSpeakers speakers_;
};

// A text that is the same in all languages stands once.
Json texts_json(const TextPool& texts) {
    Json out = Json::array();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::vector<std::string>& by_language = texts[i];
        const bool same = std::ranges::all_of(
            by_language, [&](const std::string& text) { return text == by_language.front(); });
        out.push_back(same ? Json(by_language.front()) : Json(by_language));
    }
    return out;
}

}  // namespace

const std::vector<std::string>& dashboard_phrase_keys() {
    static const std::vector<std::string> keys{
        "skip",         "menu",         "close",     "overview",     "about",
        "tables",       "language",     "search",    "search_found", "search_none",
        "by",           "everyone",     "show_as",   "kind_bars",    "kind_stacked",
        "kind_map",     "kind_pyramid", "kind_line", "kind_dots",    "answer",
        "chart",        "numbers",      "download",  "download_csv", "download_svg",
        "download_png", "print",        "copy_link", "copied",       "interviewed",
        "when",         "where",        "how",       "what",         "start",
        "not_found",    "previous",     "next",      "source",       "areas",
        "all_withheld"};
    return keys;
}

std::string dashboard_data(const DashboardInput& input,
                           const std::vector<DashboardTopic>& topics,
                           const DashboardMap& map,
                           TextPool& texts) {
    FrontWriter front(input, texts);
    Json out = Json::object();
    out["format"] = 1;
    const MadeFrom& made = input.fronts.front().made_from;
    out["made_from"] = {{"program", made.program}, {"data", made.data}, {"plan", made.plan}};
    if (input.dataset.rehearsal) out["invented"] = true;
    out["threshold"] = input.study.file.threshold;
    if (input.study.file.round_to > 0) out["rounded_to"] = input.study.file.round_to;
    out["languages"] = front.languages();
    out["phrases"] = front.phrases();
    out["front"] = front.front();
    out["about"] = front.about();
    out["sections"] = front.sections();
    if (!map.areas.empty()) out["map"] = map_json(map);
    out["topics"] = Json::array();
    for (const DashboardTopic& topic : topics)
        out["topics"].push_back(topic_json(topic));
    out["texts"] = texts_json(texts);
    return "window.mtm_dashboard = " + out.dump(-1, ' ', false, Json::error_handler_t::replace) +
           ";\n";
}

}  // namespace mtm
