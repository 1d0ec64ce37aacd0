#pragma once

#include <map>
#include <string>
#include <vector>

#include "sampling/study_variance.h"
#include "tabulate/small_survey.h"
#include "tests/shared_files.h"
#include "tests/source_directory.h"
#include "workbook/csv.h"

namespace mtm {

/// The made-up sample of tests/reference/replicates.R, for tests: its interviews as a study, R's
/// replicate weights of it, and what R says by them.
class ReferenceSample {
public:
    struct Result {
        double value = 0;
        double se = NAN;
        double low = NAN;
        double high = NAN;
    };

    ReferenceSample() {
        const CsvTable rows = table("replicates_rows.csv");
        std::string answers = "sex | work | need | age | hours\n";
        SamplingStage stage;
        for (int r = 0; r < rows.row_count(); ++r) {
            for (const char* name : {"sex", "work", "need", "age", "hours"})
                answers +=
                    std::string(rows.at(r, name)) + (name == std::string("hours") ? "\n" : " | ");
            design.weights.push_back(number(rows.at(r, "weight")));
            stage.strata.push_back(static_cast<std::int32_t>(number(rows.at(r, "stratum"))));
            stage.units.push_back(static_cast<std::int32_t>(number(rows.at(r, "town"))));
        }
        design.stages = {stage};
        survey = small_survey_of(
            "select_one | sex | male female\nselect_one | work | yes no looking\n"
            "select_multiple | need | food cash home\ninteger | age |\ninteger | hours |\n",
            answers);
        const CsvTable results = table("replicates_results.csv");
        for (int r = 0; r < results.row_count(); ++r) {
            Result& each = results_[std::string(results.at(r, "design")) + ";" +
                                    std::string(results.at(r, "what")) + ";" +
                                    std::string(results.at(r, "name"))];
            each.value = number(results.at(r, "value"));
            each.se = number(results.at(r, "se"));
            each.low = number(results.at(r, "low"));
            each.high = number(results.at(r, "high"));
        }
    }

    /// R's factors of a design.
    [[nodiscard]] ReplicateWeights factors(const std::string& design_name) const {
        const CsvTable all = table("replicates_factors.csv");
        ReplicateWeights out;
        std::map<std::int32_t, std::uint32_t> units;
        std::vector<std::vector<double>> by_unit;
        for (int r = 0; r < all.row_count(); ++r) {
            if (all.at(r, "design") != design_name) continue;
            const auto next = static_cast<std::uint32_t>(units.size());
            units.emplace(static_cast<std::int32_t>(number(all.at(r, "town"))), next);
            out.scale = number(all.at(r, "scale"));
            out.scales = numbers(all.at(r, "rscales"));
            by_unit.push_back(numbers(all.at(r, "factors")));
        }
        out.units = units.size();
        for (std::size_t i = 0; i < out.scales.size(); ++i) {
            std::vector<double>& replicate = out.factors.emplace_back();
            for (const std::vector<double>& unit : by_unit)
                replicate.push_back(unit[i]);
        }
        for (const std::int32_t town : design.stages[0].units)
            out.unit_of_row.push_back(units.at(town));
        return out;
    }

    [[nodiscard]] Result of(const std::string& design_name,
                            const std::string& what,
                            const std::string& name) const {
        const auto found = results_.find(design_name + ";" + what + ";" + name);
        EXPECT_NE(found, results_.end()) << design_name << " " << what << " " << name;
        return found == results_.end() ? Result{} : found->second;
    }

    SmallSurvey survey;
    SampleDesign design;

private:
    static CsvTable table(const std::string& name) {
        auto read = read_csv(read_test_file(source_directory() + "/tests/reference/" + name));
        EXPECT_TRUE(read.has_value()) << name;
        return read ? std::move(*read) : CsvTable{};
    }

    static double number(std::string_view text) {
        return text.empty() ? NAN : std::stod(std::string(text));
    }

    static std::vector<double> numbers(std::string_view text) {
        std::vector<double> out;
        for (const std::string_view word : words(text))
            out.push_back(number(word));
        return out;
    }

    std::map<std::string, Result> results_;
};

}  // namespace mtm
