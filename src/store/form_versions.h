#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "questionnaire/questionnaire.h"
#include "store/files.h"
#include "store/interview_store.h"

namespace mtm {

/// What a version went into the field for. Interviews of a pilot are never counted, whenever they
/// arrive: a tablet may send them when the fieldwork has long begun. So the first version of the
/// fieldwork is another than the last of the pilot.
enum class Stage { pilot, fieldwork };

/// One version of a study's form as it went into the field: the folder forms/VERSION/. It is never
/// changed again, since every interview filled under it is read and judged by it.
/// docs/formats/study.md describes the files.
struct DeployedForm {
    int number = 0;  // order of deployment, from 1
    std::string form_id;
    std::string version;
    std::string title;
    Stage stage = Stage::fieldwork;
    std::string deployed_at;     // ISO 8601, UTC
    std::string file;            // "form.xlsx": the questionnaire as it then was
    std::string bytes;           // of that file
    std::string xform;           // the exact bytes that tablets get
    std::vector<FileOut> media;  // what goes with it, by base name

    std::string public_key;       // that its interviews are encrypted with, base64; empty: none
    Questionnaire questionnaire;  // of `bytes`; filled by reading
};

/// All versions of a study that were in the field, oldest first; none if there is no forms/. An
/// error where a file is missing or is not what was deployed.
Result<std::vector<DeployedForm>> read_deployed_forms(const std::string& directory);

/// When each version was put into the field, by version: ISO 8601, UTC. Without those that cannot
/// be read.
[[nodiscard]] std::map<std::string, std::string> deployment_times(const std::string& directory);

/// Puts a version into forms/, wholly or not at all. An error if it is there already.
Status write_deployed_form(const std::string& directory, const DeployedForm& form);

/// Where a study is in its life in the field, and how it came there: forms/field.json. A server
/// that serves the study follows it.
struct FieldRecord {
    struct Change {
        FieldState state = FieldState::draft;
        std::string at;  // ISO 8601, UTC
        std::string by;
    };

    std::vector<Change> changes;  // oldest first

    [[nodiscard]] FieldState state() const {
        return changes.empty() ? FieldState::draft : changes.back().state;
    }
};

/// A draft, if the study has no such file.
Result<FieldRecord> read_field_record(const std::string& directory);

Status write_field_record(const std::string& directory, const FieldRecord& record);

/// What `mtm deploy` would put into the field.
struct NextForm {
    DeployedForm form;        // number and deployed_at not set yet
    Diagnostics diagnostics;  // errors: it cannot go into the field
};

/// The questionnaire of a study's folder as the next version after `deployed`: compiled, with the
/// files of media/ that it names. Its version must be a new one, its form id the same as before.
/// The very form that was deployed last, for the same stage, has no errors and has that version's
/// number.
Result<NextForm> next_form(const std::string& directory,
                           const std::vector<DeployedForm>& deployed,
                           Stage stage);

}  // namespace mtm
