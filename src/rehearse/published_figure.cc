#include "rehearse/published_figure.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/parse.h"

namespace mtm {
namespace {

constexpr std::array<const char*, 4> needed = {"id", "variable", "category", "pct"};

const std::vector<std::string>& headers() {
    static const std::vector<std::string> names = {"id",
                                                   "section",
                                                   "variable",
                                                   "category",
                                                   "base",
                                                   "subset",
                                                   "base_n",
                                                   "pct",
                                                   "n",
                                                   "stat",
                                                   "note"};
    return names;
}

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Counts are printed as "1845", "1,845" or "1 845".
std::optional<long long> printed_count(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c != ',' && c != ' ') digits += c;
    }
    if (!all_digits(digits) || digits.size() > 12) return std::nullopt;
    return std::stoll(digits);
}

class RowReader {
public:
    RowReader(const std::vector<std::string>& header,
              int line,
              std::string file,
              PublishedFigures& out)
        : file_(std::move(file)), out_(out) {
        std::vector<std::string> strangers;
        for (const std::string& cell : header) {
            names_.push_back(lower_ascii(trim(cell)));
            const bool known = std::ranges::find(headers(), names_.back()) != headers().end();
            if (!known && !names_.back().empty()) strangers.push_back(names_.back());
        }
        check_headers(line, std::move(strangers));
    }

    [[nodiscard]] bool complete() const { return out_.diagnostics.empty(); }

    void read(const std::vector<std::string>& cells, int line) {
        cells_ = &cells;
        line_ = line;
        sound_ = true;
        PublishedFigure figure;
        figure.id = cell("id");
        figure.variable = cell("variable");
        figure.category = cell("category");
        figure.base = cell("base").empty() ? "all" : cell("base");
        figure.place = place(line, "");
        read_identity(figure);
        read_subset(figure);
        figure.base_n = count("base_n");
        figure.n = count("n");
        read_kind(figure);
        if (figure.kind == FigureKind::change) {
            read_change(figure);
        } else {
            read_printed(figure);
        }
        if (sound_) out_.figures.push_back(std::move(figure));
    }

private:
    void check_headers(int line, std::vector<std::string> strangers) {
        std::map<std::string, std::string> meant;  // column that is missing → that stands for it
        for (const char* name : needed) {
            if (std::ranges::find(names_, name) != names_.end()) continue;
            meant[name] = nearest(name, strangers);
            std::erase(strangers, meant[name]);
        }
        for (const std::string& name : strangers) {
            complain(line,
                     name,
                     "unknown-figures-column",
                     fmt::format("There is no column “{}”.", name),
                     did_you_mean(name, headers(), "Known are " + join(headers(), ", ") + "."));
        }
        for (const auto& [name, near] : meant) {
            complain(line,
                     name,
                     "missing-column",
                     fmt::format("The file has no column “{}”.", name),
                     near.empty() ? "Add it to the first line."
                                  : fmt::format("Rename “{}” to “{}”.", near, name));
        }
    }

    [[nodiscard]] std::string cell(std::string_view name) const {
        const auto at = std::find(names_.begin(), names_.end(), name) - names_.begin();
        const auto index = static_cast<std::size_t>(at);
        return index < cells_->size() ? std::string(trim((*cells_)[index])) : std::string();
    }

    [[nodiscard]] Place place(int line, std::string column) const {
        Place place;
        place.file = file_;
        place.row = line;
        place.column = std::move(column);
        return place;
    }

    void complain(int line,
                  const std::string& column,
                  const char* code,
                  std::string message,
                  std::string remedy) {
        sound_ = false;
        out_.diagnostics.push_back(
            {code, Severity::error, place(line, column), std::move(message), std::move(remedy)});
    }

    void read_identity(const PublishedFigure& figure) {
        if (figure.id.empty()) {
            complain(line_, "id", "figure-without-id", "The figure has no id.", "Give it one.");
        } else if (!ids_.insert(figure.id).second) {
            complain(line_,
                     "id",
                     "figure-id-twice",
                     fmt::format("The id “{}” is used twice.", figure.id),
                     "Give each figure an id of its own.");
        }
    }

    void read_subset(PublishedFigure& figure) {
        const std::string source = cell("subset");
        if (source.empty()) return;
        Parsed parsed = parse(source);
        if (parsed.expression) {
            figure.subset = std::move(parsed.expression);
        } else {
            const SyntaxError& error = parsed.errors.front();
            complain(line_, "subset", "bad-expression", error.message, error.remedy);
        }
    }

