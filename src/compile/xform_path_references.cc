// The reading is that of a lexer, not a parser: what is no path is copied as it stands, so that an
// expression which MTM cannot parse stays recognisable in the diagnostic. pyxform, and MTM, put a
// blank on each side of a path that stood as ${name}; they go with it.
#include "compile/xform_path_references.h"

#include <array>

#include "base/text.h"
#include "compile/xform_names.h"

namespace mtm {
namespace {

constexpr std::string_view last_saved = "instance('__last-saved')";
constexpr std::string_view current = "current()/";

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Where a blank must stay between this and a reference: in "1 or /data/q" it was not put there.
bool belongs_to_word(char c) {
    return c == '_' || c == '\'' || c == '"' || static_cast<unsigned char>(c) >= 0x80 ||
           (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// A name with or without a prefix, or 0.
std::size_t qualified_name(std::string_view text) {
    const std::size_t first = name_length(text);
    if (first == 0 || first >= text.size() || text[first] != ':') return first;
    const std::size_t second = name_length(text.substr(first + 1));
    return second == 0 ? first : first + 1 + second;
}

// "..", "." or a name that a path may have between slashes, or 0.
std::size_t step_length(std::string_view text) {
    if (text.starts_with("..")) return 2;
    if (text.starts_with(".")) return 1;
    return qualified_name(text);
}

// Steps with slashes between them, from the first step on.
std::size_t steps_length(std::string_view text) {
    std::size_t length = step_length(text);
    while (length > 0 && length < text.size() && text[length] == '/') {
        const std::size_t step = step_length(text.substr(length + 1));
        if (step == 0) break;
        length += 1 + step;
    }
    return length;
}

bool ends_with_name(std::string_view path) {
    const std::string_view last = path.substr(path.rfind('/') + 1);
    return last != "." && last != "..";
}

class Reading {
public:
    Reading(const PathReferences& paths, std::string_view text, int node, int base)
        : paths_(paths),
          text_(text),
          node_(node),
          base_(base),
          calls_instance_(text.find("instance(") != std::string_view::npos) {}

    std::string run() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (is_blank(c)) {
                copy(1);
            } else if (c == '\'' || c == '"') {
                read_literal();
            } else if (!after_operand_ && try_path()) {
                after_operand_ = true;
            } else if (const std::size_t name = qualified_name(text_.substr(at_)); name > 0) {
                read_name(name);
            } else {
                read_mark(c);
            }
        }
        return std::move(out_);
    }

private:
    void copy(std::size_t bytes) {
        out_ += text_.substr(at_, bytes);
        at_ += bytes;
    }

    // jr:choice-name() takes the question's name in quotes, as a path between blanks.
    void read_literal() {
        const std::size_t close = text_.find(text_[at_], at_ + 1);
        if (close == std::string_view::npos) return copy(text_.size() - at_);
        const std::string_view content = text_.substr(at_ + 1, close - at_ - 1);
        const std::string_view path = trim(content);
        const bool whole = !path.empty() && (path[0] == '/' || path.size() < content.size());
        const std::string reference = whole ? reference_for(path) : std::string();
        if (reference.empty()) {
            copy(close + 1 - at_);
        } else {
            out_ += text_[at_] + reference + text_[at_];
            at_ = close + 1;
        }
        after_operand_ = true;
    }

    [[nodiscard]] std::string reference_for(std::string_view path) const {
        if (path[0] != '/') {
            if (!path.starts_with("..") || steps_length(path) != path.size()) return {};
            return paths_.reference_to(paths_.find(paths_.absolute(path, node_)));
        }
        if (steps_length(path.substr(1)) + 1 != path.size()) return {};
        return paths_.reference_to(paths_.find(path));
    }

    // A path at the start of an operand: taken as a reference, or copied whole.
    bool try_path() {
        const std::string_view rest = text_.substr(at_);
        if (rest.starts_with(last_saved) && rest.substr(last_saved.size()).starts_with('/')) {
            const std::size_t steps = steps_length(rest.substr(last_saved.size() + 1));
            return take(last_saved.size() + 1 + steps,
                        rest.substr(last_saved.size(), steps + 1),
                        "last-saved#");
        }
        if (rest.starts_with(current)) {
            const std::size_t steps = steps_length(rest.substr(current.size()));
            const bool in_round =
                is_in_base(paths_.absolute(rest.substr(current.size(), steps), node_));
            return take_relative(current.size(), steps, in_round ? -1 : node_);
        }
        if (rest[0] == '/') {
            const std::size_t steps = steps_length(rest.substr(1));
            return steps > 0 && take(1 + steps, rest.substr(0, 1 + steps), {});
        }
        if (rest[0] != '.') return false;
        const std::size_t steps = steps_length(rest);
        const bool of_item = predicates_ > 0 && (calls_instance_ || !stands_free(steps));
        return take_relative(0, steps, of_item ? -1 : base_ >= 0 ? base_ : node_);
    }

    [[nodiscard]] bool is_in_base(std::string_view path) const {
        if (base_ < 0) return false;
        const std::string inside = paths_.nodes()[base_].path + "/";
        return path.starts_with(inside);
    }

    [[nodiscard]] bool stands_free(std::size_t length) const {
        const bool before = at_ > 0 && text_[at_ - 1] == ' ';
        return before && (at_ + length == text_.size() || text_[at_ + length] == ' ');
    }

    bool take_relative(std::size_t prefix, std::size_t steps, int from) {
        const std::string_view relative = text_.substr(at_ + prefix, steps);
        if (from >= 0 && ends_with_name(relative)) {
            const std::string path = paths_.absolute(relative, from);
            if (would_be_written(paths_.find(path), from)) return take(prefix + steps, path, {});
        }
        if (prefix + steps == 0) return false;
        copy(prefix + steps);
        return true;
    }

    // ${name} is written as a relative path within a repeat alone: elsewhere an author wrote it. In
    // a predicate that selects rounds, ${name} of a node in them is the round's, not the reader's.
    [[nodiscard]] bool would_be_written(int target, int from) const {
        if (target <= 0 || node_ < 0) return false;
        if (base_ >= 0 && from == base_) return true;
        return paths_.nodes().common_repeat(node_, target) >= 0;
    }

    // A path directly before [ or / is the head of a longer one, which stays as it is.
    bool take(std::size_t length, std::string_view path, std::string_view prefix) {
        const std::size_t end = at_ + length;
        const int target = paths_.find(path);
        const bool is_head = end < text_.size() && (text_[end] == '[' || text_[end] == '/');
        std::string reference = is_head ? std::string() : paths_.reference_to(target);
        if (!reference.empty() && is_of_the_form(target) && !stands_free(length)) reference.clear();
        if (reference.empty()) {
            copy(length);
            return true;
        }
        const bool free = stands_free(length);
        if (free && !(at_ > 1 && belongs_to_word(text_[at_ - 2]))) out_.pop_back();
        out_ += "${";
        out_ += prefix;
        out_ += reference.substr(2);
        at_ = end;
        const bool keeps_blank = end + 1 < text_.size() && belongs_to_word(text_[end + 1]);
        if (free && at_ < text_.size() && !keeps_blank) ++at_;
        return true;
    }

    // The root and what stands in meta are named in ${…} rarely, by a path often.
    [[nodiscard]] bool is_of_the_form(int target) const {
        const XformNodes& nodes = paths_.nodes();
        if (target <= 0) return true;
        for (int node = target; node > 0; node = nodes[node].parent) {
            if (nodes[node].element->bodyless) return true;
        }
        return false;
    }

    void read_name(std::size_t length) {
        constexpr std::array<std::string_view, 4> operators{"and", "or", "div", "mod"};
        const std::string_view name = text_.substr(at_, length);
        bool is_operator = false;
        for (const std::string_view op : operators)
            is_operator = is_operator || (after_operand_ && name == op);
        copy(length);
        after_operand_ = !is_operator;
        // The steps of a path that begins with a name are its own.
        while (!is_operator && at_ < text_.size() && text_[at_] == '/') {
            const std::size_t step = steps_length(text_.substr(at_ + 1));
            copy(1 + step);
            if (step == 0) break;
        }
    }

    void read_mark(char c) {
        if (c == '[') ++predicates_;
        if (c == ']' && predicates_ > 0) --predicates_;
        const bool digit = c >= '0' && c <= '9';
        const bool step = c == '/' && after_operand_;  // a path goes on behind ] or )
        copy(1);
        if (step) {
            while (at_ < text_.size() && text_[at_] == '/')
                copy(1);
            copy(steps_length(text_.substr(at_)));
            return;
        }
        if (digit && at_ < text_.size() && text_[at_] == '.') copy(1);
        after_operand_ = digit || c == ')' || c == ']' || c == '}' || (c == '*' && !after_operand_);
    }

    const PathReferences& paths_;
    std::string_view text_;
    int node_;
    int base_;
    bool calls_instance_;
    std::size_t at_ = 0;
    int predicates_ = 0;
    bool after_operand_ = false;  // so that / goes on with a path and * multiplies
    std::string out_;
};

}  // namespace

PathReferences::PathReferences(const XformNodes& nodes) : nodes_(nodes) {
    by_path_.reserve(static_cast<std::size_t>(nodes.size()));
    for (int node = 0; node < nodes.size(); ++node) {
        if (node > 0 && nodes[node].element->flat) continue;
        by_path_.try_emplace(nodes[node].path, node);
    }
}

int PathReferences::find(std::string_view path) const {
    const auto at = by_path_.find(path);
    return at == by_path_.end() ? -1 : at->second;
}

std::string PathReferences::reference_to(int node) const {
    if (node < 0) return {};
    const XformNode& target = nodes_[node];
    const std::string_view name =
        node == 0 ? std::string_view(target.path).substr(1) : target.element->name;
    if (node > 0 && !target.is_question_or_section()) return {};
    if (name.find(':') != std::string_view::npos || nodes_.find(name) != node) return {};
    return "${" + std::string(name) + "}";
}

std::string PathReferences::absolute(std::string_view relative, int node) const {
    if (node < 0) return {};
    std::string path = nodes_[node].path;
    while (!relative.empty()) {
        const std::size_t step = step_length(relative);
        const std::string_view name = relative.substr(0, step);
        if (name == "..") {
            const std::size_t slash = path.rfind('/');
            if (slash == std::string::npos) return {};
            path.resize(slash);
        } else if (name != ".") {
            path += '/';
            path += name;
        }
        if (step == 0) return {};
        relative.remove_prefix(step);
        if (relative.starts_with('/')) relative.remove_prefix(1);
    }
    return path;
}

std::string PathReferences::with_references(std::string_view expression, int node) const {
    if (expression.find('/') == std::string_view::npos) return std::string(expression);
    return Reading(*this, expression, node, -1).run();
}

std::string PathReferences::with_references_in(int base,
                                               std::string_view predicate,
                                               int node) const {
    return Reading(*this, predicate, node, base).run();
}

}  // namespace mtm
