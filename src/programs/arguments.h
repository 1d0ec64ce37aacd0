#pragma once

#include <cstdint>
#include <string>
#include <vector>

// CLI11 is all headers: only arguments.cc and main.cc compile it.
namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace mtm {

/// What to write where an argument that no command expected is an expression that begins with a
/// minus, and was taken for an option; empty if none is: no option has a bracket or a ${question}.
[[nodiscard]] std::string hint_on_minus(int count, const char* const* arguments);

/// An argument of a command, being described.
class Argument {
public:
    explicit Argument(CLI::Option* option) : option_(option) {}

    const Argument& required() const;
    const Argument& take_all() const;  // may stand several times
    const Argument& show_default() const;
    const Argument& existing_folder() const;
    const Argument& existing_file() const;
    const Argument& existing_path() const;
    const Argument& one_of(const std::vector<std::string>& values) const;
    const Argument& one_of(const std::vector<int>& values) const;
    const Argument& between(long long least, long long most) const;
    const Argument& needs(const std::string& other) const;

private:
    CLI::Option* option_;
};

/// The arguments of a command: `DIR` stands by its place, `--out` by its name. What the user writes
/// goes into the variables given, which must live until the command has run.
class Arguments {
public:
    explicit Arguments(CLI::App* app) : app_(app) {}

    Argument add_option(const std::string& name, std::string& out, const std::string& about);
    Argument add_option(const std::string& name,
                        std::vector<std::string>& out,
                        const std::string& about);
    Argument add_option(const std::string& name, int& out, const std::string& about);
    Argument add_option(const std::string& name, long long& out, const std::string& about);
    Argument add_option(const std::string& name, std::uint64_t& out, const std::string& about);
    Argument add_option(const std::string& name, double& out, const std::string& about);
    Argument add_flag(const std::string& name, bool& out, const std::string& about);

private:
    CLI::App* app_;
};

}  // namespace mtm
