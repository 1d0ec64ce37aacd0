#include "tests/source_directory.h"

namespace mtm {

std::string source_directory() {
    return MTM_SOURCE_DIR;
}

}  // namespace mtm
