#include "report/annex.h"

#include <algorithm>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <unicode/coll.h>

#include "base/text.h"
#include "disclosure/interviews_told.h"
#include "paper/paper.h"
#include "report/dates.h"
#include "report/language.h"
#include "report/print_number.h"
#include "report/wording.h"
#include "study/respondent_driven.h"

namespace mtm {
namespace {

Inline strong_pieces(std::vector<Inline> pieces) {
    Inline out = piece_of(InlineKind::strong);
    out.children = std::move(pieces);
    return out;
}

Inline strong_piece(std::string text) {
    return strong_pieces({text_piece(std::move(text))});
}

Inline emphasis_piece(std::string text) {
    Inline out = piece_of(InlineKind::emphasis);
    out.children.push_back(text_piece(std::move(text)));
    return out;
}

/// Writes the sentences of the annex on methodology.
class MethodologyWriter {
public:
    MethodologyWriter(const Study& study,
                      const Dataset& dataset,
                      const std::string& language,
                      Edition edition)
        : study_(study),
          dataset_(dataset),
          interviews_(interviews_told(study.file, dataset, edition)),
          words_(report_language(language)),
          language_(language) {}

    std::vector<Block> write(const std::vector<std::string>& areas,
                             const std::string& design_note) {
        say_when_and_where(areas);
        say_how_many();
        say_design(design_note);
        heading("weights");
        const bool weighted = !dataset_.weighting.empty();
        paragraph(weighted ? join(dataset_.weighting, " ") : words_.text("method", "no_weights"));
        heading("protection");
        say("protection_text", fmt::arg("threshold", study_.file.threshold));
        end_paragraph();
        if (study_.file.round_to > 0) paragraph(rounding_words(study_.file.round_to, language_));
        return std::move(out_);
    }

private:
    template <typename... Fields>
    void say(std::string_view key, const Fields&... fields) {
        if (!sentences_.empty()) sentences_ += ' ';
        sentences_ += fmt::format(fmt::runtime(words_.text("method", key)), fields...);
    }

    void end_paragraph() {
        if (!sentences_.empty()) out_.push_back(text_paragraph(std::move(sentences_)));
        sentences_.clear();
    }

    void paragraph(std::string text) {
        end_paragraph();
        out_.push_back(text_paragraph(std::move(text)));
    }

    void heading(std::string_view key) {
        end_paragraph();
        out_.push_back(text_heading(2, words_.text("method", key)));
    }

    [[nodiscard]] std::string count(std::size_t n) const {
        return print_count(static_cast<std::int64_t>(n), language_);
    }

    void say_when_and_where(const std::vector<std::string>& areas) {
        const StudyFile& file = study_.file;
        if (!file.fieldwork_start.empty()) {
            const bool one_day = file.fieldwork_start == file.fieldwork_end;
            const std::string range =
                print_date_range(file.fieldwork_start, file.fieldwork_end, language_);
            say(one_day ? "fieldwork_day" : "fieldwork",
                fmt::arg("range", range),
                fmt::arg("date", range));
        }
        if (!areas.empty()) say("areas", fmt::arg("areas", listed(areas, language_)));
        std::vector<std::string> languages;
        for (const auto& each : study_.questionnaire.languages) {
            const ReportLanguage* known = find_report_language(each.code);
            languages.push_back(known != nullptr ? known->name() : each.header);
        }
        if (!languages.empty())
            say("languages", fmt::arg("languages", listed(languages, language_)));
        const auto asked = std::ranges::count_if(
            study_.questionnaire.questions,
            [](const Question& question) { return is_answered_by_people(question.type); });
        say("questions", fmt::arg("questions", count(static_cast<std::size_t>(asked))));
        end_paragraph();
    }

    void say_how_many() {
        const std::size_t received = interviews_.received;
        if (study_.file.planned_interviews > 0) {
            say("planned",
                fmt::arg("planned",
                         count(static_cast<std::size_t>(study_.file.planned_interviews))));
        }
        say("received",
            fmt::arg("received", count(received)),
            fmt::arg("counted", count(interviews_.counted)));
        if (const std::size_t people = enumerators(); people > 0)
            say("enumerators", fmt::arg("number", count(people)));
        // Both numbers stand on every report; a share of theirs tells no more.
        for (const LeftOut& left : interviews_.left_out) {
            if (left.reason != LeftOutReason::no_consent || received == 0) continue;
            Estimate agreed;
            agreed.base = received;
            agreed.n = received - static_cast<std::size_t>(left.interviews);
            agreed.value = 100.0 * static_cast<double>(agreed.n) / static_cast<double>(received);
            say("agreed", fmt::arg("share", print_percentage(agreed, language_)));
        }
        end_paragraph();
    }

