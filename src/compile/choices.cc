#include "compile/choices.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "base/text.h"

namespace mtm {
namespace {

MissingChoice read_missing(const FormSheet& sheet, int row, Diagnostics& diagnostics) {
    const std::string text = lower_ascii(sheet.get(row, "missing"));
    if (text.empty()) return MissingChoice::answer;
    if (text == "unknown") return MissingChoice::unknown;
    if (text == "refused") return MissingChoice::refused;
    diagnostics.push_back({.code = "unknown-missing-mark",
                           .severity = Severity::error,
                           .place = sheet.place(row, "missing"),
                           .message = "“" + text + "” does not say why a choice is no answer.",
                           .remedy = "Write unknown or refused, or leave the cell empty."});
    return MissingChoice::answer;
}

// One list while it is being read: names seen, to find those that stand twice.
struct OpenList {
    std::size_t index = 0;
    std::unordered_set<std::string> names;
};

}  // namespace

void compile_choices(const FormSheet& sheet,
                     bool allow_duplicates,
                     Questionnaire& questionnaire,
                     Diagnostics& diagnostics) {
    const std::vector<std::string_view> own{"list_name", "name", "missing"};
    std::map<std::string, OpenList> open;
    for (const int row : sheet.rows()) {
        const std::string list_name = sheet.get(row, "list_name");
        Choice choice;
        choice.name = sheet.get(row, "name");
        choice.label = sheet.translated(row, "label", questionnaire.languages);
        choice.row = row + 1;
        if (list_name.empty()) continue;  // a remark or a separator, as other tools take it
        if (choice.name.empty()) {
            diagnostics.push_back(
                {.code = "choice-without-name",
                 .severity = Severity::error,
                 .place = sheet.place(row, "name"),
                 .message = "A choice of the list “" + list_name + "” has no name.",
                 .remedy = "Give it a name: it is what the data will hold."});
            continue;
        }
        if (choice.name.find_first_of(" \t\n") != std::string::npos) {
            diagnostics.push_back(
                {.code = "choice-with-space",
                 .severity = Severity::warning,
                 .place = sheet.place(row, "name"),
                 .message = "The choice name “" + choice.name + "” holds a space.",
                 .remedy = "Answers of select_multiple are separated by spaces: write it with _ "
                           "instead."});
        }
        choice.missing = read_missing(sheet, row, diagnostics);
        for (const FormSheet::Column& column : sheet.columns()) {
            const bool known = std::ranges::find(own, column.name) != own.end();
            if (known || !column.language.empty() || column.name == "label") continue;
            std::string value = sheet.get(row, column);
            if (!value.empty()) choice.extra[column.header] = std::move(value);
        }
        const auto [at, is_new] = open.try_emplace(list_name);
        if (is_new) {
            at->second.index = questionnaire.lists.size();
            questionnaire.lists.push_back({.name = list_name, .choices = {}});
        }
        if (!at->second.names.insert(choice.name).second && !allow_duplicates) {
            diagnostics.push_back(
                {.code = "duplicate-choice",
                 .severity = Severity::error,
                 .place = sheet.place(row, "name"),
                 .message =
                     "The list “" + list_name + "” already has a choice “" + choice.name + "”.",
                 .remedy = "Rename one of them, or set allow_choice_duplicates to yes on the "
                           "settings sheet if a choice_filter tells them apart."});
        }
        questionnaire.lists[at->second.index].choices.push_back(std::move(choice));
    }
}

}  // namespace mtm
