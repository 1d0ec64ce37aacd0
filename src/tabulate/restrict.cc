#include "tabulate/restrict.h"

#include "base/diagnostic.h"
#include "expression/functions.h"
#include "study/names.h"

namespace mtm {
namespace {

Node joined_by_and(const Node& a, const Node& b) {
    Node node;
    node.kind = NodeKind::binary;
    node.text = "and";
    node.children = {a, b};
    return node;
}

// The filter is an aggregate's last argument and follows those it must have.
void restrict_aggregates(Node& node, const Node& where) {
    const Function* function = node.kind == NodeKind::call ? find_function(node.text) : nullptr;
    const bool is_aggregate =
        function != nullptr && function->most_arguments > 0 &&
        (function->scope == FunctionScope::aggregate || node.text == "count") &&
        node.text != "words" && node.text != "change";
    if (!is_aggregate) {
        for (Node& child : node.children)
            restrict_aggregates(child, where);
        return;
    }
    if (node.children.size() == static_cast<std::size_t>(function->most_arguments)) {
        node.children.back() = joined_by_and(node.children.back(), where);
    } else {
        if (node.text == "top" && node.children.size() == 1) {
            Node first;
            first.kind = NodeKind::number;
            first.number = 1;
            first.text = "1";
            node.children.push_back(first);
        }
        node.children.push_back(where);
    }
}

Node category_condition(const std::string& variable, const std::string& category) {
    Node node;
    node.kind = NodeKind::call;
    node.text = "selected";
    node.children.resize(2);
    node.children[0].kind = NodeKind::reference;
    node.children[0].text = variable;
    node.children[1].kind = NodeKind::string;
    node.children[1].text = category;
    return node;
}

Expression expression_of(Node root) {
    std::string source = print(root);
    return {std::move(source), std::move(root)};
}

}  // namespace

Expression restricted(const Expression& figure, const Expression& where) {
    Node root = figure.root;
    restrict_aggregates(root, where.root);
    return expression_of(std::move(root));
}

Result<std::vector<GroupCondition>> conditions_by(const Study& study,
                                                  const Dataset& dataset,
                                                  const std::string& by,
                                                  const std::optional<Expression>& where) {
    std::vector<GroupCondition> out{{{}, where}};
    if (by.empty()) return out;
    const StudyNames names(study.questionnaire, study.plan);
    if (!names.knows(by)) {
        return Error{"There is no question “" + by + "”. " +
                     did_you_mean(by, names.all(), "Correct the name.")};
    }
    const Column* column = dataset.find(by);
    if (column == nullptr || column->choice_count == 0) {
        return Error{"“" + by + "” has no categories to group by."};
    }
    for (const std::string& category : names.categories(by)) {
        Node condition = category_condition(by, category);
        if (where) condition = joined_by_and(where->root, condition);
        out.push_back({by + " = " + category, expression_of(std::move(condition))});
    }
    return out;
}

}  // namespace mtm
