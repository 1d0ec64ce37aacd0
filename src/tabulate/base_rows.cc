#include "tabulate/base_rows.h"

#include <algorithm>

#include "base/text.h"
#include "expression/node_sets.h"

namespace mtm {

namespace {

void collect_bounding(const Node& node, std::vector<std::string>& out) {
    if (node.kind == NodeKind::call && (node.text == "asked" || node.text == "answered")) return;
    if (is_of_node_set(node)) return;
    if (node.kind == NodeKind::reference && std::ranges::find(out, node.text) == out.end()) {
        out.push_back(node.text);
    }
    for (const Node& child : node.children)
        collect_bounding(child, out);
}

// True if `part` is the condition itself or one of those that it joins with "and".
bool is_conjunct(const Node& part, const Node& condition) {
    if (part == condition) return true;
    if (condition.kind != NodeKind::binary || condition.text != "and") return false;
    return std::ranges::any_of(condition.children,
                               [&part](const Node& c) { return is_conjunct(part, c); });
}

Node node_of(NodeKind kind, std::string text, std::vector<Node> children = {}) {
    Node node;
    node.kind = kind;
    node.text = std::move(text);
    node.children = std::move(children);
    return node;
}

// A derived variable set against a category: `${group} = 'working'`, either way round, or
// selected(${group}, 'working').
struct Comparison {
    const DerivedVariable* variable = nullptr;
    std::string category;
    bool negated = false;
};

Comparison comparison_in(const Node& node, const Plan& plan) {
    const bool equality = node.kind == NodeKind::binary && (node.text == "=" || node.text == "!=");
    const bool selection =
        node.kind == NodeKind::call && (node.text == "selected" || node.text == "is-selected");
    if ((!equality && !selection) || node.children.size() != 2) return {};
    const Node* name = &node.children[0];
    const Node* category = &node.children[1];
    if (equality && name->kind == NodeKind::string) std::swap(name, category);
    if (name->kind != NodeKind::reference || category->kind != NodeKind::string) return {};
    return {plan.find_derived(name->text), category->text, node.text == "!="};
}

Node membership_node(const Comparison& comparison, LevelColumns& columns, const Node* where) {
    std::vector<int> wanted;
    bool negated = comparison.negated;
    const std::vector<int> valid = categories_under(*comparison.variable, where);
    if (comparison.category.empty()) {
        wanted = valid;
        negated = !negated;
    } else {
        for (const int index : valid) {
            const auto& category = comparison.variable->categories[static_cast<std::size_t>(index)];
            if (category.name == comparison.category) wanted.push_back(index);
        }
    }
    Node reference =
        node_of(NodeKind::reference, columns.membership(comparison.variable->name, wanted));
    Node is_member =
        node_of(NodeKind::binary, "=", {std::move(reference), node_of(NodeKind::string, "1")});
    return negated ? node_of(NodeKind::call, "not", {std::move(is_member)}) : is_member;
}

std::vector<std::uint8_t> asked_all(const LevelColumns& columns,
                                    const std::vector<std::string>& names) {
    std::vector<std::uint8_t> rows(columns.row_count(), 1);
    for (const std::string& name : names) {
        const Column* column = columns.find(name);
        if (column == nullptr) continue;
        for (std::size_t r = 0; r < rows.size(); ++r)
            rows[r] &= column->asked[r];
    }
    return rows;
}

// The questions that bound a base, without those that the others imply.
std::vector<std::string> needed_to_bound(const LevelColumns& columns,
                                         const std::vector<std::string>& names) {
    std::vector<std::string> needed;
    for (const std::string& name : names) {
        const DerivedVariable* derived = columns.study().plan.find_derived(name);
        const std::string& question = derived != nullptr ? derived->question : name;
        const Column* column = columns.find(name);
        if (column == nullptr || std::ranges::find(needed, question) != needed.end()) continue;
        if (std::ranges::find(column->asked, 0) != column->asked.end()) needed.push_back(question);
    }
    const std::vector<std::uint8_t> all = asked_all(columns, needed);
    for (std::size_t i = needed.size(); i-- > 0 && needed.size() > 1;) {
        std::vector<std::string> rest = needed;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
        if (asked_all(columns, rest) == all) needed = std::move(rest);
    }
    return needed;
}

}  // namespace

std::vector<std::string> bounding_references(const Node& node) {
    std::vector<std::string> names;
    collect_bounding(node, names);
    return names;
}

std::vector<int> categories_under(const DerivedVariable& variable, const Node* where) {
    const auto& all = variable.categories;
    const auto applies = [&](const DerivedCategory& category) {
        return category.where && where != nullptr && is_conjunct(category.where->root, *where);
    };
    std::vector<int> chosen;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto same = [&](int other) {
            return all[static_cast<std::size_t>(other)].name == all[i].name;
        };
        if (all[i].where && !applies(all[i])) continue;
        const auto earlier = std::ranges::find_if(chosen, same);
        if (earlier == chosen.end()) {
            chosen.push_back(static_cast<int>(i));
        } else if (all[i].where) {
            *earlier = static_cast<int>(i);
        }
    }
    return chosen;
}

Node resolve_derived(const Node& node, LevelColumns& columns, const Node* where) {
    const Comparison comparison = comparison_in(node, columns.study().plan);
    if (comparison.variable != nullptr) return membership_node(comparison, columns, where);
    Node out = node;
    for (Node& child : out.children)
        child = resolve_derived(child, columns, where);
    return out;
}

BaseRows base_rows(LevelColumns& columns,
                   const std::vector<std::string>& asked,
                   const Node* where) {
    BaseRows out;
    out.rows = asked_all(columns, asked);
    if (where != nullptr) {
        const auto holds = evaluate_truth(resolve_derived(*where, columns, where), columns);
        for (std::size_t r = 0; r < out.rows.size(); ++r)
            out.rows[r] &= holds[r];
        out.base.where = print(*where);
    }
    out.base.n = static_cast<std::size_t>(std::ranges::count(out.rows, 1));
    out.base.everyone = out.base.n == out.rows.size();
    out.base.asked = needed_to_bound(columns, asked);
    return out;
}

std::string reason_for_no_interval(const Study& study) {
    const std::string design = lower_ascii(trim(study.file.design));
    if (design.empty()) return "the study names no sampling design";
    if (design == "as if random") {
        return "no standard error is computed for a sample taken as if random";
    }
    const RdsEstimator estimator = study.file.respondent_driven.estimator;
    if (is_respondent_driven(design) && study.file.respondent_driven.given &&
        (estimator == RdsEstimator::rds_i || estimator == RdsEstimator::rds_i_smoothed))
        return "rds-i gives interviews no weights: this is of the people interviewed, and mtm rds "
               "has the estimate";
    if (is_respondent_driven(design))
        return "a figure is not weighted; mtm rds estimates for a respondent-driven sample";
    return "a " + design + " sample has no known selection probabilities";
}

}  // namespace mtm
