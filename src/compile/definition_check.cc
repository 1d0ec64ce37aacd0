#include "compile/definition_check.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "compile/form_text.h"
#include "compile/secondary_instances.h"

namespace mtm {
namespace {

constexpr std::array<std::string_view, 4> media_types{"image", "big-image", "audio", "video"};

bool has_media(const FormElement& element, std::string_view type) {
    return std::ranges::any_of(element.media, [&](const FormMedia& m) { return m.type == type; });
}

bool is_search(const FormElement& element) {
    const std::string_view appearance = find_attribute(element.body, "appearance");
    const std::size_t at = appearance.find("search(");
    return at != std::string_view::npos && appearance.find(')', at) != std::string_view::npos;
}

bool is_list_of_file(std::string_view itemset) {
    return itemset.ends_with(".csv") || itemset.ends_with(".xml") || itemset.ends_with(".geojson");
}

class DefinitionCheck {
public:
    DefinitionCheck(const FormDefinition& form, const FormSource& source, Diagnostics& diagnostics)
        : form_(form), source_(source), diagnostics_(diagnostics) {}

    void run() {
        collect_triggers(form_.elements);
        check_names(form_.elements, false);
        visit(form_.elements);
        check_searches();
        const std::vector<SecondaryInstance> instances = secondary_instances(form_);
        check_instances(instances);
        check_geometry(instances);
    }

private:
    void error(std::string code,
               const FormElement& element,
               std::string_view column,
               std::string message,
               std::string remedy) {
        diagnostics_.push_back({.code = std::move(code),
                                .severity = Severity::error,
                                .place = {.file = source_.file,
                                          .sheet = source_.survey_sheet,
                                          .row = element.row,
                                          .column = std::string(column),
                                          .interview = {}},
                                .message = std::move(message),
                                .remedy = std::move(remedy)});
    }

    void collect_triggers(const std::vector<FormElement>& elements) {
        for (const FormElement& element : elements) {
            for (const std::string& trigger : element.triggers) {
                if (element.type == "background-geopoint")
                    continue;  // takes its place all the same
                triggered_.emplace(trigger, element.name);
            }
            collect_triggers(element.children);
        }
    }

    // Names that rows give are checked row by row; here those that the form gives to what it adds
    // and to what a loop makes of one row.
    void check_names(const std::vector<FormElement>& elements, bool of_meta) {
        std::unordered_map<std::string_view, const FormElement*> seen;
        for (const FormElement& element : elements) {
            const auto [at, is_new] = seen.try_emplace(element.name, &element);
            const FormElement& other = *at->second;
            if (!is_new && (of_meta || is_generated(element) || is_generated(other))) {
                error("duplicate-name",
                      is_generated(element) ? other : element,
                      "name",
                      "The name “" + element.name + "” is also that of what the form adds itself.",
                      "Choose another name.");
            }
            if (element.kind == FormElement::Kind::repeat) check_repeat(element);
            check_names(element.children, element.bodyless);
        }
    }

    void check_repeat(const FormElement& repeat) {
        const auto [at, is_new] = repeats_of_loops_.try_emplace(repeat.name, &repeat);
        if (is_new || at->second->row != repeat.row) return;
        error("duplicate-repeat",
              repeat,
              "name",
              "The repeat “" + repeat.name + "” stands in a loop, which makes several of it.",
              "Move it out of the loop: exports make a table of each repeat, by its name.");
    }

    void visit(const std::vector<FormElement>& elements) {
        for (const FormElement& element : elements) {
            check_media(element);
            if (element.kind == FormElement::Kind::repeat) repeats_.insert(element.name);
            if (element.kind == FormElement::Kind::attribute && element.name == "dataset")
                entities_.insert(element.default_value);
            if (element.kind == FormElement::Kind::question) check_question(element);
            visit(element.children);
        }
    }

    void check_media(const FormElement& element) {
        for (const FormMedia& media : element.media) {
            if (std::ranges::find(media_types, media.type) != media_types.end()) continue;
            error("unknown-media",
                  element,
                  "media",
                  "“" + media.type + "” is no kind of media.",
                  "Media are image, big-image, audio and video.");
        }
    }

    // A question that calculates and has no text stays invisible.
    static bool is_shown(const FormElement& element) {
        if (element.type == "calculate") return false;
        const bool calculates =
            !find_attribute(element.bind, "calculate").empty() || !element.triggers.empty();
        return !calculates || !element.label.empty() || !element.hint.empty();
    }

