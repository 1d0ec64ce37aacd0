#include "review/form_texts.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/text.h"

namespace mtm {
namespace {

constexpr std::size_t ranges_shown = 8;

// What stands between `open` and `close` becomes a space.
std::string without(std::string_view text, std::string_view open, char close) {
    std::string out;
    while (true) {
        const std::size_t begin = text.find(open);
        const std::size_t end =
            begin == std::string_view::npos ? begin : text.find(close, begin + open.size());
        if (end == std::string_view::npos) return out + std::string(text);
        out += text.substr(0, begin);
        out += ' ';
        text.remove_prefix(end + 1);
    }
}

void collect_conjuncts(const Node& node, std::vector<const Node*>& out) {
    if (node.kind == NodeKind::binary && node.text == "and") {
        for (const Node& child : node.children)
            collect_conjuncts(child, out);
    } else {
        out.push_back(&node);
    }
}

}  // namespace

void visit_texts(const Questionnaire& form,
                 const std::function<void(const TextPlace&, const Translated&)>& visit) {
    const auto show =
        [&](std::string_view sheet, std::string_view column, int row, const auto& text) {
            if (row > 0 && !text.empty()) visit({sheet, column, row}, text);
        };
    for (const Group& group : form.groups)
        show("survey", "label", group.row, group.label);
    for (const Question& question : form.questions) {
        show("survey", "label", question.row, question.label);
        show("survey", "hint", question.row, question.hint);
        show("survey", "guidance_hint", question.row, question.guidance_hint);
        show("survey", "constraint_message", question.row, question.constraint_message);
        show("survey", "required_message", question.row, question.required_message);
    }
    for (const ChoiceList& list : form.lists) {
        for (const Choice& choice : list.choices)
            show("choices", "label", choice.row, choice.label);
    }
}

// NOLINTNEXTLINE(readability-function-size): ICU's macro unfolds deep
std::string searchable(std::string_view text) {
    const std::string plain = without(without(text, "${", '}'), "<", '>');
    std::string out = " ";
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(plain.data());
    const auto length = static_cast<std::int32_t>(plain.size());
    for (std::int32_t i = 0; i < length;) {
        UChar32 c = 0;
        U8_NEXT(bytes, i, length, c);
        // An apostrophe belongs to its word: “don't”.
        if (c == U'’' || c == U'\'' || c == U'ʼ' || c == U'ʻ') continue;
        if (c > 0 && (u_isalnum(c) || u_charType(c) == U_NON_SPACING_MARK)) {
            append_utf8(out, static_cast<char32_t>(u_tolower(c)));
        } else if (out.back() != ' ') {
            out += ' ';
        }
    }
    if (out.back() != ' ') out += ' ';
    return out;
}

bool holds_phrase(std::string_view searchable_text, const std::vector<std::string_view>& phrases) {
    return std::ranges::any_of(phrases, [searchable_text](std::string_view phrase) {
        return searchable_text.find(phrase) != std::string_view::npos;
    });
}

std::vector<std::string> inserts_of(std::string_view text) {
    std::vector<std::string> out;
    std::set<std::string_view> seen;
    for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at)) {
        const std::size_t end = text.find('}', at);
        if (end == std::string_view::npos) break;
        const std::string_view name = trim(text.substr(at + 2, end - at - 2));
        if (seen.insert(name).second) out.emplace_back(name);
        at = end;
    }
    return out;
}

std::vector<const Node*> conjuncts(const Node& node) {
    std::vector<const Node*> out;
    collect_conjuncts(node, out);
    return out;
}

std::string rows_in_words(const std::vector<int>& rows) {
    if (rows.size() == 1) return fmt::format("row {}", rows.front());
    std::string out = "rows ";
    std::size_t shown = 0;
    std::size_t ranges = 0;
    while (shown < rows.size() && ranges < ranges_shown) {
        std::size_t last = shown;
        while (last + 1 < rows.size() && rows[last + 1] == rows[last] + 1)
            ++last;
        if (ranges > 0) out += ", ";
        out += last == shown ? fmt::format("{}", rows[shown])
                             : fmt::format("{}–{}", rows[shown], rows[last]);
        shown = last + 1;
        ++ranges;
    }
    if (shown < rows.size()) out += fmt::format(" and {} more", rows.size() - shown);
    return out;
}

}  // namespace mtm
