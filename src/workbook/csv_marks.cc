#include "workbook/csv_marks.h"

#include <bit>
#include <cstddef>

#include "base/result.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace mtm {
namespace {

constexpr std::size_t at_once = 64;

// A bit for each of 64 bytes: whether it is a mark.
#if defined(__SSE2__)
std::uint64_t marks_in(const char* text, char separator) {
    const __m128i separators = _mm_set1_epi8(separator);
    const __m128i quotes = _mm_set1_epi8('"');
    const __m128i line_feeds = _mm_set1_epi8('\n');
    const __m128i returns = _mm_set1_epi8('\r');
    std::uint64_t out = 0;
    for (unsigned part = 0; part < 4; ++part) {
        const __m128i bytes =
            _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + std::size_t{16} * part));
        const __m128i found = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(bytes, separators), _mm_cmpeq_epi8(bytes, quotes)),
            _mm_or_si128(_mm_cmpeq_epi8(bytes, line_feeds), _mm_cmpeq_epi8(bytes, returns)));
        const auto bits = static_cast<unsigned>(_mm_movemask_epi8(found));
        out |= static_cast<std::uint64_t>(bits) << (16 * part);
    }
    return out;
}
#else
std::uint64_t marks_in(const char* text, char separator) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < at_once; ++i) {
        const char c = text[i];
        const bool mark = c == separator || c == '"' || c == '\n' || c == '\r';
        out |= static_cast<std::uint64_t>(mark ? 1 : 0) << i;
    }
    return out;
}
#endif

}  // namespace

std::size_t find_csv_marks(std::string_view text, char separator, std::span<std::uint32_t> marks) {
    CHECK(marks.size() >= text.size());
    std::uint32_t* out = marks.data();
    std::size_t at = 0;
    for (; at + at_once <= text.size(); at += at_once) {
        for (std::uint64_t bits = marks_in(text.data() + at, separator); bits != 0;
             bits &= bits - 1) {
            *out++ =
                static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(bits));
        }
    }
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == separator || c == '"' || c == '\n' || c == '\r')
            *out++ = static_cast<std::uint32_t>(at);
    }
    return static_cast<std::size_t>(out - marks.data());
}

}  // namespace mtm
