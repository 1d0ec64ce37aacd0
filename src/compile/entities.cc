#include "compile/entities.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "compile/element_name.h"
#include "compile/form_text.h"
#include "compile/row_report.h"

namespace mtm {
namespace {

bool is_entity_name(const std::string& name) {
    return is_element_name(name) && name.find('.') == std::string::npos && !name.starts_with("__");
}

// A declaration that says when to create and when to update what.
bool is_complete(const EntityDeclaration& entity, const RowReport& report) {
    if (!is_entity_name(entity.dataset)) {
        report.error("bad-entity",
                     "dataset",
                     "“" + entity.dataset + "” cannot be the name of a list of entities.",
                     "Begin with a letter; use letters, digits, _ and -, no points.");
        return false;
    }
    if (entity.entity_id.empty() && !entity.update_if.empty()) {
        report.error(
            "bad-entity",
            "update_if",
            "The entity has a condition for updates, but nothing says which entity is meant.",
            "Fill the column entity_id, or move the condition to create_if.");
        return false;
    }
    if (!entity.entity_id.empty() && !entity.create_if.empty() && entity.update_if.empty()) {
        report.error("bad-entity",
                     "create_if",
                     "The entity has entity_id and create_if, but no update_if.",
                     "Fill update_if too, so that it is clear when to create and when to update.");
        return false;
    }
    if (entity.entity_id.empty() && entity.label.empty()) {
        report.error(
            "bad-entity",
            "label",
            "An entity that is created needs a label.",
            "Fill the column label, for example with concat(${first_name}, ' ', ${last_name}).");
        return false;
    }
    return true;
}

Attributes read_only_string(const std::string& calculate) {
    Attributes bind{{"readonly", "true()"}, {"type", "string"}};
    if (!calculate.empty()) bind.emplace_back("calculate", calculate);
    return bind;
}

FormElement attribute(std::string name, std::string value, Attributes bind) {
    FormElement out;
    out.kind = FormElement::Kind::attribute;
    out.name = std::move(name);
    out.type = "attribute";
    out.default_value = std::move(value);
    out.bind = std::move(bind);
    return out;
}

FormAction set_uuid(FormAction::Event event) {
    return {.name = "setvalue", .event = event, .value = "uuid()", .attributes = {}};
}

bool is_blank(const SheetForm& sheet, int column) {
    for (int row = 1; row < sheet.end_row(); ++row) {
        if (!sheet.text(row, column).empty()) return false;
    }
    return true;
}

std::string text_of(const SheetForm& sheet, int row, std::string_view column) {
    const SheetColumn* found = sheet.find(column);
    return found == nullptr ? std::string() : plain_quotes(sheet.text(row, found->index));
}

}  // namespace

std::vector<EntityDeclaration> read_entities(const SheetForm& sheet, Diagnostics& diagnostics) {
    for (const SheetColumn& column : sheet.columns()) {
        const std::vector<std::string_view>& known = entities_vocabulary().columns;
        if (std::ranges::find(known, column.path.front()) != known.end()) continue;
        if (is_blank(sheet, column.index)) continue;
        RowReport(sheet, 0, diagnostics)
            .error("unknown-entity-column",
                   column.header,
                   "The entities sheet has no column “" + column.header + "”.",
                   did_you_mean(
                       column.header,
                       std::vector<std::string>(known.begin(), known.end()),
                       "Its columns are list_name, label, entity_id, create_if and update_if."));
    }
    std::vector<EntityDeclaration> out;
    std::unordered_set<std::string> seen;
    for (int row = 1; row < sheet.end_row(); ++row) {
        EntityDeclaration entity{.dataset = text_of(sheet, row, "dataset"),
                                 .entity_id = text_of(sheet, row, "entity_id"),
                                 .create_if = text_of(sheet, row, "create_if"),
                                 .update_if = text_of(sheet, row, "update_if"),
                                 .label = text_of(sheet, row, "label"),
                                 .row = row + 1};
        const RowReport report(sheet, row, diagnostics);
        if (!is_complete(entity, report)) continue;
        if (!seen.insert(entity.dataset).second) {
            report.error("duplicate-entity",
                         "dataset",
                         "The list of entities “" + entity.dataset + "” is declared twice.",
                         "Delete one of the rows, or give it another name.");
            continue;
        }
        out.push_back(std::move(entity));
    }
    return out;
}

EntityPlacement::EntityPlacement(std::vector<EntityDeclaration> declarations,
                                 const SheetForm* sheet)
    : declarations_(std::move(declarations)), sheet_(sheet) {
    references_.resize(declarations_.size());
    for (const EntityDeclaration& entity : declarations_) {
        std::vector<std::string>& names = names_.emplace_back();
        for (const std::string* text :
             {&entity.entity_id, &entity.create_if, &entity.update_if, &entity.label}) {
            for (const TextReference& reference : text_references(*text))
                names.emplace_back(reference.name);
        }
    }
}

int EntityPlacement::add_container(int parent, bool repeat) {
    containers_.push_back({.parent = parent, .boundary = repeat});
    return static_cast<int>(containers_.size()) - 1;
}

EntityPlacement::Path EntityPlacement::path_of(int container) const {
    Path out;
    for (int c = container; c >= 0; c = containers_[static_cast<std::size_t>(c)].parent)
        out.push_back(c);
    std::ranges::reverse(out);
    return out;
}

int EntityPlacement::boundary_of(int container) const {
    while (!containers_[static_cast<std::size_t>(container)].boundary)
        container = containers_[static_cast<std::size_t>(container)].parent;
    return container;
}

int EntityPlacement::repeats_round(int container) const {
    int out = 0;
    for (int c = container; c > 0; c = containers_[static_cast<std::size_t>(c)].parent)
        out += containers_[static_cast<std::size_t>(c)].boundary ? 1 : 0;
    return out;
}

int EntityPlacement::depth_in_scope(int container) const {
    int out = 0;
    for (int c = container; !containers_[static_cast<std::size_t>(c)].boundary;
         c = containers_[static_cast<std::size_t>(c)].parent)
        ++out;
    return out;
}

bool EntityPlacement::in_repeat(int container) const {
    return repeats_round(container) > 0;
}

int EntityPlacement::find(const std::string& dataset) const {
    const auto at = std::ranges::find(declarations_, dataset, &EntityDeclaration::dataset);
    return at == declarations_.end() ? -1 : static_cast<int>(at - declarations_.begin());
}

bool EntityPlacement::check_property(const std::string& property,
                                     bool is_section,
                                     int declaration,
                                     const SheetForm& survey,
                                     int row,
                                     Diagnostics& diagnostics) const {
    const RowReport report(survey, row, diagnostics);
    const std::string folded = lower_ascii(property);
    if (is_section) {
        report.error("bad-save-to",
                     "entities:saveto",
                     "A group or repeat cannot be a property of an entity.",
                     "Remove save_to here, or move it to a question inside.");
        return false;
    }
    if (folded == "name" || folded == "label" || property.starts_with("__") ||
        !is_element_name(property)) {
        report.error(
            "bad-save-to",
            "entities:saveto",
            "“" + property + "” cannot be the name of an entity's property.",
            "Begin with a letter; use letters, digits, _, - and points; not name or label.");
        return false;
    }
    for (const Reference& other : references_[static_cast<std::size_t>(declaration)]) {
        if (other.property != property) continue;
        report.error("bad-save-to",
                     "entities:saveto",
                     "The property “" + property + "” is already filled by row " +
                         std::to_string(other.row) + ".",
                     "Remove or rename one of the two.");
        return false;
    }
    return true;
}

void EntityPlacement::add_question(int container,
                                   const std::string& name,
                                   bool is_section,
                                   std::string& save_to,
                                   const SheetForm& survey,
                                   int row,
                                   Diagnostics& diagnostics) {
    for (std::size_t d = 0; d < declarations_.size(); ++d) {
        if (std::ranges::find(names_[d], name) == names_[d].end()) continue;
        references_[d].push_back(
            {.container = container, .row = row + 1, .property = {}, .question = name});
    }
    if (save_to.empty()) return;
    const RowReport report(survey, row, diagnostics);
    if (declarations_.empty()) {
        report.error("bad-save-to",
                     "entities:saveto",
                     "The answer is to be saved to an entity, but the form declares none.",
                     "Add a sheet entities with a row for the list of entities.");
        return;
    }
    const auto hashes = std::ranges::count(save_to, '#');
    int declaration = 0;
    if (hashes == 1) {
        const std::size_t hash = save_to.find('#');
        declaration = find(save_to.substr(0, hash));
        save_to.erase(0, hash + 1);
    }
    if (hashes > 1 || declaration < 0 || (hashes == 0 && declarations_.size() > 1)) {
        report.error("bad-save-to",
                     "entities:saveto",
                     "It is not clear to which list of entities this answer is saved.",
                     "Write list#property, with a list_name of the entities sheet.");
        return;
    }
    if (!check_property(save_to, is_section, declaration, survey, row, diagnostics)) return;
    references_[static_cast<std::size_t>(declaration)].push_back(
        {.container = container, .row = row + 1, .property = save_to, .question = name});
}

// The part of the first lineage up to the last place where the others leave it.
EntityPlacement::Path EntityPlacement::common_path(const std::vector<Path>& lineages) const {
    std::size_t shortest = lineages.front().size();
    for (const Path& path : lineages)
        shortest = std::min(shortest, path.size());
    const Path& first = lineages.front();
    std::size_t length = shortest;
    for (std::size_t i = 0; i < shortest; ++i) {
        const bool differ =
            std::ranges::any_of(lineages, [&](const Path& path) { return path[i] != first[i]; });
        if (differ) length = i;
    }
    return {first.begin(), first.begin() + static_cast<std::ptrdiff_t>(length)};
}

EntityPlacement::Request EntityPlacement::request_of(int declaration,
                                                     const SheetForm& survey,
                                                     Diagnostics& diagnostics) const {
    Request out{.declaration = declaration, .scope = 0, .wanted = {0}, .lineages = {}};
    const std::vector<Reference>& references = references_[static_cast<std::size_t>(declaration)];
    if (references.empty()) return out;
    out.scope = boundary_of(references.front().container);
    const Reference* deepest = &references.front();
    const Reference* deepest_property = nullptr;
    for (const Reference& reference : references) {
        const int boundary = boundary_of(reference.container);
        if (repeats_round(boundary) > repeats_round(out.scope)) {
            deepest = &reference;
            if (!reference.property.empty()) deepest_property = &reference;
            out.scope = boundary;
        }
        const auto deeper_than = [&](const Reference* other) {
            return other == nullptr ||
                   (boundary == out.scope &&
                    depth_in_scope(reference.container) > depth_in_scope(other->container));
        };
        if (deeper_than(deepest)) deepest = &reference;
        if (reference.property.empty()) continue;
        Path lineage = path_of(reference.container);
        if (std::ranges::find(out.lineages, lineage) == out.lineages.end())
            out.lineages.push_back(std::move(lineage));
        if (deeper_than(deepest_property)) deepest_property = &reference;
    }
    out.wanted = path_of((deepest_property != nullptr ? deepest_property : deepest)->container);
    if (!out.lineages.empty()) out.wanted = common_path(out.lineages);
    if (out.lineages.size() > 1 && deepest_property != nullptr) {
        const Path boundary = path_of(boundary_of(deepest_property->container));
        const auto rank = [&](const Path& path) {
            const int last = path.empty() ? 0 : path.back();
            return std::pair(repeats_round(last), depth_in_scope(last));
        };
        if (rank(boundary) >= rank(out.wanted)) out.wanted = boundary;
    }
    check_scopes(out, survey, diagnostics);
    return out;
}

void EntityPlacement::check_scopes(const Request& request,
                                   const SheetForm& survey,
                                   Diagnostics& diagnostics) const {
    const EntityDeclaration& entity = declarations_[static_cast<std::size_t>(request.declaration)];
    const Path scope = path_of(request.scope);
    const int wanted = boundary_of(request.wanted.empty() ? 0 : request.wanted.back());
    for (const Reference& reference : references_[static_cast<std::size_t>(request.declaration)]) {
        const int boundary = boundary_of(reference.container);
        const bool property = !reference.property.empty();
        const bool inside = std::ranges::find(scope, boundary) != scope.end();
        if (inside && (!property || wanted == boundary)) continue;
        const SheetForm& sheet = property ? survey : *sheet_;
        const int row = property ? reference.row : entity.row;
        RowReport(sheet, row - 1, diagnostics)
            .error(
                "entity-across-repeats",
                property ? "entities:saveto" : "label",
                "The entity “" + entity.dataset + "” takes “" + reference.question +
                    "” from another repeat than the rest of it.",
                "Bring the value into the same repeat with a calculate question, and take that.");
        return;
    }
}

void EntityPlacement::assign(const Request& request,
                             std::vector<int>& placed,
                             std::vector<int>& reserved,
                             Diagnostics& diagnostics) const {
    const std::size_t lowest = path_of(request.scope).size();
    const auto at = [](std::vector<int>& of, int container) -> int& {
        return of[static_cast<std::size_t>(container)];
    };
    int conflict = -1;
    for (std::size_t depth = request.wanted.size(); depth >= lowest && depth > 0; --depth) {
        const int container = request.wanted[depth - 1];
        conflict = at(placed, container) >= 0 ? at(placed, container) : at(reserved, container);
        if (conflict < 0) {
            at(placed, container) = request.declaration;
            at(reserved, container) = request.declaration;
            for (const Path& lineage : request.lineages) {
                for (std::size_t i = lineage.size(); i >= depth && i > 0; --i)
                    at(reserved, lineage[i - 1]) = request.declaration;
            }
            return;
        }
        int of_property = -1;
        for (const Path& lineage : request.lineages) {
            if (of_property < 0) of_property = at(reserved, lineage.back());
        }
        if (of_property >= 0) {
            conflict = of_property;
            break;
        }
    }
    if (conflict < 0) return;
    const EntityDeclaration& entity = declarations_[static_cast<std::size_t>(request.declaration)];
    const EntityDeclaration& other = declarations_[static_cast<std::size_t>(conflict)];
    RowReport(*sheet_, entity.row - 1, diagnostics)
        .error("entity-without-place",
               "dataset",
               "The entities “" + entity.dataset + "” and “" + other.dataset +
                   "” would stand in the same group or repeat.",
               "Put the questions of each entity into a group of its own.");
}

std::vector<int> EntityPlacement::place(const SheetForm& survey, Diagnostics& diagnostics) const {
    std::vector<int> placed(containers_.size(), -1);
    std::vector<int> reserved(containers_.size(), -1);
    std::vector<Request> requests;
    for (std::size_t d = 0; d < declarations_.size(); ++d)
        requests.push_back(request_of(static_cast<int>(d), survey, diagnostics));
    if (requests.size() == 1 && requests[0].scope == 0) {
        placed[0] = 0;
        return placed;
    }
    for (const Request& request : requests)
        assign(request, placed, reserved, diagnostics);
    return placed;
}

FormElement EntityPlacement::entity(int declaration, bool in_repeat) const {
    const EntityDeclaration& from = declarations_[static_cast<std::size_t>(declaration)];
    FormElement out;
    out.name = "entity";
    out.type = "entity";
    out.children.push_back(attribute("dataset", from.dataset, {}));
    FormElement id = attribute("id", {}, read_only_string(from.entity_id));
    const bool creates = from.entity_id.empty() || !from.create_if.empty();
    if (creates) {
        out.children.push_back(
            attribute("create",
                      "1",
                      from.create_if.empty() ? Attributes() : read_only_string(from.create_if)));
    }
    if (from.entity_id.empty()) {
        id.actions.push_back(set_uuid(FormAction::Event::first_load));
        if (in_repeat) id.actions.push_back(set_uuid(FormAction::Event::new_repeat));
    } else {
        out.children.push_back(
            attribute("update",
                      "1",
                      from.update_if.empty() ? Attributes() : read_only_string(from.update_if)));
        const std::string item =
            "instance('" + from.dataset + "')/root/item[name=" + from.entity_id + "]/";
        for (const char* version : {"baseVersion", "trunkVersion", "branchId"}) {
            const std::string field = version == std::string_view("baseVersion")
                                          ? "__version"
                                          : "__" + std::string(version);
            out.children.push_back(attribute(version, {}, read_only_string(item + field)));
        }
    }
    out.children.push_back(std::move(id));
    if (!from.label.empty()) {
        FormElement label;
        label.name = "label";
        label.type = "entity-label";
        label.bind = read_only_string(from.label);
        out.children.push_back(std::move(label));
    }
    return out;
}

FormElement EntityPlacement::meta_with(int declaration, bool in_repeat) const {
    FormElement meta;
    meta.kind = FormElement::Kind::group;
    meta.name = "meta";
    meta.type = "group";
    meta.bodyless = true;
    meta.children.push_back(entity(declaration, in_repeat));
    return meta;
}

std::string EntityPlacement::version(const std::vector<int>& placed) const {
    if (declarations_.empty()) return {};
    bool repeats = declarations_.size() > 1;
    for (std::size_t c = 0; c < placed.size(); ++c)
        repeats = repeats || (placed[c] >= 0 && in_repeat(static_cast<int>(c)));
    return repeats ? "2025.1.0" : "2024.1.0";
}

}  // namespace mtm
