#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "expression/functions.h"

namespace mtm {

/// Writes expressions and answers at random: mostly sensible ones, some of wrong types, over few
/// questions so that the same one meets itself often. For tests that hold two evaluators to one
/// language.
class Author {
public:
    /// `names` are the references to choose from, such as "${age}"; `without` are functions never
    /// to call.
    Author(std::uint32_t seed,
           std::vector<std::string> names,
           std::vector<std::string_view> without = {})
        : random_(seed), names_(std::move(names)), without_(std::move(without)) {}

    /// An answer: 0 a choice, 1 a whole number, 2 several choices, 3 a date, 4 odd numbers,
    /// 5 odd texts.
    std::string cell(int kind) {
        switch (kind) {
            case 0:
                return pick({"male", "female", "refused", ""});
            case 1:
                return std::to_string(below(40) - 3);
            case 2:
                return pick({"food", "food water", " water", "water food shelter", ""});
            case 3:
                return pick({"2024-05-01", "1994-02-28", "2024-05-01T10:00:00.000+06:00", ""});
            case 4:
                return pick({"1.5", "-0", "0", "1e3", "x", " 7 ", "0.1", "007", ""});
            default:
                return pick({"true", "false", "1", "", " ", "a b", "it's", "43.2 76.9", "8"}) +
                       pick({"", "", "é"});
        }
    }

    std::string truth(int depth) {
        if (depth <= 0) return pick({"true()", "false()", name() + " = " + constant()});
        switch (below(14)) {
            case 0:
                return "(" + truth(depth - 1) + " or " + truth(depth - 1) + ")";
            case 1:
                return "(" + truth(depth - 1) + " and " + truth(depth - 1) + ")";
            case 2:
                return "not(" + any(depth - 1) + ")";
            case 3:
            case 4:
                return "(" + any(depth - 1) + comparison() + any(depth - 1) + ")";
            case 5:
                return "(" + name() + comparison() + name() + ")";
            case 6:
                return "(" + name() + comparison() + constant() + ")";
            case 7:
                return "selected(" + name() + ", " + text(depth - 1) + ")";
            case 8:
                return "asked(" + any(depth - 1) + ")";
            case 9:
                return "answered(" + name() + ")";
            case 10:
                return "(" + number(depth - 1) + comparison() + number(depth - 1) + ")";
            case 11:
                return "boolean(" + any(depth - 1) + ")";
            case 12:
                return "if(" + any(depth - 1) + ", " + truth(depth - 1) + ", " + any(depth - 1) +
                       ")";
            default:
                return call(depth, ValueType::boolean);
        }
    }

    std::string any(int depth) {
        switch (below(7)) {
            case 0:
                return truth(depth);
            case 1:
                return number(depth);
            case 2:
                return text(depth);
            case 3:
                return name();
            case 4:
                return constant();
            case 5:
                return depth > 0 ? call(depth, ValueType::any) : name();
            default:
                return pick({".",
                             "current()",
                             "../x",
                             name() + "[1]",
                             name() + "[. > 3]",
                             "(" + name() + " | " + name() + ")"});
        }
    }

private:
    int below(int n) { return static_cast<int>(random_() % static_cast<std::uint32_t>(n)); }

    std::string pick(const std::vector<std::string>& of) {
        return of[static_cast<std::size_t>(below(static_cast<int>(of.size())))];
    }

    std::string name() { return pick(names_); }

    std::string constant() {
        return pick({"'male'",
                     "'female'",
                     "''",
                     "18",
                     "0",
                     "-1",
                     "'food'",
                     "'2024-05-01'",
                     "0.5",
                     "true()",
                     "'1'",
                     "1 div 0",
                     "0 div 0",
                     "today()",
                     "pi()"});
    }

    std::string comparison() { return pick({" = ", " != ", " < ", " <= ", " > ", " >= "}); }

    std::string number(int depth) {
        if (depth <= 0) return pick({name(), name(), "3", "0.25", name()});
        switch (below(6)) {
            case 0:
                return "-" + number(depth - 1);
            case 1:
                return "number(" + any(depth - 1) + ")";
            case 2:
                return call(depth, ValueType::number);
            case 3:
                return "if(" + truth(depth - 1) + ", " + number(depth - 1) + ", 2)";
            default: {
                const std::string op = pick({" + ", " - ", " * ", " div ", " mod "});
                return "(" + number(depth - 1) + op + any(depth - 1) + ")";
            }
        }
    }

    std::string text(int depth) {
        if (depth <= 0) return pick({name(), "'male'", "'food'", "''"});
        switch (below(4)) {
            case 0:
                return "string(" + any(depth - 1) + ")";
            case 1:
                return "if(" + truth(depth - 1) + ", " + text(depth - 1) + ", " + name() + ")";
            case 2:
                return "concat(" + any(depth - 1) + ", " + text(depth - 1) + ")";
            default:
                return call(depth, ValueType::string);
        }
    }

    // Any function of the table that gives the type, on arguments of any type.
    std::string call(int depth, ValueType type) {
        for (;;) {
            const auto at = static_cast<std::size_t>(below(static_cast<int>(functions().size())));
            const Function& function = functions()[at];
            if (type != ValueType::any && function.result != type) continue;
            if (std::ranges::find(without_, function.name) != without_.end()) continue;
            const int most = function.most_arguments < 0 ? function.least_arguments + 2
                                                         : function.most_arguments;
            const int count = function.least_arguments + below(most - function.least_arguments + 1);
            std::string out = std::string(function.name) + "(";
            for (int i = 0; i < count; ++i) {
                out += (i > 0 ? ", " : "") + any(std::min(depth - 1, 1));
            }
            return out + ")";
        }
    }

    std::mt19937 random_;
    std::vector<std::string> names_;
    std::vector<std::string_view> without_;
};

}  // namespace mtm
