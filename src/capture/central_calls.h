#pragma once

#include "capture/directory.h"
#include "capture/fieldwork_calls.h"
#include "capture/route_table.h"

namespace mtm {

// The calls that clients of ODK Central make (docs/formats/central.md); central.cc holds the table
// that leads to them.

// central_forms.cc
[[nodiscard]] Response central_projects(const Call& call);
[[nodiscard]] Response central_project(const Call& call);
[[nodiscard]] Response central_forms(const Call& call);
[[nodiscard]] Response central_form(const Call& call);
[[nodiscard]] Response central_form_versions(const Call& call);
[[nodiscard]] Response central_form_version(const Call& call);
[[nodiscard]] Response central_form_xml(const Call& call);
[[nodiscard]] Response central_version_xml(const Call& call);
[[nodiscard]] Response central_fields(const Call& call);
[[nodiscard]] Response central_form_files(const Call& call);
[[nodiscard]] Response central_form_file(const Call& call);
[[nodiscard]] Response central_app_users(const Call& call);
[[nodiscard]] Response central_empty_list(const Call& call);

// central_submissions.cc
[[nodiscard]] Response central_submissions(const Call& call);
[[nodiscard]] Response central_submission(const Call& call);
[[nodiscard]] Response central_submission_xml(const Call& call);
[[nodiscard]] Response central_submission_files(const Call& call);
[[nodiscard]] Response central_submission_file(const Call& call);

// central_changes.cc
[[nodiscard]] Response central_review(const Call& call);
[[nodiscard]] Response central_comments(const Call& call);
[[nodiscard]] Response central_comment(const Call& call);
[[nodiscard]] Response central_create(const Call& call);
[[nodiscard]] Response central_edit(const Call& call);
[[nodiscard]] Response central_upload(const Call& call);

// central_odata.cc
[[nodiscard]] Response central_service(const Call& call);
[[nodiscard]] Response central_odata(const Call& call);

// central_export.cc
[[nodiscard]] Response central_export(const Call& call);

// --- what several of them share ---

/// The current version of the form {form}, if that is the study's; else null.
[[nodiscard]] const FormVersion* central_form_of(const Call& call);

/// An interview as Central's "Submission".
[[nodiscard]] Json central_submission_json(const Call& call,
                                           const Directory& directory,
                                           const StoredInterview& interview);

/// The answer to a call about the interview {id} after it was found: 404 for pilots too.
[[nodiscard]] FoundInterview find_submission(const Call& call);

}  // namespace mtm
