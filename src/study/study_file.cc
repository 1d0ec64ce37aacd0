#include "study/study_file.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>

#include "base/text.h"
#include "base/time_zone.h"
#include "study/back_check_settings.h"
#include "study/compare_settings.h"
#include "study/mark_settings.h"
#include "study/privacy_settings.h"
#include "study/publish_settings.h"
#include "study/record_rules_file.h"
#include "study/respondent_driven_file.h"
#include "study/settings_reader.h"
#include "study/theme_settings.h"
#include "study/variance_file.h"
#include "study/weighting_file.h"

namespace mtm {
namespace {

// With two, the one can compute the other.
constexpr int least_threshold = 3;

// The names of all time zones.
std::vector<std::string> time_zones() {
    std::vector<std::string> names;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::StringEnumeration> all(
        icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, nullptr, nullptr, status));
    if (U_FAILURE(status)) return names;
    while (const char* name = all->next(nullptr, status))
        names.emplace_back(name);
    return names;
}

class StudyFileReader : private SettingsReader {
public:
    StudyFileReader(const std::vector<Language>& languages, const std::string& file_name)
        : SettingsReader(file_name), languages_(languages) {}

    ReadStudyFile read(std::string_view text) {
        const toml::parse_result parsed = toml::parse(text, file_name());
        if (!parsed) {
            report("broken-toml",
                   parsed.error().source().begin.line,
                   std::string("This is no valid TOML: ") +
                       std::string(parsed.error().description()) + ".",
                   "Correct the line; texts stand in quotes, lists in [brackets].");
            return finished();
        }
        const toml::table& root = parsed.table();
        read_cover(root);
        read_areas(root);
        read_fieldwork(root);
        read_rules(root);
        read_quality(root);
        read_back_check(*this, root, out_.file.back_check);
        read_compare(*this, root, out_.file.compare);
        read_theme(*this, root, out_.file.theme);
        read_marks(*this, root, out_.file.marks);
        read_publish(*this, root, out_.file.publish);
        read_withdrawal(*this, root, out_.file.withdrawal);
        read_retention(*this, root, out_.file.retention);
        read_sections(root);
        read_weighting(*this, root, out_.file);
        read_variance(*this, root, out_.file);
        read_respondent_driven(*this, root, out_.file);
        report_unknown(root, "");
        return finished();
    }

private:
    ReadStudyFile finished() {
        out_.diagnostics = take_diagnostics();
        return std::move(out_);
    }

    void read_cover(const toml::table& root) {
        StudyFile& file = out_.file;
        text(root, "", "title", file.title);
        text(root, "", "round", file.round);
        text(root, "", "country", file.country);
        text(root, "", "organisation", file.organisation);
        text(root, "", "period", file.period);
        text(root, "", "fieldwork_start", file.fieldwork_start);
        text(root, "", "fieldwork_end", file.fieldwork_end);
        text(root, "", "timezone", file.timezone);
        number(root, "", "planned_interviews", file.planned_interviews);
        texts(root, "", "languages", file.languages);
        text(root, "", "design", file.design);
        text(root, "", "design_note", file.design_note);
        text(root, "", "previous", file.previous);
        text(root, "", "previous_figures", file.previous_figures);
        text(root, "", "citation", file.citation);
        texts(root, "", "disclaimer", file.disclaimer);
        text(root, "", "map_disclaimer", file.map_disclaimer);
        texts(root, "", "funders", file.funders);
        texts(root, "", "contact", file.contact);
        if (file.title.empty()) {
            report("missing-title", 1, "The study has no title.", "Add a line: title = \"…\".");
        }
        if (file.languages.empty()) file.languages = {"en"};
        check_dates(root);
        check_timezone(root);
    }

