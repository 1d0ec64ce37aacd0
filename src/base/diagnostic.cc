#include "base/diagnostic.h"

#include <algorithm>
#include <numeric>

#include "base/text.h"

namespace mtm {

bool has_errors(const Diagnostics& diagnostics) {
    return std::ranges::any_of(diagnostics,
                               [](const Diagnostic& d) { return d.severity == Severity::error; });
}

std::string print(const Place& place) {
    std::string out = place.file;
    const auto add = [&out](std::string_view separator, const std::string& part) {
        if (!out.empty()) out += separator;
        out += part;
    };
    if (!place.interview.empty()) add(": ", "interview " + place.interview);
    if (!place.sheet.empty()) add(": ", place.sheet);
    const bool in_text = place.sheet.empty();  // a text file has lines, a sheet has rows
    if (place.row > 0) {
        add(in_text ? ": " : " ", (in_text ? "line " : "row ") + std::to_string(place.row));
    }
    if (!place.column.empty()) {
        const bool counted =
            in_text && place.column.find_first_not_of("0123456789") == std::string::npos;
        add(", ", (counted ? "character " : "column ") + place.column);
    }
    return out;
}

std::string print(const Diagnostic& diagnostic) {
    std::string out = print(diagnostic.place);
    if (!out.empty()) out += ": ";
    out += diagnostic.severity == Severity::error ? "error " : "warning ";
    out += diagnostic.code + ": " + diagnostic.message;
    if (!out.ends_with('.') && !out.ends_with('?')) out += '.';
    if (!diagnostic.remedy.empty()) out += " " + diagnostic.remedy;
    return out;
}

namespace {

// Levenshtein distance in which two neighbours that changed places are one mistake, with three
// rows; both sides are short names.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        before.swap(last);
        last.swap(row);
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = last[j] + (a[i] == b[j] ? 0 : 1);
            row[j + 1] = std::min({last[j + 1] + 1, row[j] + 1, changed});
            const bool swapped = i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j];
            if (swapped) row[j + 1] = std::min(row[j + 1], before[j - 1] + 1);
        }
    }
    return row.back();
}

}  // namespace

std::string nearest(std::string_view wrong, const std::vector<std::string>& candidates) {
    constexpr std::size_t longest_name = 300;
    const std::size_t size = wrong.size();
    if (size > longest_name) return {};
    const std::string folded = lower_ascii(wrong);
    std::size_t best = (size < 4 ? 1 : size < 6 ? 2 : size / 3) + 1;
    std::string match;
    for (const std::string& candidate : candidates) {
        const std::size_t longer = std::max(size, candidate.size());
        if (longer - std::min(size, candidate.size()) >= best) continue;  // at least so far away
        const std::size_t distance = edit_distance(folded, lower_ascii(candidate));
        if (distance < best) {
            best = distance;
            match = candidate;
        }
    }
    return match;
}

std::string did_you_mean(std::string_view wrong,
                         const std::vector<std::string>& candidates,
                         std::string_view otherwise) {
    const std::string match = nearest(wrong, candidates);
    return match.empty() ? std::string(otherwise) : "Did you mean “" + match + "”?";
}

}  // namespace mtm
