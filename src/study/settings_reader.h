#pragma once

#ifndef TOML_EXCEPTIONS
#define TOML_EXCEPTIONS 0
#endif

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include "base/diagnostic.h"
#include "expression/node.h"

namespace mtm {

/// Reads the values of a TOML file key by key. What is not of the wanted type is an error with its
/// line; keys that nobody asked for are told with the nearest one that somebody did.
///
/// A key's name in messages is `prefix + key`, as "quality.rule." + "wrong".
class SettingsReader {
public:
    /// The name must outlive it.
    explicit SettingsReader(const std::string& file_name) : file_name_(file_name) {}

    void report(std::string code,
                std::uint32_t line,
                std::string message,
                std::string remedy,
                Severity severity = Severity::error);

    [[nodiscard]] Place place(std::uint32_t line) const;

    /// The node of a key, which from now on is a known one; null if it is not there.
    const toml::node* node(const toml::table& table,
                           const std::string& prefix,
                           const std::string& key);

    void wrong_type(const toml::node& found, const std::string& key, std::string_view wanted);

    // Each leaves `out` as it is where the key is not there, or not of the type.

    void text(const toml::table& table,
              const std::string& prefix,
              const std::string& key,
              std::string& out);

    void texts(const toml::table& table,
               const std::string& prefix,
               const std::string& key,
               std::vector<std::string>& out);

    /// A whole number that is not negative.
    void number(const toml::table& table,
                const std::string& prefix,
                const std::string& key,
                int& out);

    void decimal(const toml::table& table,
                 const std::string& prefix,
                 const std::string& key,
                 double& out);

    void expression(const toml::table& table,
                    const std::string& prefix,
                    const std::string& key,
                    std::optional<Expression>& out);

    /// [key]; null if there is none.
    const toml::table* table(const toml::table& root, const std::string& key);

    /// Tells of the keys of a table that were not asked for so far.
    void report_unknown(const toml::table& table, const std::string& prefix);

    [[nodiscard]] const std::string& file_name() const { return file_name_; }

    [[nodiscard]] Diagnostics take() { return std::move(diagnostics_); }

private:
    const std::string& file_name_;
    Diagnostics diagnostics_;
    std::set<std::string> known_;
};

}  // namespace mtm