    // Those who held the interviews are staff; how many they are tells of no respondent.
    [[nodiscard]] std::size_t enumerators() const {
        const Column* column = dataset_.find(study_.file.fieldwork.enumerator);
        if (column == nullptr) return 0;
        std::set<std::int32_t> seen;
        for (const std::int32_t code : column->codes) {
            if (code >= 0) seen.insert(code);
        }
        return seen.size();
    }

    void say_design(const std::string& design_note) {
        heading("design");
        if (!design_note.empty()) paragraph(design_note);
        if (dataset_.design != nullptr && dataset_.design->has_stages()) {
            say("errors");
        } else {
            const std::string design = lower_ascii(trim(study_.file.design));
            say(design.empty()                 ? "no_errors_unnamed"
                : design == "as if random"     ? "no_errors_as_if_random"
                : is_respondent_driven(design) ? "no_errors_respondent_driven"
                                               : "no_errors_unknown");
        }
        end_paragraph();
    }

    const Study& study_;
    const Dataset& dataset_;
    InterviewsTold interviews_;
    const ReportLanguage& words_;
    std::string language_;
    std::string sentences_;
    std::vector<Block> out_;
};

Block choice_list(const std::vector<std::string>& choices) {
    Block list;
    list.kind = BlockKind::list;
    for (const std::string& choice : choices) {
        Block item;
        item.kind = BlockKind::item;
        item.children.push_back(text_paragraph(choice));
        list.children.push_back(std::move(item));
    }
    return list;
}

void add_item(const PaperItem& item, std::vector<Block>& out) {
    if (item.kind == PaperItem::Kind::part) {
        out.push_back(text_heading(2 + std::min(item.depth, 2), item.text));
        if (!item.condition.empty()) out.push_back(text_paragraph(item.condition));
        return;
    }
    Block text;
    text.kind = BlockKind::paragraph;
    if (item.number > 0) text.inlines.push_back(strong_piece(std::to_string(item.number) + ". "));
    text.inlines.push_back(text_piece(item.text + (item.required ? "\u00a0*" : "")));
    for (const std::string* more : {&item.condition, &item.rule, &item.hint, &item.instruction}) {
        if (more->empty()) continue;
        text.inlines.push_back(piece_of(InlineKind::line_break));
        text.inlines.push_back(emphasis_piece(*more));
    }
    out.push_back(std::move(text));
    if (!item.choices.empty()) out.push_back(choice_list(item.choices));
}

}  // namespace

Block text_paragraph(std::string text) {
    Block out;
    out.kind = BlockKind::paragraph;
    out.inlines.push_back(text_piece(std::move(text)));
    return out;
}

Block text_heading(int level, std::string text) {
    Block out;
    out.kind = BlockKind::heading;
    out.level = level;
    out.inlines.push_back(text_piece(std::move(text)));
    return out;
}

std::vector<Block> methodology_annex(const Study& study,
                                     const Dataset& dataset,
                                     const std::vector<std::string>& areas,
                                     const std::string& design_note,
                                     const std::string& language,
                                     Edition edition) {
    return MethodologyWriter(study, dataset, language, edition).write(areas, design_note);
}

std::vector<Block> questionnaire_annex(const Study& study, std::size_t language) {
    const Paper paper = paper_of(study.questionnaire, language);
    std::vector<Block> out;
    if (!paper.required_mark.empty()) out.push_back(text_paragraph(paper.required_mark));
    for (const PaperItem& item : paper.items)
        add_item(item, out);
    if (!paper.lists.empty()) out.push_back(text_heading(2, paper.lists_title));
    for (const PaperList& list : paper.lists) {
        out.push_back(text_heading(3, list.name));
        out.push_back(choice_list(list.choices));
    }
    for (const std::string& calculation : paper.calculations)
        out.push_back(text_paragraph(calculation));
    return out;
}

Block glossary_list(const std::vector<Block>& terms, const std::string& language) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Collator> collator(
        icu::Collator::createInstance(icu::Locale(language.c_str()), status));
    CHECK(U_SUCCESS(status));
    std::vector<Block> sorted = terms;
    std::ranges::stable_sort(sorted, [&](const Block& a, const Block& b) {
        UErrorCode compared = U_ZERO_ERROR;
        return collator->compareUTF8(a.text, b.text, compared) == UCOL_LESS;
    });
    Block list;
    list.kind = BlockKind::list;
    for (Block& term : sorted) {
        std::vector<Inline>& inlines = term.children.front().inlines;
        inlines.insert(inlines.begin(), text_piece(": "));
        inlines.insert(inlines.begin(), strong_pieces(std::move(term.inlines)));
        term.inlines.clear();
        term.text.clear();
        list.children.push_back(std::move(term));
    }
    return list;
}

}  // namespace mtm
