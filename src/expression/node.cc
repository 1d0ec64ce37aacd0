#include "expression/node.h"

#include <algorithm>

#include "expression/operators.h"
#include "expression/value.h"

namespace mtm {
namespace {

Precedence binding(const Node& node) {
    if (node.kind == NodeKind::binary) return precedence(node.text);
    if (node.kind == NodeKind::unary) return Precedence::negation;
    return Precedence::set_union;
}

void print_to(std::string& out, const Node& node);

void print_in_parentheses(std::string& out, const Node& node, bool needed) {
    if (needed) out += '(';
    print_to(out, node);
    if (needed) out += ')';
}

bool needs_parentheses_as_head(const Node& node) {
    return node.kind != NodeKind::reference && node.kind != NodeKind::call &&
           node.kind != NodeKind::string;
}

void print_path(std::string& out, const Node& node) {
    std::string_view rest = node.text;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const std::size_t at = rest.find("{}");
        if (at == std::string_view::npos) break;
        out += rest.substr(0, at);
        const bool head = i == 0 && node.text.starts_with("{}");
        print_in_parentheses(
            out, node.children[i], head && needs_parentheses_as_head(node.children[i]));
        rest.remove_prefix(at + 2);
    }
    out += rest;
}

void print_call(std::string& out, const Node& node) {
    out += node.text;
    out += '(';
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        if (i > 0) out += ", ";
        print_to(out, node.children[i]);
    }
    out += ')';
}

void print_to(std::string& out, const Node& node) {
    switch (node.kind) {
        case NodeKind::number:
            out += print_number(node.number);
            break;
        case NodeKind::string:
            out += quote(node.text);
            break;
        case NodeKind::reference:
            out += "${";
            out += node.text;
            out += '}';
            break;
        case NodeKind::self:
            out += '.';
            break;
        case NodeKind::path:
            print_path(out, node);
            break;
        case NodeKind::call:
            print_call(out, node);
            break;
        case NodeKind::unary:
            out += '-';
            print_in_parentheses(
                out, node.children[0], binding(node.children[0]) < Precedence::negation);
            break;
        case NodeKind::binary:
            print_in_parentheses(out, node.children[0], binding(node.children[0]) < binding(node));
            out += ' ';
            out += node.text;
            out += ' ';
            print_in_parentheses(out,
                                 node.children[1],
                                 node.children[1].kind == NodeKind::binary &&
                                     binding(node.children[1]) <= binding(node));
            break;
    }
}

void add_once(std::vector<std::string>& names, std::string_view name) {
    if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
}

// jr:choice-name(${q}, '${q}') names its question inside a literal.
void collect_quoted(std::vector<std::string>& names, const Node& node) {
    if (node.kind != NodeKind::call || node.text != "jr:choice-name" || node.children.size() != 2) {
        return;
    }
    std::string_view text = node.children[1].text;
    if (node.children[1].kind != NodeKind::string || !text.starts_with("${")) return;
    text.remove_prefix(2);
    if (text.ends_with('}')) text.remove_suffix(1);
    add_once(names, text);
}

void collect(std::vector<std::string>& names, const Node& node) {
    if (node.kind == NodeKind::reference) add_once(names, node.text);
    for (const Node& child : node.children)
        collect(names, child);
    collect_quoted(names, node);
}

}  // namespace

bool operator==(const Node& a, const Node& b) {
    const bool same_text = a.kind == NodeKind::number || a.text == b.text;
    return a.kind == b.kind && same_text && a.number == b.number && a.children == b.children;
}

std::string print(const Node& node) {
    std::string out;
    print_to(out, node);
    return out;
}

std::string quote(std::string_view text) {
    const auto literal = [](char mark, std::string_view inside) {
        std::string out(1, mark);
        out += inside;
        out += mark;
        return out;
    };
    if (text.find('\'') == std::string_view::npos) return literal('\'', text);
    if (text.find('"') == std::string_view::npos) return literal('"', text);
    std::string out = "concat(";
    for (;;) {
        const std::size_t at = text.find('\'');
        if (at > 0) out += literal('\'', text.substr(0, at));
        if (at == std::string_view::npos) break;
        out += at > 0 ? ", \"'\"" : "\"'\"";
        text.remove_prefix(at + 1);
        if (text.empty()) break;
        out += ", ";
    }
    return out + ")";
}

std::vector<std::string> references(const Node& node) {
    std::vector<std::string> names;
    collect(names, node);
    return names;
}

}  // namespace mtm
