// Tested in repeat_protection_test.cc household by household.
#include "disclosure/repeat_protection.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "disclosure/coarse_levels.h"
#include "disclosure/published_keys.h"
#include "disclosure/record_values.h"
#include "disclosure/skip_logic.h"

namespace mtm {
namespace {

constexpr double most_withheld = 0.5;  // of the interviews

using Classes = std::vector<std::int32_t>;

std::size_t position(int index) {
    return static_cast<std::size_t>(index);
}

std::vector<std::size_t> sizes_of_classes(const Classes& classes) {
    std::vector<std::size_t> out;
    for (const std::int32_t one : classes) {
        if (position(one) >= out.size()) out.resize(position(one) + 1, 0);
        ++out[position(one)];
    }
    return out;
}

/// What is published of the interviews and of all repeats.
class PublishedForm {
public:
    PublishedForm(const Study& study,
                  const Dataset& dataset,
                  const std::vector<VariableRole>& roles)
        : study_(study), dataset_(dataset), roles_(roles) {}

    [[nodiscard]] bool is_published(const VariableRole& role) const {
        return role.role != RecordRole::withheld &&
               column_of(dataset_, role.question).column != nullptr;
    }

    // Free answers of a repeat are not: one household may give the same words many times.
    [[nodiscard]] std::vector<VariableRole> published_in(std::size_t level) const {
        std::vector<VariableRole> out;
        for (const VariableRole& role : roles_) {
            const bool text = level > 0 && question(role.question).type == QuestionType::text;
            if (is_published(role) && !text && column_of(dataset_, role.question).level == level)
                out.push_back(role);
        }
        return out;
    }

    // Why the rows of a repeat may not be published at all; empty if they may.
    [[nodiscard]] std::string obstacle(std::size_t level) const {
        if (dataset_.levels[level].parent != 0) return "a repeat within a repeat";
        if (published_in(level).empty()) return "none of its questions may be published";
        if (study_.file.records.keys_at_once != 0)
            return "households are protected only where all keys are taken together "
                   "([protection.records] keys_at_once)";
        const std::set<std::string> own = names_in(level);
        for (const VariableRole& role : roles_) {
            if (!is_published(role)) continue;
            const std::string& name = question(role.question).name;
            const bool inside = column_of(dataset_, role.question).level == level;
            if (!inside && rests_on(role.question, own))
                return "whether “" + name + "” was asked, or what it offers, tells of its rows";
            if (role.role == RecordRole::sensitive && tells_of(role.question, level, inside))
                return "what is asked in it tells of the sensitive answer to “" + name + "”";
        }
        return {};
    }

private:
    [[nodiscard]] const Question& question(int index) const {
        return study_.questionnaire.questions[position(index)];
    }

    [[nodiscard]] bool lies_in(int question, std::size_t level) const {
        const int repeat = study_.questionnaire.repeat_of(question);
        return repeat >= 0 &&
               study_.questionnaire.groups[position(repeat)].name == dataset_.levels[level].repeat;
    }

    // Of its questions, and of itself.
    [[nodiscard]] std::set<std::string> names_in(std::size_t level) const {
        std::set<std::string> out{dataset_.levels[level].repeat};
        for (std::size_t i = 0; i < study_.questionnaire.questions.size(); ++i) {
            if (lies_in(static_cast<int>(i), level)) out.insert(question(static_cast<int>(i)).name);
        }
        return out;
    }

    // Whether a question is asked, or offers some choices, because of others.
    [[nodiscard]] bool rests_on(int question, const std::set<std::string>& names) const {
        const Questionnaire& form = study_.questionnaire;
        std::vector<const Expression*> conditions = form.relevance_of(question);
        const auto& filter = form.questions[position(question)].choice_filter;
        if (filter) conditions.push_back(&*filter);
        for (const Expression* condition : conditions) {
            for (const std::string& name : names_behind(form, condition->root)) {
                if (names.contains(name)) return true;
            }
        }
        return false;
    }

    // Whether rows of the repeat, or how many there are, tell of a sensitive answer given
    // elsewhere; or something elsewhere of one that is given in it.
    [[nodiscard]] bool tells_of(int sensitive, std::size_t level, bool inside) const {
        const Questionnaire& form = study_.questionnaire;
        for (const int resting : questions_resting_on(form, sensitive)) {
            if (lies_in(resting, level) != inside) return true;
        }
        if (inside) return false;
        for (const Group& group : form.groups) {
            if (group.name != dataset_.levels[level].repeat || !group.repeat_count) continue;
            if (names_behind(form, group.repeat_count->root).contains(question(sensitive).name))
                return true;
        }
        return false;
    }

