#pragma once

#include <string>

#include "odata/form_tables.h"

namespace mtm {

/// The service document of a form: which tables there are. `service_url` is that of the document
/// itself, ".../forms/F.svc".
[[nodiscard]] std::string service_document(const FormTables& form, const std::string& service_url);

/// The entity model of a form, EDMX 4.0, in the words of ODK Central: an entity type for each
/// table, a complex type for each group.
[[nodiscard]] std::string metadata_document(const FormTables& form, const std::string& form_id);

}  // namespace mtm