    void check_dates(const toml::table& root) {
        const StudyFile& file = out_.file;
        const auto line_of = [&root](const char* key) {
            return root.contains(key) ? root.get(key)->source().begin.line : 0;
        };
        for (const auto& [key, date] : {std::pair{"fieldwork_start", &file.fieldwork_start},
                                        std::pair{"fieldwork_end", &file.fieldwork_end}}) {
            if (date->empty() || is_iso_date(*date)) continue;
            report("bad-date",
                   line_of(key),
                   "“" + *date + "” is not a date.",
                   "Write it as 2024-05-31 (year-month-day).");
        }
        if (!file.fieldwork_end.empty() && file.fieldwork_end < file.fieldwork_start) {
            report("bad-date",
                   line_of("fieldwork_end"),
                   "Fieldwork ends (" + file.fieldwork_end + ") before it begins (" +
                       file.fieldwork_start + ").",
                   "Correct one of the two dates.");
        }
    }

    // A warning: the system may know a zone that is younger than the list of names.
    void check_timezone(const toml::table& root) {
        const std::string& zone = out_.file.timezone;
        if (zone.empty()) return;
        const std::vector<std::string> known = time_zones();
        if (std::ranges::find(known, zone) != known.end()) return;
        report("unknown-timezone",
               root.get("timezone")->source().begin.line,
               "There is no time zone “" + zone + "”.",
               did_you_mean(zone, known, "Write a city's, as Asia/Almaty."),
               Severity::warning);
    }

    void read_areas(const toml::table& root) {
        if (const toml::table* areas = table(root, "areas")) {
            text(*areas, "areas.", "file", out_.file.areas.file);
            text(*areas, "areas.", "key", out_.file.areas.key);
            text(*areas, "areas.", "name", out_.file.areas.name);
            text(*areas, "areas.", "question", out_.file.areas.question);
            text(*areas, "areas.", "choice_column", out_.file.areas.choice_column);
            text(*areas, "areas.", "aliases", out_.file.areas.aliases);
            text(*areas, "areas.", "credit", out_.file.areas.credit);
            report_unknown(*areas, "areas.");
        }
        if (const toml::table* coverage = table(root, "coverage")) {
            number(*coverage, "coverage.", "regions", out_.file.coverage.regions);
            texts(*coverage, "coverage.", "cities", out_.file.coverage.cities);
            text(*coverage, "coverage.", "reason", out_.file.coverage.reason);
            report_unknown(*coverage, "coverage.");
        }
    }

    void read_fieldwork(const toml::table& root) {
        const toml::table* fieldwork = table(root, "fieldwork");
        if (fieldwork == nullptr) return;
        Fieldwork& out = out_.file.fieldwork;
        text(*fieldwork, "fieldwork.", "area", out.area);
        text(*fieldwork, "fieldwork.", "group", out.group);
        text(*fieldwork, "fieldwork.", "enumerator", out.enumerator);
        text(*fieldwork, "fieldwork.", "language", out.language);
        const toml::node* targets = node(*fieldwork, "fieldwork.", "targets");
        report_unknown(*fieldwork, "fieldwork.");
        if (targets == nullptr) return;
        if (!targets->is_array_of_tables()) {
            wrong_type(*targets, "fieldwork.targets", "a list of { area, group, interviews }");
            return;
        }
        for (const toml::node& item : *targets->as_array()) {
            const toml::table& row = *item.as_table();
            Target target;
            text(row, "fieldwork.targets.", "area", target.area);
            text(row, "fieldwork.targets.", "group", target.group);
            number(row, "fieldwork.targets.", "interviews", target.interviews);
            report_unknown(row, "fieldwork.targets.");
            if (target.interviews == 0) {
                report("bad-target",
                       row.source().begin.line,
                       "A target of [fieldwork] wants no interview.",
                       "Write how many: interviews = 50.");
            }
            out.targets.push_back(std::move(target));
        }
    }

