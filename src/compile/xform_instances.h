#pragma once

#include "compile/xform_facts.h"
#include "compile/xform_xml.h"

namespace mtm {

/// Writes the <instance> that holds the answers: each node with its default, a template before each
/// repeat.
void write_primary_instance(XmlWriter& xml, const XformFacts& facts);

/// Writes an <instance> for each choice list and each file that the form looks into.
void write_secondary_instances(XmlWriter& xml, const XformFacts& facts);

}  // namespace mtm
