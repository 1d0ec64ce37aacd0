#include <CLI/CLI.hpp>
#include <clocale>
#include <cstdio>
#include <exception>
#include <string>

#include "programs/command.h"

int main(int argc, char** argv) {
    CLI::App app("mtm: survey people on the move, and publish what they say", "mtm");
    app.require_subcommand(1);
    app.get_formatter()->column_width(28);
    mtm::Command chosen;
    mtm::Program program{app, chosen};
    mtm::add_new(program);
    mtm::add_workbook(program);
    mtm::add_form(program);
    mtm::add_check(program);
    mtm::add_sample(program);
    mtm::add_deploy(program);
    mtm::add_close(program);
    mtm::add_rehearse(program);
    mtm::add_audit(program);
    mtm::add_import(program);
    mtm::add_pull(program);
    mtm::add_export(program);
    mtm::add_quality(program);
    mtm::add_weights(program);
    mtm::add_backcheck(program);
    mtm::add_rds(program);
    mtm::add_tables(program);
    mtm::add_compare(program);
    mtm::add_ask(program);
    mtm::add_report(program);
    mtm::add_publish(program);
    mtm::add_release(program);
    mtm::add_withdraw(program);
    mtm::add_retire(program);
    mtm::add_backup(program);
    mtm::add_restore(program);
    mtm::add_serve(program);
    mtm::add_keys(program);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError)) {
            const std::string hint = mtm::hint_on_minus(argc, argv);
            if (!hint.empty()) std::fprintf(stderr, "%s\n", hint.c_str());
        }
        return code == 0 ? 0 : static_cast<int>(mtm::Exit::wrong_usage);
    }
    try {
        return static_cast<int>(chosen());
    } catch (const std::exception& error) {  // of a library: memory, a locale that is not there
        std::fprintf(stderr, "mtm: %s\n", error.what());
        return static_cast<int>(mtm::Exit::world_failed);
    }
}
