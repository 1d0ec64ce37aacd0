#pragma once

#include <map>
#include <string>
#include <vector>

namespace mtm {

/// Texts of a page in several languages, each once: what refers to one holds its number. Numbers
/// are given in the order in which texts come, so that the same texts have the same numbers.
class TextPool {
public:
    /// One string a language; the number of that text.
    int add(std::vector<std::string> by_language) {
        const auto [at, is_new] = numbers_.try_emplace(std::move(by_language), next_);
        if (is_new) {
            texts_.push_back(&at->first);
            ++next_;
        }
        return at->second;
    }

    /// As `add` has it, or -1 where it is empty in every language.
    int add_unless_empty(std::vector<std::string> by_language) {
        for (const std::string& text : by_language) {
            if (!text.empty()) return add(std::move(by_language));
        }
        return -1;
    }

    [[nodiscard]] std::size_t size() const { return texts_.size(); }

    [[nodiscard]] const std::vector<std::string>& operator[](std::size_t number) const {
        return *texts_[number];
    }

private:
    std::map<std::vector<std::string>, int> numbers_;
    std::vector<const std::vector<std::string>*> texts_;  // by number; map nodes do not move
    int next_ = 0;
};

}  // namespace mtm
