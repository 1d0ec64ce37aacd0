#include "study/settings_reader.h"

#include <algorithm>
#include <cstdio>

#include "base/text.h"
#include "study/plan.h"

namespace mtm {
namespace {

// A rule of who is counted, what is withheld, encrypted, weighted or estimated must not be passed
// over for a slip of the pen.
Severity severity_of_unknown(const std::string& prefix, std::string_view key) {
    static const std::vector<std::string> rules{"counted",
                                                "protection",
                                                "encryption",
                                                "encrypt",
                                                "public_key",
                                                "sample",
                                                "weights",
                                                "variance",
                                                "respondent_driven",
                                                "compare",
                                                "back_check"};
    const bool rule =
        prefix.empty()
            ? !nearest(key, rules).empty()
            : std::ranges::find(rules, prefix.substr(0, prefix.find('.'))) != rules.end();
    return rule ? Severity::error : Severity::warning;
}

}  // namespace

void SettingsReader::report(std::string code,
                            std::uint32_t line,
                            std::string message,
                            std::string remedy,
                            Severity severity) {
    diagnostics_.push_back({.code = std::move(code),
                            .severity = severity,
                            .place = place(line),
                            .message = std::move(message),
                            .remedy = std::move(remedy)});
}

Place SettingsReader::place(std::uint32_t line) const {
    return {.file = file_name_,
            .sheet = {},
            .row = static_cast<int>(line),
            .column = {},
            .interview = {}};
}

const toml::node* SettingsReader::node(const toml::table& table,
                                       const std::string& prefix,
                                       const std::string& key) {
    known_.insert(prefix + key);
    return table.get(key);
}

void SettingsReader::wrong_type(const toml::node& found,
                                const std::string& key,
                                std::string_view wanted) {
    report("wrong-type",
           found.source().begin.line,
           "“" + key + "” must be " + std::string(wanted) + ".",
           "Correct its value.");
}

void SettingsReader::text(const toml::table& table,
                          const std::string& prefix,
                          const std::string& key,
                          std::string& out) {
    const toml::node* found = node(table, prefix, key);
    if (found == nullptr) return;
    if (const auto value = found->value<std::string>(); value && found->is_string()) {
        out = trim(*value);
    } else if (const auto* day = found->as_date()) {
        char buffer[16];
        std::snprintf(buffer,
                      sizeof buffer,
                      "%04d-%02d-%02d",
                      int{day->get().year},
                      int{day->get().month},
                      int{day->get().day});
        out = buffer;
    } else {
        wrong_type(*found, prefix + key, "a text in quotes");
    }
}

void SettingsReader::texts(const toml::table& table,
                           const std::string& prefix,
                           const std::string& key,
                           std::vector<std::string>& out) {
    const toml::node* found = node(table, prefix, key);
    if (found == nullptr) return;
    const toml::array* list = found->as_array();
    if (list == nullptr || (!list->empty() && !list->is_homogeneous(toml::node_type::string))) {
        wrong_type(*found, prefix + key, "a list of texts");
        return;
    }
    for (const toml::node& item : *list)
        out.push_back(*item.value<std::string>());
}

void SettingsReader::number(const toml::table& table,
                            const std::string& prefix,
                            const std::string& key,
                            int& out) {
    const toml::node* found = node(table, prefix, key);
    if (found == nullptr) return;
    const auto value = found->value<std::int64_t>();
    if (!found->is_integer() || !value || *value < 0 || *value > 1'000'000'000) {
        wrong_type(*found, prefix + key, "a whole number that is not negative");
        return;
    }
    out = static_cast<int>(*value);
}

void SettingsReader::decimal(const toml::table& table,
                             const std::string& prefix,
                             const std::string& key,
                             double& out) {
    const toml::node* found = node(table, prefix, key);
    if (found == nullptr) return;
    const auto value = found->value<double>();
    if (!found->is_number() || !value || !(*value >= 0)) {
        wrong_type(*found, prefix + key, "a number from 0");
        return;
    }
    out = *value;
}

void SettingsReader::expression(const toml::table& table,
                                const std::string& prefix,
                                const std::string& key,
                                std::optional<Expression>& out) {
    std::string source;
    text(table, prefix, key, source);
    if (source.empty()) return;
    out = read_expression(source, place(table.get(key)->source().begin.line), diagnostics_);
}

const toml::table* SettingsReader::table(const toml::table& root, const std::string& key) {
    const toml::node* found = node(root, "", key);
    if (found == nullptr) return nullptr;
    if (found->as_table() == nullptr) wrong_type(*found, key, "a table: [" + key + "]");
    return found->as_table();
}

void SettingsReader::report_unknown(const toml::table& table, const std::string& prefix) {
    std::vector<std::string> candidates;
    for (const std::string& name : known_) {
        if (name.starts_with(prefix)) candidates.push_back(name.substr(prefix.size()));
    }
    for (const auto& [key, value] : table) {
        if (known_.contains(prefix + std::string(key.str()))) continue;
        report("unknown-setting",
               key.source().begin.line,
               "“" + prefix + std::string(key.str()) + "” is not a setting of a study.",
               did_you_mean(key.str(), candidates, "Remove it."),
               severity_of_unknown(prefix, key.str()));
    }
}

void SettingsReader::text_or_texts(const toml::table& table,
                                   const std::string& prefix,
                                   const std::string& key,
                                   std::vector<std::string>& out) {
    const toml::node* found = node(table, prefix, key);
    if (found == nullptr || !found->is_string()) {
        texts(table, prefix, key, out);
        return;
    }
    std::string one;
    text(table, prefix, key, one);
    if (!one.empty()) out.push_back(std::move(one));
}

void SettingsReader::truth(const toml::table& table,
                           const std::string& prefix,
                           const std::string& key,
                           bool& out) {
    const toml::node* found = node(table, prefix, key);
    if (found == nullptr) return;
    if (const auto* value = found->as_boolean())
        out = value->get();
    else
        wrong_type(*found, prefix + key, "true or false");
}

}  // namespace mtm
