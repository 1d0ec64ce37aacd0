#pragma once

#include <cstdint>
#include <string>

namespace mtm {

/// [withdrawal] of study.toml: by what respondents withdraw, and how long a backup may still hold
/// them.
struct WithdrawalRules {
    std::string code;       // question whose answer is the code on the respondent's card; or empty
    int backups_days = 30;  // within which backups that hold a withdrawn interview must be gone
    int line = 0;           // of study.toml; 0: it says nothing
};

enum class TermUnit : std::uint8_t { days, weeks, months, years };

/// [retention] of study.toml: how long after fieldwork raw data are kept.
struct RetentionRules {
    int count = 0;  // of units; 0: no term is set
    TermUnit unit = TermUnit::months;
    int line = 0;
};

}  // namespace mtm
