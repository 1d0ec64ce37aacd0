#include "report/compose.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "disclosure/precision.h"
#include "report/anchors.h"
#include "report/annex.h"
#include "report/base_notes.h"
#include "report/change_figure.h"
#include "report/cover.h"
#include "report/exhibit.h"
#include "report/expand.h"
#include "report/figure_basis.h"
#include "report/language.h"
#include "report/narrative_functions.h"
#include "report/paper_parts.h"
#include "report/phrases.h"
#include "report/print_number.h"
#include "report/references.h"
#include "report/repeat_entries.h"
#include "report/sentence.h"
#include "report/trust_words.h"
#include "tabulate/figure.h"
#include "tabulate/precision.h"
#include "tabulate/tabulate.h"
#include "tabulate/variance_words.h"

namespace mtm {
namespace {

bool contains_path(const Node& node) {
    return node.kind == NodeKind::path ||
           std::any_of(node.children.begin(), node.children.end(), contains_path);
}

class Composer {
public:
    Composer(const Study& study,
             const Dataset& dataset,
             const Narrative& narrative,
             DisclosureControl& control,
             const ComposeOptions& options)
        : study_(study),
          dataset_(dataset),
          narrative_(narrative),
          control_(control),
          options_(options),
          language_(static_cast<std::size_t>(
              std::max(0, study.questionnaire.find_language(options.language)))),
          words_(phrases_in(options.language)),
          weighted_(is_weighted(dataset)),
          bases_(study, dataset, language_, words_),
          exhibits_(study, dataset, options_, out_.diagnostics) {
        exhibits_.set_map_texts({cover_text(narrative, "map_disclaimer", study.file.map_disclaimer),
                                 cover_text(narrative, "areas_credit", study.file.areas.credit)});
    }

    Composed compose() {
        fill_front(study_, dataset_, narrative_, control_, options_.language, document());
        release_tables();
        expand_narrative();
        Document& document = out_.document;
        document.figures.resize(narrative_.figures.size());
        const int top = top_level();
        document.sections.emplace_back();
        for (const Block& block : narrative_.blocks) {
            if (block.kind == BlockKind::heading && block.level == top) {
                end_section();
                document.sections.emplace_back();
                section().title = resolved_heading(block).inlines;
                section().anchor = heading_place(block);
            } else {
                add_resolved(block, Position::sentence_start, section().blocks);
            }
        }
        end_section();
        fill_references(document, options_.language);
        word_base_notes();
        document.drawings = exhibits_.drawings();
        document.charts = exhibits_.take_sources();
        document.theme = study_.file.theme;
        document.sources = exhibits_.sources();
        tell_of_small_charts(add_paper_parts(document));
        if (section_is_empty(document.sections.front())) {
            document.sections.erase(document.sections.begin());
        }
        out_.narrative = std::move(narrative_);
        return std::move(out_);
    }

private:
    /// A plain figure, released. Everything that a report says of figures comes from here.
    Result<SafeFigure> released(const Node& figure) {
        const Expression expression{print(figure), figure};
        if (!changes_in(figure).empty()) {
            if (options_.changes == nullptr) return SafeFigure{};
            // A figure less its change is what it was in the round before.
            const bool before = figure.kind == NodeKind::binary && figure.text == "-";
            const Node& change = before ? figure.children[1] : figure;
            const ChangedFigure changed = TRY(options_.changes->evaluate({print(change), change}));
            const auto safe = options_.changes->release(changed);
            return before ? safe->before : safe->change;
        }
        const FigureValue value = TRY(evaluate_figure(study_, dataset_, expression, language_));
        return control_.release(value).value();
    }

    [[nodiscard]] ReleasedFigures released_figures() {
        return {[this](const Node& figure) { return released(figure); },
                [this](const Node& a, const Node& b) { return difference_of(a, b); },
                &study_,
                language_,
                dataset_.design != nullptr && dataset_.design->has_stages(),
                [this](const Node& change) { return change_is_significant(change); }};
    }

    /// With the interval that the same difference has where it is printed.
    [[nodiscard]] Estimate difference_of(const Node& a, const Node& b) const {
        Node difference;
        difference.kind = NodeKind::binary;
        difference.text = "-";
        difference.children = {a, b};
        const auto value =
            evaluate_figure(study_, dataset_, {print(difference), difference}, language_);
        return value ? value->estimate : Estimate{};
    }

