#include "compile/parameters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "base/text.h"
#include "compile/element_name.h"
#include "compile/form_text.h"
#include "compile/range_parameters.h"
#include "compile/sheet_columns.h"

namespace mtm {
namespace {

constexpr std::string_view between = " \t\r\n\f\v,;";

constexpr std::array<std::string_view, 4> keys_of_names{
    "value", "label", "seed", "reference-geometry"};

// True if nothing but these keys stands there; else it is reported.
bool only(const Attributes& parameters,
          std::initializer_list<std::string_view> accepted,
          const RowReport& report) {
    std::vector<std::string> wrong;
    for (const auto& [key, value] : parameters) {
        if (std::ranges::find(accepted, key) == accepted.end()) wrong.push_back(key);
    }
    if (wrong.empty()) return true;
    const std::vector<std::string> names(accepted.begin(), accepted.end());
    report.error("unknown-parameter",
                 "parameters",
                 "This type of question has no parameter “" + join(wrong, "”, “") + "”.",
                 did_you_mean(wrong.front(), names, "It takes " + join(names, ", ") + "."));
    return false;
}

void bad_value(const RowReport& report, std::string_view key, std::string_view must) {
    report.error("bad-parameter",
                 "parameters",
                 "The parameter “" + std::string(key) + "” must be " + std::string(must) + ".",
                 "Write it as " + std::string(key) + "=…, with such a value.");
}

std::optional<long long> whole_number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    long long out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return out;
}

bool is_number(const std::string& text) {
    if (text.find_first_of("xX") != std::string::npos) return false;  // strtod reads hexadecimals
    char* end = nullptr;
    std::strtod(text.c_str(), &end);
    return !text.empty() && end == text.c_str() + text.size();
}

// Copies a parameter that must be one of some words to an attribute.
void one_of(const Attributes& parameters,
            std::string_view key,
            std::initializer_list<std::string_view> words,
            std::string_view attribute,
            const RowReport& report,
            Attributes& to) {
    const std::string_view value = find_attribute(parameters, key);
    if (value.empty()) return;
    if (std::ranges::find(words, value) == words.end()) {
        bad_value(report, key, join(std::vector<std::string>(words.begin(), words.end()), " or "));
        return;
    }
    set_attribute(to, attribute, std::string(value));
}

void whole(const Attributes& parameters,
           std::string_view key,
           std::string_view attribute,
           const RowReport& report,
           Attributes& to) {
    const std::string_view value = find_attribute(parameters, key);
    if (value.empty()) return;
    if (!whole_number(value)) return bad_value(report, key, "a whole number");
    set_attribute(to, attribute, std::string(value));
}

void number(const Attributes& parameters,
            std::string_view key,
            std::string_view attribute,
            const RowReport& report,
            Attributes& to) {
    const std::string value(find_attribute(parameters, key));
    if (value.empty()) return;
    if (!is_number(value)) return bad_value(report, key, "a number");
    set_attribute(to, attribute, value);
}

// The three that make an audit log locations stand together or not at all.
void audit_location(const Attributes& parameters, const RowReport& report, Attributes& bind) {
    constexpr std::array<std::string_view, 3> keys{
        "location-priority", "location-min-interval", "location-max-age"};
    const auto count = std::ranges::count_if(
        keys, [&](std::string_view key) { return !find_attribute(parameters, key).empty(); });
    if (count == 0) return;
    if (count < 3) {
        report.error(
            "bad-parameter",
            "parameters",
            "An audit that logs locations needs location-priority, location-min-interval and "
            "location-max-age together.",
            "Write all three, for example location-priority=balanced "
            "location-min-interval=60 location-max-age=120.");
        return;
    }
    one_of(parameters,
           keys[0],
           {"no-power", "low-power", "balanced", "high-accuracy"},
           "odk:location-priority",
           report,
           bind);
    const auto interval = whole_number(find_attribute(parameters, keys[1]));
    const auto age = whole_number(find_attribute(parameters, keys[2]));
    if (!interval || *interval < 0) return bad_value(report, keys[1], "a whole number of seconds");
    if (!age || *age < *interval)
        return bad_value(
            report, keys[2], "a whole number of seconds, not below location-min-interval");
    for (const std::size_t i : {1U, 2U}) {
        set_attribute(
            bind, "odk:" + std::string(keys[i]), std::string(find_attribute(parameters, keys[i])));
    }
}

void audit(const Attributes& parameters, const RowReport& report, FormElement& element) {
    const bool known = only(parameters,
                            {"location-priority",
                             "location-min-interval",
                             "location-max-age",
                             "track-changes",
                             "identify-user",
                             "track-changes-reasons"},
                            report);
    if (!known) return;
    one_of(
        parameters, "track-changes", {"true", "false"}, "odk:track-changes", report, element.bind);
    one_of(
        parameters, "identify-user", {"true", "false"}, "odk:identify-user", report, element.bind);
    one_of(parameters,
           "track-changes-reasons",
           {"on-form-edit"},
           "odk:track-changes-reasons",
           report,
           element.bind);
    audit_location(parameters, report, element.bind);
}

// What is wrong with the name of an Android package; empty if nothing is.
std::string_view package_mistake(std::string_view name) {
    if (name.find('.') == std::string_view::npos) return "must have a point in it";
    for (const std::string_view part : split(name, '.')) {
        if (part.empty()) return "has an empty part between points";
        if (part.front() == '_') return "has a part that begins with _";
        if (part.front() >= '0' && part.front() <= '9')
            return "has a part that begins with a digit";
        const bool plain = std::ranges::all_of(part, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   c == '_';
        });
        if (!plain) return "may hold only letters a-z, digits, points and _";
    }
    return {};
}

