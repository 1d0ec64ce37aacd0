#pragma once

#include "compile/xform_facts.h"
#include "compile/xform_xml.h"

namespace mtm {

/// Writes <model>: submission, texts, instances, binds and what is set when a form is opened.
void write_model(XmlWriter& xml, const XformFacts& facts);

/// Writes the actions of a node that happen at the event; those of new_repeat stand in the body.
void write_actions(XmlWriter& xml, const XformFacts& facts, int node, bool in_repeat);

}  // namespace mtm