    /// By the study's rule, corrected for all changes that the publication tells.
    std::optional<bool> change_is_significant(const Node& change) {
        if (options_.changes == nullptr) return std::nullopt;
        const ChangeVerdict verdict = options_.changes->verdict({print(change), change});
        if (verdict.answer == ChangeVerdict::Answer::unknown) return std::nullopt;
        return verdict.answer == ChangeVerdict::Answer::yes;
    }

    /// Chooses and repeats. What loops make of tables is released before any figure of the text.
    void expand_narrative() {
        const std::size_t written = narrative_.tables.size();
        ExpandedNarrative expanded =
            expand(narrative_,
                   released_figures(),
                   [this](const NarrativeDirective& loop, const LoopGroup& group) {
                       return is_shown(variable_of_loop(loop, study_), group);
                   });
        for (Diagnostic& found : expanded.diagnostics)
            out_.diagnostics.push_back(std::move(found));
        out_.unknown = std::move(expanded.unknown);
        narrative_ = std::move(expanded.narrative);
        for (std::size_t i = written; i < narrative_.tables.size(); ++i)
            release_table(narrative_.tables[i]);
    }

    /// Whether it may be told that somebody is in a group: groups of nobody and of few look alike.
    bool is_shown(const std::string& variable, const LoopGroup& group) {
        Node count;
        count.kind = NodeKind::call;
        count.text = "count";
        count.children = {in_group(study_, variable, group.code)};
        const auto people = released(count);
        return people && !people->withheld && people->figure.estimate.value.value_or(0) > 0;
    }

    [[nodiscard]] std::vector<std::string> areas_shown() {
        NarrativeDirective loop;
        loop.name = study_.file.areas.question.empty() ? study_.file.fieldwork.area
                                                       : study_.file.areas.question;
        std::vector<std::string> out;
        for (const LoopGroup& area : groups_of_loop(loop, study_, language_)) {
            if (is_shown(loop.name, area)) out.push_back(area.label);
        }
        return out;
    }

    [[nodiscard]] Document& document() { return out_.document; }

    DocumentSection& section() { return out_.document.sections.back(); }

    static bool section_is_empty(const DocumentSection& section) {
        return section.title.empty() && section.blocks.empty();
    }

    [[nodiscard]] int top_level() const {
        int top = 7;
        for (const Block& block : narrative_.blocks) {
            if (block.kind == BlockKind::heading) top = std::min(top, block.level);
        }
        return top;
    }

    std::string heading_place(const Block& heading) {
        return anchors_.unique(heading.text.empty() ? heading_anchor(plain_text(heading.inlines))
                                                    : heading.text);
    }

    [[nodiscard]] Place place(int line, int column = 0) const {
        return narrative_.place(line, column);
    }

    Block resolved_heading(const Block& block) {
        Block out = block;
        Sentence sentence(Position::prose);
        out.inlines = resolved(block.inlines, sentence);
        return out;
    }

    Block resolved(const Block& block, Position otherwise = Position::sentence_start) {
        if (block.kind == BlockKind::heading) {
            Block out = resolved_heading(block);
            out.level = block.level - top_level() + 1;
            out.text = heading_place(block);
            return out;
        }
        if (block.kind == BlockKind::cell || block.kind == BlockKind::fact) {
            otherwise = Position::brackets;
        }
        if (block.kind == BlockKind::item && !ends_in_full_stop(block)) otherwise = Position::prose;
        Block out = block;
        Sentence sentence(otherwise);
        out.inlines = resolved(block.inlines, sentence);
        out.children.clear();
        for (const Block& child : block.children)
            add_resolved(child, otherwise, out.children);
        if (block.kind == BlockKind::exhibit) out.index = add_exhibit(block);
        if (block.kind == BlockKind::map) add_map(block);
        return out;
    }

    /// A block as it stands in a document; directives become as many as it takes.
    void add_resolved(const Block& block, Position otherwise, std::vector<Block>& out) {
        if (block.kind != BlockKind::directive) {
            out.push_back(resolved(block, otherwise));
            return;
        }
        const NarrativeDirective& directive =
            narrative_.directives[static_cast<std::size_t>(block.index)];
        switch (directive.kind) {
            case NarrativeDirective::Kind::figures:
                out.push_back(block);  // until all of them are there
                break;
            case NarrativeDirective::Kind::glossary: {
                Block list = glossary_list(block.children, options_.language);
                out.push_back(resolved(list));
                break;
            }
            case NarrativeDirective::Kind::annex:
                add_annex(directive, out);
                break;
            default:
                break;
        }
    }

