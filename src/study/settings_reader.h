#pragma once

#ifndef TOML_EXCEPTIONS
#define TOML_EXCEPTIONS 0
#endif

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "base/diagnostic.h"
#include "expression/node.h"

namespace mtm {

/// Takes settings out of a parsed TOML file. It remembers every key that was asked for, so that
/// what is left over can be told as unknown; a value of the wrong kind is a diagnostic and leaves
/// `out` as it was. `prefix` is that of the table in messages, as "areas.".
class SettingsReader {
public:
    /// `file_name` must outlive the reader.
    explicit SettingsReader(const std::string& file_name) : file_name_(file_name) {}

    void report(std::string code,
                std::uint32_t line,
                std::string message,
                std::string remedy,
                Severity severity = Severity::error);

    [[nodiscard]] Place place(std::uint32_t line) const;

    /// The node of a key, or null; from now on it is a known one.
    const toml::node* node(const toml::table& table,
                           const std::string& prefix,
                           const std::string& key);

    void wrong_type(const toml::node& found, const std::string& key, std::string_view wanted);

    void text(const toml::table& table,
              const std::string& prefix,
              const std::string& key,
              std::string& out);

    void texts(const toml::table& table,
               const std::string& prefix,
               const std::string& key,
               std::vector<std::string>& out);

    /// A list of texts, or a text alone for a list of one.
    void text_or_texts(const toml::table& table,
                       const std::string& prefix,
                       const std::string& key,
                       std::vector<std::string>& out);

    /// A whole number from 0 to 10⁹.
    void number(const toml::table& table,
                const std::string& prefix,
                const std::string& key,
                int& out);

    /// A number from 0.
    void decimal(const toml::table& table,
                 const std::string& prefix,
                 const std::string& key,
                 double& out);

    void truth(const toml::table& table,
               const std::string& prefix,
               const std::string& key,
               bool& out);

    void expression(const toml::table& table,
                    const std::string& prefix,
                    const std::string& key,
                    std::optional<Expression>& out);

    /// The table of that key in the root, or null.
    const toml::table* table(const toml::table& root, const std::string& key);

    /// Tells of keys of a table that nobody has asked for.
    void report_unknown(const toml::table& table, const std::string& prefix);

    [[nodiscard]] const std::string& file_name() const { return file_name_; }

    [[nodiscard]] Diagnostics take_diagnostics() { return std::move(diagnostics_); }

private:
    const std::string& file_name_;
    Diagnostics diagnostics_;
    std::set<std::string> known_;
};

}  // namespace mtm
