#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "exchange/write_tables.h"
#include "publish/published_areas.h"
#include "report/table_export.h"

namespace mtm {

/// Whom a package of data is for: everybody, or those who ask and agree to terms. The records of
/// the second may be protected less; what is written is the same.
enum class PackageEdition { open, restricted };

/// What was done to the answers of a question before they were handed on.
enum class Treatment {
    kept,
    coarsened,  // values or choices were joined: ages became groups
    mixed,      // answers were swapped or changed at random
    averaged,   // numbers became means of people with close ones
    dropped     // the question is not among the published ones
};

/// "coarsened"
[[nodiscard]] std::string_view name_of(Treatment treatment);

struct ProtectedVariable {
    std::string name;  // of the question
    Treatment treatment = Treatment::kept;
    /// Answers that were taken out; nothing where some were and how many is not told.
    std::optional<std::size_t> blanked = 0;
    std::string words = {};  // in English, what was done: "ages in groups of five years"
    bool ordered = false;    // its choices follow each other, as groups of age do
};

/// Protected records with what describes them: all that a package of open data is made of. A view.
///
/// `study` is the study as it is published: its questionnaire has the published questions only,
/// with the choices that records have. `records` are its interviews, in an order that tells
/// nothing; their instanceIDs are not written. A blanked answer has no code in its column.
/// Everything that is counted here is counted in `records`, and so by anybody who has the files.
struct OpenDataSource {
    const Study& study;
    const Dataset& records;
    const TableExport& tables;                      // of the whole data, as released
    std::vector<ProtectedVariable> variables = {};  // those not named were kept
    std::vector<std::string> measures = {};  // how the records were protected, in English sentences
    std::vector<double> weights = {};        // what a record stands for; empty: each for itself
    PackageEdition edition = PackageEdition::open;
    PublishedAreas areas = {};  // of the choices of the areas' question
};

/// The files of a package, CHECKSUMS.sha256 last. The same source gives the same bytes.
struct OpenPackage {
    std::vector<ExportedFile> files;
    std::vector<std::string>
        gaps;  // what catalogues want and study.toml does not say, in sentences
};

/// Microdata in every format, codebooks, descriptions for catalogues, tables, README. What each
/// file holds: docs/formats/open-data.md. REQUIRES: the tables are not of the internal edition.
Result<OpenPackage> open_package(const OpenDataSource& source);

}  // namespace mtm
