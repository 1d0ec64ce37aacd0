#include "attack/public_csv.h"

#include <algorithm>
#include <set>

namespace mtm {

namespace {

// One record after the other.
class PublicCsvReader {
public:
    explicit PublicCsvReader(std::string_view text) : text_(text) {
        constexpr std::string_view mark = "\xEF\xBB\xBF";
        if (text_.substr(0, mark.size()) == mark) at_ = mark.size();
    }

    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

    [[nodiscard]] int line() const { return line_; }

    Result<std::vector<std::string>> record() {
        std::vector<std::string> out;
        while (true) {
            out.push_back(TRY(value()));
            if (at_end()) return out;
            const char c = text_[at_++];
            if (c == ',') {
                if (at_end()) out.emplace_back();
                if (at_end()) return out;
                continue;
            }
            if (c == '\r' && !at_end() && text_[at_] == '\n') ++at_;
            ++line_;
            return out;
        }
    }

private:
    Result<std::string> value() {
        if (at_end() || text_[at_] != '"') {
            const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
            std::string out(text_.substr(at_, end - at_));
            at_ = end;
            return out;
        }
        const int begun = line_;
        std::string out;
        for (++at_; !at_end(); ++at_) {
            const char c = text_[at_];
            if (c == '\n') ++line_;
            if (c != '"') {
                out += c;
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                out += text_[++at_];
            } else {
                ++at_;
                if (at_end() || text_[at_] == ',' || text_[at_] == '\n' || text_[at_] == '\r')
                    return out;
                return Error{"line " + std::to_string(line_) +
                             ": text follows a closing quote; quotes inside a value are doubled"};
            }
        }
        return Error{"line " + std::to_string(begun) + ": a quote is never closed"};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
};

}  // namespace

std::optional<std::size_t> PublicCsv::column(std::string_view name) const {
    const auto found = std::find(columns.begin(), columns.end(), name);
    if (found == columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns.begin());
}

const std::string& PublicCsv::at(std::size_t row, std::string_view name) const {
    static const std::string nothing;
    const auto c = column(name);
    return c ? rows[row][*c] : nothing;
}

Result<PublicCsv> read_public_csv(std::string_view text) {
    PublicCsvReader reader(text);
    PublicCsv out;
    while (!reader.at_end()) {
        const int line = reader.line();
        std::vector<std::string> record = TRY(reader.record());
        if (record.size() == 1 && record[0].empty()) continue;
        if (out.columns.empty()) {
            out.columns = std::move(record);
            const std::set<std::string> names(out.columns.begin(), out.columns.end());
            if (names.size() < out.columns.size())
                return Error{"line " + std::to_string(line) + ": two columns have one name"};
            continue;
        }
        if (record.size() > out.columns.size())
            return Error{"line " + std::to_string(line) + ": more values than columns"};
        record.resize(out.columns.size());
        out.rows.push_back(std::move(record));
    }
    if (out.columns.empty()) return Error{"there is no record that names the columns"};
    return out;
}

}  // namespace mtm
