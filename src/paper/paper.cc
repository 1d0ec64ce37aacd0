#include "paper/paper.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "paper/label_text.h"
#include "paper/logic_words.h"
#include "paper/paper_words.h"

namespace mtm {
namespace {

// Longer lists stand at the end, once.
constexpr std::size_t choices_in_place = 30;

bool is_on_paper(const Question& question) {
    switch (question.type) {
        case QuestionType::calculate:
        case QuestionType::hidden:
        case QuestionType::metadata:
        case QuestionType::audit:
            return false;
        default:
            return true;
    }
}

PaperAnswer answer_of(const Question& question) {
    switch (question.type) {
        case QuestionType::select_one:
            return PaperAnswer::one;
        case QuestionType::select_multiple:
            return PaperAnswer::several;
        case QuestionType::rank:
            return PaperAnswer::ranked;
        case QuestionType::integer:
        case QuestionType::decimal:
        case QuestionType::range:
            return PaperAnswer::number;
        case QuestionType::date:
        case QuestionType::date_time:
            return PaperAnswer::date;
        case QuestionType::time:
            return PaperAnswer::time;
        case QuestionType::geopoint:
        case QuestionType::geotrace:
        case QuestionType::geoshape:
            return PaperAnswer::place;
        case QuestionType::image:
        case QuestionType::audio:
        case QuestionType::video:
        case QuestionType::file:
            return PaperAnswer::recording;
        case QuestionType::acknowledge:
        case QuestionType::trigger:
            return PaperAnswer::tick;
        case QuestionType::text:
        case QuestionType::barcode:
            return PaperAnswer::text;
        default:
            return PaperAnswer::none;
    }
}

std::vector<int> numbers_of(const Questionnaire& form) {
    std::vector<int> out;
    int last = 0;
    for (const Question& question : form.questions) {
        const bool asks = is_on_paper(question) && question.type != QuestionType::note;
        out.push_back(asks ? ++last : 0);
    }
    return out;
}

class PaperWriter {
public:
    PaperWriter(const Questionnaire& form, std::size_t language)
        : form_(form),
          language_(language),
          words_(paper_words(code_of(form, language))),
          numbers_(numbers_of(form)),
          logic_(form_, numbers_, language_, words_) {}

    Paper run() {
        out_.title = form_.title.empty() ? form_.form_id : form_.title;
        if (!form_.version.empty()) {
            out_.version =
                fmt::format(fmt::runtime(words_.version), fmt::arg("version", form_.version));
        }
        out_.language = code_of(form_, language_);
        out_.lists_title = std::string(words_.lists);
        std::size_t next = 0;
        write(-1, 0, next);
        write_calculations();
        return std::move(out_);
    }

private:
    static std::string code_of(const Questionnaire& form, std::size_t language) {
        return language < form.languages.size() ? form.languages[language].code : std::string();
    }

    // The questions of a group, and of the groups in it, from question `next` on.
    void write(int group, int depth, std::size_t& next) {
        const std::size_t end =
            group < 0 ? form_.questions.size()
                      : static_cast<std::size_t>(form_.groups[static_cast<std::size_t>(group)].end);
        while (next < end) {
            const int inner = group_below(static_cast<int>(next), group);
            if (inner < 0) {
                write_question(static_cast<int>(next), depth);
                ++next;
                continue;
            }
            const std::size_t before = out_.items.size();
            const bool has_title = write_part(inner, depth);
            const std::size_t after = out_.items.size();
            write(inner, depth + (has_title ? 1 : 0), next);
            if (out_.items.size() == after) out_.items.resize(before);  // nothing to ask in it
        }
    }

    // The outermost group round a question that lies in `group`; -1 if there is none.
    [[nodiscard]] int group_below(int question, int group) const {
        int at = form_.questions[static_cast<std::size_t>(question)].group;
        if (at == group) return -1;
        while (form_.groups[static_cast<std::size_t>(at)].parent != group)
            at = form_.groups[static_cast<std::size_t>(at)].parent;
        return at;
    }

    // Gives whether the part has a title: only then are those in it one deeper, so that no heading
    // skips a level.
    bool write_part(int group, int depth) {
        const Group& from = form_.groups[static_cast<std::size_t>(group)];
        PaperItem item;
        item.kind = PaperItem::Kind::part;
        item.depth = depth;
        item.name = from.name;
        item.text = text(from.label);
        item.condition = condition(from.relevant, words_.part_if, -1);
        if (from.repeat) {
            item.instruction =
                from.repeat_count
                    ? fmt::format(fmt::runtime(words_.repeated_times),
                                  fmt::arg("count", logic_.say(from.repeat_count->root)))
                    : std::string(words_.repeated);
        }
        const bool has_title = !item.text.empty();
        if (has_title || !item.condition.empty() || from.repeat)
            out_.items.push_back(std::move(item));
        return has_title;
    }

