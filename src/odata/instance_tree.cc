#include "odata/instance_tree.h"

#include <charconv>

#include "base/text.h"

namespace mtm {
namespace {

std::string_view local_name(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// The child of a field by its element's name. Elements come in the order of the form, so that the
// one after the last is looked at first.
int find_child(const FormTables& form,
               const FormField& parent,
               std::string_view name,
               std::size_t& next) {
    const std::vector<int>& children = parent.children;
    for (std::size_t i = 0; i < children.size(); ++i) {
        const std::size_t at = (next + i) % children.size();
        if (form.fields[static_cast<std::size_t>(children[at])].name != name) continue;
        next = (at + 1) % children.size();
        return children[at];
    }
    return -1;
}

// "member[2]" is member, 1.
std::pair<std::string_view, std::size_t> step_of(std::string_view part) {
    const std::size_t open = part.find('[');
    if (open == std::string_view::npos) return {part, 0};
    std::size_t position = 1;
    std::from_chars(part.data() + open + 1, part.data() + part.size(), position);
    return {part.substr(0, open), position == 0 ? 0 : position - 1};
}

void count_rows(const FormTables& form,
                int table,
                const InstanceRow& row,
                std::vector<int>& counts) {
    for (std::size_t t = 1; t < form.tables.size(); ++t) {
        const FormTable& inner = form.tables[t];
        if (inner.parent != table) continue;
        const auto slot =
            static_cast<std::size_t>(form.fields[static_cast<std::size_t>(inner.field)].slot);
        counts[t] += static_cast<int>(row.repeats[slot].size());
        for (const InstanceRow& below : row.repeats[slot])
            count_rows(form, static_cast<int>(t), below, counts);
    }
}

}  // namespace

InstanceTree::InstanceTree(const FormTables& form, std::string_view xml) : form_(form) {
    root_ = empty_row(0);
    const auto parsed = document_.load_buffer(xml.data(),
                                              xml.size(),
                                              pugi::parse_default | pugi::parse_ws_pcdata_single,
                                              pugi::encoding_utf8);
    if (parsed) read(document_.document_element(), 0, root_);
}

InstanceRow InstanceTree::empty_row(int table) const {
    const FormTable& of = form_.tables[static_cast<std::size_t>(table)];
    InstanceRow out;
    out.values.resize(static_cast<std::size_t>(of.values));
    out.repeats.resize(static_cast<std::size_t>(of.repeats));
    return out;
}

void InstanceTree::read(const pugi::xml_node& parent, int field, InstanceRow& row) {
    const FormField& holder = form_.fields[static_cast<std::size_t>(field)];
    std::size_t next = 0;
    for (const pugi::xml_node child : parent.children()) {
        if (child.type() != pugi::node_element) continue;
        std::string_view name = child.name();
        // Only meta and what is in it may stand in a namespace.
        const std::string_view local = local_name(name);
        if (local == "meta" || holder.name == "meta") name = local;
        const int found = find_child(form_, holder, name, next);
        if (found < 0) continue;
        const FormField& inner = form_.fields[static_cast<std::size_t>(found)];
        const auto slot = static_cast<std::size_t>(std::max(inner.slot, 0));
        if (inner.kind == FormField::Kind::structure) {
            read(child, found, row);
        } else if (inner.kind == FormField::Kind::repeat) {
            InstanceRow instance = empty_row(inner.table);
            instance.position = static_cast<int>(row.repeats[slot].size());
            read(child, found, instance);
            row.repeats[slot].push_back(std::move(instance));
        } else if (row.values[slot].data() == nullptr) {
            row.values[slot] = text_of(child);
        }
    }
}

std::string_view InstanceTree::text_of(const pugi::xml_node& element) {
    const pugi::xml_node first = element.first_child();
    if (!first) return std::string_view("");  // there, and blank
    if (first.type() == pugi::node_pcdata && !first.next_sibling()) return trim(first.value());
    std::string& text = kept_.emplace_back();
    for (const pugi::xml_node child : element.children()) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
            text += child.value();
        }
    }
    return trim(text);
}

void InstanceTree::correct(const ChangedAnswer& change) {
    InstanceRow* row = &root_;
    int at = 0;
    for (const std::string_view part : split(change.path, '/')) {
        const auto [name, position] = step_of(part);
        std::size_t next = 0;
        at = find_child(form_, form_.fields[static_cast<std::size_t>(at)], name, next);
        if (at < 0) return;
        const FormField& field = form_.fields[static_cast<std::size_t>(at)];
        if (field.kind != FormField::Kind::repeat) continue;
        auto& instances = row->repeats[static_cast<std::size_t>(field.slot)];
        if (position >= instances.size()) return;
        row = &instances[position];
    }
    const FormField& field = form_.fields[static_cast<std::size_t>(at)];
    if (field.kind != FormField::Kind::value) return;
    std::string_view& value = row->values[static_cast<std::size_t>(field.slot)];
    if (value == change.old_value) value = kept_.emplace_back(change.new_value);
}

std::vector<std::pair<std::string, int>> repeat_rows(const FormTables& form, std::string_view xml) {
    std::vector<std::pair<std::string, int>> out;
    if (form.tables.size() == 1) return out;
    const InstanceTree tree(form, xml);
    std::vector<int> counts(form.tables.size());
    count_rows(form, 0, tree.root(), counts);
    for (std::size_t t = 1; t < form.tables.size(); ++t) {
        if (counts[t] > 0) out.emplace_back(form.tables[t].place, counts[t]);
    }
    return out;
}

}  // namespace mtm
