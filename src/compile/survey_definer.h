#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compile/definition.h"
#include "compile/entities.h"
#include "compile/question_kind.h"
#include "compile/row_report.h"
#include "compile/survey_row.h"

namespace mtm {

/// What the other sheets say of how the survey sheet is read, rather than of the form.
struct SurveyContext {
    bool clean_text_values = true;
    bool flat = false;
    bool omit_instance_id = false;
    bool add_none_option = false;
    std::string instance_id = "uid";
    std::unordered_set<std::string> external_lists;  // of the sheet external_choices
    std::vector<FormChoiceList> osm_tags;
};

/// Makes the elements of a form out of its survey sheet, row by row. The form's settings and lists
/// must be there; `or_other` adds to the lists.
class SurveyDefiner {
public:
    SurveyDefiner(const SheetForm& sheet,
                  const SurveyContext& context,
                  EntityPlacement entities,
                  FormDefinition& form,
                  Diagnostics& diagnostics);

    void run();

private:
    // A group, repeat or loop that has begun and not yet ended.
    struct Open {
        FormElement element;
        SectionType::Kind kind = SectionType::Kind::group;
        std::string loop_list;
        int container = 0;  // of EntityPlacement
        std::unordered_map<std::string, int> names;
        std::unordered_map<std::string, int> folded_names;
    };

    void read(int number);
    bool read_trigger(SurveyRow& row, const RowReport& report);
    void read_default(SurveyRow& row);
    void read_audit(SurveyRow& row, const Attributes& parameters, const RowReport& report);
    bool is_setting(const SurveyRow& row);
    bool name_is_good(SurveyRow& row, const RowReport& report);
    void begin(const SectionType& section, SurveyRow row, const RowReport& report);
    void count_repeats(FormElement& element);
    void make_table_list(FormElement& element, int row);
    void end(const SectionType& section, const RowReport& report);
    void close();
    void expand(const FormChoiceList& over, FormElement& loop);
    void select(const SelectType& type,
                SurveyRow row,
                const Attributes& parameters,
                const RowReport& report);
    void check_unfiltered(const FormElement& element, const RowReport& report);
    bool list_is_there(const SelectType& type, const RowReport& report);
    void add_other(const SelectType& type, FormElement& element, const RowReport& report);
    void add_none(FormElement& element);
    bool fit_table_list(const SelectType& type, FormElement& element, const RowReport& report);
    void question(SurveyRow row, const Attributes& parameters, const RowReport& report);
    bool osm(SurveyRow& row);
    void check_external(const FormElement& element, const RowReport& report);
    void check_background_geopoint(const FormElement& element, const RowReport& report);
    void add(FormElement element);
    void check_open();
    void check_triggers();
    void place_entities();
    void add_meta();
    [[nodiscard]] FormChoiceList* list(const std::string& name);
    [[nodiscard]] std::vector<std::string> list_names() const;
    [[nodiscard]] bool in_repeat() const;

    const SheetForm& sheet_;
    const SurveyContext& context_;
    EntityPlacement entities_;
    FormDefinition& form_;
    Diagnostics& diagnostics_;
    SurveyRowReader rows_;
    std::unordered_map<std::string, std::size_t> lists_;  // index into form_.lists
    std::vector<Open> open_;
    std::vector<FormElement> meta_;
    std::vector<int> container_rows_{0};  // by container of EntityPlacement: row of its begin
    std::unordered_set<std::string> questions_;
    std::unordered_map<std::string, int> repeats_;
    std::vector<std::pair<std::string, int>> triggers_;  // name and row
    bool table_list_ = false;                            // the selects that follow stand in a table
    std::string table_list_name_;                        // … and share this list, once known
};

}  // namespace mtm