    void write_question(int at, int depth) {
        const Question& question = form_.questions[static_cast<std::size_t>(at)];
        if (!is_on_paper(question)) return;
        PaperItem item;
        item.kind =
            question.type == QuestionType::note ? PaperItem::Kind::note : PaperItem::Kind::question;
        item.depth = depth;
        item.number = numbers_[static_cast<std::size_t>(at)];
        item.name = question.name;
        item.text = text(question.label);
        item.hint = text(question.hint);
        if (const std::string guidance = text(question.guidance_hint); !guidance.empty()) {
            if (!item.hint.empty()) item.hint += '\n';
            item.hint += guidance;
        }
        item.condition = condition(question.relevant, words_.ask_if, at);
        if (question.constraint) {
            const std::string message = text(question.constraint_message);
            item.rule =
                message.empty() ? condition(question.constraint, words_.allowed, at) : message;
        }
        item.required = question.required.has_value();
        if (item.required) out_.required_mark = std::string(words_.required_mark);
        item.answer = answer_of(question);
        item.instruction = instruction_of(question, at);
        write_choices(question, item);
        out_.items.push_back(std::move(item));
    }

    [[nodiscard]] std::string instruction_of(const Question& question, int at) {
        std::string_view said;
        switch (answer_of(question)) {
            case PaperAnswer::one:
                said = words_.one_answer;
                break;
            case PaperAnswer::several:
                said = words_.several_answers;
                break;
            case PaperAnswer::ranked:
                said = words_.ranked;
                break;
            case PaperAnswer::number:
                said = words_.number;
                break;
            case PaperAnswer::date:
                said = words_.date;
                break;
            case PaperAnswer::time:
                said = words_.time;
                break;
            case PaperAnswer::place:
                said = words_.place;
                break;
            case PaperAnswer::recording:
                said = words_.recording;
                break;
            case PaperAnswer::tick:
                said = words_.tick;
                break;
            default:
                break;
        }
        std::string out(said);
        if (question.choice_filter) {
            out += (out.empty() ? "" : ". ") +
                   condition(question.choice_filter, words_.choices_if, at);
        }
        return out;
    }

    void write_choices(const Question& question, PaperItem& item) {
        if (question.list < 0) return;
        const ChoiceList& list = form_.lists[static_cast<std::size_t>(question.list)];
        std::vector<std::string> labels;
        for (const Choice& choice : list.choices) {
            const std::string label = text(choice.label);
            labels.push_back(label.empty() ? choice.name : label);
        }
        if (labels.size() <= choices_in_place) {
            item.choices = std::move(labels);
            return;
        }
        if (!item.instruction.empty() && !item.instruction.ends_with('.')) item.instruction += '.';
        item.instruction +=
            " " + fmt::format(fmt::runtime(words_.see_list), fmt::arg("list", quoted(list.name)));
        const auto same = [&list](const PaperList& other) { return other.name == list.name; };
        if (std::ranges::none_of(out_.lists, same)) {
            out_.lists.push_back({list.name, std::move(labels)});
        }
    }

    [[nodiscard]] std::string condition(const std::optional<Expression>& logic,
                                        std::string_view pattern,
                                        int self) {
        if (!logic) return {};
        const std::string source(trim(logic->source));
        if (source == "true()" || source == "1") return {};
        for (const std::string& name : references(logic->root))
            named_.insert(name);
        return fmt::format(fmt::runtime(pattern),
                           fmt::arg("condition", logic_.say(logic->root, self)));
    }

    // A calculation that a condition names, and those that it rests on.
    void write_calculations() {
        std::set<std::string> told;
        while (told.size() < named_.size()) {
            const std::set<std::string> now = named_;
            for (const std::string& name : now) {
                if (!told.insert(name).second) continue;
                const int at = form_.find(name);
                if (at < 0 || numbers_[static_cast<std::size_t>(at)] > 0) continue;
                const Question& question = form_.questions[static_cast<std::size_t>(at)];
                if (!question.calculation) continue;
                for (const std::string& other : references(question.calculation->root))
                    named_.insert(other);
                out_.calculations.push_back(
                    fmt::format(fmt::runtime(words_.calculated),
                                fmt::arg("name", name),
                                fmt::arg("formula", logic_.say(question.calculation->root, at))));
            }
        }
    }

    // A text in the language, or in the first that has it; answers of other questions by number.
    [[nodiscard]] std::string text(const Translated& translated) const {
        const std::string label = plain_label(translated.in(language_));
        std::string out;
        std::size_t told = 0;
        for (std::size_t at = label.find("${"); at != std::string::npos;
             at = label.find("${", told)) {
            const std::size_t end = label.find('}', at);
            if (end == std::string::npos) break;
            const std::string name(trim(std::string_view(label).substr(at + 2, end - at - 2)));
            const int question = form_.find(name);
            const int number = question < 0 ? 0 : numbers_[static_cast<std::size_t>(question)];
            out.append(label, told, at - told);
            out += number > 0 ? fmt::format(fmt::runtime(words_.inserted), fmt::arg("n", number))
                              : "[" + name + "]";
            told = end + 1;
        }
        return out.append(label, told);
    }

    [[nodiscard]] std::string quoted(const std::string& name) const {
        return std::string(words_.open_quote) + name + std::string(words_.close_quote);
    }

    const Questionnaire& form_;
    std::size_t language_;
    const PaperWords& words_;
    std::vector<int> numbers_;
    LogicWords logic_;
    Paper out_;
    std::set<std::string> named_;  // by conditions
};

}  // namespace

Paper paper_of(const Questionnaire& form, std::size_t language) {
    return PaperWriter(form, language).run();
}

}  // namespace mtm
