#pragma once

#include "compile/xform_facts.h"
#include "compile/xform_xml.h"

namespace mtm {

/// Writes <itext>: every text in every language, "-" where it is missing. Nothing if the form needs
/// none.
void write_itext(XmlWriter& xml, const XformFacts& facts);

}  // namespace mtm
