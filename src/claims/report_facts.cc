#include "claims/report_facts.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>

#include "base/text.h"
#include "claims/claim_phrases.h"
#include "expression/parse.h"
#include "questionnaire/label_answers.h"
#include "report/narrative_functions.h"
#include "tabulate/figure_unit.h"
#include "tabulate/tabulate.h"

namespace mtm {
namespace {

// ${q} = 'c' or selected(${q}, 'c').
std::optional<std::pair<std::string, std::string>> one_answer(const Node& condition) {
    const bool equals = condition.kind == NodeKind::binary && condition.text == "=";
    const bool selected = condition.kind == NodeKind::call && condition.text == "selected";
    if ((!equals && !selected) || condition.children.size() != 2) return std::nullopt;
    const Node& question = condition.children[0];
    const Node& answer = condition.children[1];
    if (question.kind != NodeKind::reference || answer.kind != NodeKind::string)
        return std::nullopt;
    return std::pair{question.text, answer.text};
}

bool is_call(const Node& node, std::initializer_list<std::string_view> names) {
    return node.kind == NodeKind::call && !node.children.empty() &&
           std::ranges::find(names, node.text) != names.end();
}

const Node& unrounded(const Node& node) {
    return is_call(node, {"round"}) ? unrounded(node.children[0]) : node;
}

void read_subject(FigureFact& fact) {
    const Node& node = unrounded(fact.expression.root);
    fact.is_change = fact.value.unit == FigureUnit::percentage_points;
    if (!is_call(node, {"percent", "share", "count"})) return;
    if (const auto answer = one_answer(node.children[0])) {
        fact.question = answer->first;
        fact.category = answer->second;
    }
    if (node.children.size() > 1)
        fact.where = Expression{print(node.children[1]), node.children[1]};
}

bool is_label_word(const ClaimToken& token) {
    return token.kind == ClaimToken::Kind::word && length_utf8(token.text) >= 4;
}

std::vector<std::string> stems_of(std::string_view label, std::string_view language) {
    std::vector<std::string> out;
    for (const ClaimToken& token : claim_tokens(label, language)) {
        if (is_label_word(token)) out.push_back(token.text);
    }
    return out;
}

}  // namespace

bool same_stem(std::string_view a, std::string_view b) {
    if (a == b) return true;
    std::size_t common = 0;
    while (common < a.size() && common < b.size() && a[common] == b[common])
        ++common;
    while (common > 0 && common < a.size() &&
           (static_cast<unsigned char>(a[common]) & 0xC0) == 0x80)
        --common;
    const std::size_t shared = length_utf8(a.substr(0, common));
    const std::size_t shorter = std::min(length_utf8(a), length_utf8(b));
    const std::size_t longer = std::max(length_utf8(a), length_utf8(b));
    return shared >= 4 && shared + 2 >= shorter && longer <= shorter + 5;
}

std::string KnownShare::expression(std::string_view group_question, bool several_answers) const {
    const std::string condition = several_answers
                                      ? "selected(${" + question + "}, '" + category + "')"
                                      : "${" + question + "} = '" + category + "'";
    if (group.empty()) return "percent(" + condition + ")";
    return "percent(" + condition + ", ${" + std::string(group_question) + "} = '" + group + "')";
}

ReportFacts::ReportFacts(const Study& study,
                         const Dataset& dataset,
                         const Document& document,
                         const RoundChanges* changes,
                         const ClaimLexicon& lexicon)
    : study_(study),
      dataset_(dataset),
      document_(document),
      changes_(changes),
      lexicon_(lexicon),
      language_(static_cast<std::size_t>(
          std::max(0, study.questionnaire.find_language(document.language)))),
      group_question_(study.file.fieldwork.group) {
    if (group_question_.empty()) {
        for (const char* usual : {"sex", "gender"}) {
            if (group_question_.empty() && study.questionnaire.find(usual) >= 0)
                group_question_ = usual;
        }
    }
    know_groups();
}

// Which choice of the group question a word for women or men is: its label, or its name, begins so.
void ReportFacts::know_groups() {
    const int question = study_.questionnaire.find(group_question_);
    if (question < 0 ||
        !is_select(study_.questionnaire.questions[static_cast<std::size_t>(question)].type))
        return;
    const auto know =
        [this](const std::string& text, const ClaimLexicon& lexicon, const std::string& choice) {
            for (const ClaimPhrase& phrase :
                 find_claims(claim_tokens(text, lexicon.language), lexicon)) {
                if (phrase.kind == ClaimKind::group) groups_.try_emplace(phrase.value, choice);
            }
        };
    for (const Choice& choice : study_.questionnaire.choices_of(question).choices) {
        for (const std::string& text : {choice.label.in(language_), choice.name}) {
            know(text, lexicon_, choice.name);
            know(text, english_claims(), choice.name);
        }
    }
}

std::string ReportFacts::group_called(double value) const {
    const auto found = groups_.find(value);
    return found == groups_.end() ? std::string() : found->second;
}

// agree() and ordinal() print no such number; compare(), changed() and rose() say themselves which
// way it went, and of if() it is not known which text stands there.
std::vector<Node> ReportFacts::numbers_in(const Node& node) const {
    if (is_call(node, {"words", "form", "about", "one-in", "plural"}))
        return numbers_in(node.children[0]);
    if (is_call(node, {"leading"})) return leading_shares(node);
    if (is_call(node, {"list", "respectively"})) {
        std::vector<Node> out;
        for (const Node& child : node.children)
            std::ranges::move(numbers_in(child), std::back_inserter(out));
        return out;
    }
    if (is_narrative_call(node)) return {};
    return {node};
}

// leading(${q}, k, where): the percentages of the k most frequent answers.
std::vector<Node> ReportFacts::leading_shares(const Node& call) const {
    TableSpec spec;
    spec.name = spec.question = call.children[0].text;
    if (call.children.size() > 2)
        spec.where = Expression{print(call.children[2]), call.children[2]};
    const Table table = tabulate(study_, dataset_, spec);
    std::vector<std::size_t> answers;
    for (std::size_t c = 0; c < table.categories.size(); ++c) {
        const Category& category = table.categories[c];
        if (category.meaning == MissingChoice::answer && !category.blank && table.cells[0][c].value)
            answers.push_back(c);
    }
    std::ranges::stable_sort(
        answers, std::greater(), [&table](std::size_t c) { return *table.cells[0][c].value; });
    const auto places = static_cast<std::size_t>(std::max(0.0, call.children[1].number));
    answers.resize(std::min(answers.size(), places));
    std::vector<Node> out;
    for (const std::size_t c : answers) {
        KnownShare share;
        share.question = spec.question;
        share.category = table.categories[c].name;
        Node percent = parse(share.expression({}, table.multiple)).expression->root;
        if (spec.where) percent.children.push_back(spec.where->root);
        out.push_back(std::move(percent));
    }
    return out;
}

// A change may be printed without its sign, as abs(change(…)): the change itself is what rose or
// fell.
std::optional<FigureFact> ReportFacts::fact_of(const Node& figure) const {
    const Expression expression{print(figure), figure};
    const std::vector<const Node*> found = changes_in(figure);
    if (!found.empty()) {
        if (changes_ == nullptr) return std::nullopt;
        const auto changed = changes_->evaluate({print(*found.front()), *found.front()});
        if (!changed || !changed->change.estimate.value) return std::nullopt;
        return FigureFact{expression, changed->change, true};
    }
    auto value = evaluate_figure(study_, dataset_, expression, language_);
    if (!value || !value->estimate.value || value->unit == FigureUnit::text) return std::nullopt;
    FigureFact fact{expression, std::move(*value)};
    read_subject(fact);
    return fact;
}

const std::vector<FigureFact>& ReportFacts::numbers(int index) {
    const auto [at, is_new] = figures_.try_emplace(index);
    const bool exists = index >= 0 && static_cast<std::size_t>(index) < document_.figures.size();
    if (!is_new || !exists) return at->second;
    const auto parsed = parse(document_.figures[static_cast<std::size_t>(index)].expression);
    if (!parsed.expression) return at->second;
    for (const Node& figure : numbers_in(parsed.expression->root)) {
        if (auto fact = fact_of(figure)) at->second.push_back(std::move(*fact));
    }
    return at->second;
}

std::optional<ReportFacts::AnswerPlace> ReportFacts::place(const std::string& question,
                                                           const std::string& category,
                                                           const std::optional<Expression>& where) {
    TableSpec spec;
    spec.name = spec.question = question;
    spec.where = where;
    const Table table = tabulate(study_, dataset_, spec);
    const auto is_answer = [&](std::size_t c) {
        return table.categories[c].meaning == MissingChoice::answer && !table.categories[c].blank;
    };
    for (std::size_t c = 0; c < table.categories.size(); ++c) {
        if (table.categories[c].name != category || !is_answer(c)) continue;
        const std::vector<Estimate>& cells = table.cells[0];
        if (!cells[c].value) return std::nullopt;
        AnswerPlace out{1, true, *cells[c].value};
        for (std::size_t other = 0; other < cells.size(); ++other) {
            if (other == c || !is_answer(other) || !cells[other].value) continue;
            if (*cells[other].value > out.value) ++out.rank;
            if (cells[other].n > 0 && *cells[other].value < out.value) out.least = false;
        }
        return out;
    }
    return std::nullopt;
}

void ReportFacts::add_shares(const std::string& question) {
    TableSpec spec;
    spec.name = spec.question = question;
    if (!group_question_.empty() && group_question_ != question) spec.by = {group_question_};
    const Table table = tabulate(study_, dataset_, spec);
    for (std::size_t c = 0; c < table.categories.size(); ++c) {
        const Category& category = table.categories[c];
        if (category.blank) continue;
        KnownShare share;
        share.question = question;
        share.category = category.name;
        share.stems = stems_of(category.label.in(language_), lexicon_.language);
        share.several = table.multiple;
        share.of_everyone = table.base.everyone;
        std::set<std::string> once(share.stems.begin(), share.stems.end());
        for (const std::string& stem : once)
            ++labels_with_stem_[stem];
        for (std::size_t g = 0; g < table.groups.size(); ++g) {
            if (!table.cells[g][c].value) continue;
            share.group = g == 0 ? std::string() : table.groups[g].name;
            share.value = *table.cells[g][c].value;
            shares_.push_back(share);
        }
    }
}

void ReportFacts::know_shares() {
    if (know_shares_) return;
    know_shares_ = true;
    const Questionnaire& form = study_.questionnaire;
    for (std::size_t i = 0; i < form.questions.size(); ++i) {
        const Question& question = form.questions[i];
        if (is_select(question.type) && question.list >= 0 &&
            question.disclosure != Disclosure::identifier &&
            form.repeat_of(static_cast<int>(i)) < 0) {
            add_shares(question.name);
        }
    }
    for (const DerivedVariable& derived : study_.plan.derived)
        add_shares(derived.name);
}

std::vector<KnownShare> ReportFacts::meant_by(const ClaimSentence& sentence,
                                              std::string_view question) {
    know_shares();
    std::string group;
    std::vector<bool> claims(sentence.size());  // words of a claim name no answer
    const std::vector<ClaimPhrase> phrases = find_claims(sentence, lexicon_);
    const bool of_groups = !question.empty() && question == group_question_;
    if (question.empty() || of_groups) {
        if (const KnownShare* meant = group_meant(sentence, phrases, of_groups)) return {*meant};
    }
    for (const ClaimPhrase& phrase : phrases) {
        if (phrase.kind == ClaimKind::group) group = group_called(phrase.value);
        if (phrase.kind != ClaimKind::rank && phrase.kind != ClaimKind::share) continue;
        for (std::size_t i = phrase.begin; i < phrase.end; ++i)
            claims[i] = true;
    }

    struct Scored {
        double score;
        bool whole;
        const KnownShare* share;
    };

    std::vector<Scored> scored;
    for (const KnownShare& share : shares_) {
        if (!question.empty() && share.question != question) continue;
        if (share.stems.empty()) continue;
        const bool is_group = share.question == group_question_;
        if (share.group != (is_group ? std::string() : group)) continue;
        double score = 0;
        double whole = 0;
        for (const std::string& stem : share.stems) {
            const double weight = 1.0 / labels_with_stem_[stem];
            whole += weight;
            for (std::size_t i = 0; i < sentence.size(); ++i) {
                if (claims[i] || !is_label_word(sentence[i])) continue;
                if (!same_stem(stem, sentence[i].text)) continue;
                score += weight;
                break;
            }
        }
        if (score > 0 && score >= 0.6 * whole)
            scored.push_back({score, score >= 0.999 * whole, &share});
    }
    std::stable_sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) {
        return a.score > b.score;
    });
    std::vector<KnownShare> out;
    for (const Scored& one : scored) {
        if (one.score < 0.75 * scored.front().score) break;
        out.push_back(*one.share);
        out.back().named_whole = one.whole;
    }
    return out;
}

