#include "claims/claims.h"

#include <algorithm>

#include <fmt/format.h>

#include "claims/claim_checks.h"
#include "report/print_number.h"

namespace mtm {
namespace {

// Whether somebody wrote that: what the program makes itself, as annexes and notes on bases, stands
// on no line of the narrative.
bool is_written(const std::vector<Inline>& inlines) {
    return std::any_of(inlines.begin(), inlines.end(), [](const Inline& piece) {
        return piece.line > 0 || is_written(piece.children);
    });
}

class DocumentClaims {
public:
    DocumentClaims(const Study& study,
                   const Dataset& dataset,
                   const Document& document,
                   const std::string& file,
                   const RoundChanges* changes,
                   const ClaimLexicon& lexicon)
        : document_(document),
          file_(file),
          lexicon_(lexicon),
          facts_(study, dataset, document, changes, lexicon) {}

    Diagnostics check() {
        for (const DocumentSection& section : document_.sections) {
            check_heading(section.title, 0);
            for (const Block& block : section.blocks)
                check_block(block);
        }
        for (const DocumentNote& note : document_.notes)
            check_note(note);
        std::stable_sort(out_.begin(), out_.end(), [](const Diagnostic& a, const Diagnostic& b) {
            return a.place.row < b.place.row;
        });
        return std::move(out_);
    }

private:
    void check_block(const Block& block) {
        switch (block.kind) {
            case BlockKind::code:
                return;
            case BlockKind::exhibit:
                check_title(block);
                return;
            case BlockKind::fact:
                check_fact(block);
                return;
            default:
                break;
        }
        if (block.kind == BlockKind::heading) {
            check_heading(block.inlines, block.line);
        } else {
            check_text(block.inlines, block.line);
        }
        for (const Block& child : block.children)
            check_block(child);
    }

    // The figure of a fact and what it says are one sentence.
    void check_fact(const Block& block) {
        std::vector<Inline> sentence;
        for (const Block& child : block.children) {
            for (const Inline& piece : child.inlines)
                sentence.push_back(piece);
            sentence.push_back(piece_of(InlineKind::line_break));
        }
        check_text(sentence, block.line);
    }

    void check_title(const Block& block) {
        if (block.line == 0) return;  // of an annex: it was judged where the text shows it
        if (block.index < 0 || static_cast<std::size_t>(block.index) >= document_.exhibits.size()) {
            return;
        }
        const Exhibit& exhibit = document_.exhibits[static_cast<std::size_t>(block.index)];
        if (exhibit.question.empty() || facts_.is_label(exhibit.question, exhibit.title)) return;
        check_sentences(
            claim_sentences({text_piece(exhibit.title)}, document_.language, block.line),
            block.line,
            exhibit.question,
            false);
    }

    void check_note(const DocumentNote& note) {
        if (!is_written(note.inlines)) return;
        check_sentences(claim_sentences(note.inlines, document_.language, 0), 0, {}, true);
    }

    // Numbers in headings mostly count sections.
    void check_heading(const std::vector<Inline>& inlines, int line) {
        if (line == 0 && !is_written(inlines)) return;
        check_sentences(claim_sentences(inlines, document_.language, line), line, {}, true);
    }

    void check_text(const std::vector<Inline>& inlines, int line) {
        if (line == 0 && !is_written(inlines)) return;
        check_sentences(claim_sentences(inlines, document_.language, line), line, {}, false);
    }

    void check_sentences(const std::vector<ClaimSentence>& sentences,
                         int line,
                         const std::string& title_of,
                         bool numbers_of_others) {
        for (const ClaimSentence& sentence : sentences) {
            const std::vector<ClaimPhrase> phrases = find_claims(sentence, lexicon_);
            const ClaimContext context{sentence,
                                       phrases,
                                       lexicon_,
                                       facts_,
                                       out_,
                                       file_,
                                       line,
                                       title_of,
                                       numbers_of_others};
            check_shares(context);
            check_changes(context);
            check_comparisons(context);
            check_ranks(context);
            check_averages(context);
            check_bases(context);
            check_typed_numbers(context);
        }
    }

    const Document& document_;
    const std::string& file_;
    const ClaimLexicon& lexicon_;
    ReportFacts facts_;
    Diagnostics out_;
};

}  // namespace

void ClaimContext::warn(std::string code,
                        std::size_t token,
                        std::string message,
                        std::string remedy) const {
    Diagnostic found;
    found.code = title_of.empty() ? std::move(code) : "chart-says-otherwise";
    found.severity = Severity::warning;
    found.place.file = file;
    found.place.row = sentence[token].line > 0 ? sentence[token].line : line;
    found.message = std::move(message);
    found.remedy = std::move(remedy);
    out.push_back(std::move(found));
}

std::string ClaimContext::quoted(const ClaimPhrase& phrase) const {
    return "“" + written(sentence, phrase.begin, phrase.end) + "”";
}

const FigureFact* ClaimContext::fact(std::size_t token) const {
    const std::vector<FigureFact>& all = facts_at(token);
    return all.size() == 1 ? &all.front() : nullptr;
}

const std::vector<FigureFact>& ClaimContext::facts_at(std::size_t token) const {
    static const std::vector<FigureFact> none;
    return sentence[token].kind == ClaimToken::Kind::figure ? facts.numbers(sentence[token].figure)
                                                            : none;
}

std::string told_percent(double value) {
    return fmt::format("{:.1f}%", value);
}

std::string told(const FigureFact& fact) {
    const double value = *fact.value.estimate.value;
    switch (fact.value.unit) {
        case FigureUnit::percent:
            return told_percent(value);
        case FigureUnit::count:
            return print_count(rounded(value), "en");
        default:
            return fmt::format("{:.4g}", value);
    }
}

Diagnostics check_claims(const Study& study,
                         const Dataset& dataset,
                         const Document& document,
                         const std::string& file,
                         const RoundChanges* changes) {
    const ClaimLexicon* lexicon = claims_in(document.language);
    if (lexicon == nullptr) return {};
    return DocumentClaims(study, dataset, document, file, changes, *lexicon).check();
}

std::vector<std::string> claim_codes() {
    return {"share-contradicted",
            "share-without-figure",
            "change-contradicted",
            "comparison-contradicted",
            "rank-contradicted",
            "average-contradicted",
            "share-of-wrong-base",
            "share-of-wrong-group",
            "number-typed-by-hand",
            "chart-says-otherwise"};
}

}  // namespace mtm
