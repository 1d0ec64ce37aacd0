// REACH's example of a Multi-Sector Needs Assessment, 100 made-up households without weights, and
// what its own program (analysistools, through srvyr and survey) gives of it: every row of its two
// tables of results, made anew from the plan of analysis beside each. Its choices: intervals of
// shares are those of a mean, and may leave 0 to 1; limits are Student's with the degrees of
// freedom of the whole sample, within groups too; medians are of the school's kind (here the other
// kind gives the same).
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "estimation/frame_for_test.h"
#include "estimation/linearization.h"
#include "estimation/quantiles.h"

namespace mtm {
namespace {

using Domain = std::vector<std::uint8_t>;

std::string in_folder(const std::string& name) {
    return shared_path("real/microdata/reach_analysistools_msna/" + name);
}

/// One row of a table of results.
struct AnalysisRow {
    double value = 0;
    std::optional<ConfidenceInterval> interval;
    int rows = 0;        // that have the answer, or the number
    int total_rows = 0;  // of the group
};

class ReachMsna : public ::testing::Test {
protected:
    void SetUp() override {
        REQUIRE_SHARED("real/microdata/reach_analysistools_msna/data.csv");
        data_ = std::make_unique<TestFrame>(in_folder("data.csv"));
        ASSERT_EQ(data_->rows(), 100U);
        design_.weights.assign(data_->rows(), 1);
        design_.stages = {SamplingStage{}};
        ASSERT_TRUE(check_design(design_).empty());
        variance_ = std::make_unique<TaylorVariance>(design_);
        df_ = variance_->degrees_of_freedom();
        ASSERT_EQ(df_, 99);
    }

    /// Every row that the plan of analysis asks for, by `key`.
    [[nodiscard]] std::map<std::string, AnalysisRow> results_of(const TestFrame& plan) const {
        std::map<std::string, AnalysisRow> out;
        for (std::size_t line = 0; line < plan.rows(); ++line) {
            EXPECT_EQ(plan.texts("level")[line], "0.95");
            const std::string& group = plan.texts("group_var")[line];
            if (group.empty()) {
                analyse(plan, line, "", Domain(data_->rows(), 1), out);
                continue;
            }
            const std::vector<std::string>& groups = data_->texts(group);
            for (const std::string& name : std::set(groups.begin(), groups.end()))
                analyse(plan, line, name, data_->where(group, name), out);
        }
        return out;
    }

    static std::string key(const std::string& type,
                           const std::string& variable,
                           const std::string& value,
                           const std::string& group) {
        return type + " of " + variable + " = " + value + " in " + group;
    }

    void check(const std::string& results_file, const std::string& plan_file, int expected) const {
        const TestFrame table(in_folder(results_file));
        const TestFrame plan(in_folder(plan_file));
        auto ours = results_of(plan);
        int checked = 0;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const std::string name = key(table.texts("analysis_type")[row],
                                         table.texts("analysis_var")[row],
                                         table.texts("analysis_var_value")[row],
                                         table.texts("group_var_value")[row]);
            const auto found = ours.find(name);
            ASSERT_NE(found, ours.end()) << name;
            const AnalysisRow& made = found->second;
            EXPECT_TRUE(agree(made.value, table.numbers("stat")[row])) << name;
            ASSERT_TRUE(made.interval) << name;
            EXPECT_TRUE(agree(made.interval->low, table.numbers("stat_low")[row])) << name;
            EXPECT_TRUE(agree(made.interval->high, table.numbers("stat_upp")[row])) << name;
            for (const char* column : {"n", "n_w"})
                EXPECT_EQ(made.rows, table.numbers(column)[row]) << name;
            for (const char* column : {"n_total", "n_w_total"})
                EXPECT_EQ(made.total_rows, table.numbers(column)[row]) << name;
            ours.erase(found);
            ++checked;
        }
        EXPECT_EQ(checked, expected);
        EXPECT_TRUE(ours.empty()) << ours.size() << " rows more, as " << ours.begin()->first;
    }

private:
    [[nodiscard]] AnalysisRow mean_row(const LinearizedEstimate& estimate,
                                       const Domain& rows) const {
        AnalysisRow out;
        out.value = estimate.value;
        out.interval = interval_of_mean(
            estimate.value, std::sqrt(variance_->variance(estimate.influence)), df_);
        for (const std::uint8_t in : rows)
            out.total_rows += in;
        out.rows = out.total_rows;
        return out;
    }