    void read_rules(const toml::table& root) {
        if (const toml::table* counted = table(root, "counted")) {
            expression(*counted, "counted.", "consent", out_.file.consent);
            expression(*counted, "counted.", "require", out_.file.counted);
            report_unknown(*counted, "counted.");
        }
        if (const toml::table* checks = table(root, "checks")) {
            texts(*checks, "checks.", "off", out_.file.checks_off);
            report_unknown(*checks, "checks.");
        }
        if (const toml::table* encryption = table(root, "encryption")) {
            text(*encryption, "encryption.", "public_key", out_.file.public_key);
            check_public_key(*encryption);
            report_unknown(*encryption, "encryption.");
        }
        if (const toml::table* protection = table(root, "protection")) {
            number(*protection, "protection.", "threshold", out_.file.threshold);
            check_threshold(*protection);
            number(*protection, "protection.", "round_to", out_.file.round_to);
            check_rounding(*protection);
            decimal(*protection, "protection.", "dominance", out_.file.dominance);
            check_dominance(*protection);
            read_record_rules(*this, *protection, "records", out_.file.records);
            out_.file.restricted = restricted_rules(out_.file.records);
            read_record_rules(*this, *protection, "restricted", out_.file.restricted);
            out_.file.restricted.recodes = last_of_each_question(out_.file.restricted.recodes);
            report_unknown(*protection, "protection.");
        }
    }

    void read_quality(const toml::table& root) {
        const toml::table* quality = table(root, "quality");
        if (quality == nullptr) return;
        QualityRules& out = out_.file.quality;
        for (const auto& [key, value] : {std::pair{"near_duplicate", &out.near_duplicate},
                                         std::pair{"fastest", &out.fastest},
                                         std::pair{"longest_minutes", &out.longest_minutes},
                                         std::pair{"day_begins", &out.day_begins},
                                         std::pair{"day_ends", &out.day_ends},
                                         std::pair{"shortest_gap", &out.shortest_gap},
                                         std::pair{"most_a_day", &out.most_a_day},
                                         std::pair{"fastest_km_h", &out.fastest_km_h},
                                         std::pair{"area_tolerance_km", &out.area_tolerance_km},
                                         std::pair{"same_place_metres", &out.same_place_metres},
                                         std::pair{"same_place", &out.same_place},
                                         std::pair{"fewest_interviews", &out.fewest_interviews}})
            number(*quality, "quality.", key, *value);
        decimal(*quality, "quality.", "outlier_mads", out.outlier_mads);
        text(*quality, "quality.", "respondent_language", out.respondent_language);
        texts(*quality, "quality.", "off", out.off);
        const toml::array* rules = tables(*quality, "rule");
        const toml::array* outliers = tables(*quality, "outlier");
        report_unknown(*quality, "quality.");
        if (rules != nullptr) read_quality_rules(*rules);
        if (outliers != nullptr) read_outlier_rules(*outliers);
    }

    // [[quality.KEY]]; null if there is none.
    const toml::array* tables(const toml::table& quality, const std::string& key) {
        const toml::node* found = node(quality, "quality.", key);
        if (found == nullptr) return nullptr;
        if (found->as_array() != nullptr && found->as_array()->is_array_of_tables())
            return found->as_array();
        wrong_type(*found, "quality." + key, "tables [[quality." + key + "]]");
        return nullptr;
    }

    void read_outlier_rules(const toml::array& rows) {
        for (const toml::node& each : rows) {
            const toml::table& row = *each.as_table();
            OutlierRule& rule = out_.file.quality.outliers.emplace_back();
            rule.line = static_cast<int>(row.source().begin.line);
            texts(row, "quality.outlier.", "questions", rule.questions);
            decimal(row, "quality.outlier.", "deviations", rule.deviations);
            report_unknown(row, "quality.outlier.");
            if (rule.questions.empty() || !(rule.deviations > 0))
                report("incomplete-rule",
                       row.source().begin.line,
                       "A [[quality.outlier]] needs questions, and deviations over 0.",
                       "Write both, as questions = [\"income\"] and deviations = 3.");
        }
    }

