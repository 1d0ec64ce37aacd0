#pragma once

#include <string>
#include <vector>

#include "compile/definition.h"
#include "compile/sheet_columns.h"

namespace mtm {

/// A row of the survey sheet: an element with all that the row says of it, and the cells that only
/// its type can interpret.
struct SurveyRow {
    FormElement element;
    std::string type;
    std::string disabled;
    std::string parameters;
    std::string trigger;
    std::string intent;
    bool empty = true;
    bool bare_media = false;
};

/// Reads rows of the survey sheet cell by cell. What each column is for is looked up once.
class SurveyRowReader {
public:
    /// `clean`: quotes and spaces are made plain (setting clean_text_values).
    SurveyRowReader(const SheetForm& sheet, std::string default_language, bool clean);

    [[nodiscard]] SurveyRow read(int row) const;

private:
    enum class Role {
        type,
        name,
        label,
        hint,
        guidance_hint,
        default_value,
        parameters,
        trigger,
        choice_filter,
        disabled,
        intent,
        bind,
        message,
        control,
        media,
        bare_media,  // a column “media” that names no kind of media
        instance,
        ignored,
        extra
    };

    struct Column {
        int index = 0;
        Role role = Role::extra;
        std::string key;       // of an attribute, a message or a media type; the name of an extra
        std::string language;  // of a text
    };

    static Column role_of(const SheetColumn& column);
    void put(const Column& column, std::string text, SurveyRow& row) const;

    const SheetForm* sheet_;
    std::string default_language_;
    bool clean_;
    std::vector<Column> columns_;
};

}  // namespace mtm
