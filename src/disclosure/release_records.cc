#include <fmt/format.h>

#include "disclosure/record_risk.h"
#include "disclosure/released.h"

namespace mtm {

Result<Released<ProtectedRecords>> DisclosureControl::release_records(
    const Study& study, const Dataset& dataset, const Released<ProtectedRecords>* beside) {
    ProtectedRecords records =
        TRY(protect_records(study, dataset, beside == nullptr ? nullptr : &beside->value()));
    const RiskReport risk = TRY(risk_of_records(study, dataset, records));
    const double limit = study.file.records.most_risk;
    if (is_over_risk(risk.after.global.share, limit)) {
        return Error{fmt::format(
            "the records cannot be published: their global risk is {:.3g}%, and the limit is {}%. "
            "Raise k in [protection.records] of study.toml, leave out keys (drop), or say of how "
            "many people the interviews tell (population)",
            100 * risk.after.global.share,
            limit)};
    }
    return Released<ProtectedRecords>(std::move(records));
}

}  // namespace mtm
