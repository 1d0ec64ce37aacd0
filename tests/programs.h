#pragma once

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/shared_files.h"

// The program `mtm` run as a user runs it, for tests.
namespace mtm {

namespace fs = std::filesystem;

struct Ran {
    int exit = -1;
    std::string out;  // stdout and stderr together
};

inline Ran run(const std::string& arguments, bool with_errors = true) {
    const std::string command =
        std::string(MTM_PROGRAM) + " " + arguments + (with_errors ? " 2>&1" : " 2>/dev/null");
    Ran ran;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return ran;
    char buffer[65536];
    for (std::size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;)
        ran.out.append(buffer, n);
    const int status = pclose(pipe);
    ran.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
}

inline void write(const fs::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

// A fresh folder that goes when the test ends.
class Folder {
public:
    Folder() {
        static int number = 0;
        path_ = fs::temp_directory_path() /
                ("mtm-test-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
        fs::create_directories(path_);
    }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    ~Folder() { fs::remove_all(path_); }

    [[nodiscard]] std::string operator/(const std::string& name) const {
        return (path_ / name).string();
    }

private:
    fs::path path_;
};

// A copy of the Round 4 study with its 1,845 rehearsed interviews; made once for all tests.
inline const std::string& round4() {
    static const Folder folder;
    static const std::string study = [] {
        const fs::path source = fs::path(source_directory()) / "studies/kazakhstan-2024-r4";
        std::string copy = folder / "r4";
        fs::create_directories(copy);
        for (const char* name :
             {"study.toml", "questionnaire.xlsx", "report.md", "areas.geojson", "margins.csv"}) {
            fs::copy_file(source / name, fs::path(copy) / name);
        }
        const Ran ran = run("rehearse " + copy + " --margins " + copy + "/margins.csv");
        EXPECT_EQ(ran.exit, 0) << ran.out;
        return copy;
    }();
    return study;
}

// A copy of the Round 3 study beside that of Round 4, with its 1,500 rehearsed interviews, and one
// of Round 4: for tests of both rounds. The others look at a study whose previous round is missing.
struct BothRounds {
    std::string now;
    std::string before;
};

inline const BothRounds& both_rounds() {
    static const Folder folder;
    static const BothRounds rounds = [] {
        const fs::path studies = fs::path(source_directory()) / "studies";
        BothRounds out{folder / "kazakhstan-2024-r4", folder / "kazakhstan-2024-r3"};
        fs::copy(round4(), out.now, fs::copy_options::recursive);
        fs::remove_all(out.now + "/out");
        fs::create_directories(out.before);
        for (const char* name : {"study.toml", "questionnaire.xlsx", "report.md", "margins.csv"})
            fs::copy_file(studies / "kazakhstan-2024-r3" / name, fs::path(out.before) / name);
        const Ran ran = run("rehearse " + out.before + " --margins " + out.before + "/margins.csv");
        EXPECT_EQ(ran.exit, 0) << ran.out;
        return out;
    }();
    return rounds;
}

}  // namespace mtm
