#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "dataset/dataset.h"
#include "disclosure/joint_rows.h"
#include "disclosure/released.h"
#include "interview/corrections_made.h"
#include "report/document.h"
#include "report/markdown.h"
#include "rounds/round_changes.h"
#include "study/study.h"

namespace mtm {

/// Adds to the reports of a publication an annex on the corrections behind them: how many of which
/// kind, and each figure of the text with and without them.
///
/// In the public edition a figure without corrections is one more number about the same people: it
/// is released beside all that the reports print, over the rows of both datasets, and it is shown
/// only if at least as many people as the threshold count otherwise in it
/// (docs/decisions/0026-corrections-in-public.md).
class CorrectionEffects {
public:
    /// What corrections did to one figure, as it is printed.
    struct Effect {
        enum class Kind {
            same,
            differs,
            hidden
        } kind = Kind::same;  // hidden: it is not said which
        std::string before;
        std::string after;
        std::size_t people = 0;  // interviews that count otherwise
    };

    /// REQUIRES: every report of the publication has been composed with `control` and `changes`,
    /// and all arguments outlive this.
    CorrectionEffects(const Study& study,
                      const Dataset& corrected,
                      const Dataset& uncorrected,
                      const CorrectionsMade& made,
                      DisclosureControl& control,
                      RoundChanges* changes = nullptr);

    /// In a language of the report. What is `differs` counts as published from then on.
    [[nodiscard]] Effect effect_on(const Expression& figure, const std::string& language);

    /// REQUIRES: the document was composed from this narrative.
    void add_annex(const Narrative& narrative, Document& document);

private:
    // Interviews that count otherwise in a figure, and the fewest that do in one of the sets of
    // people that it tells of: those who are counted, the others, and both together.
    struct Otherwise {
        std::size_t people = 0;
        std::size_t fewest = 0;
    };

    [[nodiscard]] Effect effect_on_change(const Expression& figure, const std::string& language);
    [[nodiscard]] std::optional<Otherwise> people_between(const FigureValue& after,
                                                          const FigureValue& before,
                                                          const Expression& figure);
    [[nodiscard]] FigureValue over_joint_rows(const FigureValue& before) const;
    [[nodiscard]] const RowSet& rows_changed(const std::string& question);

    [[nodiscard]] bool is_public() const { return control_.edition() == Edition::published; }

    const Study& study_;
    const Dataset& corrected_;
    const Dataset& uncorrected_;
    const CorrectionsMade& made_;
    DisclosureControl& control_;
    RoundChanges* changes_;  // null: no change has a value
    JointRows rows_;
    DisclosureControl joint_;
    std::map<std::string, RowSet> changed_;  // by question: rows whose answer differs
};

}  // namespace mtm
