#include "publish/open_source.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace mtm {
namespace {

ProtectedVariable protected_variable(const RecordTreatment& treatment, const StudyFile& file) {
    ProtectedVariable out{.name = treatment.name,
                          .treatment = Treatment::kept,
                          .blanked = blanks_told(treatment.blanked, file)};
    if (!treatment.published) {
        out.treatment = Treatment::dropped;
        out.words = treatment.what;
    } else if (treatment.averaged && !treatment.coarse) {
        out.treatment = Treatment::averaged;
        out.words = treatment.what;
    } else if (treatment.coarse) {
        out.treatment = Treatment::coarsened;
        out.words = treatment.what;
        out.ordered = treatment.ordered;
    }
    return out;
}

std::string words_for(const RepeatTreatment& repeat, int k) {
    if (!repeat.left_out.empty())
        return fmt::format(
            "What was asked several times in one interview (“{}”) is not published: {}.",
            repeat.repeat,
            repeat.left_out);
    return fmt::format(
        "Households are protected as a whole: what is published of the keys of all rows of “{}” "
        "together is the same in at least {} records that are alike. Of other records the rows are "
        "withheld: “{}” says of which, for a record without rows may also have none. Of {} records "
        "they are.",
        repeat.repeat,
        k,
        repeat.told_by,
        repeat.withheld);
}

// Questions whose free answers are published where many gave them, by name.
std::string texts_kept(const ProtectedRecords& protection, const RecordRules& rules) {
    std::string out;
    for (const RecordTreatment& treatment : protection.records.treatments) {
        const bool wanted = std::ranges::find(rules.texts, treatment.name) != rules.texts.end();
        if (treatment.published && wanted) out += (out.empty() ? "" : ", ") + treatment.name;
    }
    return out;
}

// How the records came to be safe, as a reader has to know it; not what single people are like.
std::vector<std::string> measures_of(const ProtectedRecords& protection, const RecordRules& rules) {
    std::vector<std::string> out;
    out.push_back(rules.keys_at_once == 0
                      ? fmt::format("Every record is like at least {} others in all questions by "
                                    "which a person could be known.",
                                    rules.k - 1)
                      : fmt::format("Every record is like at least {} others in any {} of the "
                                    "questions by which a person could be known.",
                                    rules.k - 1,
                                    rules.keys_at_once));
    const std::string texts = texts_kept(protection, rules);
    out.push_back(
        "Questions that identify a person, exact places, free answers and what devices "
        "note are left out" +
        (texts.empty() ? "."
                       : "; but of " + texts +
                             " those free answers are there that many people gave in the "
                             "same words."));
    std::size_t blanked = 0;
    for (const RecordTreatment& treatment : protection.records.treatments)
        blanked += treatment.blanked;
    std::vector<std::string> averaged;
    for (const RecordTreatment& treatment : protection.records.treatments)
        if (treatment.averaged) averaged.push_back("“" + treatment.name + "”");
    if (!averaged.empty())
        out.push_back(fmt::format(
            "Numbers of {} are means of at least {} people with close numbers (microaggregation): "
            "means and totals stay nearly as they were, spread becomes less.",
            join(averaged, ", "),
            protection.records.threshold));
    if (blanked > 0)
        out.emplace_back(
            "Some answers are blank because they would have told too much of one "
            "person; a blank does not say whether there was an answer.");
    if (rules.diversity > 1)
        out.push_back(
            fmt::format("Sensitive answers are blank where people who are alike in the "
                        "other questions would have given fewer than {} different ones.",
                        rules.diversity));
    for (const RepeatTreatment& repeat : protection.records.repeats)
        out.push_back(words_for(repeat, rules.k));
    out.emplace_back("Records are in an order of chance.");
    return out;
}

}  // namespace

std::optional<std::size_t> blanks_told(std::size_t blanked, const StudyFile& file) {
    const bool few = blanked < static_cast<std::size_t>(std::max(file.threshold, 0));
    if (blanked > 0 && (few || file.round_to > 0)) return std::nullopt;
    return blanked;
}

OpenDataSource open_source(const Released<ProtectedRecords>& records,
                           const TableExport& tables,
                           PackageEdition edition) {
    const PublicRecords& published = records->records;
    OpenDataSource out{.study = published.study, .records = published.dataset, .tables = tables};
    for (const RecordTreatment& treatment : published.treatments)
        out.variables.push_back(protected_variable(treatment, published.study.file));
    out.measures = measures_of(records.value(), published.study.file.records);
    if (published.dataset.design != nullptr)
        out.weights = published.dataset.design->design().weights;
    out.edition = edition;
    return out;
}

}  // namespace mtm