    /// A share, by the general mean and by the interval that the library calls so: both must agree,
    /// but for nobody and everybody.
    [[nodiscard]] AnalysisRow share_row(const Domain& answer, const Domain& group) const {
        const auto share = linearized_mean(design_.weights, as_numbers(answer), group);
        AnalysisRow out = mean_row(*share, group);
        out.rows = 0;
        for (std::size_t row = 0; row < group.size(); ++row)
            out.rows += answer[row] * group[row];
        if (out.rows == 0 || out.rows == out.total_rows) return out;
        const auto limits = interval_of_proportion({share->value,
                                                    variance_->variance(share->influence),
                                                    df_,
                                                    static_cast<double>(out.total_rows)},
                                                   IntervalMethod::mean);
        EXPECT_TRUE(limits && agree(limits->low, out.interval->low, 14));
        EXPECT_TRUE(limits && agree(limits->high, out.interval->high, 14));
        return out;
    }

    [[nodiscard]] AnalysisRow median_row(const std::vector<double>& x, const Domain& group) const {
        const auto median = estimate_quantile(
            *variance_, x, 0.5, df_, IntervalMethod::mean, QuantileRule::school, group);
        AnalysisRow out;
        out.value = median->value;
        out.interval = median->interval;
        for (const std::uint8_t in : group)
            out.total_rows += in;
        out.rows = out.total_rows;
        return out;
    }

    /// The plan has missing numerators count as 0 and leaves denominators of 0 out; neither occurs.
    [[nodiscard]] AnalysisRow ratio_row(const TestFrame& plan,
                                        std::size_t line,
                                        const Domain& group) const {
        EXPECT_EQ(plan.texts("filter_denominator_0")[line], "TRUE");
        const auto y = data_->numbers(plan.texts("analysis_var_numerator")[line]);
        const auto x = data_->numbers(plan.texts("analysis_var_denominator")[line]);
        for (std::size_t row = 0; row < x.size(); ++row)
            EXPECT_TRUE(x[row] > 0 && y[row] > 0) << row;
        return mean_row(*linearized_ratio(design_.weights, y, x, group), group);
    }

    void analyse(const TestFrame& plan,
                 std::size_t line,
                 const std::string& name,
                 const Domain& group,
                 std::map<std::string, AnalysisRow>& out) const {
        const std::string& type = plan.texts("analysis_type")[line];
        const std::string& variable = plan.texts("analysis_var")[line];
        if (type == "prop_select_one") {  // answers that nobody in the group gave have no row
            const std::vector<std::string>& answers = data_->texts(variable);
            for (const std::string& answer : std::set(answers.begin(), answers.end())) {
                const AnalysisRow row = share_row(data_->where(variable, answer), group);
                if (row.rows > 0) out[key(type, variable, answer, name)] = row;
            }
        } else if (type == "prop_select_multiple") {
            for (const std::string& column : data_->names()) {
                if (!column.starts_with(variable + "/")) continue;
                out[key(type, variable, column.substr(variable.size() + 1), name)] =
                    share_row(data_->where(column, "TRUE"), group);
            }
        } else if (type == "ratio") {
            const std::string both = plan.texts("analysis_var_numerator")[line] + " %/% " +
                                     plan.texts("analysis_var_denominator")[line];
            out[key(type, both, "NA %/% NA", name)] = ratio_row(plan, line, group);
        } else {
            ASSERT_TRUE(type == "mean" || type == "median") << type;
            const std::vector<double> x = data_->numbers(variable);
            out[key(type, variable, "", name)] =
                type == "median" ? median_row(x, group)
                                 : mean_row(*linearized_mean(design_.weights, x, group), group);
        }
    }

    std::unique_ptr<TestFrame> data_;
    SampleDesign design_;
    std::unique_ptr<TaylorVariance> variance_;
    double df_ = 0;
};

TEST_F(ReachMsna, EveryResultOfThePlanWithRatios) {
    check("reference_with_ratio_results_table.csv", "reference_with_ratio_loa.csv", 147);
}

TEST_F(ReachMsna, EveryResultOfThePlanWithoutRatios) {
    check("reference_no_ratio_results_table.csv", "reference_no_ratio_loa.csv", 143);
}

}  // namespace
}  // namespace mtm
