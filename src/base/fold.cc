#include "base/fold.h"

#include <unicode/unistr.h>

#include "base/text.h"

namespace mtm {

std::string fold(std::string_view text) {
    std::string out;
    icu::UnicodeString::fromUTF8(squeeze(text)).foldCase().toUTF8String(out);
    return out;
}

}  // namespace mtm
