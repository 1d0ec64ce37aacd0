#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mtm {

enum class NodeKind {
    number,     // 18, 0.5; text is how it was written, if anybody wrote it
    string,     // 'male'
    reference,  // ${age}; text is the name ("last-saved#age" for ${last-saved#age})
    self,       // . : the answer of the question that the expression belongs to
    path,       // /data/household/age, ../age; text as written, see below
    call,       // selected(${x}, 'a'); text is the function's name
    unary,      // -x; text is "-"
    binary      // a = b; text is the operator: or and = != < <= > >= + - * div mod |
};

/// One node of a parsed expression. `text` is what distinguishes nodes of one kind; `begin` and
/// `end` are byte offsets into the source, for diagnostics.
///
/// A path is kept as written, without white space; each predicate in it, and a first step that is
/// neither `current()` nor `instance('literal')`, is a child whose place is `{}`:
/// `instance('x')/root/item[name = ${a}]/label` has the text "instance('x')/root/item[{}]/label"
/// and one child, `${household}[1]/age` the text "{}[{}]/age" and two.
struct Node {
    NodeKind kind = NodeKind::number;
    std::string text;
    double number = 0;
    std::vector<Node> children;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Equal in meaning: the same tree, wherever it stood in its source, 2.5 as 2.50.
[[nodiscard]] bool operator==(const Node& a, const Node& b);

/// An expression of the questionnaire's own language together with its source.
struct Expression {
    std::string source;
    Node root;

    bool operator==(const Expression& other) const { return root == other.root; }
};

/// The canonical form: one space round operators, single quotes where possible, as few
/// parentheses as precedence allows. `parse(print(node))` gives the same tree.
[[nodiscard]] std::string print(const Node& node);

/// A string literal: 'a', or "it's". XPath 1.0 has no escapes: a text with both kinds of quotes
/// becomes a concat(…) of literals.
[[nodiscard]] std::string quote(std::string_view text);

/// Names in ${…}, in order of first appearance, each once; also the name that jr:choice-name() has
/// in quotes.
[[nodiscard]] std::vector<std::string> references(const Node& node);

}  // namespace mtm