    void add_annex(const NarrativeDirective& annex, std::vector<Block>& out) {
        if (annex.name == "tables") return add_all_tables(annex, out);
        std::vector<Block> made = annex.name == "methodology"
                                      ? methodology_annex(study_,
                                                          dataset_,
                                                          areas_shown(),
                                                          document().design_note,
                                                          options_.language,
                                                          control_.edition())
                                      : questionnaire_annex(study_, language_);
        for (Block& block : made) {
            if (block.kind == BlockKind::heading) block.text = heading_place(block);
            out.push_back(std::move(block));
        }
    }

    /// Every table of the plan, section by section, without charts.
    void add_all_tables(const NarrativeDirective& annex, std::vector<Block>& out) {
        std::string section;
        for (const TableSpec& row : study_.plan.tables) {
            if (row.section != section) {
                section = row.section;
                Block heading = text_heading(2, title_of_section(section));
                heading.text = heading_place(heading);
                out.push_back(std::move(heading));
            }
            TableSpec spec = row;
            spec.chart = ChartForm::none;
            Block table;
            table.kind = BlockKind::exhibit;
            table.index = add_exhibit(spec, row.name, annex.line);
            document().exhibits.back().annexed = true;
            out.push_back(std::move(table));
        }
    }

    [[nodiscard]] std::string title_of_section(const std::string& name) const {
        for (const Section& section : study_.plan.sections) {
            const std::string& title = section.title.in(language_);
            if (section.name == name && !title.empty()) return title;
        }
        return name;
    }

    [[nodiscard]] std::string numbered(std::string_view key, int number) const {
        return fmt::format(fmt::runtime(report_language(options_.language).text("labels", key)),
                           fmt::arg("number", number));
    }

    static bool ends_in_full_stop(const Block& item) {
        if (item.children.empty()) return false;
        const std::string text = plain_text(item.children.front().inlines);
        return trim(text).ends_with('.');
    }

    std::vector<Inline> resolved(const std::vector<Inline>& inlines, Sentence& sentence) {
        std::vector<Inline> out;
        for (const Inline& piece : inlines) {
            Inline copy = piece;
            switch (piece.kind) {
                case InlineKind::text:
                case InlineKind::code:
                    sentence.add(piece.text);
                    break;
                case InlineKind::line_break:
                    sentence.add(" ");
                    break;
                case InlineKind::footnote:
                    copy.index = written_note(piece.text);
                    if (copy.index < 0) continue;
                    break;
                case InlineKind::figure:
                    add_figure(piece, sentence, out);
                    continue;
                default:
                    copy.children = resolved(piece.children, sentence);
                    break;
            }
            out.push_back(std::move(copy));
        }
        return out;
    }

    void add_figure(const Inline& piece, Sentence& sentence, std::vector<Inline>& out) {
        const auto index = static_cast<std::size_t>(piece.index);
        const NarrativeFigure& figure = narrative_.figures[index];
        if (!figure.expression) return;
        const Node& root = figure.expression->root;
        if (!changes_in(root).empty() && !is_narrative_call(root))
            return add_change(piece, figure, sentence, out);
        const NumberStyle style{.language = options_.language, .position = sentence.next()};
        const auto made = worded(root, released_figures(), style);
        if (!made) {
            out_.diagnostics.push_back({"figure-not-computed",
                                        Severity::error,
                                        place(figure.line, figure.column),
                                        made.error().message,
                                        "Correct the expression."});
            return;
        }
        PrintedFigure& printed = document().figures[index];
        printed.expression = print(root);
        printed.text = made->text;
        if (made->basis) {
            write_basis(*made->basis,
                        control_.edition(),
                        {words_,
                         options_.language,
                         study_.file.marks,
                         weighted_,
                         decimals_of(root, made->basis->figure.estimate.value),
                         confidence_of(study_),
                         entries_counted(study_, dataset_, root, language_)},
                        printed);
        }
        printed.withheld = made->withheld;
        if (made->is_without_value && changes_in(root).empty()) {
            out_.diagnostics.push_back(
                {"figure-without-value",
                 Severity::warning,
                 place(figure.line, figure.column),
                 printed.expression + " has no value: the report prints “" + printed.text + "”.",
                 "Leave the figure out, or take more people into it."});
        }
        sentence.add(printed.text);
        out.push_back(piece);
        for (const Base& base : made->bases) {
            if (const auto note = base_note(base)) out.push_back(*note);
        }
    }

