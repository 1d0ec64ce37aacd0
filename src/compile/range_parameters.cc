#include "compile/range_parameters.h"

#include <array>
#include <map>
#include <optional>

#include "base/text.h"
#include "compile/decimal.h"

namespace mtm {
namespace {

// The numbers of a range and what they must be to each other.
class RangeCheck {
public:
    RangeCheck(const Attributes& parameters, const RowReport& report, FormElement& element)
        : parameters_(parameters), report_(report), element_(element) {}

    void run(const FormDefinition& form) {
        if (!are_known() || !fit_the_appearance() || !read_numbers()) return;
        const Decimal width = absolute(*end_ - *start_);
        if (!is_step("step", *step_, width)) return;
        if (interval_ && !(is_step("tick_interval", *interval_, width) &&
                           is_multiple_of_step("tick_interval", *interval_)))
            return;
        if (placeholder_ && !is_placeholder()) return;
        check_labels(form);
        write();
    }

private:
    bool wrong(std::string message, std::string remedy) {
        report_.error("bad-range", "parameters", std::move(message), std::move(remedy));
        return false;
    }

    bool are_known() {
        constexpr std::array<std::string_view, 6> keys{
            "start", "end", "step", "tick_interval", "placeholder", "tick_labelset"};
        for (const auto& [key, value] : parameters_) {
            bool known = false;
            for (const std::string_view k : keys)
                known = known || k == key;
            if (known) continue;
            report_.error("unknown-parameter",
                          "parameters",
                          "A range has no parameter “" + key + "”.",
                          did_you_mean(key,
                                       std::vector<std::string>(keys.begin(), keys.end()),
                                       "It takes start, end, step, tick_interval, placeholder and "
                                       "tick_labelset."));
            return false;
        }
        return true;
    }

    bool fit_the_appearance() {
        const std::string_view appearance = find_attribute(element_.body, "appearance");
        no_ticks_ = appearance.find("no-ticks") != std::string_view::npos;
        if (appearance.empty() || no_ticks_ ||
            appearance.find("vertical") != std::string_view::npos)
            return true;
        for (const std::string_view key : {"tick_interval", "placeholder", "tick_labelset"}) {
            if (find_attribute(parameters_, key).empty()) continue;
            return wrong("The parameter “" + std::string(key) +
                             "” does not go with the appearance “" + std::string(appearance) + "”.",
                         "Use it with the appearance vertical or no-ticks, or with none.");
        }
        return true;
    }

    bool read_numbers() {
        return read("start", "1", start_) && read("end", "10", end_) && read("step", "1", step_) &&
               read("tick_interval", {}, interval_) && read("placeholder", {}, placeholder_);
    }

    bool read(std::string_view key, std::string_view otherwise, std::optional<Decimal>& to) {
        std::string_view text = find_attribute(parameters_, key);
        if (text.empty()) text = otherwise;
        if (text.empty()) return true;
        to = Decimal::parse(text);
        return to.has_value() || wrong("The parameter “" + std::string(key) + "” must be a number.",
                                       "Write for example " + std::string(key) + "=1.");
    }

    bool is_step(const std::string& key, const Decimal& value, const Decimal& width) {
        if (value.is_zero())
            return wrong("The parameter “" + key + "” must not be 0.",
                         "Write how far apart the values are.");
        if (compare(value, width) > 0)
            return wrong("The parameter “" + key + "” is larger than the range from start to end.",
                         "Write a smaller one, or widen the range.");
        return true;
    }

    bool is_multiple_of_step(const std::string& key, const Decimal& value) {
        return is_multiple(value, *step_) ||
               wrong("The parameter “" + key + "” must be a multiple of step.",
                     "Choose it so that it falls on a step.");
    }

    [[nodiscard]] bool is_inside(const Decimal& value) const {
        const bool rising = compare(*start_, *end_) <= 0;
        const Decimal& low = rising ? *start_ : *end_;
        const Decimal& high = rising ? *end_ : *start_;
        return compare(value, low) >= 0 && compare(value, high) <= 0;
    }

    bool is_placeholder() {
        if (!is_multiple_of_step("placeholder", *placeholder_ - *start_)) return false;
        return is_inside(*placeholder_) ||
               wrong("The parameter “placeholder” lies outside the range.",
                     "Choose it between start and end.");
    }

    void check_labels(const FormDefinition& form) {
        const std::string name(find_attribute(parameters_, "tick_labelset"));
        if (name.empty()) return;
        const FormChoiceList* list = find_list(form, name);
        if (list == nullptr) {
            std::vector<std::string> names;
            for (const FormChoiceList& other : form.lists)
                names.push_back(other.name);
            wrong("The list “" + name +
                      "” of the parameter “tick_labelset” is not on the choices sheet.",
                  did_you_mean(name, names, "Add its choices there."));
            return;
        }
        std::vector<Decimal> labelled;
        for (const FormChoice& choice : list->choices) {
            const auto value = Decimal::parse(choice.name);
            if (!value) {
                wrong("The choice “" + choice.name + "” of the list “" + name + "” is no number.",
                      "Labels of ticks are choices whose names are values of the range.");
                return;
            }
            if (!label_fits(*value, choice.name)) return;
            labelled.push_back(*value);
        }
        if (no_ticks_) check_ends(labelled);
        element_.itemset = name;
    }

    bool label_fits(const Decimal& value, const std::string& name) {
        if (!is_inside(value))
            return wrong("The label at “" + name + "” lies outside the range.",
                         "Remove it, or widen the range.");
        const Decimal& grid = interval_ ? *interval_ : *step_;
        return is_multiple(value - *start_, grid) && is_multiple(value - *start_, *step_)
                   ? true
                   : wrong("The label at “" + name + "” stands between two ticks.",
                           "Put it on a tick.");
    }

    void check_ends(const std::vector<Decimal>& labelled) {
        bool start = false;
        bool end = false;
        bool other = false;
        for (const Decimal& value : labelled) {
            const bool first = compare(value, *start_) == 0;
            const bool last = compare(value, *end_) == 0;
            start = start || first;
            end = end || last;
            other = other || !(first || last);
        }
        if (start && end && !other) return;
        wrong("Without ticks, only start and end can be labelled, and both must be.",
              "Give the list “" + std::string(find_attribute(parameters_, "tick_labelset")) +
                  "” two choices: start and end.");
    }

    void write() {
        const auto set =
            [&](std::string_view attribute, std::string_view key, std::string_view otherwise) {
                const std::string_view value = find_attribute(parameters_, key);
                const std::string_view text = value.empty() ? otherwise : value;
                if (!text.empty()) set_attribute(element_.body, attribute, std::string(text));
            };
        set("start", "start", "1");
        set("end", "end", "10");
        set("step", "step", "1");
        set("odk:tick-interval", "tick_interval", {});
        set("odk:placeholder", "placeholder", {});
        for (const auto* value : {&start_, &end_, &step_, &interval_, &placeholder_}) {
            if (*value && !(**value).is_whole()) set_attribute(element_.bind, "type", "decimal");
        }
    }

    const Attributes& parameters_;
    const RowReport& report_;
    FormElement& element_;
    bool no_ticks_ = false;
    std::optional<Decimal> start_;
    std::optional<Decimal> end_;
    std::optional<Decimal> step_;
    std::optional<Decimal> interval_;
    std::optional<Decimal> placeholder_;
};

}  // namespace

void apply_range_parameters(const Attributes& parameters,
                            const FormDefinition& form,
                            const RowReport& report,
                            FormElement& element) {
    RangeCheck(parameters, report, element).run(form);
}

}  // namespace mtm