void image(const Attributes& parameters, const RowReport& report, FormElement& element) {
    if (!only(parameters, {"max-pixels", "app"}, report)) return;
    whole(parameters, "max-pixels", "orx:max-pixels", report, element.bind);
    const std::string_view app = find_attribute(parameters, "app");
    const std::string_view appearance = find_attribute(element.body, "appearance");
    if (app.empty() || !(appearance.empty() || appearance == "annotate")) return;
    if (const std::string_view mistake = package_mistake(app); !mistake.empty()) {
        report.error("bad-parameter",
                     "parameters",
                     "The name of the app “" + std::string(app) + "” " + std::string(mistake) + ".",
                     "Write the name of an Android package, for example app=org.example.camera.");
        return;
    }
    set_attribute(element.body, "intent", std::string(app));
}

void audio(const Attributes& parameters, const RowReport& report, FormElement& element) {
    if (!only(parameters, {"quality"}, report)) return;
    one_of(parameters,
           "quality",
           {"voice-only", "low", "normal", "external"},
           "odk:quality",
           report,
           element.bind);
}

void background_audio(const Attributes& parameters, const RowReport& report, FormElement& element) {
    if (!only(parameters, {"quality"}, report)) return;
    FormAction record{
        .name = "odk:recordaudio", .event = FormAction::Event::load, .value = {}, .attributes = {}};
    one_of(parameters,
           "quality",
           {"voice-only", "low", "normal"},
           "odk:quality",
           report,
           record.attributes);
    element.actions.push_back(std::move(record));
}

