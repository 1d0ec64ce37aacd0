#include "report/expand.h"

#include <utility>

#include "report/figure_marks.h"

namespace mtm {
namespace {

using NarrativeKind = NarrativeDirective::Kind;

class Expander {
public:
    Expander(const Narrative& narrative,
             const ReleasedFigures& figures,
             const GroupIsShown& is_shown)
        : from_(narrative), figures_(figures), is_shown_(is_shown) {
        out_.narrative = narrative;
        out_.narrative.blocks.clear();
    }

    ExpandedNarrative run() {
        add(from_.blocks, {}, out_.narrative.blocks);
        return std::move(out_);
    }

private:
    void add(const std::vector<Block>& blocks, const LoopGroups& groups, std::vector<Block>& out) {
        for (const Block& block : blocks) {
            if (block.kind == BlockKind::directive && block.index >= 0) {
                add_directive(block, groups, out);
            } else {
                out.push_back(copied(block, groups));
            }
        }
    }

    void add_directive(const Block& block, const LoopGroups& groups, std::vector<Block>& out) {
        const NarrativeDirective& directive =
            from_.directives[static_cast<std::size_t>(block.index)];
        switch (directive.kind) {
            case NarrativeKind::condition:
                add_chosen(block, directive, groups, out);
                break;
            case NarrativeKind::each:
                add_repeated(block, directive, groups, out);
                break;
            default:
                out.push_back(copied(block, groups));
        }
    }

    void add_chosen(const Block& block,
                    const NarrativeDirective& condition,
                    const LoopGroups& groups,
                    std::vector<Block>& out) {
        if (!condition.expression || block.children.size() != 2) return;
        const auto truth = holds(with_groups(condition.expression->root, groups), figures_);
        if (!truth) {
            out_.diagnostics.push_back({"figure-not-computed",
                                        Severity::error,
                                        from_.place(condition.line),
                                        truth.error().message,
                                        "Correct the condition."});
            return;
        }
        if (*truth == KnownTruth::unknown) {
            out_.unknown.push_back({"condition-withheld",
                                    Severity::warning,
                                    from_.place(condition.line),
                                    "Nothing is known of “" + condition.expression->source +
                                        "”, since a figure in it is withheld or has no value: "
                                        "neither text is written.",
                                    "Write a text for that case after “::: if not(known(…))”, or "
                                    "take larger groups."});
            return;
        }
        add(block.children[*truth == KnownTruth::yes ? 0 : 1].children, groups, out);
    }

    void add_repeated(const Block& block,
                      const NarrativeDirective& loop,
                      const LoopGroups& groups,
                      std::vector<Block>& out) {
        for (LoopGroup& group : groups_of_loop(loop, *figures_.study, figures_.language)) {
            if (!loop.all && !is_shown_(loop, group)) continue;
            LoopGroups inner = groups;
            inner[loop.variable] = std::move(group);
            add(block.children, inner, out);
        }
    }

    Block copied(const Block& block, const LoopGroups& groups) {
        Block out = block;
        out.children.clear();
        add(block.children, groups, out.children);
        if (groups.empty()) return out;
        out.inlines = copied(block.inlines, groups);
        if (block.kind == BlockKind::exhibit) out.index = copied_table(block.index, groups);
        return out;
    }

    std::vector<Inline> copied(const std::vector<Inline>& inlines, const LoopGroups& groups) {
        std::vector<Inline> out;
        for (const Inline& piece : inlines) {
            Inline made = piece;
            made.children = copied(piece.children, groups);
            if (piece.kind == InlineKind::figure) make_figure(made, groups);
            out.push_back(std::move(made));
        }
        return out;
    }

    void make_figure(Inline& piece, const LoopGroups& groups) {
        const NarrativeFigure& figure = from_.figures[static_cast<std::size_t>(piece.index)];
        if (!figure.expression) return;
        if (const LoopGroup* group = named_group(figure.expression->root, groups)) {
            piece.kind = InlineKind::text;
            piece.text = group->label;
            piece.is_label = true;
            piece.index = -1;
            return;
        }
        NarrativeFigure made = figure;
        made.expression->root = with_groups(figure.expression->root, groups);
        piece.index = static_cast<int>(out_.narrative.figures.size());
        out_.narrative.figures.push_back(std::move(made));
    }

