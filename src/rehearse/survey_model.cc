#include "rehearse/survey_model.h"

#include <algorithm>
#include <functional>
#include <set>

#include "base/result.h"
#include "rehearse/figure_condition.h"

namespace mtm {
namespace {

// Combinations of atoms up to which a condition may stand in one rule; above it, its parts get
// variables of their own.
constexpr std::size_t most_combinations = 600;

struct AnnouncedFigure {
    const PublishedFigure* figure;
    int question;
    const Node* base;
    const Node* subset;    // null: everyone in the base
    const Node* category;  // null: a mean
};

class Builder {
public:
    Builder(const Questionnaire& questionnaire, SurveyModel& out)
        : questionnaire_(questionnaire), compiler_(questionnaire), out_(out) {}

    void announce(const PublishedFigure& figure, const FigureCondition& condition) {
        AnnouncedFigure announced{&figure, condition.question, nullptr, nullptr, nullptr};
        announced.base = &compiler_.announce(condition.base);
        if (condition.subset) announced.subset = &compiler_.announce(*condition.subset);
        if (condition.category) announced.category = &compiler_.announce(*condition.category);
        compiler_.add_question(condition.question);
        if (figure.kind == FigureKind::mean && figure.printed) {
            compiler_.refine(condition.question, 10 * figure.printed->scale);
        }
        figures_.push_back(announced);
    }

    void announce_counted(const Expression& expression) {
        counted_.push_back(&compiler_.announce(expression.root));
    }

    void build() {
        announce_relevance();
        std::set<int> skippable;
        for (const auto& [question, nodes] : relevance_) {
            if (!nodes.empty()) skippable.insert(question);
        }
        compiler_.make_variables(skippable);
        compile_all();
        add_rules();
        add_claims();
        out_.variables = std::move(compiler_.variables);
        out_.by_question = compiler_.by_question();
        out_.undecided = std::move(compiler_.undecided);
    }

private:
    void announce_relevance() {
        for (std::size_t i = 0; i < compiler_.questions().size(); ++i) {
            const int question = compiler_.questions()[i];
            std::vector<const Node*> nodes;
            for (const Expression* expression : questionnaire_.relevance_of(question))
                nodes.push_back(&compiler_.announce(expression->root));
            relevance_[question] = std::move(nodes);
        }
    }

    void compile_all() {
        for (const auto& [question, nodes] : relevance_) {
            std::vector<Condition> parts;
            for (const Node* node : nodes)
                parts.push_back(compiler_.compile(*node));
            asked_[question] = all_of(std::move(parts));
        }
        for (const Node* node : counted_)
            everyone_.push_back(compiler_.compile(*node));
        for (const AnnouncedFigure& figure : figures_) {
            bases_.push_back(compiler_.compile(*figure.base));
            subsets_.push_back(figure.subset != nullptr ? compiler_.compile(*figure.subset)
                                                        : constant(true));
            categories_.push_back(figure.category != nullptr ? compiler_.compile(*figure.category)
                                                             : constant(true));
        }
        std::vector<Condition*> all;
        for (auto& [question, condition] : asked_)
            all.push_back(&condition);
        for (std::vector<Condition>* list : {&everyone_, &bases_, &subsets_, &categories_}) {
            for (Condition& condition : *list)
                all.push_back(&condition);
        }
        for (const Condition& condition : everyone_)
            compiler_.restrict_to(Condition(condition), all);  // a copy: restricting changes it
        while (ask_everyone_where_sure(all)) {
        }
        compiler_.merge_atoms(all);
    }

    /// A question that is always asked cannot be “not asked”; knowing that may settle others.
    bool ask_everyone_where_sure(const std::vector<Condition*>& all) {
        bool any = false;
        for (const auto& [question, relevance] : asked_) {
            const int main = compiler_.by_question().at(question).main;
            const bool sure = relevance.kind == Condition::Kind::constant && relevance.value;
            if (!sure || variable(main).find(Atom::Kind::not_asked) < 0) continue;
            compiler_.restrict_to(negation(in_atom(main, Atom::Kind::not_asked)), all);
            any = variable(main).find(Atom::Kind::not_asked) < 0 || any;
        }
        return any;
    }

    [[nodiscard]] const Variable& variable(int index) const {
        return compiler_.variables[static_cast<std::size_t>(index)];
    }

    /// The variable is in one of its atoms of that kind.
    [[nodiscard]] Condition in_atom(int index, Atom::Kind kind) const {
        const Variable& here = variable(index);
        std::vector<std::uint8_t> truth;
        for (const Atom& atom : here.atoms)
            truth.push_back(atom.kind == kind ? 1 : 0);
        return truth_table({index}, {here.size()}, std::move(truth));
    }