// "Most migrants are women": the group is what is said of everyone, with nothing between that
// narrows them. Over a chart of the groups it is enough that one of them is named.
const KnownShare* ReportFacts::group_meant(const ClaimSentence& sentence,
                                           const std::vector<ClaimPhrase>& phrases,
                                           bool is_title) const {
    const ClaimPhrase* group = nullptr;
    const ClaimPhrase* share = nullptr;
    const ClaimPhrase* whom = nullptr;
    for (const ClaimPhrase& phrase : phrases) {
        if (phrase.kind == ClaimKind::limit || phrase.kind == ClaimKind::among) return nullptr;
        if (phrase.kind == ClaimKind::group) {
            if (group != nullptr) return nullptr;
            group = &phrase;
        }
        if (phrase.kind == ClaimKind::share || phrase.kind == ClaimKind::rank) share = &phrase;
        if (phrase.kind == ClaimKind::everyone || phrase.kind == ClaimKind::people) whom = &phrase;
    }
    if (group == nullptr) return nullptr;
    const std::string called = group_called(group->value);
    const auto is_meant = [&](const KnownShare& known) {
        return known.question == group_question_ && known.category == called;
    };
    const auto found = std::find_if(shares_.begin(), shares_.end(), is_meant);
    if (called.empty() || found == shares_.end()) return nullptr;
    if (is_title) return &*found;
    if (share == nullptr || whom == nullptr || whom->begin > group->begin) return nullptr;
    const std::size_t begin = std::min(share->begin, whom->begin);
    for (std::size_t i = begin; i < group->begin; ++i) {
        static constexpr std::string_view joining[] = {
            "are", "were", "of", "the", "all", "–", "—", "-", "были", "составляют", "всех", "из"};
        const bool in_phrase =
            (i >= share->begin && i < share->end) || (i >= whom->begin && i < whom->end);
        if (!in_phrase && std::find(std::begin(joining), std::end(joining), sentence[i].text) ==
                              std::end(joining)) {
            return nullptr;
        }
    }
    for (std::size_t i = group->end; i < sentence.size(); ++i) {
        if (sentence[i].kind != ClaimToken::Kind::sign) return nullptr;
    }
    return &*found;
}

