#include "report/narrative_structure.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "report/anchors.h"

namespace mtm {
namespace {

// Something of a narrative that links can lead to.
struct NamedPlace {
    std::string what;       // "the coverage map"
    bool is_named = false;  // by the author: “{#name}”
    bool is_map = false;    // of which there is one
    int line = 0;
    std::vector<std::pair<int, int>> choices;  // conditions around it, and which text of each
};

// Texts of one condition of which only one is written.
bool exclude_each_other(const NamedPlace& a, const NamedPlace& b) {
    for (const auto& [condition, text] : a.choices) {
        for (const auto& [other, other_text] : b.choices) {
            if (condition == other && text != other_text) return true;
        }
    }
    return false;
}

class StructureCheck {
public:
    explicit StructureCheck(const Narrative& narrative) : narrative_(narrative) {}

    Diagnostics run() {
        check_headings();
        name_places(narrative_.blocks, {});
        check_names();
        check_footnotes();
        check_texts(narrative_.blocks, false);
        return std::move(diagnostics_);
    }

private:
    void report(
        int line, Severity severity, std::string code, std::string message, std::string remedy) {
        Place place;
        place.file = narrative_.file;
        place.row = line;
        diagnostics_.push_back(
            {std::move(code), severity, std::move(place), std::move(message), std::move(remedy)});
    }

    void check_headings() {
        int level = 0;
        check_headings(narrative_.blocks, level);
    }

    void check_headings(const std::vector<Block>& blocks, int& level) {
        for (const Block& block : blocks) {
            if (block.kind == BlockKind::directive) check_headings(block.children, level);
            if (block.kind != BlockKind::heading) continue;
            if (level > 0 && block.level > level + 1) {
                report(block.line,
                       Severity::warning,
                       "heading-level-jump",
                       "A heading of level " + std::to_string(block.level) +
                           " follows one of level " + std::to_string(level) + ".",
                       "Use level " + std::to_string(level + 1) + ".");
            }
            level = block.level;
        }
    }

    // Something that a reader sees.
    [[nodiscard]] static bool says_something(const std::vector<Inline>& inlines) {
        return std::ranges::any_of(inlines, [](const Inline& piece) {
            if (piece.kind == InlineKind::figure) return true;
            if (piece.kind == InlineKind::footnote) return false;
            return !trim(piece.text).empty() || says_something(piece.children);
        });
    }

    // `inside` a list or quotation.
    void check_texts(const std::vector<Block>& blocks, bool inside) {
        for (const Block& block : blocks) {
            if (block.kind == BlockKind::heading && !says_something(block.inlines)) {
                report(block.line,
                       Severity::warning,
                       "empty-heading",
                       "This heading has no text.",
                       "Write its text, or remove it.");
            }
            if (inside && !block.inlines.empty() &&
                block.inlines.front().kind == InlineKind::text &&
                block.inlines.front().text.starts_with(":::")) {
                report(block.line,
                       Severity::warning,
                       "directive-inside",
                       "“" + block.inlines.front().text +
                           "” stands in a list or quotation, where it is printed as it is written.",
                       "Put it on a line of its own, outside of them.");
            }
            int line = block.line;
            for (const Inline& piece : block.inlines)
                line = std::max(line, piece.line);  // a link without text knows none
            check_links(block.inlines, line);
            const bool holds = block.kind == BlockKind::quote || block.kind == BlockKind::item;
            check_texts(block.children, inside || holds);
        }
    }

    void check_links(const std::vector<Inline>& inlines, int line) {
        visit(inlines, [&](const Inline& piece) {
            if (piece.kind != InlineKind::link || says_something(piece.children)) return;
            if (piece.target.starts_with('#')) return;  // it gets the name of what it leads to
            report(line,
                   Severity::warning,
                   "empty-link",
                   "This link to “" + piece.target + "” has no text, so that nobody can follow it.",
                   "Write its text between the square brackets.");
        });
    }

    void name_places(const std::vector<Block>& blocks,
                     const std::vector<std::pair<int, int>>& choices) {
        for (const Block& block : blocks) {
            if (block.kind == BlockKind::directive && block.index >= 0) {
                name_places_in(block, choices);
                continue;
            }
            name_places(block.children, choices);
            NamedPlace place{.what = {}, .line = block.line, .choices = choices};
            switch (block.kind) {
                case BlockKind::heading: {
                    const std::string title = plain_text(block.inlines);
                    place.what = "the heading “" + title + "”";
                    place.is_named = !block.text.empty();
                    places_[place.is_named ? block.text : heading_anchor(title)].push_back(place);
                    break;
                }
                case BlockKind::exhibit:
                    place.what = "a table";
                    places_[narrative_.tables[static_cast<std::size_t>(block.index)].anchor()]
                        .push_back(place);
                    break;
                case BlockKind::map:
                    place.what = "the coverage map";
                    place.is_map = true;
                    places_["map"].push_back(place);
                    break;
                case BlockKind::contents:
                    place.what = "the table of contents";
                    places_["contents"].push_back(place);
                    break;
                default:
                    break;
            }
        }
    }

