#include "compile/language.h"

#include "base/text.h"

namespace mtm {

Language language_from_header(std::string_view header) {
    Language language{.header = std::string(header), .code = {}, .is_default = false};
    const std::size_t open = header.rfind('(');
    if (open != std::string_view::npos && header.ends_with(')')) {
        language.code = std::string(trim(header.substr(open + 1, header.size() - open - 2)));
    }
    return language;
}

}  // namespace mtm
