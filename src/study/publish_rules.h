#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mtm {

/// What the packages of open data say of themselves: [publish] of study.toml. Empty where nothing
/// is said.
struct PublishRules {
    std::string name;              // of the data set in addresses: "kazakhstan-migrants-2024-r4"
    std::string summary;           // a paragraph: what it is
    std::string licence;           // of the open edition, as HDX names it: "cc-by-igo"
    std::string terms;             // beside the licence, in words
    std::string restricted_terms;  // of the restricted edition
    std::string contact;           // an address of e-mail
    std::string doi;               // "10.5281/zenodo.1234567", without https://doi.org/
    std::string maintainer;        // a user of HDX
    std::string owner_org;         // an organisation of HDX
    std::string update_frequency = "as needed";
    std::vector<std::string> tags;  // of HDX's vocabulary
};

/// A licence that is known by the name that HDX gives it.
struct KnownLicence {
    std::string_view id;
    std::string_view title;
    std::string_view url;
};

[[nodiscard]] const std::vector<KnownLicence>& known_licences();

/// Null if it is none.
[[nodiscard]] const KnownLicence* find_licence(std::string_view id);

/// The code of an update frequency on HDX, which are days and two numbers below 0: "as needed" is
/// "-2". Empty if it is none.
[[nodiscard]] std::string_view update_frequency_code(std::string_view words);

}  // namespace mtm
