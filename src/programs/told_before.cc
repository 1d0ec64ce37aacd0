#include "programs/told_before.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "base/text.h"
#include "expression/parse.h"
#include "programs/attacking.h"
#include "study/bands.h"
#include "study/plan.h"
#include "study/table_cells.h"
#include "tabulate/figure.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

std::string filter_of(const TableSpec& spec) {
    return spec.where ? print(spec.where->root) : std::string();
}

bool has_same_numbers(const TableSpec& a, const TableSpec& b) {
    return a.question == b.question && a.by == b.by && a.nested == b.nested &&
           a.statistic == b.statistic && a.part_below() == b.part_below() &&
           a.percent_of == b.percent_of && a.top == b.top && a.top_of_each == b.top_of_each &&
           filter_of(a) == filter_of(b);
}

// What was let out before, let out again to one publication.
class Retelling {
public:
    Retelling(const Study& study,
              const Dataset& dataset,
              const std::vector<Table>& counted,
              DisclosureControl& control)
        : study_(study), dataset_(dataset), counted_(counted), control_(control) {}

    void tell_plan(const PublicTables& printed) { (void)release_all(control_, tables_of(printed)); }

    void tell_reports(const PublicTables& printed) {
        for (const Table& table : tables_of(printed))
            (void)control_.release(table);
    }

    void tell(const PublicFigure& figure) {
        if (!figures_told_.insert(figure.expression).second) return;
        const Parsed parsed = parse(figure.expression);
        if (parsed.expression) tell(parsed.expression->root);
    }

private:
    // Of what is no figure by itself, such as a number put into other words, its parts.
    void tell(const Node& figure) {
        const Expression expression{print(figure), figure};
        if (!has_errors(check_figure(study_, expression, {}))) {
            if (const auto value = evaluate_figure(study_, dataset_, expression)) {
                (void)control_.release(*value);
                return;
            }
        }
        for (const Node& part : figure.children)
            tell(part);
    }

    std::vector<Table> tables_of(const PublicTables& printed) {
        std::vector<Table> out;
        for (const PublicTable& table : printed.tables) {
            const auto spec = spec_of(table);
            if (!spec) continue;
            const Table* known = table_of_plan(*spec);
            out.push_back(known != nullptr ? *known : tabulate(study_, dataset_, *spec));
        }
        return out;
    }

    [[nodiscard]] const Table* table_of_plan(const TableSpec& spec) const {
        for (const Table& table : counted_) {
            if (has_same_numbers(table.spec, spec)) return &table;
            for (const Table& part : table.parts) {
                if (has_same_numbers(part.spec, spec)) return &part;
            }
        }
        return nullptr;
    }

    // Nothing if the study has no such variables any more.
    std::optional<TableSpec> spec_of(const PublicTable& table) {
        TableSpec out;
        out.name = table.name;
        out.question = table.question;
        out.by = table.by;
        out.nested = table.nested;
        out.top = table.top;
        out.top_of_each = table.top_of_each;
        const auto percent_of = percent_of_named(table.percent_of);
        out.percent_of = percent_of.value_or(PercentOf::column);
        const auto share = quantile_named(table.statistic);
        const auto statistic = share ? Statistic::quantile : statistic_named(table.statistic);
        if (!statistic) return std::nullopt;
        out.statistic = *statistic;
        out.share = share.value_or(out.share);
        if (!table.where.empty()) {
            Parsed parsed = parse(table.where);
            if (!parsed.expression) return std::nullopt;
            out.where = std::move(parsed.expression);
        }
        for (const std::string& name : questions_of(out))
            make_bands(name);
        for (const std::string& name : out.by)
            make_bands(name);
        const bool wrong =
            has_errors(check_variables(out, study_.questionnaire, study_.plan, {}, {})) ||
            has_errors(check_numbers(out, study_.questionnaire, study_.plan, {}));
        if (wrong) return std::nullopt;
        return out;
    }

    // “age: 18-24, 25+” of a table that the plan has no more.
    void make_bands(const std::string& name) {
        const std::size_t colon = name.find(": ");
        if (colon == std::string::npos || study_.plan.find_derived(name) != nullptr) return;
        const std::string question = name.substr(0, colon);
        if (study_.questionnaire.find(question) < 0) return;
        std::vector<std::string> bands;
        for (const std::string_view band : split(std::string_view(name).substr(colon + 2), ','))
            bands.emplace_back(trim(band));
        auto variable = derived_of_bands(study_.questionnaire, question, bands);
        if (variable) study_.plan.derived.push_back(*std::move(variable));
    }

    Study study_;  // with variables of before
    const Dataset& dataset_;
    const std::vector<Table>& counted_;
    DisclosureControl& control_;
    std::set<std::string> figures_told_;
};

// Whether it was told. What is rounded tells nobody by being subtracted from something else.
Result<bool> tell_publication(const std::vector<const EarlierTables*>& files,
                              Retelling& retelling) {
    std::vector<PublicTables> of_reports;
    for (const EarlierTables* file : files) {
        auto tables = read_public_tables_json(file->tables);
        if (!tables) return tables.error().in(file->name);
        if (tables->rounded_to != 0) return false;
        if (file->of_reports) {
            of_reports.push_back(std::move(*tables));
        } else {
            retelling.tell_plan(*tables);
        }
    }
    for (const PublicTables& tables : of_reports)
        retelling.tell_reports(tables);
    for (const EarlierTables* file : files) {
        for (const PublicFigure& figure : file->figures)
            retelling.tell(figure);
    }
    return true;
}

}  // namespace

Result<std::vector<std::string>> begin_with_what_is_public(const Study& study,
                                                           const Dataset& dataset,
                                                           const std::vector<Table>& counted,
                                                           PublicAlready already,
                                                           DisclosureControl& control) {
    if (control.edition() == Edition::internal || control.rounds())
        return std::vector<std::string>();
    AttackKnowledge known = TRY(attack_knowledge(study.directory, study, dataset.rehearsal));
    if (!dataset.rehearsal && already == PublicAlready::releases_and_published)
        TRY(add_kept_publications(study.directory, known));
    std::vector<std::string> told;
    if (known.earlier.empty()) return told;
    Retelling retelling(study, dataset, counted, control);
    std::vector<const EarlierTables*> files;
    for (const EarlierTables& file : known.earlier) {
        if (!files.empty() && files.front()->name != file.name) {
            if (TRY(tell_publication(files, retelling))) told.push_back(files.front()->name);
            files.clear();
        }
        files.push_back(&file);
    }
    if (!files.empty() && TRY(tell_publication(files, retelling)))
        told.push_back(files.front()->name);
    return told;
}

}  // namespace mtm
