#include "interview/reading_time.h"

#include <algorithm>
#include <limits>

#include "base/text.h"

namespace mtm {
namespace {

constexpr std::int64_t fastest_characters_a_minute = 863 + 2 * 234;

// Code points that somebody would read: not <b> nor ${name}.
std::int64_t characters_to_read(std::string_view text) {
    std::int64_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool markup = text[i] == '<' && i + 1 < text.size() && text[i + 1] != ' ';
        const bool insert = text.substr(i, 2) == "${";
        if (markup || insert) {
            const std::size_t end = text.find(markup ? '>' : '}', i);
            if (end != std::string_view::npos) {
                i = end;
                continue;
            }
        }
        // Bytes that continue a code point are not counted again.
        if ((static_cast<unsigned char>(text[i]) & 0xc0U) != 0x80U) ++count;
    }
    return count;
}

}  // namespace

std::int64_t least_reading_ms(std::string_view text) {
    return characters_to_read(text) * 60'000 / fastest_characters_a_minute;
}

std::int64_t least_reading_ms(const Question& question, int language) {
    if (language >= 0)
        return least_reading_ms(question.label.in(static_cast<std::size_t>(language)));
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (const std::string& label : question.label.by_language) {
        if (!label.empty()) least = std::min(least, least_reading_ms(label));
    }
    return least == std::numeric_limits<std::int64_t>::max() ? 0 : least;
}

}  // namespace mtm
