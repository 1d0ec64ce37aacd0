#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dataset/column.h"
#include "estimation/linearization.h"
#include "estimation/replicate_variance.h"
#include "interview/interview.h"
#include "study/study.h"

namespace mtm {

/// Stands on every page, table, row and file that is made of invented interviews, so that no
/// cutting loses it.
inline constexpr const char* invented_mark = "Invented interviews: not survey results";

/// Why an interview does not enter the figures.
enum class LeftOutReason {
    no_consent,
    outside_rule,  // of [counted] in study.toml
    sent_twice,    // its instanceID was received before
    pilot,         // a trial before the fieldwork began
    rejected,      // by review
    withdrawn,     // at its respondent's wish: nothing of it is kept
    unopened       // encrypted, and could not be opened
};

/// In English: "no consent to the interview".
[[nodiscard]] std::string_view words_for(LeftOutReason reason);

struct LeftOut {
    LeftOutReason reason;
    int interviews = 0;
};

/// The rows of one repeat level; level 0 is the interview itself.
struct Level {
    std::string repeat;  // name of the repeat; empty for level 0
    int parent = -1;     // index of the level that holds it
    std::size_t rows = 0;
    std::vector<std::int32_t> parent_row;  // row of the parent level, for each row
    std::vector<Column> columns;

    [[nodiscard]] const Column* find(std::string_view name) const;
};

/// Counted interviews as typed columns, one table per repeat level. Derived variables of the plan
/// are columns of the level of their question.
struct Dataset {
    int received = 0;
    std::vector<LeftOut> left_out;
    bool rehearsal = false;  // invented interviews: said on everything that is made from them
    std::string as_of;       // a day or instant as of which this is, ISO 8601; empty: now
    std::vector<Level> levels;
    std::vector<std::string> instance_ids;  // of level 0's rows

    /// What each row of level 0 stands for and how it was selected, as study.toml says; without
    /// stages where nobody's chance of selection is known. Null: each stands for itself.
    std::shared_ptr<const TaylorVariance> design;
    /// By which variances are estimated instead, where study.toml wants it so. Rows are those of
    /// level 0. Null: by linearisation of the design.
    std::shared_ptr<const ReplicateVariance> replicates;
    std::string no_replicates;  // why estimates of a respondent-driven sample have no interval
    std::vector<std::string>
        weighting;  // how weights were made, in sentences; empty: there are none

    [[nodiscard]] std::size_t counted() const { return levels.empty() ? 0 : levels[0].rows; }

    /// The column of that name at level 0, or null.
    [[nodiscard]] const Column* find(std::string_view name) const;
};

class RowsWithin;

/// Lets expressions read the columns of one level; columns of enclosing levels are spread to it.
class DatasetSource : public ColumnSource {
public:
    DatasetSource(const Dataset& dataset, const Questionnaire& questionnaire, int level = 0);
    ~DatasetSource() override;

    [[nodiscard]] std::size_t row_count() const override;
    [[nodiscard]] const ColumnView* column(std::string_view name) const override;
    [[nodiscard]] std::string choice_label(std::string_view name,
                                           std::string_view choice) const override;
    [[nodiscard]] std::string now() const override;
    [[nodiscard]] bool is_within(std::string_view name) const override;
    [[nodiscard]] NodeSet answers_within(std::string_view name, std::size_t row) const override;

private:
    struct Spread;  // a column of an enclosing level, one code per row of this one
    const Dataset& dataset_;
    const Questionnaire& questionnaire_;
    int level_;
    std::unordered_map<std::string, ColumnView> views_;
    std::vector<std::unique_ptr<Spread>> spreads_;
    std::unique_ptr<RowsWithin> within_;
};

/// Interviews that were received and cannot be read.
struct ReceivedBeside {
    int withdrawn = 0;
    int unopened = 0;
};

struct AssembledDataset {
    Dataset dataset;
    Diagnostics diagnostics;  // answers that fit no question or choice; derived variables that
                              // cannot be computed
};

/// Makes derived variables of the plan anew from columns that have changed.
void derive_again(const Study& study, Dataset& dataset);

/// Turns interviews into columns. Which questions were asked is computed from the skip logic of the
/// version that each was filled under, so that a question's base holds nobody whose version did not
/// have it; an answer to a question that was not asked does not enter the columns. `beside`
/// were received too, and nothing is known of them.
/// REQUIRES: answers name questions of `study.form_of(version)`.
[[nodiscard]] AssembledDataset assemble(const Study& study,
                                        const std::vector<Interview>& interviews,
                                        const ReceivedBeside& beside = {});

}  // namespace mtm
