#pragma once

#include <string>
#include <utility>

#include "base/diagnostic.h"

namespace mtm {

/// What is wrong with an XForm, each at its line; the first thousand.
class XformFindings {
public:
    XformFindings(const std::string& file, Diagnostics& diagnostics)
        : file_(file), diagnostics_(diagnostics) {}

    void error(std::string code, int line, std::string message, std::string remedy) {
        add(Severity::error, std::move(code), line, std::move(message), std::move(remedy));
    }

    void warning(std::string code, int line, std::string message, std::string remedy) {
        add(Severity::warning, std::move(code), line, std::move(message), std::move(remedy));
    }

    [[nodiscard]] bool full() const { return diagnostics_.size() >= findings_max; }

    /// While there are few, the nearest of that many names may be looked for.
    [[nodiscard]] bool may_suggest(std::size_t names) const {
        return diagnostics_.size() < 50 && names <= 1000;
    }

private:
    static constexpr std::size_t findings_max = 1000;

    void add(
        Severity severity, std::string code, int line, std::string message, std::string remedy) {
        if (full()) return;
        diagnostics_.push_back(
            {.code = std::move(code),
             .severity = severity,
             .place = {.file = file_, .sheet = {}, .row = line, .column = {}, .interview = {}},
             .message = std::move(message),
             .remedy = std::move(remedy)});
    }

    const std::string& file_;
    Diagnostics& diagnostics_;
};

}  // namespace mtm
