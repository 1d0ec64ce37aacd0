#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "questionnaire/questionnaire.h"

namespace mtm {

/// A node of a form as ODK Central lists it: a group ("structure"), a repeat, or a question.
struct FormField {
    enum class Kind { structure, repeat, value };

    Kind kind = Kind::value;
    std::string name;        // of its XML element, without a prefix
    std::string path;        // "/household/member/age"
    std::string type;        // as Central names it: "int", "dateTime", "binary", "structure", …
    std::string identifier;  // `name` as OData admits it: letters, digits and _
    int question = -1;       // index into the questionnaire; −1: none
    int parent = -1;         // index into FormTables::fields; −1 of the root
    int table = 0;  // index into FormTables::tables: where it stands (of a repeat: its own)
    int slot = -1;  // of a value: its place in an instance's values; of a repeat: among the
                    // repeats of the table that holds it
    bool select_multiple = false;
    std::vector<int> children;
};

/// The interviews, or the instances of a repeat.
struct FormTable {
    int field = 0;      // of the repeat; 0 is the root
    int parent = -1;    // the table whose rows hold this one's
    int values = 0;     // slots of a row
    int repeats = 0;    // tables right below
    std::string name;   // "Submissions", "Submissions.household.member"
    std::string place;  // "household/member"; empty for the interviews
};

/// A questionnaire as tables. fields[0] is the root; the others follow in the order of the form,
/// each after what holds it. What the form adds itself (`meta`) comes last.
struct FormTables {
    std::vector<FormField> fields;
    std::vector<FormTable> tables;  // [0]: Submissions

    explicit FormTables(const Questionnaire& form);

    /// Index of the table of that name, or −1. "household.member" is the same as with
    /// "Submissions." before it: both are in use.
    [[nodiscard]] int find_table(std::string_view name) const;
};

/// A name as OData admits it: what is no ASCII letter, digit or _ becomes _, and a digit does not
/// come first.
[[nodiscard]] std::string odata_identifier(std::string_view name);

/// "Edm.Int64", …: the type of a field's values in OData.
[[nodiscard]] std::string_view edm_type(const FormField& field);

}  // namespace mtm