    int copied_table(int index, const LoopGroups& groups) {
        TableDirective made = from_.tables[static_cast<std::size_t>(index)];
        if (made.where) made.where->root = with_groups(made.where->root, groups);
        made.title = title_with_groups(made.title, groups);
        out_.narrative.tables.push_back(std::move(made));
        return static_cast<int>(out_.narrative.tables.size()) - 1;
    }

    std::string title_with_groups(const std::string& title, const LoopGroups& groups) const {
        std::string out;
        for (std::size_t at = 0; at < title.size();) {
            const Mark mark = mark_at(std::string_view(title).substr(at));
            if (mark.kind != Mark::Kind::figure) {
                out += title[at++];
                continue;
            }
            const auto& expression = from_.figures[mark.index].expression;
            const LoopGroup* group = expression ? named_group(expression->root, groups) : nullptr;
            if (group != nullptr) out += group->label;
            at += mark.length;
        }
        return out;
    }

    const Narrative& from_;
    const ReleasedFigures& figures_;
    const GroupIsShown& is_shown_;
    ExpandedNarrative out_;
};

Node text_node(const std::string& text) {
    Node out;
    out.kind = NodeKind::string;
    out.text = text;
    return out;
}

}  // namespace

std::string variable_of_loop(const NarrativeDirective& loop, const Study& study) {
    std::string name = loop.name;
    if (loop.over_groups) {
        const TableSpec* table = study.plan.find_table(loop.name);
        if (table == nullptr || table->by.size() != 1) return {};
        name = table->by.front();
    }
    const int question = study.questionnaire.find(name);
    const bool has_choices =
        question >= 0 &&
        study.questionnaire.questions[static_cast<std::size_t>(question)].list >= 0;
    return has_choices || study.plan.find_derived(name) != nullptr ? name : std::string();
}

std::vector<LoopGroup> groups_of_loop(const NarrativeDirective& loop,
                                      const Study& study,
                                      std::size_t language) {
    const std::string variable = variable_of_loop(loop, study);
    std::vector<LoopGroup> out;
    const auto add = [&](const std::string& code, const Translated& label) {
        for (const LoopGroup& known : out) {
            if (known.code == code) return;
        }
        const std::string& text = label.in(language);
        out.push_back({code, text.empty() ? code : text});
    };
    if (const DerivedVariable* derived = study.plan.find_derived(variable)) {
        for (const DerivedCategory& category : derived->categories)
            add(category.name, category.label);
    } else if (!variable.empty()) {
        const int question = study.questionnaire.find(variable);
        for (const Choice& choice : study.questionnaire.choices_of(question).choices) {
            if (choice.missing == MissingChoice::answer) add(choice.name, choice.label);
        }
    }
    return out;
}

Node in_group(const Study& study, const std::string& variable, const std::string& code) {
    Node name;
    name.kind = NodeKind::reference;
    name.text = variable;
    const int question = study.questionnaire.find(variable);
    const bool several = question >= 0 && study.plan.find_derived(variable) == nullptr &&
                         study.questionnaire.questions[static_cast<std::size_t>(question)].type ==
                             QuestionType::select_multiple;
    Node out;
    out.kind = several ? NodeKind::call : NodeKind::binary;
    out.text = several ? "selected" : "=";
    out.children = {name, text_node(code)};
    return out;
}

const LoopGroup* named_group(const Node& node, const LoopGroups& groups) {
    if (node.kind != NodeKind::path) return nullptr;
    const auto found = groups.find(node.text);
    return found == groups.end() ? nullptr : &found->second;
}

Node with_groups(const Node& node, const LoopGroups& groups) {
    if (const LoopGroup* group = named_group(node, groups)) {
        Node out = text_node(group->code);
        out.begin = node.begin;
        out.end = node.end;
        return out;
    }
    Node out = node;
    for (Node& child : out.children)
        child = with_groups(child, groups);
    return out;
}

ExpandedNarrative expand(const Narrative& narrative,
                         const ReleasedFigures& figures,
                         const GroupIsShown& is_shown) {
    return Expander(narrative, figures, is_shown).run();
}

}  // namespace mtm
