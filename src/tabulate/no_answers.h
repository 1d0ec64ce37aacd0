#pragma once

#include <string>
#include <string_view>

#include "expression/evaluate.h"

namespace mtm {

/// What arithmetic over aggregates may still read: nothing.
class NoAnswers : public AnswerSource {
public:
    NodeSet answers(std::string_view) const override { return {}; }

    NodeSet path(std::string_view) const override { return {}; }

    std::string self() const override { return {}; }

    bool asked(std::string_view) const override { return false; }

    std::string choice_label(std::string_view, std::string_view) const override { return {}; }

    std::string now() const override { return {}; }
};

}  // namespace mtm
