#include "report/translation_check.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "report/anchors.h"
#include "report/language.h"
#include "report/narrative_functions.h"

namespace mtm {
namespace {

constexpr std::size_t most_named = 5;

/// A heading with what stands under it, up to the next one.
struct SectionContent {
    std::string title;
    std::string anchor;
    int line = 0;
    bool has_text = false;
    std::vector<const TableDirective*> tables;
    std::vector<std::pair<std::string, int>> figures;  // canonical and line
};

/// Lays a narrative out by its headings; conditions and loops are looked through.
class ContentReader {
public:
    explicit ContentReader(const Narrative& narrative) : narrative_(narrative) {}

    std::vector<SectionContent> read() {
        sections_.emplace_back();
        read(narrative_.blocks);
        return std::move(sections_);
    }

private:
    void read(const std::vector<Block>& blocks) {
        for (const Block& block : blocks) {
            if (block.kind == BlockKind::heading) {
                SectionContent section;
                section.title = plain_text(block.inlines);
                section.anchor = block.text.empty() ? heading_anchor(section.title) : block.text;
                section.line = block.line;
                sections_.push_back(std::move(section));
                continue;
            }
            SectionContent& section = sections_.back();
            if (block.kind == BlockKind::exhibit) {
                section.tables.push_back(&narrative_.tables[static_cast<std::size_t>(block.index)]);
            }
            if (block.kind == BlockKind::paragraph) section.has_text = true;
            read(block.inlines);
            read(block.children);
        }
    }

    void read(const std::vector<Inline>& inlines) {
        for (const Inline& piece : inlines) {
            read(piece.children);
            if (piece.kind != InlineKind::figure) continue;
            const NarrativeFigure& figure =
                narrative_.figures[static_cast<std::size_t>(piece.index)];
            if (!figure.expression) continue;
            for (const Node& plain : plain_figures(figure.expression->root))
                sections_.back().figures.emplace_back(print(plain), figure.line);
        }
    }

    const Narrative& narrative_;
    std::vector<SectionContent> sections_;
};

std::string written(ChartForm chart) {
    const auto found = std::ranges::find_if(
        chart_names(), [chart](const std::string& name) { return chart_named(name) == chart; });
    return found == chart_names().end() ? std::string() : *found;
}

std::string line_of(const TableDirective& table) {
    return (table.rounds ? "::: rounds " : "::: table ") + table.name;
}

/// What a directive asks for besides its title, as it is written: "chart=diverging top=5".
std::string options_of(const TableDirective& table) {
    std::vector<std::string> out;
    if (table.rounds) out.emplace_back("rounds");
    if (table.by) out.push_back("by=" + join(*table.by, ","));
    if (table.chart) out.push_back("chart=" + written(*table.chart));
    if (table.statistic) out.push_back("statistic=" + written(*table.statistic, table.share));
    if (table.top) out.push_back("top=" + std::to_string(*table.top));
    if (table.where) out.push_back("where=" + print(table.where->root));
    return out.empty() ? "none" : join(out, " ");
}

/// Tables of a narrative by name, in the order in which they stand.
using TablesByName = std::map<std::string, std::vector<const TableDirective*>>;

class TranslationCheck {
public:
    TranslationCheck(const Study& study,
                     const Narrative& original,
                     const Narrative& translated,
                     const std::string& language)
        : study_(study), original_(original), translated_(translated), language_(language) {}

    Diagnostics run() {
        check_words();
        check_sections();
        check_cover();
        if (find_language()) {
            check_plan();
        } else {
            add(place_of_form("survey", 1, "label::" + language_),
                "language-not-in-form",
                "The questionnaire has no labels in the language “" + language_ +
                    "” of a report: its tables would be in another one.",
                "Add columns label::… (" + language_ + ") to survey and choices.");
        }
        return std::move(diagnostics_);
    }

    // That the form has no labels in it is told of study.toml.
    Diagnostics run_of_first() {
        check_words();
        if (find_language()) check_plan();
        return std::move(diagnostics_);
    }

private:
    bool find_language() {
        const int index = study_.questionnaire.find_language(language_);
        if (index < 0) return false;
        in_language_ = static_cast<std::size_t>(index);
        header_ = study_.questionnaire.languages[in_language_].header;
        return true;
    }

    void add(Place place, std::string code, std::string message, std::string remedy) {
        diagnostics_.push_back({std::move(code),
                                Severity::warning,
                                std::move(place),
                                std::move(message),
                                std::move(remedy)});
    }

    [[nodiscard]] Place place_of_form(const std::string& sheet,
                                      int row,
                                      const std::string& column) const {
        Place out;
        out.file = study_.questionnaire_file;
        out.sheet = sheet;
        out.row = row;
        out.column = column;
        return out;
    }