    /// A figure since the round before.
    void add_change(const Inline& piece,
                    const NarrativeFigure& figure,
                    Sentence& sentence,
                    std::vector<Inline>& out) {
        const NumberStyle style{.language = options_.language,
                                .position = sentence.next(),
                                .decimals = decimals_of(figure.expression->root, {})};
        auto told =
            told_change(*figure.expression,
                        options_.changes,
                        style,
                        control_.edition(),
                        entries_counted(study_, dataset_, figure.expression->root, language_));
        if (!told) {
            out_.diagnostics.push_back({"figure-not-computed",
                                        Severity::error,
                                        place(figure.line, figure.column),
                                        told.error().message,
                                        "Correct the expression."});
            return;
        }
        PrintedFigure& printed = document().figures[static_cast<std::size_t>(piece.index)];
        printed = std::move(told->printed);
        printed.expression = print(figure.expression->root);
        sentence.add(printed.text);
        out.push_back(piece);
        if (const auto note = base_note(told->base)) out.push_back(*note);
    }

    int new_note(std::vector<Inline> inlines) {
        DocumentNote note;
        note.number = static_cast<int>(document().notes.size()) + 1;
        note.inlines = std::move(inlines);
        document().notes.push_back(std::move(note));
        const int index = static_cast<int>(document().notes.size()) - 1;
        section().notes.push_back(index);
        return index;
    }

    /// The note of that label, numbered where it is first referred to.
    int written_note(const std::string& label) {
        if (const auto known = written_.find(label); known != written_.end()) {
            return known->second;
        }
        for (const Footnote& footnote : narrative_.footnotes) {
            if (footnote.label != label) continue;
            const int index = new_note({});
            written_[label] = index;
            Sentence sentence;
            document().notes[static_cast<std::size_t>(index)].inlines =
                resolved(footnote.inlines, sentence);
            return index;
        }
        return -1;
    }

    struct OpenBase {
        AskedBase base;
        int note = -1;
        std::vector<std::string> questions;
    };

    /// A reference to the note on a base, unless this section has one already.
    std::optional<Inline> base_note(const Base& base) {
        const auto asked = bases_.asked(base);
        if (!asked) return std::nullopt;
        auto [open, is_new] = open_bases_.try_emplace(asked->key);
        if (is_new) {
            open->second.base = *asked;
            open->second.note = new_note({});
        }
        std::vector<std::string>& questions = open->second.questions;
        for (const std::string& name : asked->questions) {
            const std::string label = bases_.question_label(name);
            if (std::find(questions.begin(), questions.end(), label) == questions.end()) {
                questions.push_back(label);
            }
        }
        if (!is_new) return std::nullopt;
        Inline reference = piece_of(InlineKind::footnote);
        reference.index = open->second.note;
        return reference;
    }

    void end_section() {
        for (const auto& [key, open] : open_bases_)
            closed_bases_.push_back(open);
        open_bases_.clear();
    }

    /// Once every figure is in place: the size of a base is withheld sooner than a figure.
    void word_base_notes() {
        for (const OpenBase& closed : closed_bases_) {
            document().notes[static_cast<std::size_t>(closed.note)].inlines = {
                text_piece(base_text(closed))};
        }
    }

    [[nodiscard]] std::string base_text(const OpenBase& open) const {
        std::string asked;
        if (open.questions.size() == 1) {
            asked = fmt::format(fmt::runtime(words_.asked_one),
                                fmt::arg("question", open.questions[0]));
        } else {
            std::vector<std::string> quoted;
            for (const std::string& question : open.questions) {
                quoted.push_back(
                    fmt::format(fmt::runtime(words_.to_question), fmt::arg("question", question)));
            }
            asked = fmt::format(fmt::runtime(words_.asked_some),
                                fmt::arg("questions", join(quoted, "; ")));
        }
        const auto released = control_.release(size_of(open.base));
        const auto wording = fmt::arg("wording", open.base.wording);
        const auto questions = fmt::arg("asked", asked);
        if (released->withheld) {
            return fmt::format(fmt::runtime(words_.base_note_bare), wording, questions);
        }
        const Estimate& estimate = released->figure.estimate;
        return fmt::format(
            fmt::runtime(words_.base_note),
            wording,
            questions,
            fmt::arg("n", print_count(static_cast<std::int64_t>(estimate.n), options_.language)),
            fmt::arg("share", print_percentage(share_of(estimate), options_.language)));
    }

