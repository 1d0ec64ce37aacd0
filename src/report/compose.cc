#include "report/compose.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "report/base_notes.h"
#include "report/change_figure.h"
#include "report/dates.h"
#include "report/exhibit.h"
#include "report/figure_basis.h"
#include "report/phrases.h"
#include "report/print_number.h"
#include "report/sentence.h"
#include "report/trust_words.h"
#include "tabulate/figure.h"
#include "tabulate/precision.h"
#include "tabulate/tabulate.h"
#include "tabulate/variance_words.h"

namespace mtm {
namespace {

/// "Länge der Stay" → letters, digits and hyphens; other scripts keep their letters.
std::string slug(std::string_view text) {
    std::string out;
    for (const char c : lower_ascii(text)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out += c;
        } else if (!out.empty() && out.back() != '-') {
            out += '-';
        }
    }
    while (!out.empty() && out.back() == '-')
        out.pop_back();
    return out.empty() ? "section" : out;
}

std::string left_out_reason(LeftOutReason reason, std::string_view language) {
    if (language != "ru") return std::string(words_for(reason));
    switch (reason) {
        case LeftOutReason::no_consent:
            return "нет согласия на интервью";
        case LeftOutReason::outside_rule:
            return "не учитываются по правилу исследования";
        case LeftOutReason::sent_twice:
            return "получены повторно под тем же номером";
        case LeftOutReason::pilot:
            return "пробные, до начала полевых работ";
        case LeftOutReason::rejected:
            return "отклонены при проверке";
        case LeftOutReason::withdrawn:
            return "отозваны респондентом";
        case LeftOutReason::unopened:
            return "зашифрованы и не открыты";
    }
    return {};
}

/// Decimals that round(…, k) at the top of a figure asks for.
int decimals_of(const Node& node) {
    if (node.kind != NodeKind::call) return 0;
    if (node.text == "words" && node.children.size() == 1) return decimals_of(node.children[0]);
    const bool rounds = node.text == "round" && node.children.size() == 2 &&
                        node.children[1].kind == NodeKind::number;
    return rounds ? std::clamp(static_cast<int>(node.children[1].number), 0, 6) : 0;
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
          exhibits_(study, dataset, options_, out_.diagnostics) {}

    Composed compose() {
        fill_front();
        Document& document = out_.document;
        document.figures.resize(narrative_.figures.size());
        release_tables();
        const int top = top_level();
        document.sections.emplace_back();
        for (const Block& block : narrative_.blocks) {
            if (block.kind == BlockKind::heading && block.level == top) {
                end_section();
                document.sections.emplace_back();
                section().title = resolved_heading(block).inlines;
                section().anchor = anchor(plain_text(block.inlines));
            } else {
                section().blocks.push_back(resolved(block));
            }
        }
        end_section();
        word_base_notes();
        document.drawings = exhibits_.drawings();
        if (section_is_empty(document.sections.front())) {
            document.sections.erase(document.sections.begin());
        }
        return std::move(out_);
    }

private:
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

    void fill_front() {
        const StudyFile& file = study_.file;
        Document& front = document();
        front.language = options_.language;
        front.title = file.title;
        front.round = file.round;
        front.country = print_country(file.country, options_.language);
        front.period = file.period;
        front.organisation = file.organisation;
        front.rehearsal = dataset_.rehearsal;
        front.as_of = dataset_.as_of.find('T') == std::string::npos
                          ? print_date(dataset_.as_of, options_.language)
                          : dataset_.as_of;
        front.weighting = dataset_.weighting;
        front.variance = variance_words(study_, dataset_, options_.language);
        front.weighted = weighted_;
        front.intervals = study_.file.marks.intervals && Precision(study_, dataset_).has_errors();
        front.level = confidence_of(study_);
        front.edition = control_.edition();
        front.threshold = file.threshold;
        front.counts.received = dataset_.received;
        front.counts.counted = static_cast<int>(dataset_.counted());
        for (const LeftOut& left : dataset_.left_out) {
            front.counts.left_out.emplace_back(left_out_reason(left.reason, options_.language),
                                               left.interviews);
        }
        front.design_note = file.design_note;
        if (!file.fieldwork_start.empty()) {
            front.fieldwork = print_date(file.fieldwork_start, options_.language) + " – " +
                              print_date(file.fieldwork_end, options_.language);
        }
        front.citation = file.citation;
        front.disclaimer = file.disclaimer;
        front.funders = file.funders;
        front.contact = file.contact;
    }

    std::string anchor(const std::string& text) {
        const std::string base = slug(text);
        std::string unique = base;
        for (int i = 2; !anchors_.insert(unique).second; ++i) {
            unique = base + "-" + std::to_string(i);
        }
        return unique;
    }

    [[nodiscard]] Place place(int line, int column = 0) const {
        Place out;
        out.file = narrative_.file;
        out.row = line;
        if (column > 0) out.column = std::to_string(column);
        return out;
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
            out.text = anchor(plain_text(block.inlines));
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
        for (const Block& child : block.children) {
            out.children.push_back(resolved(child, otherwise));
        }
        if (block.kind == BlockKind::exhibit) out.index = add_exhibit(block);
        if (block.kind == BlockKind::map) add_map(block);
        return out;
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
        if (!changes_in(figure.expression->root).empty())
            return add_change(piece, figure, sentence, out);
        const auto value = evaluate_figure(study_, dataset_, *figure.expression, language_);
        if (!value) {
            out_.diagnostics.push_back({"figure-not-computed",
                                        Severity::error,
                                        place(figure.line, figure.column),
                                        value.error().message,
                                        "Correct the expression."});
            return;
        }
        const auto released = control_.release(*value);
        const NumberStyle style{.language = options_.language,
                                .position = sentence.next(),
                                .decimals = decimals_of(figure.expression->root)};
        PrintedFigure& printed = document().figures[index];
        printed.expression = print(figure.expression->root);
        printed.text = print_figure(released.value(), style);
        write_basis(released.value(),
                    control_.edition(),
                    {words_,
                     options_.language,
                     study_.file.marks,
                     weighted_,
                     style.decimals,
                     confidence_of(study_)},
                    printed);
        sentence.add(printed.text);
        out.push_back(piece);
        if (const auto note = base_note(value->base)) out.push_back(*note);
    }

    /// A figure since the round before.
    void add_change(const Inline& piece,
                    const NarrativeFigure& figure,
                    Sentence& sentence,
                    std::vector<Inline>& out) {
        const NumberStyle style{.language = options_.language,
                                .position = sentence.next(),
                                .decimals = decimals_of(figure.expression->root)};
        auto told = told_change(*figure.expression, options_.changes, style, control_.edition());
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

    /// Before any figure, so that `mtm tables` withholds the same in them.
    void release_tables() {
        if (control_.edition() == Edition::internal) return;
        (void)release_all(control_, tabulate(study_, dataset_));
        for (const TableDirective& directive : narrative_.tables) {
            const auto spec = table_spec(directive, study_);
            if (spec) (void)control_.release(tabulate(study_, dataset_, *spec));
        }
        if (study_.questionnaire.find(spec_of_map().question) >= 0) {
            (void)control_.release(tabulate(study_, dataset_, spec_of_map()));
        }
    }

    int add_exhibit(const Block& block) {
        const TableDirective& directive = narrative_.tables[static_cast<std::size_t>(block.index)];
        const auto spec = table_spec(directive, study_);
        if (!spec) return -1;
        const Table table = tabulate(study_, dataset_, *spec);
        Exhibit exhibit = exhibits_.make(control_.release(table), place(block.line));
        exhibit.anchor = anchor("table-" + directive.name);
        if (!table.spec.questions.empty()) {
            // Its remarks say who was asked each question.
        } else if (const auto note = base_note(table.base)) {
            exhibit.note = note->index;
        } else if (const auto asked = bases_.asked(table.base)) {
            exhibit.note = open_bases_.at(asked->key).note;
        }
        document().exhibits.push_back(std::move(exhibit));
        return static_cast<int>(document().exhibits.size()) - 1;
    }

    void add_map(const Block& block) {
        const TableSpec spec = spec_of_map();
        if (study_.questionnaire.find(spec.question) < 0) return;
        document().map =
            exhibits_.map(control_.release(tabulate(study_, dataset_, spec)), place(block.line));
    }

    const Study& study_;
    const Dataset& dataset_;
    const Narrative& narrative_;
    DisclosureControl& control_;
    const ComposeOptions& options_;
    std::size_t language_;  // index into the questionnaire's languages
    const Phrases& words_;
    bool weighted_;
    Composed out_;
    BaseWords bases_;
    ExhibitMaker exhibits_;
    std::set<std::string> anchors_{"contents", "report"};  // taken by the page itself
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

Diagnostics withheld_figures(const Narrative& narrative, const Document& document) {
    Diagnostics out;
    for (std::size_t i = 0; i < document.figures.size(); ++i) {
        if (!document.figures[i].withheld) continue;
        const NarrativeFigure& figure = narrative.figures[i];
        out.push_back({.code = "figure-withheld",
                       .severity = Severity::warning,
                       .place = {.file = narrative.file,
                                 .sheet = {},
                                 .row = figure.line,
                                 .column = std::to_string(figure.column),
                                 .interview = {}},
                       .message = "The public edition prints “" + document.figures[i].text +
                                  "” for " + document.figures[i].expression + ".",
                       .remedy = "Word the sentence so that it reads well with it."});
    }
    return out;
}

}  // namespace mtm