    void check_words() {
        const ReportLanguage* words = find_report_language(language_);
        const Place place = translated_.place(1);
        if (words == nullptr) {
            add(place,
                "unknown-report-language",
                "MTM has no words of its own in the language “" + language_ +
                    "”: headings, notes and numbers of the report would be English.",
                "Copy languages/en.toml and translate it (docs/formats/languages.md).");
        } else if (!words->missing().empty()) {
            add(place,
                "partial-report-language",
                fmt::format("{} of MTM's own texts are English in the language “{}”.",
                            words->missing().size(),
                            language_),
                "Complete languages/" + words->code() + ".toml.");
        } else if (words->reviewed_by() && words->reviewed_by()->empty()) {
            add(place,
                "unreviewed-report-language",
                "No speaker has reviewed MTM's own texts in the language “" + language_ + "”.",
                "Have languages/" + words->code() + ".toml read, and fill its reviewed_by.");
        }
    }

    void check_sections() {
        std::set<std::string> anchors;
        TablesByName tables = tables_of(translated_);
        std::multiset<std::string> figures;
        for (const SectionContent& section : ContentReader(translated_).read()) {
            anchors.insert(section.anchor);
            for (const auto& [figure, line] : section.figures)
                figures.insert(figure);
        }
        for (const SectionContent& section : ContentReader(original_).read())
            check_section(section, anchors, tables, figures);
        check_options();
    }

    [[nodiscard]] static TablesByName tables_of(const Narrative& narrative) {
        TablesByName out;
        for (const SectionContent& section : ContentReader(narrative).read()) {
            for (const TableDirective* table : section.tables)
                out[table->name].push_back(table);
        }
        return out;
    }

    /// A table that is there in both, and is counted or drawn otherwise. Where a table stands
    /// several times, those that are the same are of each other, wherever they stand.
    void check_options() {
        TablesByName there = tables_of(translated_);
        for (auto& [name, tables] : tables_of(original_)) {
            std::vector<const TableDirective*>& others = there[name];
            std::erase_if(tables, [&others](const TableDirective* table) {
                const auto same =
                    std::ranges::find_if(others, [table](const TableDirective* other) {
                        return options_of(*other) == options_of(*table);
                    });
                if (same == others.end()) return false;
                others.erase(same);
                return true;
            });
            for (std::size_t i = 0; i < std::min(tables.size(), others.size()); ++i)
                tell_options(*tables[i], *others[i]);
        }
    }

    void tell_options(const TableDirective& original, const TableDirective& translated) {
        add(translated_.place(translated.line),
            "different-table",
            "The table “" + original.name + "” has other options here than in " + original_.file +
                ": " + options_of(translated) + " here, " + options_of(original) + " there.",
            "Write the same options after “" + line_of(original) + "” in both.");
    }

    void check_section(const SectionContent& section,
                       const std::set<std::string>& anchors,
                       TablesByName& tables,
                       std::multiset<std::string>& figures) {
        std::vector<const TableDirective*> no_tables;
        std::vector<std::pair<std::string, int>> no_figures;
        for (const TableDirective* table : section.tables) {
            std::vector<const TableDirective*>& there = tables[table->name];
            if (there.empty()) {
                no_tables.push_back(table);
            } else {
                there.pop_back();
            }
        }
        for (const auto& figure : section.figures)
            take(figure, figures, no_figures);
        const std::size_t content = section.tables.size() + section.figures.size();
        const bool nothing = no_tables.size() + no_figures.size() == content;
        if (section.line > 0 && nothing && anchors.count(section.anchor) == 0 &&
            (content > 0 || section.has_text)) {
            add(original_.place(section.line),
                "untranslated-section",
                "“" + section.title + "” is not in " + translated_.file + ".",
                "Translate it there, and name its heading: “# … {#" + section.anchor + "}”.");
            return;
        }
        for (const TableDirective* table : no_tables) {
            add(original_.place(table->line),
                "untranslated-table",
                "The table “" + table->name + "” is not in " + translated_.file + ".",
                "Write “" + line_of(*table) + "” there.");
        }
        for (const auto& [figure, line] : no_figures) {
            add(original_.place(line),
                "untranslated-figure",
                figure + " is not in " + translated_.file + ".",
                "Translate its sentence there, or leave it out of both.");
        }
    }

    static void take(const std::pair<std::string, int>& wanted,
                     std::multiset<std::string>& there,
                     std::vector<std::pair<std::string, int>>& missing) {
        const auto found = there.find(wanted.first);
        if (found == there.end()) {
            missing.push_back(wanted);
        } else {
            there.erase(found);
        }
    }

