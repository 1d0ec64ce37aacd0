#include "report/blocks.h"

#include <algorithm>
#include <cctype>
#include <map>

#include <md4c.h>

#include "base/result.h"
#include "base/text.h"

namespace mtm {
namespace {

/// Replaces footnote references `[^label]` of a line by marks.
std::string mark_footnotes(std::string_view line, BlockContext& context) {
    std::string out;
    std::size_t at = 0;
    for (;;) {
        const std::size_t open = line.find("[^", at);
        const std::size_t close =
            open == std::string_view::npos ? open : line.find_first_of("] \t", open);
        if (close == std::string_view::npos) break;
        if (line[close] != ']' || close == open + 2 || (open > 0 && line[open - 1] == '\\')) {
            out += line.substr(at, open + 2 - at);
            at = open + 2;
            continue;
        }
        out += line.substr(at, open - at);
        out += footnote_mark(context.footnote_labels.size());
        context.footnote_labels.emplace_back(line.substr(open + 2, close - open - 2));
        at = close + 1;
    }
    return out += line.substr(at);
}

std::string decode_entity(std::string_view entity) {
    static const std::map<std::string_view, std::string_view> named = {{"&amp;", "&"},
                                                                       {"&lt;", "<"},
                                                                       {"&gt;", ">"},
                                                                       {"&quot;", "\""},
                                                                       {"&apos;", "'"},
                                                                       {"&nbsp;", "\u00a0"},
                                                                       {"&ndash;", "–"},
                                                                       {"&mdash;", "—"},
                                                                       {"&hellip;", "…"},
                                                                       {"&copy;", "©"},
                                                                       {"&shy;", "\u00ad"},
                                                                       {"&thinsp;", "\u2009"}};
    if (const auto found = named.find(entity); found != named.end()) {
        return std::string(found->second);
    }
    if (!entity.starts_with("&#") || entity.size() < 4) return std::string(entity);
    const bool hex = entity[2] == 'x' || entity[2] == 'X';
    const std::string digits(entity.substr(hex ? 3 : 2, entity.size() - (hex ? 4 : 3)));
    std::string out;
    append_utf8(out, static_cast<char32_t>(std::strtoul(digits.c_str(), nullptr, hex ? 16 : 10)));
    return out;
}

std::string text_of(const MD_ATTRIBUTE& attribute) {
    return attribute.text == nullptr ? std::string() : std::string(attribute.text, attribute.size);
}

/// Receives md4c's events and builds the tree.
class Builder {
public:
    Builder(const std::string& text, std::span<const NumberedLine> lines, BlockContext& context)
        : text_(text), lines_(lines), context_(context) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\n') line_ends_.push_back(i);
        }
        stack_.push_back({});
    }

    std::vector<Block> take() { return std::move(stack_.front().children); }

    void enter_block(MD_BLOCKTYPE type, void* detail) {
        if (type == MD_BLOCK_DOC || type == MD_BLOCK_THEAD || type == MD_BLOCK_TBODY) {
            in_head_ = type == MD_BLOCK_THEAD;
            return;
        }
        stack_.push_back(block_of(type, detail));
    }

    void leave_block(MD_BLOCKTYPE type) {
        if (type == MD_BLOCK_DOC || type == MD_BLOCK_THEAD || type == MD_BLOCK_TBODY) {
            in_head_ = false;
            return;
        }
        Block done = std::move(stack_.back());
        stack_.pop_back();
        if (done.line == 0 && !done.children.empty()) done.line = done.children.front().line;
        stack_.back().children.push_back(std::move(done));
    }

    void enter_span(MD_SPANTYPE type, void* detail) {
        Inline span;
        span.line = line_;
        switch (type) {
            case MD_SPAN_EM:
                span.kind = InlineKind::emphasis;
                break;
            case MD_SPAN_STRONG:
                span.kind = InlineKind::strong;
                break;
            case MD_SPAN_DEL:
                span.kind = InlineKind::strike;
                break;
            case MD_SPAN_CODE:
                span.kind = InlineKind::code;
                break;
            case MD_SPAN_A:
                span.kind = InlineKind::link;
                span.target = text_of(static_cast<MD_SPAN_A_DETAIL*>(detail)->href);
                break;
            default:
                refuse_image();
                break;
        }
        spans_.push_back(std::move(span));
    }

    void leave_span() {
        Inline done = std::move(spans_.back());
        spans_.pop_back();
        if (done.kind == InlineKind::code) {
            for (const Inline& piece : done.children)
                done.text += piece.text;
            done.children.clear();
        }
        inlines().push_back(std::move(done));
    }

    void text(MD_TEXTTYPE type, std::string_view piece) {
        note_line(piece);
        switch (type) {
            case MD_TEXT_BR:
                add(piece_of(InlineKind::line_break));
                break;
            case MD_TEXT_SOFTBR:
                add_text(" ");
                break;
            case MD_TEXT_ENTITY:
                add_text(decode_entity(piece));
                break;
            case MD_TEXT_CODE:
                add_code(restored(piece));
                break;
            default:
                add_marked(piece);
                break;
        }
    }

private:
    Block block_of(MD_BLOCKTYPE type, void* detail) const {
        Block block;
        switch (type) {
            case MD_BLOCK_QUOTE:
                block.kind = BlockKind::quote;
                break;
            case MD_BLOCK_UL:
                block.kind = BlockKind::list;
                break;
            case MD_BLOCK_OL:
                block.kind = BlockKind::list;
                block.ordered = true;
                block.start = static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start;
                break;
            case MD_BLOCK_LI:
                block.kind = BlockKind::item;
                break;
            case MD_BLOCK_HR:
                block.kind = BlockKind::rule;
                break;
            case MD_BLOCK_H:
                block.kind = BlockKind::heading;
                block.level = static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
                break;
            case MD_BLOCK_CODE:
                block.kind = BlockKind::code;
                break;
            case MD_BLOCK_TABLE:
                block.kind = BlockKind::table;
                break;
            case MD_BLOCK_TR:
                block.kind = BlockKind::row;
                block.head = in_head_;
                break;
            case MD_BLOCK_TH:
            case MD_BLOCK_TD:
                block.kind = BlockKind::cell;
                break;
            default:
                break;
        }
        return block;
    }

