#pragma once

#include <string>
#include <vector>

#include "capture/openrosa.h"

namespace mtm {

/// GET formList: the current form of each study in the field (pilot or open) among these; of one
/// form in several studies, that of the last.
[[nodiscard]] Response form_list(const Request& request,
                                 const OpenRosaPath& path,
                                 const std::vector<ServedStudy*>& studies,
                                 const Identity& who);

/// GET of an XForm, its manifest, or one of its files: of any version that was in the field.
[[nodiscard]] Response form_download(const Request& request,
                                     const OpenRosaPath& path,
                                     const std::vector<ServedStudy*>& studies,
                                     const Identity& who);

/// "/forms/ID/VERSION.xml", percent-encoded: where the XForm is, behind a prefix.
[[nodiscard]] std::string form_url_path(const FormVersion& version);

/// The manifest of a version's files, as OpenRosa words it; URLs begin with `base`.
[[nodiscard]] std::string manifest_xml(const FormVersion& version, const std::string& base);

}  // namespace mtm
