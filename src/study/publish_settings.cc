// Ids of licences and codes of frequencies are those of the Humanitarian Data Exchange (HDX), as
// its data sets carry them.
#include "study/publish_settings.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace mtm {
namespace {

constexpr std::size_t longest_name = 100;  // CKAN's

const std::vector<std::pair<std::string, std::string>>& update_frequencies() {
    static const std::vector<std::pair<std::string, std::string>> all{{"as needed", "-2"},
                                                                      {"never", "-1"},
                                                                      {"live", "0"},
                                                                      {"every day", "1"},
                                                                      {"every week", "7"},
                                                                      {"every two weeks", "14"},
                                                                      {"every month", "30"},
                                                                      {"every three months", "90"},
                                                                      {"every six months", "180"},
                                                                      {"every year", "365"}};
    return all;
}

template <typename Range, typename Member>
std::vector<std::string> names_in(const Range& all, Member member) {
    std::vector<std::string> out;
    for (const auto& one : all)
        out.emplace_back(one.*member);
    return out;
}

// Reads the texts of the section, and holds each to its form.
class PublishReader {
public:
    PublishReader(SettingsReader& in, const toml::table& section) : in_(in), section_(section) {}

    void read(PublishRules& out) {
        for (const auto& [key, value] : {std::pair{"name", &out.name},
                                         std::pair{"summary", &out.summary},
                                         std::pair{"licence", &out.licence},
                                         std::pair{"terms", &out.terms},
                                         std::pair{"restricted_terms", &out.restricted_terms},
                                         std::pair{"contact", &out.contact},
                                         std::pair{"doi", &out.doi},
                                         std::pair{"maintainer", &out.maintainer},
                                         std::pair{"owner_org", &out.owner_org},
                                         std::pair{"update_frequency", &out.update_frequency}})
            in_.text(section_, "publish.", key, *value);
        in_.texts(section_, "publish.", "tags", out.tags);
        check_name(out.name);
        check_licence(out.licence);
        check_contact(out.contact);
        check_doi(out.doi);
        check_frequency(out.update_frequency);
        in_.report_unknown(section_, "publish.");
    }

private:
    void mistake(std::string code, const char* key, std::string message, std::string remedy) {
        in_.report(std::move(code),
                   section_.get(key)->source().begin.line,
                   std::move(message),
                   std::move(remedy));
    }

    void check_name(std::string& name) {
        const bool fits =
            name.size() > 1 && name.size() <= longest_name &&
            name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos;
        if (name.empty() || fits) return;
        mistake("bad-dataset-name",
                "name",
                "“" + name + "” cannot be the name of a data set.",
                "Write 2 to 100 small letters (a to z), digits, - and _.");
        name.clear();
    }

    void check_licence(std::string& licence) {
        if (licence.empty() || find_licence(licence) != nullptr) return;
        const std::vector<std::string> known = names_in(known_licences(), &KnownLicence::id);
        mistake("unknown-licence",
                "licence",
                "“" + licence + "” is no licence that is known here.",
                did_you_mean(
                    licence,
                    known,
                    "Write \"" + join(known, "\", \"") + "\"; what else holds is said in terms."));
        licence.clear();
    }

    void check_contact(std::string& contact) {
        const std::size_t at = contact.find('@');
        const bool fits = at != std::string::npos && at > 0 && contact.rfind('@') == at &&
                          contact.find('.', at) != std::string::npos &&
                          contact.find_first_of(" <>") == std::string::npos;
        if (contact.empty() || fits) return;
        mistake("bad-contact",
                "contact",
                "“" + contact + "” is no address of e-mail.",
                "Write one that answers questions on the data, as data@example.org.");
        contact.clear();
    }

    // ISO 26324: a prefix "10." and digits, a slash, anything.
    void check_doi(std::string& doi) {
        for (const std::string_view before : {"https://doi.org/", "http://dx.doi.org/", "doi:"}) {
            if (doi.starts_with(before)) doi.erase(0, before.size());
        }
        const std::size_t slash = doi.find('/');
        const bool fits =
            doi.starts_with("10.") && slash != std::string::npos && slash > 6 &&
            slash + 1 < doi.size() &&
            doi.substr(3, slash - 3).find_first_not_of("0123456789.") == std::string::npos &&
            doi.find(' ') == std::string::npos;
        if (doi.empty() || fits) return;
        mistake("bad-doi",
                "doi",
                "“" + doi + "” is no DOI.",
                "Write it as 10.5281/zenodo.1234567, or leave it out until there is one.");
        doi.clear();
    }

    void check_frequency(std::string& frequency) {
        if (!update_frequency_code(frequency).empty()) return;
        const std::vector<std::string> known =
            names_in(update_frequencies(), &std::pair<std::string, std::string>::first);
        mistake("bad-update-frequency",
                "update_frequency",
                "“" + frequency + "” does not say how often the data are updated.",
                did_you_mean(frequency, known, "Write \"" + join(known, "\" or \"") + "\"."));
        frequency = PublishRules{}.update_frequency;
    }

    SettingsReader& in_;
    const toml::table& section_;
};

}  // namespace

const std::vector<KnownLicence>& known_licences() {
    static const std::vector<KnownLicence> all{
        {"cc-by-igo",
         "Creative Commons Attribution for Intergovernmental Organisations 3.0 (CC BY 3.0 IGO)",
         "https://creativecommons.org/licenses/by/3.0/igo/"},
        {"cc-by",
         "Creative Commons Attribution 4.0 International (CC BY 4.0)",
         "https://creativecommons.org/licenses/by/4.0/"},
        {"cc-by-sa",
         "Creative Commons Attribution-ShareAlike 4.0 International (CC BY-SA 4.0)",
         "https://creativecommons.org/licenses/by-sa/4.0/"},
        {"hdx-odc-by",
         "Open Data Commons Attribution License (ODC-BY)",
         "https://opendatacommons.org/licenses/by/"},
        {"hdx-odc-odbl",
         "Open Database License (ODbL)",
         "https://opendatacommons.org/licenses/odbl/"},
        {"hdx-pddl",
         "Open Data Commons Public Domain Dedication and License (PDDL)",
         "https://opendatacommons.org/licenses/pddl/"}};
    return all;
}

const KnownLicence* find_licence(std::string_view id) {
    const auto& all = known_licences();
    const auto at = std::ranges::find(all, id, &KnownLicence::id);
    return at == all.end() ? nullptr : &*at;
}

std::string_view update_frequency_code(std::string_view words) {
    for (const auto& [name, code] : update_frequencies()) {
        if (name == words) return code;
    }
    return {};
}

void read_publish(SettingsReader& in, const toml::table& root, PublishRules& out) {
    const toml::table* section = in.table(root, "publish");
    if (section != nullptr) PublishReader(in, *section).read(out);
}

}  // namespace mtm