    [[nodiscard]] std::size_t combinations(const Condition& condition) const {
        std::size_t product = 1;
        for (const int v : scope(condition)) {
            product *= static_cast<std::size_t>(variable(v).size());
            if (product > most_combinations) break;
        }
        return product;
    }

    static bool is_literal(const Condition& condition) {
        return condition.kind == Condition::Kind::constant ||
               (condition.kind == Condition::Kind::table && condition.truth.size() == 2);
    }

    void add_rule(Condition rule) {
        if (rule.kind != Condition::Kind::constant || !rule.value) {
            out_.rules.push_back(std::move(rule));
        }
    }

    void add_equivalence(const Condition& a, const Condition& b) {
        add_rule(any_of({all_of({a, b}), all_of({negation(a), negation(b)})}));
    }

    /// A yes-or-no variable that says whether the condition holds, as a condition.
    Condition helper_for(const Condition& condition) {
        if (is_literal(condition)) return condition;
        const auto [at, fresh] =
            helpers_.emplace(key(condition), static_cast<int>(compiler_.variables.size()));
        Condition literal = truth_table({at->second}, {2}, {0, 1});
        if (fresh) {
            Variable helper;
            helper.name = "condition " + std::to_string(helpers_.size());
            helper.atoms.resize(2);
            helper.atoms[0].kind = Atom::Kind::no;
            helper.atoms[1].kind = Atom::Kind::yes;
            compiler_.variables.push_back(std::move(helper));
            add_equivalence(literal, condition);
        }
        return literal;
    }

    /// The same condition with those parts that have a variable of their own replaced by it.
    Condition with_helpers(const Condition& condition) {
        if (const auto at = helpers_.find(key(condition)); at != helpers_.end()) {
            return truth_table({at->second}, {2}, {0, 1});
        }
        if (condition.parts.empty()) return condition;
        std::vector<Condition> parts;
        for (const Condition& part : condition.parts)
            parts.push_back(with_helpers(part));
        return condition.kind == Condition::Kind::all ? all_of(std::move(parts))
                                                      : any_of(std::move(parts));
    }

    /// An equal condition over so few variables that it fits one rule.
    Condition bounded(const Condition& condition) {
        if (combinations(condition) <= most_combinations || condition.parts.empty()) {
            return condition;
        }
        const auto join = [&](Condition a, Condition b) {
            std::vector<Condition> two = {std::move(a), std::move(b)};
            return condition.kind == Condition::Kind::all ? all_of(std::move(two))
                                                          : any_of(std::move(two));
        };
        Condition sum = bounded(condition.parts[0]);
        for (std::size_t i = 1; i < condition.parts.size(); ++i) {
            const Condition part = bounded(condition.parts[i]);
            Condition both = join(sum, part);
            if (combinations(both) > most_combinations) both = join(helper_for(sum), part);
            if (combinations(both) > most_combinations) {
                both = join(helper_for(sum), helper_for(part));
            }
            sum = std::move(both);
        }
        return sum;
    }

    void add_rules() {
        for (const Condition& condition : everyone_)
            add_rule(bounded(condition));
        for (auto& [question, relevance] : asked_) {
            const int main = compiler_.by_question().at(question).main;
            const Condition skipped = in_atom(main, Atom::Kind::not_asked);
            if (variable(main).find(Atom::Kind::not_asked) < 0) continue;
            add_equivalence(helper_for(bounded(relevance)), negation(skipped));
        }
        for (const auto& [question, mine] : compiler_.by_question())
            if (!mine.options.empty()) add_set_rules(mine);
    }

    /// Other choices only in a set of them; and no set is empty, which needs saying where every
    /// choice has a variable: “some so far” is then carried from choice to choice.
    void add_set_rules(const QuestionVariables& mine) {
        const Condition several = in_atom(mine.main, Atom::Kind::several);
        const int question = variable(mine.main).question;
        std::vector<Condition> chosen;
        for (const auto& [choice, option] : mine.options) {
            chosen.push_back(truth_table({option}, {2}, {0, 1}));
            add_rule(any_of({negation(chosen.back()), several}));
        }
        const std::size_t alone = exclusive_choices(questionnaire_, question).size();
        if (alone + chosen.size() < questionnaire_.choices_of(question).choices.size()) return;
        Condition some = chosen[0];
        for (std::size_t i = 1; i < chosen.size(); ++i) {
            const Condition more = any_of({some, chosen[i]});
            some = i + 1 < chosen.size() ? helper_for(more) : more;
        }
        add_equivalence(some, several);
    }

