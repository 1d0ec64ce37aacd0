#pragma once

#include <map>
#include <string>
#include <vector>

namespace mtm {

/// Values of keys as numbers; 0 is blank.
using KeyCodes = std::vector<int>;

/// One numbering for the values of people and of records.
class ValueCodes {
public:
    int code(const std::string& value) {
        if (value.empty()) return 0;
        return codes_.emplace(value, static_cast<int>(codes_.size()) + 1).first->second;
    }

private:
    std::map<std::string, int> codes_;
};

/// Whether a record has a person's value, or a blank, in every key.
inline bool could_be(const KeyCodes& record, const KeyCodes& person) {
    for (std::size_t key = 0; key < record.size(); ++key) {
        if (record[key] != 0 && record[key] != person[key]) return false;
    }
    return true;
}

}  // namespace mtm
