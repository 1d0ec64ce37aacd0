#include "exchange/column_names.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"

namespace mtm {
namespace {

constexpr std::string_view separators = "/.-:";

// Server columns by their name without groups, in lower case.
constexpr std::array<std::pair<std::string_view, ServerColumn>, 57> server_columns{{
    {"meta/instanceid", ServerColumn::instance_id},
    {"instanceid", ServerColumn::instance_id},
    {"_uuid", ServerColumn::uuid},
    {"key", ServerColumn::key},
    {"parent_key", ServerColumn::parent_key},
    {"_index", ServerColumn::index},
    {"_parent_index", ServerColumn::parent_index},
    {"_submission__uuid", ServerColumn::submission_uuid},
    {"__version__", ServerColumn::version},
    {"_version_", ServerColumn::version},
    {"formversion", ServerColumn::version},
    {"_submission_time", ServerColumn::submitted},
    {"submissiondate", ServerColumn::submitted},
    {"mtm_status", ServerColumn::mtm_status},
    {"meta/instancename", ServerColumn::passed_over},
    {"instancename", ServerColumn::passed_over},
    {"meta/deprecatedid", ServerColumn::passed_over},
    {"meta/rootuuid", ServerColumn::passed_over},
    {"rootuuid", ServerColumn::passed_over},
    {"_id", ServerColumn::passed_over},
    {"_parent_table_name", ServerColumn::passed_over},
    {"_validation_status", ServerColumn::passed_over},
    {"_notes", ServerColumn::passed_over},
    {"_tags", ServerColumn::passed_over},
    {"_status", ServerColumn::passed_over},
    {"_submitted_by", ServerColumn::passed_over},
    {"_attachments", ServerColumn::passed_over},
    {"_geolocation", ServerColumn::passed_over},
    {"_edited", ServerColumn::passed_over},
    {"_date_modified", ServerColumn::passed_over},
    {"_media_all_received", ServerColumn::passed_over},
    {"_media_count", ServerColumn::passed_over},
    {"_total_media", ServerColumn::passed_over},
    {"_xform_id", ServerColumn::passed_over},
    {"_xform_id_string", ServerColumn::passed_over},
    {"_bamboo_dataset_id", ServerColumn::passed_over},
    {"_duration", ServerColumn::passed_over},
    {"_submission__id", ServerColumn::passed_over},
    {"_submission__submission_time", ServerColumn::passed_over},
    {"_submission__validation_status", ServerColumn::passed_over},
    {"_submission__notes", ServerColumn::passed_over},
    {"_submission__status", ServerColumn::passed_over},
    {"_submission__submitted_by", ServerColumn::passed_over},
    {"_submission___version__", ServerColumn::passed_over},
    {"_submission__tags", ServerColumn::passed_over},
    {"formhub/uuid", ServerColumn::passed_over},
    {"submitterid", ServerColumn::passed_over},
    {"submittername", ServerColumn::passed_over},
    {"attachmentspresent", ServerColumn::passed_over},
    {"attachmentsexpected", ServerColumn::passed_over},
    {"status", ServerColumn::passed_over},
    {"reviewstate", ServerColumn::passed_over},
    {"deviceid", ServerColumn::passed_over},
    {"edits", ServerColumn::passed_over},
    {"isvalidated", ServerColumn::passed_over},
    {"_first_time", ServerColumn::passed_over},
    {"_percentage_complete", ServerColumn::passed_over},
}};

constexpr std::array<std::string_view, 4> kobo_parts{
    "_latitude", "_longitude", "_altitude", "_precision"};
constexpr std::array<std::string_view, 4> central_parts{
    "Latitude", "Longitude", "Altitude", "Accuracy"};

// R makes "X_uuid" of "_uuid" and "X.U.FEFF.start" of a first column behind a byte order mark.
std::string_view without_marks_of_r(std::string_view header) {
    constexpr std::string_view byte_order_mark = "X.U.FEFF.";
    if (header.starts_with(byte_order_mark)) header.remove_prefix(byte_order_mark.size());
    return header;
}

// "children[2]/name" without the numbers, which are put into `repeat`, 0-based.
std::string without_positions(std::string_view header, std::vector<int>& repeat) {
    std::string out;
    for (std::size_t at = 0; at < header.size();) {
        const std::size_t close = header.find(']', at);
        const bool opens = header[at] == '[' && close != std::string_view::npos && close > at + 1;
        const std::string_view digits = opens ? header.substr(at + 1, close - at - 1) : "";
        const bool is_number =
            !digits.empty() && digits.size() < 7 &&
            std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
        if (!is_number) {
            out += header[at++];
            continue;
        }
        int number = 0;
        for (const char c : digits)
            number = number * 10 + (c - '0');
        repeat.push_back(std::max(number, 1) - 1);
        at = close + 1;
    }
    return out;
}

void add(std::unordered_map<std::string, int>& names, std::string_view name, int question) {
    const auto [at, is_new] = names.try_emplace(fold(name), question);
    if (!is_new && at->second != question) at->second = -1;
}

// The names of a question and of the groups round it, outermost first, and where its innermost
// repeat is among them.
struct Lineage {
    std::vector<std::string> names;
    int repeat = -1;
    std::size_t below_repeat = 0;  // index of the first name inside it
};

Lineage lineage(const Questionnaire& form, const Question& question) {
    Lineage out;
    std::vector<int> groups;
    for (int g = question.group; g >= 0; g = form.groups[static_cast<std::size_t>(g)].parent)
        groups.insert(groups.begin(), g);
    for (const int g : groups) {
        const Group& group = form.groups[static_cast<std::size_t>(g)];
        out.names.push_back(group.name);
        if (!group.repeat) continue;
        out.repeat = g;
        out.below_repeat = out.names.size();
    }
    out.names.push_back(question.name);
    return out;
}

std::string path_from(const std::vector<std::string>& names, std::size_t from, char separator) {
    return join({names.begin() + static_cast<std::ptrdiff_t>(from), names.end()},
                std::string_view(&separator, 1));
}

}  // namespace

ColumnNames::ColumnNames(const Questionnaire& questionnaire)
    : form_(questionnaire), lists_(questionnaire.lists.begin(), questionnaire.lists.end()) {
    for (std::size_t q = 0; q < questionnaire.questions.size(); ++q) {
        const int number = static_cast<int>(q);
        const Lineage line = lineage(questionnaire, questionnaire.questions[q]);
        for (const char separator : separators) {
            add(paths_, path_from(line.names, 0, separator), number);
            if (line.repeat >= 0)
                add(within_[line.repeat],
                    path_from(line.names, line.below_repeat, separator),
                    number);
            for (std::size_t from = 1; from < line.names.size(); ++from)
                add(parts_, path_from(line.names, from, separator), number);
        }
        for (const std::string& label : questionnaire.questions[q].label.by_language) {
            if (!label.empty()) add(labels_, label, number);
        }
    }
}

int ColumnNames::repeat_of_sheet(std::string_view sheet) const {
    const std::string wanted = lower_ascii(sheet);  // names of files in a zip lose their case
    int found = -1;
    for (std::size_t g = 0; g < form_.groups.size(); ++g) {
        const Group& group = form_.groups[g];
        if (!group.repeat) continue;
        const std::string name = lower_ascii(group.name);
        const bool named = wanted == name || wanted.ends_with("-" + name);
        const bool longer =
            found < 0 ||
            group.name.size() > form_.groups[static_cast<std::size_t>(found)].name.size();
        if (named && longer) found = static_cast<int>(g);
    }
    return found;
}

int ColumnNames::question_named(std::string_view name, int within) const {
    const std::string wanted = fold(name);
    const auto in = [&wanted](const Names& names) -> std::optional<int> {
        const auto at = names.find(wanted);
        return at == names.end() ? std::nullopt : std::optional(at->second);
    };
    if (const auto repeat = within_.find(within); repeat != within_.end()) {
        if (const auto found = in(repeat->second)) return *found;
    }
    for (const Names* names : {&paths_, &parts_, &labels_}) {
        if (const auto found = in(*names)) return *found;
    }
    // Behind groups that are written as their labels.
    for (std::size_t at = 0; (at = wanted.find('/', at)) != std::string::npos; ++at) {
        const auto found = labels_.find(wanted.substr(at + 1));
        if (found != labels_.end()) return found->second;
    }
    return -1;
}

bool ColumnNames::bears_name(std::string_view header, int question) const {
    const std::string written = fold(header);
    const std::string name = fold(form_.questions[static_cast<std::size_t>(question)].name);
    if (!written.ends_with(name)) return false;
    const std::size_t before = written.size() - name.size();
    return before == 0 || separators.find(written[before - 1]) != std::string_view::npos;
}

ColumnMeaning ColumnNames::choice_named(std::string_view header, int within) const {
    for (std::size_t at = header.size(); at-- > 1;) {
        if (separators.find(header[at]) == std::string_view::npos) continue;
        const int question = question_named(header.substr(0, at), within);
        if (question < 0) continue;
        const Question& asked = form_.questions[static_cast<std::size_t>(question)];
        if (asked.list < 0 || asked.type != QuestionType::select_multiple) continue;
        const ChoiceTexts& texts = lists_[static_cast<std::size_t>(asked.list)];
        const int choice = texts.find(header.substr(at + 1));
        if (choice < 0) continue;
        return {.kind = ColumnMeaning::Kind::choice, .question = question, .choice = choice};
    }
    return {};
}

ColumnMeaning ColumnNames::place_named(std::string_view header, int within) const {
    const auto point = [this, within](std::string_view name, std::size_t part) -> ColumnMeaning {
        const int question = question_named(name, within);
        if (question < 0 ||
            form_.questions[static_cast<std::size_t>(question)].type != QuestionType::geopoint) {
            return {};
        }
        return {.kind = ColumnMeaning::Kind::place,
                .question = question,
                .part = static_cast<int>(part)};
    };
    for (std::size_t part = 0; part < kobo_parts.size(); ++part) {
        if (header.ends_with(kobo_parts[part])) {
            // geo/_point_latitude, or _point_latitude where there are no groups.
            std::string name(header.substr(0, header.size() - kobo_parts[part].size()));
            std::size_t start = name.find_last_of("/.:");
            start = start == std::string::npos ? 0 : start + 1;
            if (start < name.size() && name[start] == '_') name.erase(start, 1);
            if (ColumnMeaning found = point(name, part); found.question >= 0) return found;
        }
        const std::string_view ending = central_parts[part];
        if (header.size() > ending.size() + 1 && header.ends_with(ending) &&
            separators.find(header[header.size() - ending.size() - 1]) != std::string_view::npos) {
            return point(header.substr(0, header.size() - ending.size() - 1), part);
        }
    }
    return {};
}

// “sex::English (en)”: the labels of another column's codes, as our own exports have them.
bool ColumnNames::is_label_column(std::string_view header, int within) const {
    const std::size_t colons = header.rfind("::");
    return colons != std::string_view::npos &&
           form_.find_language(header.substr(colons + 2)) >= 0 &&
           question_named(header.substr(0, colons), within) >= 0;
}

ColumnMeaning ColumnNames::meaning_of(std::string_view header, int within) const {
    const std::string_view written = without_marks_of_r(trim(header));
    std::vector<int> repeat;
    const std::string name = without_positions(written, repeat);
    // In capitals they are the keys of an export, whatever the form calls its questions.
    if (written == "KEY") return {.kind = ColumnMeaning::Kind::server, .server = ServerColumn::key};
    if (written == "PARENT_KEY")
        return {.kind = ColumnMeaning::Kind::server, .server = ServerColumn::parent_key};
    ColumnMeaning out;
    out.question = question_named(name, within);
    if (out.question >= 0) {
        out.kind = ColumnMeaning::Kind::answer;
    } else {
        out = choice_named(name, within);
        if (out.question < 0) out = place_named(name, within);
    }
    if (out.question >= 0) {
        out.repeat = std::move(repeat);
        return out;
    }
    std::string bare = fold(name);
    if (bare.starts_with("x_")) bare.erase(0, 1);
    for (const auto& [known, server] : server_columns) {
        const bool with_dash = replace_all(known, "/", "-") == bare;
        if (known == bare || with_dash || replace_all(known, "/", ".") == bare) {
            return {.kind = ColumnMeaning::Kind::server, .server = server};
        }
    }
    if (is_label_column(name, within)) return {.kind = ColumnMeaning::Kind::server};
    if (bare.starts_with("set-of-") || bare.starts_with("set of "))
        return {.kind = ColumnMeaning::Kind::server};
    return {};
}

ChoiceTexts::ChoiceTexts(const ChoiceList& list) : list_(&list) {
    for (std::size_t c = 0; c < list.choices.size(); ++c) {
        const int number = static_cast<int>(c);
        by_name_.try_emplace(list.choices[c].name, number);
        for (const std::string& label : list.choices[c].label.by_language) {
            if (label.empty()) continue;
            const auto [at, is_new] = by_label_.try_emplace(fold(label), number);
            if (!is_new && at->second != number) at->second = -1;
        }
    }
}

int ChoiceTexts::find(std::string_view text) const {
    if (const auto at = by_name_.find(std::string(trim(text))); at != by_name_.end())
        return at->second;
    const auto at = by_label_.find(fold(text));
    return at == by_label_.end() ? -1 : at->second;
}

}  // namespace mtm