    void note_line(std::string_view piece) {
        const char* begin = text_.data();
        if (piece.data() < begin || piece.data() >= begin + text_.size()) return;
        const auto offset = static_cast<std::size_t>(piece.data() - begin);
        const auto end = std::lower_bound(line_ends_.begin(), line_ends_.end(), offset);
        line_ = lines_[static_cast<std::size_t>(end - line_ends_.begin())].number;
        for (Block& open : stack_) {
            if (open.line == 0) open.line = line_;
        }
    }

    /// In a tight list the text stands in the item itself: it gets a paragraph there.
    Block& text_block() {
        Block& top = stack_.back();
        if (top.kind != BlockKind::item) return top;
        if (top.children.empty() || top.children.back().kind != BlockKind::paragraph) {
            Block paragraph;
            paragraph.line = line_;
            top.children.push_back(std::move(paragraph));
        }
        return top.children.back();
    }

    std::vector<Inline>& inlines() {
        return spans_.empty() ? text_block().inlines : spans_.back().children;
    }

    void add(Inline piece) {
        piece.line = line_;
        inlines().push_back(std::move(piece));
    }

    void add_text(std::string_view piece) {
        if (piece.empty()) return;
        std::vector<Inline>& to = inlines();
        if (!to.empty() && to.back().kind == InlineKind::text) {
            to.back().text += piece;
        } else {
            add(text_piece(std::string(piece)));
        }
    }

    void add_code(std::string_view piece) {
        if (stack_.back().kind == BlockKind::code) {
            stack_.back().text += piece;
        } else {
            add_text(piece);
        }
    }

    void add_marked(std::string_view piece) {
        std::size_t plain = 0;
        for (std::size_t i = 0; i < piece.size();) {
            const Mark mark = mark_at(piece.substr(i));
            if (mark.kind == Mark::Kind::none) {
                ++i;
                continue;
            }
            add_text(piece.substr(plain, i - plain));
            add_mark(mark);
            plain = i += mark.length;
        }
        add_text(piece.substr(plain));
    }

    void add_mark(const Mark& mark) {
        Inline piece;
        piece.kind = mark.kind == Mark::Kind::figure ? InlineKind::figure : InlineKind::footnote;
        if (mark.kind == Mark::Kind::figure) {
            piece.index = static_cast<int>(mark.index);
            context_.figure_used[mark.index] = true;
        } else {
            piece.text = context_.footnote_labels[mark.index];
        }
        add(std::move(piece));
    }

    [[nodiscard]] std::string restored(std::string_view piece) const {
        std::string out;
        for (std::size_t i = 0; i < piece.size();) {
            const Mark mark = mark_at(piece.substr(i));
            if (mark.kind == Mark::Kind::none) {
                out += piece[i++];
                continue;
            }
            out += mark.kind == Mark::Kind::figure
                       ? "{{ " + (*context_.figures)[mark.index].source + " }}"
                       : "[^" + context_.footnote_labels[mark.index] + "]";
            i += mark.length;
        }
        return out;
    }

    void refuse_image() {
        Place place;
        place.file = context_.file;
        place.row = line_ == 0 && !lines_.empty() ? lines_.front().number : line_;
        context_.diagnostics.push_back(
            {"picture-in-report",
             Severity::error,
             place,
             "A picture from a file cannot stand in the report, which is one file.",
             "Use a table directive with a chart, or “::: map areas”."});
    }

    const std::string& text_;
    std::span<const NumberedLine> lines_;
    BlockContext& context_;
    std::vector<std::size_t> line_ends_;
    std::vector<Block> stack_;
    std::vector<Inline> spans_;
    int line_ = 0;
    bool in_head_ = false;
};

Builder& builder(void* user_data) {
    return *static_cast<Builder*>(user_data);
}

MD_PARSER parser() {
    MD_PARSER callbacks{};
    callbacks.flags = MD_FLAG_TABLES | MD_FLAG_NOHTML | MD_FLAG_STRIKETHROUGH;
    callbacks.enter_block = [](MD_BLOCKTYPE type, void* detail, void* user) {
        builder(user).enter_block(type, detail);
        return 0;
    };
    callbacks.leave_block = [](MD_BLOCKTYPE type, void*, void* user) {
        builder(user).leave_block(type);
        return 0;
    };
    callbacks.enter_span = [](MD_SPANTYPE type, void* detail, void* user) {
        builder(user).enter_span(type, detail);
        return 0;
    };
    callbacks.leave_span = [](MD_SPANTYPE, void*, void* user) {
        builder(user).leave_span();
        return 0;
    };
    callbacks.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* user) {
        builder(user).text(type, std::string_view(text, size));
        return 0;
    };
    return callbacks;
}

}  // namespace

std::vector<Block> read_blocks(std::span<const NumberedLine> lines, BlockContext& context) {
    if (lines.empty()) return {};
    std::string text;
    for (const NumberedLine& line : lines)
        text += mark_footnotes(line.text, context) + '\n';
    Builder into(text, lines, context);
    const MD_PARSER callbacks = parser();
    CHECK(md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &callbacks, &into) == 0);
    return into.take();
}

}  // namespace mtm
