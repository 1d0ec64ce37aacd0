#include "report/released_numbers.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "report/figure_sentence.h"
#include "report/number_json.h"
#include "report/structured_table.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

std::string digits(const std::optional<long long>& number) {
    return number ? std::to_string(*number) : std::string();
}

std::string digits(const std::optional<double>& value) {
    return value ? number_json(value).dump() : std::string();
}

// Names, parents first, for two groups of a nested table may have the same.
std::string path_of_group(const Table& table, std::size_t group) {
    if (group == 0) return "*";
    std::string name = table.groups[group].name;
    if (table.places.empty() || table.places[group].parent == 0) return name;
    const std::string above = path_of_group(table, table.places[group].parent);
    return name.starts_with(above) ? name : above + ">" + name;
}

bool is_of_answers(const std::string& expression) {
    for (const char* name : {"mean(", "median(", "quantile(", "total(", "ratio("}) {
        if (expression.find(name) != std::string::npos) return true;
    }
    return false;
}

class NumberCollector {
public:
    void add_tables(const TableExport& tables) {
        const std::size_t counted = interviews_of(tables).counted;
        add({.id = interviews_counted,
             .where = "interviews that enter the figures",
             .value = std::to_string(counted),
             .n = static_cast<long long>(counted),
             .base = {}});
        for (const Released<SafeTable>& released : tables.tables) {
            const SafeTable& safe = released.value();
            const std::string stem = "table/" + safe.table.spec.name;
            const std::string title = safe.table.spec.title.in(tables.language);
            add_table(safe, stem, title);
            for (std::size_t part = 0; part < safe.parts.size(); ++part)
                add_table(safe.parts[part], stem + "#" + std::to_string(part + 1), title);
            if (safe.table.spec.ranks) add_mean_ranks(safe, stem, title);
        }
    }

    void add_report(const Document& report) {
        std::map<std::string, int> times;
        for (std::size_t i = 0; i < report.figures.size(); ++i) {
            const PrintedFigure& figure = report.figures[i];
            const FigureSentence sentence = sentence_of_figure(report, static_cast<int>(i));
            if (sentence.figure.empty()) continue;
            std::string id = "report/" + report.language + "/" + figure.expression;
            if (const int before = times[id]++; before > 0) id += "#" + std::to_string(before + 1);
            add({.id = id,
                 .where = sentence.section + ": " + sentence.before + "[" + sentence.figure + "]" +
                          sentence.after,
                 .value = figure.text,
                 .n = {},
                 .base = {},
                 .withheld = figure.withheld,
                 .of_answers = is_of_answers(figure.expression)});
        }
    }

    PublishedNumbers take() { return std::move(out_); }

private:
    void add(ReleasedNumber number) {
        // Two of one id could not be told apart in the next release.
        const int before = ids_[number.id]++;
        if (before > 0) number.id += "#" + std::to_string(before + 1);
        out_.numbers.push_back(std::move(number));
    }

    void add_table(const SafeTable& safe, const std::string& stem, const std::string& title) {
        const Table& table = safe.table;
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            const std::string group = stem + "/" + path_of_group(table, g);
            const bool untold = safe.coarse || safe.withheld_groups[g];
            const auto base = static_cast<long long>(table.group_bases[g]);
            add({.id = group,
                 .where = title,
                 .value = untold ? std::string() : std::to_string(base),
                 .n = untold ? std::optional<long long>() : base,
                 .base = {},
                 .withheld = safe.withheld_groups[g]});
            NumberLine line{group, {}};
            for (std::size_t c = 0; c < table.categories.size(); ++c) {
                std::string id = group + "/" + table.categories[c].name;
                if (table.categories[c].blank) id += "(blank)";
                add_cell(safe, g, c, id, title);
                line.parts.push_back(std::move(id));
            }
            if (table.spec.statistic == Statistic::percent && !table.multiple)
                out_.lines.push_back(std::move(line));
        }
        add_families(table, stem);
    }

    void add_cell(const SafeTable& safe,
                  std::size_t g,
                  std::size_t c,
                  const std::string& id,
                  const std::string& title) {
        const Estimate& cell = safe.table.cells[g][c];
        const bool withheld = safe.withheld[g][c] || safe.withheld_groups[g];
        const bool untold = withheld || safe.coarse;
        ReleasedNumber number;
        number.id = id;
        number.where = title;
        number.withheld = withheld;
        number.of_answers = safe.table.spec.statistic != Statistic::percent &&
                            safe.table.spec.statistic != Statistic::count;
        if (!withheld) {
            number.value = digits(cell.value);
            if (cell.low && cell.high)
                number.value += " (" + digits(cell.low) + " to " + digits(cell.high) + ")";
        }
        if (!untold) {
            number.n = static_cast<long long>(cell.n);
            number.base = static_cast<long long>(cell.base);
        }
        add(std::move(number));
    }

    // Groups that a whole is divided into add up, in each category.
    void add_families(const Table& table, const std::string& stem) {
        if (table.groups_overlap) return;
        for (const GroupFamily& family : families_of(table)) {
            if (!family.divides) continue;
            add_family(table, stem, family, "");
            for (const Category& category : table.categories)
                add_family(
                    table, stem, family, "/" + category.name + (category.blank ? "(blank)" : ""));
        }
    }

    void add_family(const Table& table,
                    const std::string& stem,
                    const GroupFamily& family,
                    const std::string& ending) {
        NumberLine line{stem + "/" + path_of_group(table, family.whole) + ending, {}};
        for (const std::size_t part : family.parts)
            line.parts.push_back(stem + "/" + path_of_group(table, part) + ending);
        out_.lines.push_back(std::move(line));
    }

    void add_mean_ranks(const SafeTable& safe, const std::string& stem, const std::string& title) {
        for (std::size_t banner = 0; banner < banners_in(safe); ++banner) {
            const Table& first = parts_of_question(safe, 0)[banner]->table;
            for (std::size_t g = banner == 0 ? 0 : 1; g < first.groups.size(); ++g) {
                for (std::size_t c = 0; c < first.categories.size(); ++c) {
                    const Category& category = first.categories[c];
                    if (category.blank || category.meaning != MissingChoice::answer) continue;
                    add({.id = stem + "/mean rank/" + std::to_string(banner) + "/" +
                               path_of_group(first, g) + "/" + category.name,
                         .where = title,
                         .value = digits(mean_rank(safe, banner, g, c)),
                         .n = {},
                         .base = {}});
                }
            }
        }
    }

    PublishedNumbers out_;
    std::map<std::string, int> ids_;
};

