#include "report/against.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "expression/evaluate.h"
#include "expression/parse.h"
#include "report/print_number.h"
#include "workbook/csv.h"

namespace mtm {
namespace {

using Rows = std::vector<std::uint8_t>;

const std::vector<std::string>& known_columns() {
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

/// One row as understood.
struct PublishedRow {
    std::string id;
    std::string what;  // "origin_country = (other), of the employees"
    bool mean = false;
    std::optional<std::size_t> base_n;
    std::optional<std::size_t> n;
    std::string pct;  // digits, "<1" or empty
};

struct Counted {
    std::size_t base = 0;
    std::size_t n = 0;
    double sum = 0;  // of a mean
};

std::optional<std::size_t> whole(std::string_view text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string grouped(std::size_t count) {
    return print_count(static_cast<std::int64_t>(count), "en");
}

class Comparer {
public:
    Comparer(const Study& study,
             const Dataset& dataset,
             const CsvTable& table,
             const std::string& file_name)
        : study_(study),
          dataset_(dataset),
          source_(dataset, study.questionnaire),
          table_(table),
          file_name_(file_name) {}

    Comparison compare() {
        check_columns();
        if (has_errors(out_.diagnostics)) return std::move(out_);
        for (row_ = 0; row_ < table_.row_count(); ++row_)
            compare_row();
        return std::move(out_);
    }

private:
    [[nodiscard]] std::string_view at(std::string_view column) const {
        return trim(table_.at(row_, column));
    }

    void report(
        int line, std::string column, std::string code, std::string message, std::string remedy) {
        Place place;
        place.file = file_name_;
        place.row = line;
        place.column = std::move(column);
        out_.diagnostics.push_back({std::move(code),
                                    Severity::error,
                                    std::move(place),
                                    std::move(message),
                                    std::move(remedy)});
    }

    void report(std::string column, std::string code, std::string message, std::string remedy) {
        report(table_.line_of(row_),
               std::move(column),
               std::move(code),
               std::move(message),
               std::move(remedy));
    }

    void check_columns() {
        for (const std::string& name : table_.names) {
            const auto& known = known_columns();
            if (std::find(known.begin(), known.end(), lower_ascii(name)) != known.end()) continue;
            report(1,
                   name,
                   "unknown-figures-column",
                   "There is no column “" + name + "”.",
                   did_you_mean(name, known, "Known are " + join(known, ", ") + "."));
        }
        for (const std::string name : {"id", "variable", "category", "pct"}) {
            if (table_.column(name)) continue;
            report(1,
                   name,
                   "missing-column",
                   "The column “" + name + "” is missing.",
                   "Add it to the first line.");
        }
    }

    void compare_row() {
        PublishedRow row;
        row.id = at("id");
        if (at("stat") == "change") {
            out_.figures.push_back(
                {row.id, Verdict::not_checked, "a change needs the data of the other round"});
            return;
        }
        const std::size_t mistakes = out_.diagnostics.size();
        const auto base = base_rows();
        const auto subset = subset_expression();
        read_numbers(row);
        if (!base || out_.diagnostics.size() > mistakes) return;
        Rows among = *base;
        if (subset.expression) {
            const Rows holds = evaluate_truth(subset.expression->root, source_);
            for (std::size_t r = 0; r < among.size(); ++r)
                among[r] = among[r] & holds[r];
        }
        const std::string variable(at("variable"));
        row.mean = at("category") == "mean" && !is_choice(variable, "mean");
        row.what = variable + (row.mean ? " (mean)" : " = " + std::string(at("category")));
        if (!at("subset").empty()) row.what += " where " + std::string(at("subset"));
        const auto counted = row.mean ? count_mean(variable, among)
                                      : count_category(variable, among, subset.expression);
        if (counted) out_.figures.push_back(verdict(row, *counted));
    }

    std::optional<Rows> base_rows() {
        const std::string name(at("base"));
        if (const auto known = bases_.find(name); known != bases_.end()) return known->second;
        std::vector<std::string> names{"all"};
        for (const BaseWording& base : study_.plan.bases) {
            names.push_back(base.name);
            if (base.name == name) {
                return bases_[name] = evaluate_truth(base.expression.root, source_);
            }
        }
        if (name.empty() || name == "all") return bases_[name] = Rows(dataset_.counted(), 1);
        report("base",
               "unknown-base",
               "There is no base “" + name + "”.",
               did_you_mean(name, names, "Add it to the bases sheet."));
        return std::nullopt;
    }

    Parsed subset_expression() {
        if (at("subset").empty()) return {};
        Parsed parsed = parse(at("subset"));
        for (const SyntaxError& mistake : parsed.errors) {
            report("subset", "figure-syntax", mistake.message, mistake.remedy);
        }
        if (!parsed.expression) return parsed;
        for (const std::string& name : references(parsed.expression->root)) {
            if (source_.column(name) == nullptr) report_unknown_variable("subset", name);
        }
        return parsed;
    }

    void report_unknown_variable(std::string column, const std::string& name) {
        std::vector<std::string> names = study_.questionnaire.names();
        for (const DerivedVariable& derived : study_.plan.derived)
            names.push_back(derived.name);
        report(std::move(column),
               "unknown-question",
               "There is no question “" + name + "”.",
               did_you_mean(name, names, "Use the name of a question or a derived variable."));
    }

    void read_numbers(PublishedRow& row) {
        for (const std::string column : {"base_n", "n"}) {
            const std::string text(at(column));
            if (text.empty()) continue;
            const auto number = whole(text);
            if (!number) report_number(column, text, "Write digits only.");
            (column == "n" ? row.n : row.base_n) = number;
        }
        row.pct = at("pct");
        if (!row.pct.empty() && row.pct != "<1" && !whole(row.pct)) {
            report_number("pct", row.pct, "Write a whole number, or <1.");
        }
    }

    void report_number(const std::string& column, const std::string& text, std::string remedy) {
        report(column, "figure-not-a-number", "“" + text + "” is no number.", std::move(remedy));
    }

    [[nodiscard]] const ChoiceList* choices_of(const std::string& variable) const {
        const int index = study_.questionnaire.find(variable);
        if (index < 0) return nullptr;
        if (study_.questionnaire.questions[static_cast<std::size_t>(index)].list < 0) {
            return nullptr;
        }
        return &study_.questionnaire.choices_of(index);
    }

    [[nodiscard]] bool is_choice(const std::string& variable, std::string_view category) const {
        const ChoiceList* list = choices_of(variable);
        return list != nullptr && list->find(category) >= 0;
    }

    std::optional<Counted> count_mean(const std::string& variable, const Rows& among) {
        const Column* column = dataset_.find(variable);
        if (column == nullptr) {
            report_unknown_variable("variable", variable);
            return std::nullopt;
        }
        Counted out;
        for (std::size_t r = 0; r < among.size(); ++r) {
            if (among[r] == 0 || column->asked[r] == 0) continue;
            ++out.base;
            const std::int32_t code = column->codes[r];
            if (column->missing(r) != Missing::none || code < 0) continue;
            const double number = column->numbers[static_cast<std::size_t>(code)];
            if (std::isnan(number)) continue;
            ++out.n;
            out.sum += number;
        }
        return out;
    }

    std::optional<Counted> count_category(const std::string& variable,
                                          const Rows& among,
                                          const std::optional<Expression>& subset) {
        const auto in_category = category_rows(variable, subset);
        if (!in_category) return std::nullopt;
        Counted out;
        for (std::size_t r = 0; r < among.size(); ++r) {
            if (among[r] == 0) continue;
            ++out.base;
            out.n += (*in_category)[r];
        }
        return out;
    }

    std::optional<Rows> category_rows(const std::string& variable,
                                      const std::optional<Expression>& subset) {
        const std::string category(at("category"));
        if (is_choice(variable, category)) return choice_rows(variable, category);
        if (const DerivedCategory* derived = derived_category(variable, category, subset)) {
            const DerivedVariable& of = *derived_of_;
            Rows rows = evaluate_truth(derived->expression.root, source_);
            if (const Column* column = dataset_.find(of.question)) {
                for (std::size_t r = 0; r < rows.size(); ++r)
                    rows[r] = rows[r] & column->asked[r];
            }
            return rows;
        }
        report_unknown_category(variable, category);
        return std::nullopt;
    }

    std::optional<Rows> choice_rows(const std::string& variable, const std::string& category) {
        const Column* column = dataset_.find(variable);
        if (column == nullptr) {
            report("variable",
                   "question-in-repeat",
                   "“" + variable + "” is asked once for each entry of a repeat, not of a person.",
                   "Name a question outside repeats.");
            return std::nullopt;
        }
        const int choice = choices_of(variable)->find(category);
        Rows rows(column->size(), 0);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            const bool chosen = column->words_per_row > 0 ? column->has_member(r, choice)
                                                          : column->codes[r] == choice;
            rows[r] = chosen && column->asked[r] != 0 ? 1 : 0;
        }
        return rows;
    }

    /// The category whose own subset is the figure's, or else the one without a subset.
    const DerivedCategory* derived_category(const std::string& variable,
                                            const std::string& category,
                                            const std::optional<Expression>& subset) {
        const std::string wanted = subset ? print(subset->root) : "";
        const DerivedCategory* general = nullptr;
        const DerivedVariable* of_general = nullptr;
        for (const DerivedVariable& derived : study_.plan.derived) {
            if (derived.question != variable && derived.name != variable) continue;
            for (const DerivedCategory& candidate : derived.categories) {
                if (candidate.name != category) continue;
                if (candidate.where && print(candidate.where->root) == wanted) {
                    derived_of_ = &derived;
                    return &candidate;
                }
                if (!candidate.where && general == nullptr) {
                    general = &candidate;
                    of_general = &derived;
                }
            }
        }
        derived_of_ = of_general;
        return general;
    }

    void report_unknown_category(const std::string& variable, const std::string& category) {
        std::vector<std::string> names;
        bool known = study_.questionnaire.find(variable) >= 0;
        if (const ChoiceList* list = choices_of(variable)) {
            for (const Choice& choice : list->choices)
                names.push_back(choice.name);
        }
        for (const DerivedVariable& derived : study_.plan.derived) {
            if (derived.question != variable && derived.name != variable) continue;
            known = true;
            for (const DerivedCategory& derived_category : derived.categories) {
                names.push_back(derived_category.name);
            }
        }
        if (!known) {
            report_unknown_variable("variable", variable);
            return;
        }
        report("category",
               "unknown-category",
               "“" + variable + "” has no category “" + category + "”.",
               did_you_mean(category, names, "Add it to the derived sheet."));
    }

    static ComparedFigure verdict(const PublishedRow& row, const Counted& counted) {
        std::vector<std::string> differences;
        const auto differ = [&](const std::string& published, const std::string& computed) {
            differences.push_back("published " + published + ", the data say " + computed);
        };
        if (row.base_n && *row.base_n != counted.base) {
            differ("a base of " + grouped(*row.base_n), grouped(counted.base));
        }
        if (row.n && *row.n != counted.n) differ(grouped(*row.n) + " people", grouped(counted.n));
        const std::string computed = row.mean ? mean_text(counted) : percent_text(counted);
        if (!row.pct.empty() && row.pct != computed) {
            const std::string unit = row.mean ? "" : "%";
            differ(row.pct + unit,
                   row.mean || computed == "nothing" ? computed
                                                     : computed + unit + " (" + grouped(counted.n) +
                                                           " of " + grouped(counted.base) + ")");
        }
        if (differences.empty()) return {row.id, Verdict::agrees, ""};
        return {row.id, Verdict::contradicted, row.what + ": " + join(differences, "; ")};
    }

    static std::string percent_text(const Counted& counted) {
        if (counted.base == 0) return "nothing";
        const std::int64_t rounded = rounded_percentage(counted.n, counted.base);
        return rounded == 0 && counted.n > 0 ? "<1" : std::to_string(rounded);
    }

    static std::string mean_text(const Counted& counted) {
        if (counted.n == 0) return "nothing";
        return std::to_string(rounded(counted.sum / static_cast<double>(counted.n)));
    }

    const Study& study_;
    const Dataset& dataset_;
    DatasetSource source_;
    const CsvTable& table_;
    const std::string& file_name_;
    int row_ = 0;
    std::map<std::string, Rows> bases_;
    const DerivedVariable* derived_of_ = nullptr;  // holds the category found last
    Comparison out_;
};

}  // namespace

std::size_t Comparison::contradicted() const {
    return static_cast<std::size_t>(
        std::count_if(figures.begin(), figures.end(), [](const ComparedFigure& figure) {
            return figure.verdict == Verdict::contradicted;
        }));
}

std::vector<std::string> Comparison::lines() const {
    std::vector<std::string> out;
    for (const ComparedFigure& figure : figures) {
        if (figure.verdict == Verdict::agrees) continue;
        const char* verdict =
            figure.verdict == Verdict::contradicted ? "contradicted " : "not checked ";
        out.push_back(verdict + figure.id + " " + figure.finding);
    }
    return out;
}

Comparison compare_with_published(const Study& study,
                                  const Dataset& dataset,
                                  std::string_view figures_csv,
                                  const std::string& file_name) {
    const auto table = read_csv(figures_csv);
    if (!table) {
        Comparison failed;
        Place place;
        place.file = file_name;
        failed.diagnostics.push_back({"unreadable-figures",
                                      Severity::error,
                                      place,
                                      table.error().message,
                                      "Correct the file; quote values that hold a comma."});
        return failed;
    }
    return Comparer(study, dataset, *table, file_name).compare();
}

}  // namespace mtm