    void read_quality_rules(const toml::array& rows) {
        for (const toml::node& each : rows) {
            const toml::table& row = *each.as_table();
            QualityRule& rule = out_.file.quality.rules.emplace_back();
            text(row, "quality.rule.", "name", rule.name);
            text(row, "quality.rule.", "message", rule.message);
            expression(row, "quality.rule.", "wrong", rule.wrong);
            report_unknown(row, "quality.rule.");
            if (rule.name.empty() || !rule.wrong)
                report("incomplete-rule",
                       row.source().begin.line,
                       "A [[quality.rule]] needs a name and, under wrong, a condition.",
                       "Write both, as name = \"young-parent\" and wrong = \"${age} < 15 and "
                       "${children} > 0\".");
        }
    }

    // A section that encrypts nothing would be believed.
    void check_public_key(const toml::table& encryption) {
        if (!out_.file.public_key.empty()) return;
        report("no-public-key",
               encryption.source().begin.line,
               "[encryption] has no public_key, so nothing would be encrypted.",
               "Let `mtm keys new` write it, or remove the section.");
    }

    void check_threshold(const toml::table& protection) {
        if (out_.file.threshold >= least_threshold) return;
        report("threshold-too-small",
               protection.get("threshold")->source().begin.line,
               "A threshold under " + std::to_string(least_threshold) + " protects nobody.",
               "Write " + std::to_string(least_threshold) +
                   " or more; the internal edition prints everything.");
        out_.file.threshold = StudyFile{}.threshold;
    }

    void check_dominance(const toml::table& protection) {
        if (out_.file.dominance >= 0 && out_.file.dominance <= 100) return;
        report("bad-dominance",
               protection.get("dominance")->source().begin.line,
               fmt::format("[protection] dominance is {}, and is per cent.", out_.file.dominance),
               "Write 0 to 100: 10 is usual, 0 is no rule.");
        out_.file.dominance = StudyFile{}.dominance;
    }

    // A survey whose numbers are such multiples has nobody who is fewer than the threshold.
    void check_rounding(const toml::table& protection) {
        const toml::node* found = protection.get("round_to");
        if (found == nullptr || out_.file.round_to >= out_.file.threshold) return;
        report("rounding-too-fine",
               found->source().begin.line,
               fmt::format("Rounded to {}, a printed number can be of fewer people than the "
                           "threshold of {}.",
                           out_.file.round_to,
                           out_.file.threshold),
               fmt::format("Write {} or more, or remove the line: then small numbers are withheld.",
                           out_.file.threshold));
        out_.file.round_to = out_.file.threshold;
    }

    void read_sections(const toml::table& root) {
        const toml::node* found = node(root, "", "sections");
        if (found == nullptr) return;
        if (!found->is_array_of_tables()) {
            wrong_type(*found, "sections", "given as [[sections]]");
            return;
        }
        for (const toml::node& item : *found->as_array()) {
            const toml::table& section = *item.as_table();
            Section out;
            text(section, "sections.", "name", out.name);
            out.title.by_language.resize(languages_.size());
            if (const toml::node* title = node(section, "sections.", "title")) {
                read_title(*title, out.title);
            }
            out_.file.sections.push_back(std::move(out));
        }
    }

    void read_title(const toml::node& title, Translated& out) {
        const toml::table* by_code = title.as_table();
        if (by_code == nullptr) {
            wrong_type(title, "sections.title", "given by language: { en = \"…\" }");
            return;
        }
        for (const auto& [code, value] : *by_code) {
            const auto at = std::ranges::find(languages_, code.str(), &Language::code);
            const auto words = value.value<std::string>();
            if (at != languages_.end() && words) {
                out.by_language[static_cast<std::size_t>(at - languages_.begin())] = *words;
            }
        }
    }

    const std::vector<Language>& languages_;
    ReadStudyFile out_;
};

}  // namespace

ReadStudyFile read_study_file(std::string_view text,
                              const std::vector<Language>& languages,
                              const std::string& file_name) {
    return StudyFileReader(languages, file_name).read(text);
}

}  // namespace mtm
