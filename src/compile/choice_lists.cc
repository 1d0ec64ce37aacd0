#include "compile/choice_lists.h"

#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "compile/form_text.h"
#include "compile/row_report.h"

namespace mtm {
namespace {

// Reads rows of choices; what each column is for is looked up once.
class ChoiceReader {
public:
    ChoiceReader(const SheetForm& sheet, const ChoiceListOptions& options, Diagnostics& diagnostics)
        : sheet_(sheet), options_(options), diagnostics_(diagnostics) {
        for (const SheetColumn& column : sheet.columns())
            columns_.push_back(role_of(column));
    }

    std::vector<FormChoiceList> read() {
        for (int row = 1; row < sheet_.end_row(); ++row)
            read_row(row);
        return std::move(lists_);
    }

private:
    enum class Role { list, name, label, media, sms_option, extra, unusable };

    struct Column {
        int index = 0;
        Role role = Role::extra;
        std::string key;
        std::string language;
    };

    Column role_of(const SheetColumn& column) {
        const std::vector<std::string>& path = column.path;
        Column out{.index = column.index, .role = Role::extra, .key = path.front(), .language = {}};
        if (path.front() == "list name") {
            out.role = Role::list;
        } else if (path.front() == "name") {
            out.role = Role::name;
        } else if (path.front() == "label") {
            out.role = Role::label;
            if (path.size() > 1) out.language = path[1];
        } else if (path.front() == "media" && path.size() > 1) {
            out.role = Role::media;
            out.key = path[1];
            if (path.size() > 2) out.language = path[2];
        } else if (path.front() == "sms_option") {
            out.role = Role::sms_option;
        } else if (path.front().find(' ') != std::string::npos || path.size() > 1) {
            out.role = Role::unusable;
            if (path.size() > 1) out.key = join(path, "::");
            if (path.size() == 1) warn_of_header(column);
        }
        return out;
    }

    void warn_of_header(const SheetColumn& column) {
        if (!options_.checked) return;
        RowReport(sheet_, 0, diagnostics_)
            .warning("bad-choices-header",
                     column.header,
                     "The column “" + column.header +
                         "” is left out of the form: its header holds a space.",
                     "Write _ for the space, if a choice_filter needs it.");
    }

    void read_row(int row) {
        FormChoice choice;
        choice.row = row + 1;
        std::string list_name;
        for (const Column& column : columns_) {
            std::string text = sheet_.text(row, column.index);
            if (text.empty()) continue;
            if (options_.clean) text = plain_quotes(std::move(text));
            if (column.role == Role::list) {
                list_name = std::move(text);
            } else {
                put(column, std::move(text), choice);
            }
        }
        if (list_name.empty()) return;
        const auto [at, is_new] = index_.try_emplace(list_name, lists_.size());
        if (is_new) {
            lists_.push_back({.name = list_name, .choices = {}});
            names_.emplace_back();
        }
        if (options_.checked && !is_good(choice, list_name, at->second)) return;
        lists_[at->second].choices.push_back(std::move(choice));
    }

    void put(const Column& column, std::string text, FormChoice& choice) const {
        switch (column.role) {
            case Role::name:
                choice.name = std::move(text);
                break;
            case Role::label:
                put_text(choice.label, column.language, std::move(text), options_.default_language);
                break;
            case Role::media:
                add_text(media_text(choice.media, column.key),
                         column.language,
                         std::move(text),
                         options_.default_language);
                break;
            case Role::sms_option:
                choice.sms_option = std::move(text);
                break;
            case Role::extra:
                set_attribute(choice.extra, column.key, std::move(text));
                break;
            case Role::unusable:
            case Role::list:
                break;
        }
    }

    bool is_good(const FormChoice& choice, const std::string& list, std::size_t index) {
        const RowReport report(sheet_, choice.row - 1, diagnostics_);
        if (choice.name.empty()) {
            report.error("choice-without-name",
                         "name",
                         "A choice of the list “" + list + "” has no name.",
                         "Give it a name: it is what the data will hold.");
            return false;
        }
        if (choice.label.empty()) {
            report.warning("choice-without-label",
                           "label",
                           "The choice “" + choice.name + "” has no label.",
                           "Write what people are to read.");
        }
        if (names_[index].insert(choice.name).second || options_.allow_duplicates) return true;
        report.error("duplicate-choice",
                     "name",
                     "The choice “" + choice.name + "” stands twice in the list “" + list + "”.",
                     "Rename one of them, or set allow_choice_duplicates if it is meant.");
        return false;
    }

    const SheetForm& sheet_;
    const ChoiceListOptions& options_;
    Diagnostics& diagnostics_;
    std::vector<Column> columns_;
    std::vector<FormChoiceList> lists_;
    std::unordered_map<std::string, std::size_t> index_;  // by name
    std::vector<std::unordered_set<std::string>> names_;  // by list
};

}  // namespace

std::vector<FormChoiceList> read_choice_lists(const SheetForm& sheet,
                                              const ChoiceListOptions& options,
                                              Diagnostics& diagnostics) {
    return ChoiceReader(sheet, options, diagnostics).read();
}

std::vector<std::vector<std::string>> read_table(const SheetForm& sheet) {
    std::vector<std::vector<std::string>> out(1);
    for (const SheetColumn& column : sheet.columns())
        out.front().push_back(column.header);
    for (int row = 1; row < sheet.end_row(); ++row) {
        std::vector<std::string>& cells = out.emplace_back();
        for (const SheetColumn& column : sheet.columns())
            cells.push_back(sheet.text(row, column.index));
    }
    return out;
}

}  // namespace mtm