std::optional<KnownShare> ReportFacts::meant_of_change(const ClaimSentence& sentence) {
    const std::vector<KnownShare> meant = meant_by(sentence);
    if (meant.size() == 1 && meant.front().named_whole) return meant.front();
    if (!meant.empty()) return std::nullopt;
    const KnownShare* group = group_meant(sentence, find_claims(sentence, lexicon_), true);
    return group == nullptr ? std::nullopt : std::optional<KnownShare>(*group);
}

bool ReportFacts::is_label(const std::string& question, const std::string& text) const {
    const int index = study_.questionnaire.find(question);
    if (index < 0) return false;
    const Translated& label = study_.questionnaire.questions[static_cast<std::size_t>(index)].label;
    const auto words = [](std::string_view of) {
        std::string out;
        for (const char c : squeeze(of)) {
            if (c != '*' && c != '_') out += c;
        }
        return out;
    };
    return words(without_answers(label.in(language_))) == words(without_answers(text));
}

std::optional<double> ReportFacts::change_of(const KnownShare& share,
                                             std::string_view round) const {
    if (changes_ == nullptr) return std::nullopt;
    const std::string& before = changes_->previous().name;
    if (!round.empty() && before.find(round) == std::string::npos) return std::nullopt;
    const auto parsed =
        parse("change(" + share.expression(group_question_, share.several) + ", '')");
    if (!parsed.expression) return std::nullopt;
    const auto changed = changes_->evaluate(*parsed.expression);
    if (!changed || !changed->change.estimate.value) return std::nullopt;
    return *changed->change.estimate.value;
}

bool ReportFacts::is_named(const std::string& question,
                           const std::string& category,
                           const ClaimSentence& sentence,
                           std::size_t begin,
                           std::size_t end) {
    know_shares();
    for (const KnownShare& share : shares_) {
        if (share.question != question || share.category != category) continue;
        for (std::size_t i = begin; i < end; ++i) {
            for (const std::string& stem : share.stems) {
                if (is_label_word(sentence[i]) && same_stem(stem, sentence[i].text)) return true;
            }
        }
        return false;
    }
    return false;
}

}  // namespace mtm
