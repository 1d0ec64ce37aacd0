// A reference becomes an absolute path, but within a repeat a relative one, since only that means
// this round of the repeat: in /data/person/age, ${name} is " ../name ". Three more rules, which
// the field relies on since pyxform writes so:
//   – inside [ ] after instance(…), and in choice filters, "." is the item; so current()/ goes
//   first; – the first, second, fourth and sixth argument of indexed-repeat() are absolute, since
//   they name
//     nodes of all rounds;
//   – choices from a repeat (from_parent) are reached over the repeat's parent, so that a predicate
//     can follow the repeat's name.
#include "compile/xform_references.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "compile/form_text.h"
#include "compile/xform_instance_calls.h"

namespace mtm {
namespace {

using Span = std::pair<std::size_t, std::size_t>;

constexpr std::string_view indexed_repeat = "indexed-repeat(";
constexpr std::string_view instance_call = "instance(";

/// From each [ to the next ], where something stands between them.
std::vector<Span> bracketed(std::string_view text) {
    std::vector<Span> out;
    std::size_t at = text.find('[');
    while (at != std::string_view::npos) {
        const std::size_t close = text.find(']', at + 1);
        if (close == std::string_view::npos) break;
        if (close == at + 1) {
            at = text.find('[', at + 1);
            continue;
        }
        out.emplace_back(at, close + 1);
        at = text.find('[', close + 1);
    }
    return out;
}

bool calls_instance(std::string_view text) {
    for (std::size_t at = text.find(instance_call); at != std::string_view::npos;
         at = text.find(instance_call, at + 1)) {
        const std::string_view rest = text.substr(at + instance_call.size());
        if (rest.size() > 1 && rest[0] != ')' && rest[1] != '\n') return true;
    }
    return false;
}

std::vector<Span> indexed_repeats(std::string_view text) {
    std::vector<Span> out;
    for (std::size_t at = text.find(indexed_repeat); at != std::string_view::npos;) {
        const std::size_t inside = at + indexed_repeat.size();
        const std::size_t close = text.find(')', inside);
        if (close == std::string_view::npos) break;
        if (close > inside) out.emplace_back(at, close + 1);
        at = text.find(indexed_repeat, close);
    }
    return out;
}

/// The number of the argument that holds ${name} (the last one that does), or −1.
int argument_with(std::string_view call, std::string_view reference) {
    const std::string_view inside =
        call.substr(indexed_repeat.size(), call.size() - indexed_repeat.size() - 1);
    int argument = 0;
    int found = -1;
    for (std::size_t begin = 0; begin <= inside.size(); ++argument) {
        const std::size_t comma = std::min(inside.find(',', begin), inside.size());
        if (inside.substr(begin, comma - begin).find(reference) != std::string_view::npos)
            found = argument;
        begin = comma + 1;
    }
    return found;
}

class Replacement {
public:
    Replacement(const XformNodes& nodes, std::string_view text, int node, ReferenceStyle style)
        : nodes_(nodes), text_(text), node_(node), style_(style) {
        if (calls_instance(text)) predicates_ = bracketed(text);
        has_indexed_repeat_ = text.find(indexed_repeat) != std::string_view::npos;
        if (has_indexed_repeat_) indexed_repeats_ = mtm::indexed_repeats(text);
    }

    /// Appends the path, with the blank on each side; false if the form does not know the name.
    bool append(std::string& out, const TextReference& reference) const {
        const int target = nodes_.find(reference.name);
        if (target < 0) return false;
        if (may_be_relative(reference) && append_relative(out, reference, target)) return true;
        out += ' ';
        if (reference.last_saved) out += "instance('__last-saved')";
        out += nodes_[target].path;
        out += ' ';
        return true;
    }

private:
    // The order of the checks, and that a call may be skipped, is pyxform's: see the tests.
    [[nodiscard]] bool may_be_relative(const TextReference& reference) const {
        if (reference.last_saved || node_ < 0) return false;
        if (!has_indexed_repeat_) return true;
        for (std::size_t i = 0; i < indexed_repeats_.size(); ++i) {
            const auto [begin, end] = indexed_repeats_[i];
            if (reference.end > end) {
                if (++i == indexed_repeats_.size()) return true;
                continue;
            }
            if (reference.end < begin || reference.begin > end) return true;
            const int argument =
                argument_with(text_.substr(begin, end - begin),
                              text_.substr(reference.begin, reference.end - reference.begin));
            return argument >= 0 && argument != 0 && argument != 1 && argument != 3 &&
                   argument != 5;
        }
        return false;
    }