void place(const Attributes& parameters, const RowReport& report, FormElement& element) {
    const bool point = element.type == "geopoint";
    const bool known = point ? only(parameters,
                                    {"allow-mock-accuracy",
                                     "capture-accuracy",
                                     "warning-accuracy",
                                     "reference-geometry"},
                                    report)
                             : only(parameters,
                                    {"allow-mock-accuracy", "incremental", "reference-geometry"},
                                    report);
    if (!known) return;
    one_of(parameters,
           "allow-mock-accuracy",
           {"true", "false"},
           "odk:allow-mock-accuracy",
           report,
           element.bind);
    number(parameters, "capture-accuracy", "accuracyThreshold", report, element.body);
    number(parameters, "warning-accuracy", "unacceptableAccuracyThreshold", report, element.body);
    const std::string_view incremental = find_attribute(parameters, "incremental");
    if (!incremental.empty()) {
        if (incremental == "true" || incremental == "yes" || incremental == "true()") {
            set_attribute(element.body, "incremental", "true");
        } else {
            bad_value(report, "incremental", "true");
        }
    }
    element.itemset = std::string(find_attribute(parameters, "reference-geometry"));
}

void column_of_file(const Attributes& parameters,
                    std::string_view key,
                    const RowReport& report,
                    std::string& to) {
    const std::string_view value = find_attribute(parameters, key);
    if (value.empty()) return;
    if (!is_element_name(value)) return bad_value(report, key, "the name of a column or property");
    to = std::string(value);
}

}  // namespace

std::optional<Attributes> read_parameters(std::string_view cell) {
    Attributes out;
    std::size_t at = 0;
    const auto skip = [&] { at = std::min(cell.find_first_not_of(between, at), cell.size()); };
    const auto token = [&] {
        skip();
        const std::size_t begin = at;
        while (at < cell.size() && cell[at] != '=' &&
               between.find(cell[at]) == std::string_view::npos)
            ++at;
        return cell.substr(begin, at - begin);
    };
    for (skip(); at < cell.size(); skip()) {
        const std::string key = lower_ascii(token());
        skip();
        if (key.empty() || at >= cell.size() || cell[at] != '=') return std::nullopt;
        ++at;
        const std::string_view value = token();
        if (value.empty()) return std::nullopt;
        const bool name = std::ranges::find(keys_of_names, key) != keys_of_names.end();
        set_attribute(out, key, name ? std::string(value) : lower_ascii(value));
    }
    return out;
}

void apply_parameters(const Attributes& parameters,
                      const FormDefinition& form,
                      const RowReport& report,
                      FormElement& element) {
    const std::string& type = element.type;
    if (type == "audit") {
        audit(parameters, report, element);
    } else if (type == "range") {
        apply_range_parameters(parameters, form, report, element);
    } else if (type == "text" && only(parameters, {"rows"}, report)) {
        whole(parameters, "rows", "rows", report, element.body);
    } else if (type == "image") {
        image(parameters, report, element);
    } else if (type == "audio") {
        audio(parameters, report, element);
    } else if (type == "background-audio") {
        background_audio(parameters, report, element);
    } else if (type == "geopoint" || type == "geotrace" || type == "geoshape") {
        place(parameters, report, element);
    }
}

void apply_select_parameters(const Attributes& parameters,
                             bool from_file,
                             const RowReport& report,
                             FormElement& element) {
    const bool known = from_file ? only(parameters, {"randomize", "seed", "value", "label"}, report)
                                 : only(parameters, {"randomize", "seed"}, report);
    if (!known) return;
    ItemsetParameters& itemset = element.itemset_parameters;
    const std::string_view randomize = find_attribute(parameters, "randomize");
    itemset.seed = std::string(find_attribute(parameters, "seed"));
    itemset.randomize = randomize == "true";
    if (!randomize.empty() && randomize != "true" && randomize != "false")
        bad_value(report, "randomize", "true or false");
    if (randomize.empty() && !itemset.seed.empty()) {
        report.error("bad-parameter",
                     "parameters",
                     "There is a seed, but the choices are not put in random order.",
                     "Write randomize=true beside it, or remove the seed.");
    } else if (!itemset.seed.empty() && !is_reference(itemset.seed) && !is_number(itemset.seed)) {
        bad_value(report, "seed", "a number or ${question}");
    }
    column_of_file(parameters, "value", report, itemset.value);
    column_of_file(parameters, "label", report, itemset.label);
}

}  // namespace mtm