    std::optional<long long> count(const std::string& column) {
        const std::string text = cell(column);
        if (text.empty()) return std::nullopt;
        const std::optional<long long> value = printed_count(text);
        if (!value && cell("stat") != "change") {
            complain(line_,
                     column,
                     "figure-not-a-count",
                     fmt::format("“{}” is no number of people.", text),
                     "Write a whole number, or leave the cell empty.");
        }
        return value;
    }

    void read_kind(PublishedFigure& figure) {
        const std::string stat = cell("stat");
        if (stat == "mean" || (stat.empty() && figure.category == "mean")) {
            figure.kind = FigureKind::mean;
        } else if (stat == "change") {
            figure.kind = FigureKind::change;
        } else if (!stat.empty() && stat != "pct" && stat != "key") {
            complain(
                line_,
                "stat",
                "figure-unknown-statistic",
                fmt::format("“{}” is no kind of figure.", stat),
                did_you_mean(
                    stat, {"pct", "key", "mean", "change"}, "Write pct, key, mean or change."));
        }
    }

    // "2", "+2", "-2"; words are no number that could be checked.
    void read_change(PublishedFigure& figure) {
        const std::string text = cell("pct");
        const std::size_t sign = text.starts_with("+") ? 1 : 0;
        figure.printed = printed_number(std::string_view(text).substr(sign));
        if (figure.printed && figure.printed->below) figure.printed.reset();
    }

    void read_printed(PublishedFigure& figure) {
        const std::string text = cell("pct");
        if (text.empty()) return;
        figure.printed = printed_number(text);
        const bool percent = figure.kind == FigureKind::percent;
        const bool sensible =
            figure.printed && (!percent || (figure.printed->value >= 0 &&
                                            figure.printed->value <= 100 * figure.printed->scale));
        if (!sensible) {
            complain(line_,
                     "pct",
                     "figure-not-a-number",
                     fmt::format("“{}” is no figure that a report could print here.", text),
                     percent ? "Write a percentage from 0 to 100, or <1." : "Write a number.");
        }
    }

    std::string file_;
    PublishedFigures& out_;
    std::vector<std::string> names_;
    const std::vector<std::string>* cells_ = nullptr;
    std::set<std::string> ids_;
    int line_ = 0;
    bool sound_ = true;
};

}  // namespace

std::optional<PrintedNumber> printed_number(std::string_view text) {
    PrintedNumber number;
    text = trim(text);
    if (!text.empty() && text.back() == '%') text = trim(text.substr(0, text.size() - 1));
    if (!text.empty() && text.front() == '<') {
        number.below = true;
        text = trim(text.substr(1));
    }
    const bool negative = !text.empty() && text.front() == '-';
    if (negative) text.remove_prefix(1);
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view places =
        point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    if (!all_digits(whole) || whole.size() > 9 || places.size() > 6) return std::nullopt;
    if (point != std::string_view::npos && !all_digits(places)) return std::nullopt;
    number.value = std::stoll(std::string(whole) + std::string(places));
    for (std::size_t i = 0; i < places.size(); ++i)
        number.scale *= 10;
    if (negative) number.value = -number.value;
    if (number.below && number.value <= 0) return std::nullopt;
    return number;
}

PublishedFigures published_figures(const std::vector<std::vector<std::string>>& rows,
                                   const std::string& file,
                                   const std::vector<int>& lines) {
    PublishedFigures out;
    const auto line_of = [&](std::size_t row) {
        return lines.empty() ? static_cast<int>(row) + 1 : lines[row];
    };
    const std::vector<std::string> header =
        rows.empty() ? std::vector<std::string>() : rows.front();
    RowReader reader(header, rows.empty() ? 1 : line_of(0), file, out);
    if (!reader.complete()) return out;
    for (std::size_t r = 1; r < rows.size(); ++r) {
        const auto blank = [](const std::string& cell) { return trim(cell).empty(); };
        if (std::all_of(rows[r].begin(), rows[r].end(), blank)) continue;
        reader.read(rows[r], line_of(r));
    }
    if (out.figures.empty() && out.diagnostics.empty()) {
        Place place;
        place.file = file;
        out.diagnostics.push_back({"no-figures",
                                   Severity::error,
                                   place,
                                   "The file holds no figure.",
                                   "Add a row for each figure, below the headers."});
    }
    return out;
}

}  // namespace mtm