const std::vector<std::string> number_columns{"id", "value", "n", "base", "withheld", "where"};

Result<std::optional<long long>> whole_number(std::string_view text) {
    if (text.empty()) return std::optional<long long>();
    long long value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size())
        return Error{"“" + std::string(text) + "” is no whole number"};
    return std::optional(value);
}

void add_side(const std::optional<ReleasedNumber>& number, std::vector<std::string>& row) {
    if (!number) {
        row.insert(row.end(), {"", "", ""});
        return;
    }
    row.push_back(number->withheld ? "withheld" : number->value);
    row.push_back(digits(number->n));
    row.push_back(digits(number->base));
}

std::string_view name_of_change(NumberChange change) {
    switch (change) {
        case NumberChange::changed:
            return "changed";
        case NumberChange::appeared:
            return "new";
        case NumberChange::gone:
            return "gone";
    }
    return {};
}

std::string in_words(const std::optional<ReleasedNumber>& number) {
    if (!number) return "—";
    return number->withheld ? "withheld" : number->value;
}

}  // namespace

PublishedNumbers published_numbers(const TableExport& tables,
                                   const std::vector<const Document*>& reports) {
    NumberCollector collector;
    collector.add_tables(tables);
    for (const Document* report : reports)
        collector.add_report(*report);
    return collector.take();
}

std::string numbers_csv(const std::vector<ReleasedNumber>& numbers) {
    std::vector<std::vector<std::string>> rows{number_columns};
    rows.reserve(numbers.size() + 1);
    for (const ReleasedNumber& number : numbers) {
        rows.push_back({number.id,
                        number.value,
                        digits(number.n),
                        digits(number.base),
                        number.withheld ? "withheld" : "",
                        number.where});
    }
    return write_csv(rows);
}

Result<std::vector<ReleasedNumber>> read_numbers_csv(const std::string& bytes) {
    const auto table = read_csv(bytes);
    if (!table) return table.error();
    std::vector<ReleasedNumber> out;
    for (int row = 0; row < table->row_count(); ++row) {
        ReleasedNumber number;
        number.id = std::string(table->at(row, "id"));
        number.value = std::string(table->at(row, "value"));
        const auto n = whole_number(table->at(row, "n"));
        const auto base = whole_number(table->at(row, "base"));
        if (!n || !base || number.id.empty()) {
            return Error{"line " + std::to_string(table->line_of(row)) + " is no number: " +
                         (!n      ? n.error().message
                          : !base ? base.error().message
                                  : "it has no id")};
        }
        number.n = *n;
        number.base = *base;
        number.withheld = table->at(row, "withheld") == "withheld";
        number.where = std::string(table->at(row, "where"));
        out.push_back(std::move(number));
    }
    return out;
}

std::string errata_csv(const std::vector<Erratum>& changes) {
    std::vector<std::vector<std::string>> rows{
        {"change", "id", "before", "n_before", "base_before", "now", "n_now", "base_now", "where"}};
    for (const Erratum& change : changes) {
        std::vector<std::string> row{std::string(name_of_change(change.change)), change.id};
        add_side(change.before, row);
        add_side(change.now, row);
        row.push_back(change.where);
        rows.push_back(std::move(row));
    }
    return write_csv(rows);
}

std::string errata_words(const std::vector<Erratum>& changes,
                         const std::string& why,
                         int release,
                         int earlier) {
    std::string out = "# Erratum: release " + std::to_string(release) +
                      " in the place of release " + std::to_string(earlier) + "\n\n" + why + "\n\n";
    if (changes.empty()) return out + "No number changed.\n";
    const auto count = [&](NumberChange kind) {
        return std::to_string(std::ranges::count(changes, kind, &Erratum::change));
    };
    out += count(NumberChange::changed) + " numbers changed, " + count(NumberChange::appeared) +
           " are new, " + count(NumberChange::gone) + " are gone.\n\n";
    for (const Erratum& change : changes) {
        out += "- " + std::string(name_of_change(change.change)) + ": " + in_words(change.before) +
               " → " + in_words(change.now) + " (" + change.where + ", `" + change.id + "`)\n";
    }
    return out;
}

}  // namespace mtm
