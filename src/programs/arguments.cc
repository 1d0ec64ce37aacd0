#include "programs/arguments.h"

#include <CLI/CLI.hpp>

#include "base/text.h"
#include "programs/command.h"

namespace mtm {

std::string hint_on_minus(int count, const char* const* arguments) {
    for (int a = 1; a < count; ++a) {
        const std::string_view argument = arguments[a];
        if (argument == "--") return {};
        const bool expression = argument.find_first_of("(${") != std::string_view::npos;
        if (!argument.starts_with('-') || argument.starts_with("--") || !expression) continue;
        return "What begins with a minus is taken for an option: write -- before it, and options "
               "before that: -- '" +
               replace_all(std::string(argument), "'", "'\\''") + "'";
    }
    return {};
}

const Argument& Argument::required() const {
    option_->required();
    return *this;
}

const Argument& Argument::take_all() const {
    option_->take_all();
    return *this;
}

const Argument& Argument::show_default() const {
    option_->capture_default_str();
    return *this;
}

const Argument& Argument::existing_folder() const {
    option_->check(CLI::ExistingDirectory);
    return *this;
}

const Argument& Argument::existing_file() const {
    option_->check(CLI::ExistingFile);
    return *this;
}

const Argument& Argument::existing_path() const {
    option_->check(CLI::ExistingPath);
    return *this;
}

const Argument& Argument::one_of(const std::vector<std::string>& values) const {
    option_->check(CLI::IsMember(values));
    return *this;
}

const Argument& Argument::one_of(const std::vector<int>& values) const {
    option_->check(CLI::IsMember(values));
    return *this;
}

const Argument& Argument::between(long long least, long long most) const {
    option_->check(CLI::Range(least, most));
    return *this;
}

const Argument& Argument::needs(const std::string& other) const {
    option_->needs(other);
    return *this;
}

Argument Arguments::add_option(const std::string& name,
                               std::string& out,
                               const std::string& about) {
    return Argument(app_->add_option(name, out, about));
}

Argument Arguments::add_option(const std::string& name,
                               std::vector<std::string>& out,
                               const std::string& about) {
    return Argument(app_->add_option(name, out, about));
}

Argument Arguments::add_option(const std::string& name, int& out, const std::string& about) {
    return Argument(app_->add_option(name, out, about));
}

Argument Arguments::add_option(const std::string& name, long long& out, const std::string& about) {
    return Argument(app_->add_option(name, out, about));
}

Argument Arguments::add_option(const std::string& name,
                               std::uint64_t& out,
                               const std::string& about) {
    return Argument(app_->add_option(name, out, about));
}

Argument Arguments::add_option(const std::string& name, double& out, const std::string& about) {
    return Argument(app_->add_option(name, out, about));
}

Argument Arguments::add_flag(const std::string& name, bool& out, const std::string& about) {
    return Argument(app_->add_flag(name, out, about));
}

Arguments Program::add(const std::string& name,
                       const std::string& about,
                       const std::string& example,
                       Command run) {
    CLI::App* command = app.add_subcommand(name, about);
    command->footer("Example:\n  " + example);
    command->callback([&out = chosen, run = std::move(run)] { out = run; });
    return Arguments(command);
}

Program Program::group(const std::string& name, const std::string& about) {
    CLI::App* commands = app.add_subcommand(name, about);
    commands->require_subcommand(1);
    return Program{*commands, chosen};
}

}  // namespace mtm