    static Estimate share_of(Estimate count) {
        count.value = 100.0 * static_cast<double>(count.n) / static_cast<double>(count.base);
        return count;
    }

    [[nodiscard]] FigureValue size_of(const AskedBase& base) const {
        FigureValue people;
        people.unit = FigureUnit::count;
        people.estimate.n = base.n;
        people.estimate.base = people.base.n = dataset_.counted();
        people.estimate.value = static_cast<double>(base.n);
        people.parts.push_back(
            {"count", people.estimate, people.base, base.rows, base.rows.everyone()});
        return people;
    }

    [[nodiscard]] TableSpec spec_of_map() const {
        TableSpec spec;
        spec.name = spec.question = study_.file.areas.question;
        spec.statistic = Statistic::count;
        return spec;
    }

    /// Where interviews were held, and how many: whatever people stand for, they count as one.
    [[nodiscard]] Table table_of_map() const {
        Table out = tabulate(study_, dataset_, spec_of_map());
        out.weighted = false;
        for (auto& group : out.cells) {
            for (Estimate& cell : group) {
                cell.value = static_cast<double>(cell.n);
                drop_precision(cell);
            }
        }
        return out;
    }

    /// Before any figure, so that `mtm tables` withholds the same in them.
    void release_tables() {
        if (control_.edition() == Edition::internal) return;
        (void)release_all(control_, tabulate(study_, dataset_));
        for (const TableDirective& directive : narrative_.tables) {
            if (!directive.where || !contains_path(directive.where->root)) release_table(directive);
        }
        if (study_.questionnaire.find(spec_of_map().question) >= 0) {
            (void)control_.release(table_of_map());
        }
    }

    static TableSpec spec_of_everyone(const TableSpec& asked) {
        TableSpec spec;
        spec.name = spec.question = asked.question;
        spec.statistic = asked.statistic;
        return spec;
    }

    // As its row has it, but for its chart and its title.
    [[nodiscard]] bool is_of_plan(const TableDirective& directive) const {
        return !directive.rounds && !directive.by && !directive.where && !directive.statistic &&
               !directive.top && study_.plan.find_table(directive.name) != nullptr;
    }

    void release_table(const TableDirective& directive) {
        if (control_.edition() == Edition::internal) return;
        auto spec = table_spec(directive, study_);
        if (!spec) return;
        if (directive.rounds) spec = spec_of_everyone(*spec);
        Released<SafeTable> table = control_.release(tabulate(study_, dataset_, *spec));
        if (!is_of_plan(directive)) out_.tables.push_back(std::move(table));
    }

    int add_exhibit(const Block& block) {
        const TableDirective& directive = narrative_.tables[static_cast<std::size_t>(block.index)];
        const auto spec = table_spec(directive, study_);
        if (!spec) return -1;
        return directive.rounds ? add_rounds(directive, *spec, block.line)
                                : add_exhibit(*spec, directive.name, block.line);
    }

    int add_rounds(const TableDirective& directive, const TableSpec& spec, int line) {
        const RoundSeries* series = series_of(spec.question);
        if (series == nullptr && options_.rounds != nullptr) {
            out_.diagnostics.push_back(
                {"rounds-not-compared",
                 Severity::warning,
                 place(line),
                 "No earlier round is at hand that asked, or printed, “" + spec.question +
                     "” alike: the report says so in the place of its numbers.",
                 "mtm compare says why; remove the line, or name it under same of [compare] in "
                 "study.toml."});
        }
        const Table table = tabulate(study_, dataset_, spec);
        Exhibit exhibit = exhibits_.make_rounds(series, table, directive, place(line));
        exhibit.anchor = anchors_.unique(directive.anchor());
        if (series == nullptr) return add_without_note(std::move(exhibit));
        return add_numbered(std::move(exhibit), table);
    }

