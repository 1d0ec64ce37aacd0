#pragma once

#include "compile/xform_facts.h"
#include "compile/xform_xml.h"

namespace mtm {

/// Writes <h:body>: the controls that people see, in the order of the sheet.
void write_body(XmlWriter& xml, const XformFacts& facts);

}  // namespace mtm
