#pragma once

#include <string>
#include <string_view>

#include "compile/define.h"

namespace mtm {

/// Reads an XForm, as KoboToolbox, ODK Central or pyxform hand it out, back into the form that it
/// was written from. Rows are the lines of the document; there are no sheets. Never stops at the
/// first mistake, but what is not well-formed XML, or has no model or instance, gives nothing more.
///
/// An XForm does not hold MTM's columns disclosure and reviewed_by, and cannot tell apart: a note
/// and a read-only text; a calculate and a question that calculates without being shown; spellings
/// of a type or of parameters. docs/formats/xform.md lists what is lost.
[[nodiscard]] DefinedForm definition_from_xform(std::string_view xml, const std::string& file_name);

}  // namespace mtm
