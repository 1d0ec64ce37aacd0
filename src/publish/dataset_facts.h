#pragma once

#include <string>
#include <vector>

#include "publish/open_variables.h"
#include "study/publish_rules.h"

namespace mtm {

/// What every description of a package says of it, in English.
struct DatasetFacts {
    std::string name;   // in addresses
    std::string title;  // "International Migrant Workers Survey, Round 4, Kazakhstan"
    std::string summary;
    std::string citation;  // with the DOI
    std::string producer;
    const KnownLicence* licence = nullptr;  // null: none was given
    std::string terms;                      // of the edition
    std::string begins;                     // first day of the months of fieldwork, ISO 8601
    std::string ends;                       // last day of them
    std::string country;                    // in words
    std::string iso2;
    std::string iso3;
    std::vector<std::string> methodology;  // paragraphs: design, weights
    std::vector<std::string> protection;   // what was done to protect people, in sentences
    bool open = true;
    bool invented = false;
};

/// Days of fieldwork are told as months only, as in the report.
[[nodiscard]] DatasetFacts dataset_facts(const OpenDataSource& source);

/// What a blank stands for, in a sentence.
[[nodiscard]] const char* meaning_of_blanks();

/// Without control characters, which XML does not admit.
[[nodiscard]] std::string printable(std::string_view text);

/// A number of a description, to three decimals: "34.521".
[[nodiscard]] std::string short_number(double value);

}  // namespace mtm