    [[nodiscard]] bool in_predicate(const TextReference& reference) const {
        for (const auto& [begin, end] : predicates_) {
            if (reference.begin >= begin && reference.end <= end) return true;
        }
        return false;
    }

    bool append_relative(std::string& out, const TextReference& reference, int target) const {
        const int repeat = nodes_.common_repeat(node_, target);
        if (repeat < 0) return false;
        int from = nodes_.common_section(node_, target);
        int steps = nodes_[node_].depth - nodes_[from].depth;
        if (style_.from_parent && reaches_over_parent(repeat, target)) {
            from = nodes_[repeat].parent;
            steps = nodes_[node_].depth - nodes_[repeat].depth + 1;
        }
        out += style_.from_current || in_predicate(reference) ? " current()/" : " ";
        for (int step = 0; step < steps; ++step)
            out += step == 0 ? ".." : "/..";
        std::string_view path = nodes_[target].path;
        path.remove_prefix(nodes_[from].path.size());
        if (path.ends_with(reference.name)) {
            out += path;
        } else {
            out += '/';
            out += reference.name;
        }
        out += ' ';
        return true;
    }

    [[nodiscard]] bool reaches_over_parent(int repeat, int target) const {
        return nodes_[target].repeat == repeat &&
               (nodes_[repeat].repeat < 0 || nodes_[node_].repeat != repeat);
    }

    const XformNodes& nodes_;
    std::string_view text_;
    int node_;
    ReferenceStyle style_;
    bool has_indexed_repeat_ = false;
    std::vector<Span> indexed_repeats_;
    std::vector<Span> predicates_;
};

void append_output(std::string& out, std::string_view path) {
    out += "<output value=\"";
    append_escaped(out, path);
    out += "\"/>";
}

/// The text with each reference replaced, by its path or (as_outputs) an <output> of it.
std::string replaced(const XformNodes& nodes,
                     std::string_view text,
                     int node,
                     ReferenceStyle style,
                     bool as_outputs) {
    const std::vector<TextReference> references = text_references(text);
    if (references.empty()) return std::string(text);
    const Replacement replacement(nodes, text, node, style);
    std::string out;
    std::string path;
    std::size_t begin = 0;
    for (const TextReference& reference : references) {
        path.clear();
        if (!replacement.append(path, reference)) continue;
        out += text.substr(begin, reference.begin - begin);
        if (as_outputs) {
            append_output(out, path);
        } else {
            out += path;
        }
        begin = reference.end;
    }
    out += text.substr(begin);
    return out;
}

/// Mixed content begins with a blank if it begins with text, and ends with one: tablets show it so.
std::string padded(const std::string& xml) {
    const bool begins_with_text = !xml.starts_with("<output ");
    if (!begins_with_text && xml.find("/>") + 2 == xml.size()) return xml;
    return (begins_with_text ? " " : "") + xml + " ";
}

/// Each lookup as an <output>. Its path is found in the text as escaped for XML, and escaped again
/// as an attribute: so devices know it.
std::string with_lookups(const XformNodes& nodes, std::string_view xml, int node) {
    std::string out;
    std::size_t begin = 0;
    for (const auto& [from, to] : instance_expressions(xml)) {
        out += xml.substr(begin, from - begin);
        append_output(out, replaced(nodes, xml.substr(from, to - from), node, {}, false));
        begin = to;
    }
    out += xml.substr(begin);
    return out;
}

}  // namespace

std::string with_paths(const XformNodes& nodes,
                       std::string_view expression,
                       int node,
                       ReferenceStyle style) {
    return replaced(nodes, expression, node, style, false);
}

void write_text(XmlWriter& xml,
                const XformNodes& nodes,
                std::string_view text,
                int node,
                std::string_view prefix) {
    const bool has_calls = text.find(instance_call) != std::string_view::npos;
    if (!has_calls && !has_reference(text)) {
        xml.text(prefix).text(text);
        return;
    }
    std::string plain;
    append_escaped_text(plain, prefix);
    append_escaped_text(plain, text);
    const std::string mixed =
        replaced(nodes, has_calls ? with_lookups(nodes, plain, node) : plain, node, {}, true);
    xml.mixed(mixed == plain ? plain : padded(mixed));
}

}  // namespace mtm
