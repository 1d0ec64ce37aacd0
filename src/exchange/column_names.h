#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/fold.h"
#include "questionnaire/questionnaire.h"

namespace mtm {

/// What a form server writes beside the answers. Everything that tells nothing of an interview is
/// `passed_over`.
enum class ServerColumn {
    instance_id,   // meta/instanceID, meta-instanceID
    uuid,          // _uuid: the same without “uuid:”
    key,           // KEY of ODK Central: of an interview its instanceID, of a repeat's row a path
    parent_key,    // PARENT_KEY
    index,         // _index: number of the row in its sheet, from 1
    parent_index,  // _parent_index
    submission_uuid,  // _submission__uuid, in the sheets of repeats
    version,          // __version__, FormVersion
    submitted,        // _submission_time, SubmissionDate
    mtm_status,       // of our own exports: what the interview is, or that it is invented
    passed_over
};

/// What the column of an export holds.
struct ColumnMeaning {
    enum class Kind {
        unknown,
        answer,  // of `question`
        choice,  // whether choice `choice` of the select_multiple `question` was taken
        place,   // number `part` of a point: latitude, longitude, altitude, accuracy
        server
    };

    Kind kind = Kind::unknown;
    int question = -1;
    int choice = -1;
    int part = -1;
    ServerColumn server = ServerColumn::passed_over;
    std::vector<int> repeat = {};  // children[2]/name: 0-based, outermost first

    bool operator==(const ColumnMeaning&) const = default;
};

/// The texts of a choice list, to be found as people see them.
class ChoiceTexts {
public:
    explicit ChoiceTexts(const ChoiceList& list);

    /// Index of the choice of that name, or of that label in any language where only one has it
    /// (case and white space ignored); or −1.
    [[nodiscard]] int find(std::string_view text) const;

    [[nodiscard]] const ChoiceList& list() const { return *list_; }

private:
    const ChoiceList* list_;
    std::unordered_map<std::string, int> by_name_;
    std::unordered_map<std::string, int> by_label_;  // −1: several have it
};

/// Finds what the columns of an export mean: questions by name or by label in any language, alone
/// or behind their groups with / . - or : between, as KoboToolbox, ODK Central, ODK Briefcase and R
/// write them; choices of multiple answers behind their question; the four numbers of a point.
/// Points into the questionnaire.
class ColumnNames {
public:
    explicit ColumnNames(const Questionnaire& questionnaire);

    /// `within`: the repeat whose rows the sheet holds (index into the groups), where its name says
    /// so; names are then looked for below it first. −1: not known.
    [[nodiscard]] ColumnMeaning meaning_of(std::string_view header, int within = -1) const;

    /// True if the header is the question's name, alone or behind others; false where it is a
    /// label.
    [[nodiscard]] bool bears_name(std::string_view header, int question) const;

    /// The repeat that a sheet is named after, as “member” or “form-member”; or −1.
    [[nodiscard]] int repeat_of_sheet(std::string_view sheet) const;

private:
    using Names = std::unordered_map<std::string, int>;  // in fold(); −1: several have it

    [[nodiscard]] int question_named(std::string_view name, int within) const;
    [[nodiscard]] ColumnMeaning choice_named(std::string_view header, int within) const;
    [[nodiscard]] ColumnMeaning place_named(std::string_view header, int within) const;
    [[nodiscard]] bool is_label_column(std::string_view header, int within) const;

    const Questionnaire& form_;
    std::vector<ChoiceTexts> lists_;         // as in the questionnaire
    Names paths_;                            // whole ones
    std::unordered_map<int, Names> within_;  // paths below each repeat
    Names parts_;                            // ends of paths, and names alone
    Names labels_;
};

}  // namespace mtm