    void add_claims() {
        for (std::size_t f = 0; f < figures_.size(); ++f) {
            Claim claim;
            claim.figure = figures_[f].figure;
            const Condition base = with_helpers(bounded(bases_[f]));
            claim.base = bounded(all_of({base, with_helpers(bounded(subsets_[f]))}));
            Condition category = with_helpers(bounded(categories_[f]));
            if (figures_[f].category == nullptr) {
                claim.mean_variable = compiler_.by_question().at(figures_[f].question).main;
                category = answers_of(claim.mean_variable);
            }
            if (combinations(all_of({claim.base, category})) > most_combinations) {
                claim.base = helper_for(claim.base);
                if (claim.mean_variable < 0) category = helper_for(category);
            }
            claim.part = all_of({claim.base, category});
            claim.scope = scope(claim.base);
            const std::vector<int> more = scope(claim.part);
            claim.scope.insert(claim.scope.end(), more.begin(), more.end());
            if (claim.mean_variable >= 0) claim.scope.push_back(claim.mean_variable);
            std::sort(claim.scope.begin(), claim.scope.end());
            claim.scope.erase(std::unique(claim.scope.begin(), claim.scope.end()),
                              claim.scope.end());
            out_.claims.push_back(std::move(claim));
        }
    }

    [[nodiscard]] Condition answers_of(int index) const {
        const Variable& here = variable(index);
        std::vector<std::uint8_t> truth;
        for (const Atom& atom : here.atoms)
            truth.push_back(atom.kind == Atom::Kind::numbers && atom.is_answer ? 1 : 0);
        return truth_table({index}, {here.size()}, std::move(truth));
    }

    const Questionnaire& questionnaire_;
    ConditionCompiler compiler_;
    SurveyModel& out_;
    std::vector<AnnouncedFigure> figures_;
    std::vector<const Node*> counted_;
    std::map<int, std::vector<const Node*>> relevance_;
    std::map<int, Condition> asked_;
    std::vector<Condition> everyone_;
    std::vector<Condition> bases_;
    std::vector<Condition> subsets_;
    std::vector<Condition> categories_;
    std::map<std::string, int> helpers_;
};

void collect_conjuncts(const Node& node, const std::string& source, std::set<std::string>& out) {
    if (node.kind == NodeKind::binary && node.text == "and") {
        for (const Node& child : node.children)
            collect_conjuncts(child, source, out);
    } else {
        out.insert(print(node));
    }
}

Expression conjunct_of(const Node& node, const std::string& printed) {
    if (print(node) == printed) return {printed, node};
    for (const Node& child : node.children) {
        Expression found = conjunct_of(child, printed);
        if (!found.source.empty()) return found;
    }
    return {};
}

}  // namespace

SurveyModel survey_model(const Questionnaire& questionnaire,
                         const Plan& plan,
                         const std::vector<PublishedFigure>& figures,
                         const std::vector<Expression>& counted) {
    SurveyModel model;
    Builder builder(questionnaire, model);
    for (const PublishedFigure& figure : figures) {
        if (figure.kind == FigureKind::change) continue;
        const std::optional<FigureCondition> condition =
            figure_condition(questionnaire, plan, figure, model.diagnostics);
        if (condition) builder.announce(figure, *condition);
    }
    for (const Expression& expression : counted)
        builder.announce_counted(expression);
    builder.build();
    return model;
}

std::vector<Expression> counting_rules(const Study& study) {
    std::vector<Expression> out;
    for (const auto* rule : {&study.file.consent, &study.file.counted}) {
        if (*rule) out.push_back(**rule);
    }
    return out.empty() ? gates(study.questionnaire) : out;
}

std::vector<Expression> gates(const Questionnaire& questionnaire) {
    std::map<std::string, std::pair<int, Expression>> seen;
    int answered = 0;
    for (int q = 0; q < static_cast<int>(questionnaire.questions.size()); ++q) {
        if (!is_answered_by_people(questionnaire.questions[static_cast<std::size_t>(q)].type)) {
            continue;
        }
        ++answered;
        std::set<std::string> conjuncts;
        for (const Expression* relevance : questionnaire.relevance_of(q)) {
            std::set<std::string> here;
            collect_conjuncts(relevance->root, relevance->source, here);
            for (const std::string& printed : here) {
                if (!conjuncts.insert(printed).second) continue;
                auto& [count, expression] = seen[printed];
                if (count++ == 0) expression = conjunct_of(relevance->root, printed);
            }
        }
    }
    std::vector<Expression> out;
    for (const auto& [printed, found] : seen) {
        if (2 * found.first > answered) out.push_back(found.second);
    }
    return out;
}

}  // namespace mtm
