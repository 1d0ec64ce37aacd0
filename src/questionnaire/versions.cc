#include "questionnaire/versions.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "base/result.h"
#include "expression/parse.h"

namespace mtm {
namespace {

std::string group_path(const Questionnaire& form, int group) {
    std::string out;
    for (; group >= 0; group = form.groups[static_cast<std::size_t>(group)].parent) {
        out.insert(0, "/" + form.groups[static_cast<std::size_t>(group)].name);
    }
    return out;
}

// The repeats round a question, outermost first: "/household/member".
std::string repeats_round(const Questionnaire& form, int question) {
    std::string out;
    int g = form.questions[static_cast<std::size_t>(question)].group;
    for (; g >= 0; g = form.groups[static_cast<std::size_t>(g)].parent) {
        const Group& group = form.groups[static_cast<std::size_t>(g)];
        if (group.repeat) out.insert(0, "/" + group.name);
    }
    return out;
}

std::string renamed(const Questionnaire& version, const Question& question) {
    std::string out = question.name + "_" + version.version;
    std::ranges::replace_if(
        out,
        [](char c) {
            const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                               (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '.' ||
                               static_cast<unsigned char>(c) >= 0x80;
            return !plain;
        },
        '_');
    return out;
}

Expression never() {
    const Parsed parsed = parse("false()");
    CHECK(parsed.expression);
    return *parsed.expression;
}

/// Puts what an earlier version has besides into the newest one.
class Merger {
public:
    Merger(Questionnaire& into, const Questionnaire& from) : into_(into), from_(from) {
        for (const Language& language : from.languages)
            language_.push_back(into.find_language(language.header));
    }

    void merge() {
        for (const ChoiceList& list : from_.lists)
            merge_list(list);
        for (std::size_t q = 0; q < from_.questions.size(); ++q) {
            if (counterpart(into_, from_, static_cast<int>(q)) < 0) {
                add_question(from_.questions[q]);
            }
        }
    }

private:
    [[nodiscard]] Translated translated(const Translated& text) const {
        Translated out;
        out.by_language.resize(into_.languages.size());
        for (std::size_t l = 0; l < text.by_language.size() && l < language_.size(); ++l) {
            if (language_[l] < 0) continue;
            out.by_language[static_cast<std::size_t>(language_[l])] = text.by_language[l];
        }
        // In a language that the newest form lacks it is better than no words at all.
        if (out.empty() && !text.empty() && !out.by_language.empty())
            out.by_language[static_cast<std::size_t>(into_.default_language)] = text.in(0);
        return out;
    }

    [[nodiscard]] Choice translated(Choice choice) const {
        choice.label = translated(choice.label);
        choice.row = 0;
        return choice;
    }

    int merge_list(const ChoiceList& list) {
        const auto at = std::ranges::find(into_.lists, list.name, &ChoiceList::name);
        if (at == into_.lists.end()) {
            ChoiceList& added = into_.lists.emplace_back();
            added.name = list.name;
            for (const Choice& choice : list.choices)
                added.choices.push_back(translated(choice));
            return static_cast<int>(into_.lists.size()) - 1;
        }
        for (const Choice& choice : list.choices) {
            if (at->find(choice.name) < 0) at->choices.push_back(translated(choice));
        }
        return static_cast<int>(std::distance(into_.lists.begin(), at));
    }

    int group_for(int group) {
        if (group < 0) return -1;
        if (const int same = counterpart_of_group(into_, from_, group); same >= 0) return same;
        const Group& gone = from_.groups[static_cast<std::size_t>(group)];
        const int parent = group_for(gone.parent);
        Group added = gone;
        added.label = translated(gone.label);
        added.relevant = never();
        added.repeat_count.reset();
        added.parent = parent;
        added.first = added.end = end_of(parent);
        added.row = 0;
        into_.groups.push_back(std::move(added));
        return static_cast<int>(into_.groups.size()) - 1;
    }

    [[nodiscard]] int end_of(int group) const {
        return group < 0 ? static_cast<int>(into_.questions.size())
                         : into_.groups[static_cast<std::size_t>(group)].end;
    }

    [[nodiscard]] bool holds(int outer, int inner) const {
        for (; inner >= 0; inner = into_.groups[static_cast<std::size_t>(inner)].parent) {
            if (inner == outer) return true;
        }
        return false;
    }

    void add_question(const Question& gone) {
        const int group = group_for(gone.group);
        const int position = end_of(group);
        Question added = gone;
        if (into_.find(gone.name) >= 0) added.name = renamed(from_, gone);
        for (Translated* text : {&added.label,
                                 &added.hint,
                                 &added.guidance_hint,
                                 &added.constraint_message,
                                 &added.required_message}) {
            *text = translated(*text);
        }
        added.reviewed_by.clear();
        added.relevant = never();
        for (std::optional<Expression>* rule :
             {&added.constraint, &added.required, &added.calculation, &added.choice_filter}) {
            rule->reset();
        }
        if (gone.list >= 0)
            added.list = merge_list(from_.lists[static_cast<std::size_t>(gone.list)]);
        added.group = group;
        added.row = 0;
        for (std::size_t g = 0; g < into_.groups.size(); ++g) {
            Group& other = into_.groups[g];
            if (holds(static_cast<int>(g), group)) {
                ++other.end;
            } else if (other.first >= position) {
                ++other.first;
                ++other.end;
            }
        }
        into_.questions.insert(into_.questions.begin() + position, std::move(added));
    }

    Questionnaire& into_;
    const Questionnaire& from_;
    std::vector<int> language_;  // of `from_`, as one of `into_`, or -1
};

}  // namespace

Questionnaire with_earlier_versions(Questionnaire newest,
                                    const std::vector<Questionnaire>& earlier) {
    std::for_each(earlier.rbegin(), earlier.rend(), [&newest](const Questionnaire& version) {
        Merger(newest, version).merge();
    });
    return newest;
}

int counterpart(const Questionnaire& merged, const Questionnaire& version, int question) {
    const Question& wanted = version.questions[static_cast<std::size_t>(question)];
    const std::string repeats = repeats_round(version, question);
    for (const std::string& name : {wanted.name, renamed(version, wanted)}) {
        const int at = merged.find(name);
        if (at >= 0 && repeats_round(merged, at) == repeats) return at;
    }
    return -1;
}

int counterpart_of_group(const Questionnaire& merged, const Questionnaire& version, int group) {
    const std::string path = group_path(version, group);
    for (std::size_t g = 0; g < merged.groups.size(); ++g) {
        const bool same_kind =
            merged.groups[g].repeat == version.groups[static_cast<std::size_t>(group)].repeat;
        if (same_kind && group_path(merged, static_cast<int>(g)) == path) {
            return static_cast<int>(g);
        }
    }
    return -1;
}

const Questionnaire* find_version(const std::vector<Questionnaire>& versions,
                                  std::string_view version) {
    const auto at = std::ranges::find(versions, version, &Questionnaire::version);
    return at == versions.end() ? nullptr : &*at;
}

}  // namespace mtm