    void name_places_in(const Block& block, const std::vector<std::pair<int, int>>& choices) {
        const NarrativeDirective& directive =
            narrative_.directives[static_cast<std::size_t>(block.index)];
        if (directive.kind != NarrativeDirective::Kind::condition)
            return name_places(block.children, choices);
        for (std::size_t text = 0; text < block.children.size(); ++text) {
            std::vector<std::pair<int, int>> inner = choices;
            inner.emplace_back(block.index, static_cast<int>(text));
            name_places(block.children[text].children, inner);
        }
    }

    /// Titles that are alike get numbers; a name that the author gave is meant to be the only one.
    void check_names() {
        for (const auto& [name, places] : places_) {
            for (std::size_t i = 0; i < places.size(); ++i)
                check_name(name, places, i);
        }
    }

    void check_name(const std::string& name,
                    const std::vector<NamedPlace>& places,
                    std::size_t at) {
        const NamedPlace& place = places[at];
        if (!place.is_named && !place.is_map) return;
        const auto clashes = [&](const NamedPlace& other) {
            return (place.is_named || other.is_map) && !exclude_each_other(place, other);
        };
        for (std::size_t other = 0; other < places.size(); ++other) {
            // Of two that the author named the second is told, and of maps as well.
            const bool alike =
                place.is_named == places[other].is_named && place.is_map == places[other].is_map;
            if (other == at || (alike && other > at) || !clashes(places[other])) continue;
            return tell_name(name, place, places[other].what + at_line(places[other].line));
        }
        if (place.is_named && is_anchor_of_page(name))
            tell_name(name, place, "a part that MTM adds to the report");
    }

    void tell_name(const std::string& name, const NamedPlace& place, const std::string& other) {
        report(place.line,
               Severity::warning,
               "duplicate-anchor",
               place.is_map ? "The map stands twice: " + other + " is the first."
                            : "“#" + name + "” is the name of " + other + " as well.",
               place.is_map ? "Remove one of the two."
                            : "Give the heading another name, and write it in the links to it.");
    }

    [[nodiscard]] std::string at_line(int line) const {
        return " (" + print(narrative_.place(line)) + ")";
    }

    void check_footnotes() {
        std::set<std::string> defined;
        std::vector<std::string> labels;
        for (const Footnote& note : narrative_.footnotes) {
            labels.push_back(note.label);
            if (defined.insert(note.label).second) continue;
            report(note.line,
                   Severity::error,
                   "duplicate-footnote",
                   "The footnote “" + note.label + "” is defined twice.",
                   "Give one of them another label.");
        }
        std::set<std::string> used;
        const auto call = [&](const Inline& piece) {
            if (piece.kind != InlineKind::footnote || !used.insert(piece.text).second) return;
            if (defined.count(piece.text) != 0) return;
            report(piece.line,
                   Severity::error,
                   "undefined-footnote",
                   "The footnote “" + piece.text + "” is not defined.",
                   did_you_mean(
                       piece.text, labels, "Add a line “[^" + piece.text + "]: …” with its text."));
        };
        visit(narrative_.blocks, call);
        // A footnote may call another one.
        for (const Footnote& note : narrative_.footnotes) {
            visit(note.inlines, [&](const Inline& piece) {
                if (piece.text != note.label) call(piece);
            });
        }
        for (const Footnote& note : narrative_.footnotes) {
            if (used.count(note.label) != 0) continue;
            report(note.line,
                   Severity::warning,
                   "unreferenced-footnote",
                   "Nothing refers to the footnote “" + note.label + "”.",
                   "Write [^" + note.label + "] where it belongs, or remove it.");
        }
    }

    template <typename Act>
    static void visit(const std::vector<Inline>& inlines, const Act& act) {
        for (const Inline& piece : inlines) {
            act(piece);
            visit(piece.children, act);
        }
    }

    template <typename Act>
    static void visit(const std::vector<Block>& blocks, const Act& act) {
        for (const Block& block : blocks) {
            visit(block.inlines, act);
            visit(block.children, act);
        }
    }

    const Narrative& narrative_;
    std::map<std::string, std::vector<NamedPlace>> places_;  // by name
    Diagnostics diagnostics_;
};

}  // namespace

void take_anchors(std::vector<Block>& blocks) {
    for (Block& block : blocks) {
        take_anchors(block.children);
        if (block.kind != BlockKind::heading || block.inlines.empty()) continue;
        Inline& last = block.inlines.back();
        const std::size_t open = last.text.rfind("{#");
        if (last.kind != InlineKind::text || open == std::string::npos ||
            !last.text.ends_with('}') || open + 3 >= last.text.size()) {
            continue;
        }
        const std::string name = last.text.substr(open + 2, last.text.size() - open - 3);
        if (name.find_first_of(" \t#{}") != std::string::npos) continue;
        block.text = name;
        last.text.resize(open);
        while (last.text.ends_with(' '))
            last.text.pop_back();
    }
}

Diagnostics check_structure(const Narrative& narrative) {
    return StructureCheck(narrative).run();
}

}  // namespace mtm