    const Study& study_;
    const Dataset& dataset_;
    const std::vector<VariableRole>& roles_;
};

/// Rows of one repeat, and what the skip logic and filters of choices say of each.
class PatternsOfRows {
public:
    PatternsOfRows(const Study& study,
                   const Dataset& dataset,
                   std::size_t level,
                   const std::vector<VariableRole>& roles)
        : study_(study),
          dataset_(dataset),
          level_(dataset.levels[level]),
          source_(dataset, study.questionnaire, static_cast<int>(level)) {
        for (const VariableRole& role : roles) {
            if (role.role != RecordRole::key) continue;
            for (const int other : questions_resting_on(study.questionnaire, role.question))
                on_keys_.insert(other);
        }
    }

    // Of a question that is published and no key.
    void add(int question) {
        const auto column = std::ranges::find(level_.columns, question, &Column::question);
        add_if_it_varies(column->asked, question);
        if (!on_keys_.contains(question)) return;
        for (const Node& offer : offers_of(study_.questionnaire, dataset_, question)) {
            std::vector<std::uint8_t> offered = evaluate_truth(offer, source_);
            for (std::size_t row = 0; row < level_.rows; ++row)
                offered[row] &= column->asked[row];
            add_if_it_varies(offered, question);
        }
    }

    // A letter for each row, and the questions whose pattern it is.
    [[nodiscard]] const std::map<std::string, std::set<int>>& all() const { return found_; }

private:
    void add_if_it_varies(const std::vector<std::uint8_t>& holds, int question) {
        const auto held = std::ranges::count_if(holds, [](auto does) { return does != 0; });
        if (held == 0 || static_cast<std::size_t>(held) == level_.rows) return;
        std::string pattern;
        for (const std::uint8_t does : holds)
            pattern += does != 0 ? 'y' : 'n';
        found_[pattern].insert(question);
    }

    const Study& study_;
    const Dataset& dataset_;
    const Level& level_;
    DatasetSource source_;
    std::set<int> on_keys_;  // asked, or offering choices, because of a key
    std::map<std::string, std::set<int>> found_;
};

// One key for the questions that always were asked together, or offered a choice together.
void add_patterns(const PatternsOfRows& patterns,
                  const std::string& repeat,
                  std::vector<RecordKey>& keys) {
    for (const auto& [asked, questions] : patterns.all()) {
        RecordKey& key = keys.emplace_back();
        key.kind = RecordKey::Kind::skip_pattern;
        key.question = *questions.begin();
        key.name = "what was asked in " + repeat;
        key.dependents.assign(questions.begin(), questions.end());
        for (const char was : asked)
            key.values.push_back(was == 'y' ? 1 : 0);
        key.value_count = 2;
        key.levels.push_back({.what = "as asked",
                              .category_of = {0, 1},
                              .categories = std::vector<Choice>(2),
                              .as_answered = true});
        key.levels.push_back({.what = "left out",
                              .category_of = {0, 0},
                              .categories = std::vector<Choice>(1),
                              .left_out = true});
    }
}

std::vector<RecordKey> keys_of_rows(const Study& study,
                                    const Dataset& dataset,
                                    std::size_t at,
                                    const std::vector<VariableRole>& all,
                                    const std::vector<VariableRole>& published) {
    const CoarseWords words(study.questionnaire.languages);
    const Level& level = dataset.levels[at];
    PatternsOfRows patterns(study, dataset, at, all);
    std::vector<RecordKey> out;
    for (const VariableRole& role : published) {
        if (role.role != RecordRole::key) {
            patterns.add(role.question);
            continue;
        }
        const Question& question = study.questionnaire.questions[position(role.question)];
        out.push_back(key_of_answers(
            {.study = study,
             .question = question,
             .index = role.question,
             .column = *std::ranges::find(level.columns, role.question, &Column::question),
             .rule = recode_rule_for(study, question.name),
             .words = words}));
    }
    add_patterns(patterns, level.repeat, out);
    return out;
}

/// Interviews divided by the composition of their households, where keys have certain levels.
struct DividedHouseholds {
    Classes kinds;       // by row
    Classes households;  // by interview, within the groups that there were
    std::vector<std::uint8_t> withheld;
    std::size_t left_over = 0;  // interviews whose rows are withheld
};

class HouseholdDivider {
public:
    HouseholdDivider(const Level& level,
                     const std::vector<RecordKey>& keys,
                     const Classes& groups,
                     std::size_t k)
        : level_(level), keys_(keys), groups_(groups), k_(k) {}