    void check_question(const FormElement& element) {
        if (!is_shown(element)) {
            const auto at = triggered_.find(element.name);
            if (at == triggered_.end()) return;
            error(
                "bad-trigger",
                element,
                "type",
                "“" + element.name + "” is not shown, so nothing can trigger “" + at->second + "”.",
                "Take a question that people answer as the trigger.");
            return;
        }
        if (element.control.empty()) return;
        const bool seen = !element.label.empty() || !element.media.empty() || !element.hint.empty();
        if (!seen) {
            error("missing-label",
                  element,
                  "label",
                  "The question “" + element.name + "” has neither label nor hint.",
                  "Give it a label.");
        } else if (has_media(element, "big-image") && !has_media(element, "image")) {
            error("big-image-alone",
                  element,
                  "big-image",
                  "“" + element.name + "” has a big-image but no image.",
                  "Name a small image in the column image too.");
        }
        if (element.itemset.empty()) return;
        if (element.type.starts_with("geo")) geometry_.push_back(&element);
        if (element.control != "select1" && element.control != "select" &&
            element.control != "odk:rank")
            return;
        check_type_of_select(element);
        (is_search(element) ? searching_ : not_searching_).push_back(&element);
    }

    void check_type_of_select(const FormElement& element) {
        const std::string_view type = find_attribute(element.bind, "type");
        if (type == "string" || type == "odk:rank") return;
        error("type-of-select",
              element,
              "bind::type",
              "The select “" + element.name + "” cannot have answers of the type “" +
                  std::string(type) + "”.",
              "Leave bind::type empty: the answers of a select are names of choices.");
    }

    void check_searches() {
        for (const FormElement* search : searching_) {
            if (is_list_of_file(search->itemset) || has_reference(search->itemset)) {
                error("bad-search",
                      *search,
                      "appearance",
                      "“" + search->name +
                          "” takes its choices from elsewhere and uses search() too.",
                      "Remove search(), or take the choices from a list.");
                continue;
            }
            const auto other = std::ranges::find_if(
                not_searching_,
                [&](const FormElement* element) { return element->itemset == search->itemset; });
            if (other == not_searching_.end()) continue;
            error("bad-search",
                  *search,
                  "appearance",
                  "“" + search->name + "” uses search() on the list “" + search->itemset +
                      "”, which “" + (**other).name + "” uses without.",
                  "Use search() for both, or give one of them a list of its own.");
        }
    }

    // A place that refers to others names where they are: a list, a file, entities or a repeat.
    void check_geometry(const std::vector<SecondaryInstance>& instances) {
        for (const FormElement* element : geometry_) {
            const std::string& target = element->itemset;
            const bool known =
                find_list(form_, target) != nullptr || entities_.contains(target) ||
                std::ranges::any_of(instances,
                                    [&](const SecondaryInstance& i) {
                                        return i.id == target && (i.declared || i.from_file);
                                    }) ||
                (is_reference(target) && repeats_.contains(target.substr(2, target.size() - 3)));
            if (known) continue;
            error("bad-parameter",
                  *element,
                  "parameters",
                  "“" + target +
                      "” of reference-geometry is no list, file, list of entities or repeat.",
                  "Name a list_name, a file without its ending, or ${repeat}.");
        }
    }

    void check_instances(const std::vector<SecondaryInstance>& instances) {
        std::unordered_map<std::string, const SecondaryInstance*> seen;
        for (const SecondaryInstance& instance : instances) {
            const auto [at, is_new] = seen.try_emplace(instance.id, &instance);
            if (is_new) continue;
            const bool both_declared = instance.declared && at->second->declared;
            if (at->second->source == instance.source && !both_declared) continue;
            if (!told_.insert(instance.id).second) continue;
            static const FormElement nowhere;
            error("instance-twice",
                  instance.element == nullptr ? nowhere : *instance.element,
                  "name",
                  "The name “" + instance.id + "” stands for two sources of data: " +
                      (at->second->source.empty() ? "a list of choices" : at->second->source) +
                      " and " + (instance.source.empty() ? "a list of choices" : instance.source) +
                      ".",
                  "Rename one of the files or lists.");
        }
    }

    const FormDefinition& form_;
    const FormSource& source_;
    Diagnostics& diagnostics_;
    std::unordered_map<std::string, std::string> triggered_;  // trigger → what it calculates
    std::vector<const FormElement*> searching_;
    std::vector<const FormElement*> not_searching_;
    std::vector<const FormElement*> geometry_;
    std::unordered_set<std::string> repeats_;
    std::unordered_map<std::string, const FormElement*> repeats_of_loops_;  // the first of a name
    std::unordered_set<std::string> entities_;                              // lists of entities
    std::unordered_set<std::string> told_;
};

}  // namespace

void check_definition(const FormDefinition& form,
                      const FormSource& source,
                      Diagnostics& diagnostics) {
    DefinitionCheck(form, source, diagnostics).run();
}

}  // namespace mtm
