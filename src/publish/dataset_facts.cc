#include "publish/dataset_facts.h"

#include <chrono>
#include <cstdio>

#include <fmt/format.h>
#include <unicode/locid.h>

#include "base/text.h"

namespace mtm {
namespace {

using std::chrono::day;
using std::chrono::last;
using std::chrono::month;
using std::chrono::year;

// "2024-05-12" to the first or last day of its month; empty if it is no day.
std::string month_of(const std::string& date, bool end) {
    int y = 0;
    unsigned m = 0;
    if (std::sscanf(date.c_str(), "%4d-%2u", &y, &m) != 2 || m < 1 || m > 12) return {};
    const auto days = end ? static_cast<unsigned>((year(y) / month(m) / last).day()) : 1U;
    return fmt::format("{:04}-{:02}-{:02}", y, m, days);
}

// Small letters, digits and hyphens between them.
std::string slug(std::string_view text) {
    std::string out;
    for (const char c : lower_ascii(text)) {
        const bool fits = (c >= 'a' && c <= 'z') || is_digit(c);
        if (fits) {
            out += c;
        } else if (!out.empty() && out.back() != '-') {
            out += '-';
        }
    }
    while (out.ends_with('-'))
        out.pop_back();
    return out;
}

void set_country(const std::string& code, DatasetFacts& out) {
    if (code.empty()) return;
    const icu::Locale place("", code.c_str());
    out.iso2 = code;
    out.iso3 = place.getISO3Country();
    icu::UnicodeString words;
    place.getDisplayCountry(icu::Locale::getEnglish(), words);
    words.toUTF8String(out.country);
}

std::string citation_of(const StudyFile& file, const DatasetFacts& facts) {
    std::string out = file.citation;
    if (out.empty()) {
        out = facts.producer.empty() ? "" : facts.producer + ". ";
        out += facts.title + ".";
        if (!facts.ends.empty()) out += " " + facts.ends.substr(0, 4) + ".";
    }
    if (!file.publish.doi.empty()) out += " https://doi.org/" + file.publish.doi;
    return out;
}

std::vector<std::string> methodology_of(const OpenDataSource& source) {
    std::vector<std::string> out;
    const StudyFile& file = source.study.file;
    if (!file.design.empty()) out.push_back("Design: " + file.design + ".");
    if (!file.design_note.empty()) out.push_back(squeeze(file.design_note));
    for (const std::string& sentence : source.tables.dataset.weighting)
        out.push_back(sentence);
    return out;
}

}  // namespace

DatasetFacts dataset_facts(const OpenDataSource& source) {
    const StudyFile& file = source.study.file;
    DatasetFacts out;
    set_country(file.country, out);
    out.title = file.title;
    if (!file.round.empty()) out.title += ", " + file.round;
    if (!out.country.empty()) out.title += ", " + out.country;
    out.open = source.edition == PackageEdition::open;
    out.invented = source.records.rehearsal;
    out.name = file.publish.name.empty() ? slug(out.title) : file.publish.name;
    out.summary = squeeze(file.publish.summary);
    if (out.summary.empty()) out.summary = "Interviews of " + out.title + ".";
    out.producer = file.organisation;
    if (out.open) out.licence = find_licence(file.publish.licence);
    out.terms = squeeze(out.open ? file.publish.terms : file.publish.restricted_terms);
    out.begins = month_of(file.fieldwork_start, false);
    out.ends = month_of(file.fieldwork_end, true);
    out.citation = citation_of(file, out);
    out.methodology = methodology_of(source);
    out.protection = source.measures;
    return out;
}

const char* meaning_of_blanks() {
    return "A blank means that the question was not asked, was not answered, or that the answer "
           "was "
           "taken out to protect the person.";
}

std::string printable(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 || c == '\n' || c == '\t') out += c;
    }
    return out;
}

std::string short_number(double value) {
    std::string out = fmt::format("{:.3f}", value);
    while (out.ends_with('0'))
        out.pop_back();
    if (out.ends_with('.')) out.pop_back();
    return out == "-0" ? "0" : out;
}

}  // namespace mtm
