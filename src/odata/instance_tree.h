#pragma once

#include <deque>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "odata/form_tables.h"

namespace mtm {

/// One row of a table: an interview, or an instance of a repeat in one.
struct InstanceRow {
    int position = 0;                               // among its siblings, from 0
    std::vector<std::string_view> values;           // by slot; empty where blank or not there
    std::vector<std::vector<InstanceRow>> repeats;  // by slot of the repeat
};

/// A changed answer, as corrections write it: the path with repeats counted from 1.
struct ChangedAnswer {
    std::string path;
    std::string old_value;
    std::string new_value;
};

/// The answers of one submission as the rows of a form's tables. Elements that the form does not
/// have are passed over; of two answers to one question the first counts. The rows of a repeat are
/// its elements, so that there are as many as `repeat_rows` counts, whatever the version. The views
/// are into the tree itself: it does not move.
class InstanceTree {
public:
    InstanceTree(const FormTables& form, std::string_view xml);
    InstanceTree(const InstanceTree&) = delete;
    InstanceTree& operator=(const InstanceTree&) = delete;
    ~InstanceTree() = default;

    [[nodiscard]] const InstanceRow& root() const { return root_; }

    /// Replays a correction; one whose old value is not what stands there changes nothing.
    void correct(const ChangedAnswer& change);

private:
    InstanceRow empty_row(int table) const;
    void read(const pugi::xml_node& parent, int field, InstanceRow& row);
    std::string_view text_of(const pugi::xml_node& element);

    const FormTables& form_;
    pugi::xml_document document_;
    std::deque<std::string> kept_;  // texts that are not one piece of the document
    InstanceRow root_;
};

/// How many instances of each repeat a submission has, by path below the root ("household/member");
/// those without any are left out. Nothing for XML that cannot be read.
[[nodiscard]] std::vector<std::pair<std::string, int>> repeat_rows(const FormTables& form,
                                                                   std::string_view xml);

}  // namespace mtm