    [[nodiscard]] const RoundSeries* series_of(const std::string& question) const {
        if (options_.rounds == nullptr) return nullptr;
        const auto found = std::ranges::find(*options_.rounds, question, &RoundSeries::question);
        return found == options_.rounds->end() ? nullptr : &*found;
    }

    int add_exhibit(const TableSpec& spec, const std::string& name, int line) {
        const Table table = tabulate(study_, dataset_, spec);
        Exhibit exhibit = exhibits_.make(control_.release(table), place(line));
        exhibit.anchor = anchors_.unique("table-" + name);
        if (exhibit.groups_left_out) {
            out_.unknown.push_back(
                {.code = "chart-without-groups",
                 .severity = Severity::warning,
                 .place = place(line),
                 .message = "More than a third of the bars by group of “" + name +
                            "” would be withheld: bars of everyone are drawn.",
                 .remedy = "Write chart=bar, take larger groups or fewer answers (top=5), or show "
                           "the table alone with chart=none."});
        }
        return add_numbered(std::move(exhibit), table);
    }

    /// With its number and the note on its base. `table` is one of the same question.
    int add_numbered(Exhibit exhibit, const Table& table) {
        const bool drawn = exhibit.wide >= 0;
        if (exhibit.instead.empty()) {
            exhibit.label = drawn ? numbered("figure", ++charts_) : numbered("table", ++tables_);
        }
        if (!table.spec.questions.empty()) {
            // Its remarks say who was asked each question.
        } else if (const auto note = base_note(table.base)) {
            exhibit.note = note->index;
        } else if (const auto asked = bases_.asked(table.base)) {
            exhibit.note = open_bases_.at(asked->key).note;
        }
        return add_without_note(std::move(exhibit));
    }

    void tell_of_small_charts(const std::vector<int>& exhibits) {
        for (const int index : exhibits) {
            const Exhibit& exhibit = document().exhibits[static_cast<std::size_t>(index)];
            out_.diagnostics.push_back(
                {"chart-too-tall",
                 Severity::warning,
                 exhibits_.place_of(exhibit.wide),
                 "The chart “" + exhibit.title +
                     "” is far higher than a page: in PDF and DOCX it is too small to read.",
                 "Take fewer answers (top=10) or groups, another chart, or the table alone with "
                 "chart=none."});
        }
    }

    int add_without_note(Exhibit exhibit) {
        document().exhibits.push_back(std::move(exhibit));
        return static_cast<int>(document().exhibits.size()) - 1;
    }

    void add_map(const Block& block) {
        if (study_.questionnaire.find(spec_of_map().question) < 0) return;
        document().map = exhibits_.map(control_.release(table_of_map()), place(block.line));
        if (!document().map) return;
        document().map->label = numbered("figure", ++charts_);
    }

    const Study& study_;
    const Dataset& dataset_;
    Narrative narrative_;  // as written, then without conditions and loops
    DisclosureControl& control_;
    const ComposeOptions& options_;
    std::size_t language_;  // index into the questionnaire's languages
    const Phrases& words_;
    bool weighted_;
    Composed out_;
    BaseWords bases_;
    ExhibitMaker exhibits_;
    Anchors anchors_;
    int charts_ = 0;  // numbered so far
    int tables_ = 0;
    std::map<std::string, int> written_;
    std::map<std::string, OpenBase> open_bases_;  // of this section
    std::vector<OpenBase> closed_bases_;          // of those before
};

}  // namespace

Composed compose(const Study& study,
                 const Dataset& dataset,
                 const Narrative& narrative,
                 DisclosureControl& control,
                 const ComposeOptions& options) {
    return Composer(study, dataset, narrative, control, options).compose();
}

Diagnostics withheld_figures(const Composed& composed) {
    Diagnostics out = composed.unknown;
    const Document& document = composed.document;
    for (std::size_t i = 0; i < document.figures.size(); ++i) {
        if (!document.figures[i].withheld) continue;
        const NarrativeFigure& figure = composed.narrative.figures[i];
        out.push_back({.code = "figure-withheld",
                       .severity = Severity::warning,
                       .place = composed.narrative.place(figure.line, figure.column),
                       .message = "The public edition prints “" + document.figures[i].text +
                                  "” for " + document.figures[i].expression + ".",
                       .remedy = "Word the sentence so that it reads well with it."});
    }
    return out;
}

}  // namespace mtm
