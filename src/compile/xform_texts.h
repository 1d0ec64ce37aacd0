#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compile/xform_findings.h"
#include "compile/xform_path_references.h"
#include "compile/xform_tree.h"

namespace mtm {

/// What people read at one place of an XForm.
struct XformText {
    FormText text;
    FormText guidance;
    std::vector<FormMedia> media;
};

/// The texts of an XForm: those of its <itext> by id, and those that stand where they are shown.
/// Each <output> in them is ${name} again.
class XformTexts {
public:
    /// `itext` may be nullptr.
    XformTexts(const XmlElement* itext, const PathReferences& paths, XformFindings& findings);

    /// Of a <label>, <hint> or <value>; a reference to <itext> is followed. `node` is the element
    /// that its references belong to.
    [[nodiscard]] XformText read(const XmlElement& element, int node);

    /// Of an attribute such as jr:constraintMsg.
    [[nodiscard]] FormText message(std::string_view attribute, int line, int node);

    /// Of an id of <itext>; nothing if it is not there.
    [[nodiscard]] XformText with_id(std::string_view id, int node);

    /// All that have texts, and the default one, which texts without a language are in.
    [[nodiscard]] std::vector<std::string> languages() const;

    [[nodiscard]] const std::string& default_language() const { return default_language_; }

private:
    struct InLanguage {
        std::size_t language = 0;
        const XmlElement* text = nullptr;
    };

    void read_value(const XmlElement& value, const std::string& language, int node, XformText& out);
    [[nodiscard]] std::string plain(const XmlElement& element, int node);
    [[nodiscard]] std::string shown(const XmlElement& output, int node);

    const PathReferences& paths_;
    XformFindings& findings_;
    std::vector<std::string> languages_;
    std::string default_language_ = "default";
    std::unordered_map<std::string_view, std::vector<InLanguage>> by_id_;
    bool has_plain_ = false;
    std::set<std::string> told_;
};

/// The id in jr:itext('id'), or empty.
[[nodiscard]] std::string_view itext_id(std::string_view call);

}  // namespace mtm
