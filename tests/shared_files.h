#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "tests/source_directory.h"

namespace mtm {

/// Where a file of the reference collection beside the checkout would be.
inline std::string shared_path(const std::string& name) {
    return source_directory() + "/../shared/" + name;
}

/// All bytes of a file; empty if it cannot be read.
inline std::string read_test_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace mtm

/// Ends the test as skipped when a reference file is missing, or as failed where CI=true: there it
/// must not be missing.
#define REQUIRE_SHARED(name)                                          \
    do {                                                              \
        if (!std::filesystem::exists(mtm::shared_path(name))) {       \
            const char* ci = std::getenv("CI");                       \
            if (ci != nullptr && std::string(ci) == "true") {         \
                FAIL() << "../shared/" << (name) << " is missing";    \
            }                                                         \
            GTEST_SKIP() << "../shared/" << (name) << " is not here"; \
        }                                                             \
    } while (false)