    void check_cover() {
        const StudyFile& file = study_.file;
        const std::pair<const char*, bool> said[] = {
            {"title", !file.title.empty()},
            {"round", !file.round.empty()},
            {"period", !file.period.empty()},
            {"organisation", !file.organisation.empty()},
            {"design_note", !file.design_note.empty()},
            {"disclaimer", !file.disclaimer.empty()},
            {"map_disclaimer", !file.map_disclaimer.empty()},
            {"areas_credit", !file.areas.credit.empty()},
            {"funders", !file.funders.empty()}};
        std::vector<std::string> missing;
        for (const auto& [key, is_said] : said) {
            if (is_said && translated_.cover.count(key) == 0) missing.emplace_back(key);
        }
        if (missing.empty()) return;
        add(translated_.place(1),
            "untranslated-cover",
            "Texts of study.toml that the report prints are not in its language: " +
                join(missing, ", ") + ".",
            "Write them as “::: cover”, “- title: …” and so on, “:::”.");
    }

    [[nodiscard]] bool lacks(const Translated& text) const {
        const bool said = std::ranges::any_of(
            text.by_language, [](const std::string& each) { return !each.empty(); });
        const bool here =
            in_language_ < text.by_language.size() && !text.by_language[in_language_].empty();
        return said && !here;
    }

    /// One warning a column: where the first is, and which.
    struct Missing {
        int row = 0;
        std::vector<std::string> names;

        void add(int at, const std::string& name) {
            if (names.empty()) row = at;
            names.push_back(name);
        }
    };

    void tell(const Missing& missing,
              const std::string& sheet,
              const std::string& what,
              const std::string& column) {
        if (missing.names.empty()) return;
        const std::vector<std::string> first(
            missing.names.begin(),
            missing.names.begin() +
                static_cast<std::ptrdiff_t>(std::min(most_named, missing.names.size())));
        add(place_of_form(sheet, missing.row, column + "::" + header_),
            "untranslated-plan",
            fmt::format("{} of the sheet “{}” without {} in {}: {}{}.",
                        missing.names.size() == 1 ? "A row" : "Rows",
                        sheet,
                        what,
                        header_,
                        join(first, ", "),
                        missing.names.size() > most_named
                            ? fmt::format(" and {} more", missing.names.size() - most_named)
                            : ""),
            "Fill the column " + column + "::" + header_ + ".");
    }

    void check_plan() {
        Missing titles;
        Missing notes;
        for (const TableSpec& table : study_.plan.tables) {
            if (table.row == 0) continue;  // made by MTM where there is no sheet
            if (lacks(table.title)) titles.add(table.row, table.name);
            if (lacks(table.note)) notes.add(table.row, table.name);
        }
        Missing wordings;
        for (const BaseWording& base : study_.plan.bases) {
            if (lacks(base.wording)) wordings.add(base.row, base.name);
        }
        Missing labels;
        for (const DerivedVariable& derived : study_.plan.derived) {
            for (const DerivedCategory& category : derived.categories) {
                if (lacks(category.label))
                    labels.add(category.row, derived.name + "/" + category.name);
            }
        }
        tell(titles, "tables", "a title", "title");
        tell(notes, "tables", "a note", "note");
        tell(wordings, "bases", "a wording", "wording");
        tell(labels, "derived", "a label", "label");
        check_form();
        check_section_titles();
    }

    void check_form() {
        Missing questions;
        for (const Question& question : study_.questionnaire.questions) {
            if (is_answered_by_people(question.type) && lacks(question.label))
                questions.add(question.row, question.name);
        }
        Missing choices;
        for (const ChoiceList& list : study_.questionnaire.lists) {
            for (const Choice& choice : list.choices) {
                if (lacks(choice.label)) choices.add(choice.row, list.name + "/" + choice.name);
            }
        }
        tell(questions, "survey", "a label", "label");
        tell(choices, "choices", "a label", "label");
    }

    void check_section_titles() {
        std::vector<std::string> missing;
        for (const Section& section : study_.plan.sections) {
            if (lacks(section.title)) missing.push_back(section.name);
        }
        if (missing.empty()) return;
        Place place;
        place.file = study_.directory + "/study.toml";
        add(std::move(place),
            "untranslated-plan",
            "Sections of the tables without a title in “" + language_ +
                "”: " + join(missing, ", ") + ".",
            "Add " + language_ + " = \"…\" to their titles in [[sections]].");
    }

    const Study& study_;
    const Narrative& original_;
    const Narrative& translated_;
    std::string language_;
    std::size_t in_language_ = 0;
    std::string header_;
    Diagnostics diagnostics_;
};

}  // namespace

Diagnostics check_translation(const Study& study,
                              const Narrative& original,
                              const Narrative& translated,
                              const std::string& language) {
    return TranslationCheck(study, original, translated, language).run();
}

Diagnostics check_first_language(const Study& study,
                                 const Narrative& narrative,
                                 const std::string& language) {
    return TranslationCheck(study, narrative, narrative, language).run_of_first();
}

}  // namespace mtm