    [[nodiscard]] DividedHouseholds divide(const std::vector<std::size_t>& levels) const {
        DividedHouseholds out;
        out.kinds.assign(level_.rows, 0);
        for (std::size_t key = 0; key < keys_.size(); ++key)
            out.kinds = groups_of_both(out.kinds, categories(keys_[key], levels[key]));
        out.households = groups_of_both(groups_, compositions(out.kinds));
        withhold(out);
        return out;
    }

private:
    static Classes categories(const RecordKey& key, std::size_t level) {
        Classes out;
        out.reserve(key.values.size());
        for (const std::int32_t value : key.values)
            out.push_back(value < 0 ? -1 : key.levels[level].category_of[position(value)]);
        return out;
    }

    // Equal where as many rows of each kind are.
    [[nodiscard]] Classes compositions(const Classes& kinds) const {
        std::vector<Classes> rows(groups_.size());
        for (std::size_t row = 0; row < level_.rows; ++row)
            rows[position(level_.parent_row[row])].push_back(kinds[row]);
        std::map<Classes, std::int32_t> known;
        Classes out;
        for (Classes& one : rows) {
            std::ranges::sort(one);
            const auto next = static_cast<std::int32_t>(known.size());
            out.push_back(known.emplace(std::move(one), next).first->second);
        }
        return out;
    }

    // Those of whose households there are too few; and, since who is withheld would be known among
    // fewer than k, the least that makes them k in their group.
    void withhold(DividedHouseholds& out) const {
        const std::vector<std::size_t> sizes = sizes_of_classes(out.households);

        struct OfGroup {
            std::size_t withheld = 0;
            std::set<std::pair<std::size_t, std::int32_t>> published;  // by size
        };

        std::map<std::int32_t, OfGroup> groups;
        for (std::size_t i = 0; i < groups_.size(); ++i) {
            const std::size_t size = sizes[position(out.households[i])];
            OfGroup& group = groups[groups_[i]];
            group.withheld += size < k_ ? 1 : 0;
            if (size >= k_) group.published.emplace(size, out.households[i]);
        }
        std::vector<std::uint8_t> gone(sizes.size(), 0);
        for (std::size_t c = 0; c < sizes.size(); ++c)
            gone[c] = sizes[c] < k_ ? 1 : 0;
        for (auto& [number, group] : groups) {
            while (group.withheld > 0 && group.withheld < k_ && !group.published.empty()) {
                const auto [size, household] = *group.published.begin();
                group.published.erase(group.published.begin());
                gone[position(household)] = 1;
                group.withheld += size;
            }
        }
        Classes told;
        for (const std::int32_t household : out.households) {
            out.withheld.push_back(gone[position(household)]);
            out.left_over += out.withheld.back();
            told.push_back(out.withheld.back() != 0 ? -1 : household);
        }
        out.households = groups_of_both(groups_, told);
    }

    const Level& level_;
    const std::vector<RecordKey>& keys_;
    const Classes& groups_;
    std::size_t k_;
};

// What a level keeps of a key: the bits of its categories over those of the finest level.
double kept_of(const RecordKey& key, std::size_t level) {
    if (key.levels[level].left_out) return 0;
    if (level == 0) return 1;
    const auto all = static_cast<double>(key.levels.front().categories.size());
    const auto here = static_cast<double>(key.levels[level].categories.size());
    return all > 1 ? std::log2(std::max(here, 1.0)) / std::log2(all) : 1.0;
}

/// Chooses the levels of all keys that keep most: of the rows that are published, themselves and
/// what their keys tell. All combinations are tried where they are few enough, else a path from the
/// finest to the coarsest.
class RepeatLevelSearch {
public:
    RepeatLevelSearch(const HouseholdDivider& divider,
                      const std::vector<RecordKey>& keys,
                      std::size_t interviews,
                      const std::function<bool(const Classes&)>& acceptable)
        : divider_(divider), keys_(keys), interviews_(interviews), acceptable_(acceptable) {}

    // False if there is no safe way.
    bool run(bool may_coarsen, std::size_t rows) {
        std::vector<std::size_t> levels(keys_.size(), 0);
        if (!may_coarsen) {
            look_at(levels);
        } else if (combinations(rows) <= most_combinations) {
            try_all(0, levels);
        } else {
            follow_path(levels);
        }
        return found_;
    }

    std::vector<std::size_t> levels;  // what was found
    DividedHouseholds divided;

private:
    static constexpr std::size_t most_combinations = 4096;
    static constexpr std::size_t most_work = 50'000'000;  // rows to divide over all combinations

    [[nodiscard]] std::size_t combinations(std::size_t rows) const {
        std::size_t out = 1;
        for (const RecordKey& key : keys_) {
            out *= key.levels.size();
            if (out > most_combinations || out * rows > most_work) return most_combinations + 1;
        }
        return out;
    }

    void try_all(std::size_t key, std::vector<std::size_t>& at_levels) {
        if (key == keys_.size()) {
            look_at(at_levels);
            return;
        }
        for (std::size_t level = 0; level < keys_[key].levels.size(); ++level) {
            at_levels[key] = level;
            try_all(key + 1, at_levels);
        }
        at_levels[key] = 0;
    }

    // Each time by the step that keeps most.
    void follow_path(std::vector<std::size_t>& at_levels) {
        for (;;) {
            look_at(at_levels);
            std::size_t best = keys_.size();
            double most = -1;
            for (std::size_t key = 0; key < keys_.size(); ++key) {
                if (at_levels[key] + 1 >= keys_[key].levels.size()) continue;
                ++at_levels[key];
                const double kept = kept_by(at_levels, divider_.divide(at_levels));
                --at_levels[key];
                if (kept <= most) continue;
                most = kept;
                best = key;
            }
            if (best == keys_.size()) return;
            ++at_levels[best];
        }
    }

    [[nodiscard]] double kept_by(const std::vector<std::size_t>& at_levels,
                                 const DividedHouseholds& tried) const {
        double of_row = 1;  // that it is there
        for (std::size_t key = 0; key < keys_.size(); ++key)
            of_row += kept_of(keys_[key], at_levels[key]);
        return of_row * static_cast<double>(interviews_ - tried.left_over);
    }

    void look_at(const std::vector<std::size_t>& at_levels) {
        DividedHouseholds tried = divider_.divide(at_levels);
        const double kept = kept_by(at_levels, tried);
        const bool too_few =
            static_cast<double>(tried.left_over) > most_withheld * static_cast<double>(interviews_);
        if (too_few || (found_ && kept <= kept_) || !acceptable_(tried.households)) return;
        found_ = true;
        kept_ = kept;
        levels = at_levels;
        divided = std::move(tried);
    }

    const HouseholdDivider& divider_;
    const std::vector<RecordKey>& keys_;
    std::size_t interviews_;
    const std::function<bool(const Classes&)>& acceptable_;
    bool found_ = false;
    double kept_ = 0;
};

// Questions of keys and patterns that are left out are not published.
std::vector<int> questions_left(const std::vector<VariableRole>& roles,
                                const RepeatDecision& decision) {
    std::set<int> gone;
    for (std::size_t key = 0; key < decision.keys.size(); ++key) {
        const RecordKey& one = decision.keys[key];
        if (!one.levels[decision.levels[key]].left_out) continue;
        if (one.kind == RecordKey::Kind::answers) gone.insert(one.question);
        gone.insert(one.dependents.begin(), one.dependents.end());
    }
    std::vector<int> out;
    for (const VariableRole& role : roles) {
        if (!gone.contains(role.question)) out.push_back(role.question);
    }
    return out;
}

}  // namespace

RepeatDecisions decide_repeats(const Study& study,
                               const Dataset& dataset,
                               const std::vector<VariableRole>& roles,
                               const std::vector<std::int32_t>& alike,
                               const std::function<bool(const Classes&)>& acceptable) {
    const PublishedForm form(study, dataset, roles);
    RepeatDecisions out;
    out.households = alike;
    for (std::size_t l = 1; l < dataset.levels.size(); ++l) {
        const Level& level = dataset.levels[l];
        RepeatDecision& decision = out.repeats.emplace_back();
        decision.level = l;
        decision.repeat = level.repeat;
        decision.left_out = form.obstacle(l);
        if (!decision.left_out.empty()) continue;
        const std::vector<VariableRole> published = form.published_in(l);
        decision.keys = keys_of_rows(study, dataset, l, roles, published);
        const HouseholdDivider divider(
            level, decision.keys, out.households, position(study.file.records.k));
        RepeatLevelSearch search(divider, decision.keys, dataset.counted(), acceptable);
        if (!search.run(study.file.records.automatic, level.rows)) {
            decision.left_out = "its households are too different from each other";
            continue;
        }
        decision.levels = std::move(search.levels);
        decision.questions = questions_left(published, decision);
        decision.withheld = std::move(search.divided.withheld);
        decision.kinds = std::move(search.divided.kinds);
        out.households = std::move(search.divided.households);
    }
    return out;
}

RepeatDecisions repeats_as_decided(const RepeatDecisions& before, const Classes& alike) {
    RepeatDecisions out = before;
    out.households = groups_of_both(before.households, alike);
    return out;
}

}  // namespace mtm
