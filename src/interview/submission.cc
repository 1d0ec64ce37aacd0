// An XForm instance as tablets upload it: one element for each group, repeat instance and question,
// nested as in the form, and meta/instanceID. Empty elements are questions left blank.
#include <algorithm>
#include <map>
#include <pugixml.hpp>
#include <unordered_map>

#include "base/text.h"
#include "interview/submission_names.h"

namespace mtm {
namespace {

// Of one submission; what is behind them is kept all the same. Each looks for the nearest name, so
// that a document made of nothing else would take minutes.
constexpr std::size_t most_diagnostics = 50;

constexpr std::string_view mtm_namespace = "urn:mtm:submission";

std::string_view local_name(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

int line_of(std::string_view text, std::ptrdiff_t offset) {
    const auto end =
        std::min(text.size(), static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)));
    return 1 + static_cast<int>(
                   std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
}

// What KoboToolbox puts beside the questions of any form.
bool is_added_by_server(std::string_view name) {
    return name == "formhub" || name == "__version__" || name == "_version_";
}

// All text of an element: comments and CDATA sections split it into several nodes.
std::string text_of(const pugi::xml_node element) {
    const pugi::xml_node first = element.first_child();
    if (first.type() == pugi::node_pcdata && !first.next_sibling())
        return std::string(trim(first.value()));
    std::string out;
    for (const pugi::xml_node child : element.children()) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
            out += child.value();
        }
    }
    return std::string(trim(out));
}

bool has_elements(const pugi::xml_node node) {
    return std::ranges::any_of(node.children(), [](const pugi::xml_node& child) {
        return child.type() == pugi::node_element;
    });
}

class SubmissionReader {
public:
    SubmissionReader(const SubmissionNames& names,
                     std::string_view xml,
                     const std::string& file_name)
        : names_(names),
          form_(names.questionnaire()),
          xml_(xml),
          last_answer_(form_.questions.size(), unanswered) {
        out_.interview.provenance.file = file_name;
    }

    ReadInterview read() {
        pugi::xml_document document;
        const pugi::xml_parse_result parsed =
            document.load_buffer(xml_.data(),
                                 xml_.size(),
                                 pugi::parse_default | pugi::parse_ws_pcdata_single,
                                 pugi::encoding_utf8);
        if (!parsed) {
            report(
                "broken-submission",
                parsed.offset,
                std::string("The submission is no well-formed XML: ") + parsed.description() + ".",
                "Ask the tablet to send it again; nothing of it was taken.");
            return std::move(out_);
        }
        const pugi::xml_node root = document.document_element();
        out_.interview.form_id = root.attribute("id").as_string();
        out_.interview.version = root.attribute("version").as_string();
        for (const pugi::xml_attribute attribute : root.attributes()) {
            if (local_name(attribute.name()) == "rehearsal") {
                out_.interview.rehearsal = std::string_view(attribute.as_string()) == "yes";
            }
        }
        if (out_.interview.form_id != form_.form_id) {
            report("other-form",
                   root.offset_debug(),
                   "The submission belongs to the form “" + out_.interview.form_id +
                       "”, this study asks “" + form_.form_id + "”.",
                   "Put it into the study of its own form.");
        }
        read_children(root, -1, {});
        // Control characters are not written again: an id of nothing else would be lost.
        const std::string visible = escape_xml(out_.interview.instance_id);
        if (trim(visible).empty()) {
            report(
                "missing-instance-id",
                root.offset_debug(),
                "The submission has no instanceID.",
                "Without one it cannot be told from its own copies: check the form's meta block.");
        }
        for (Diagnostic& diagnostic : out_.diagnostics) {
            diagnostic.place.interview = out_.interview.instance_id;
        }
        std::vector<Answer>& answers = out_.interview.answers;
        if (!std::ranges::is_sorted(answers, {}, &Answer::question))
            std::ranges::stable_sort(answers, {}, &Answer::question);
        return std::move(out_);
    }

private:
    static constexpr std::size_t unanswered = std::string::npos;

    void report(std::string code,
                std::ptrdiff_t offset,
                std::string message,
                std::string remedy,
                Severity severity = Severity::error) {
        out_.diagnostics.push_back({.code = std::move(code),
                                    .severity = severity,
                                    .place = {.file = out_.interview.provenance.file,
                                              .sheet = {},
                                              .row = line_of(xml_, offset),
                                              .column = {},
                                              .interview = {}},
                                    .message = std::move(message),
                                    .remedy = std::move(remedy)});
    }

    void read_meta(const pugi::xml_node meta) {
        for (const pugi::xml_node child : meta.children()) {
            if (local_name(child.name()) == "instanceID") {
                out_.interview.instance_id = text_of(child);
            }
        }
    }

    void read_children(const pugi::xml_node parent, int group, const std::vector<int>& repeat) {
        std::map<int, int> seen;  // instances of each repeat so far
        for (const pugi::xml_node child : parent.children()) {
            if (child.type() != pugi::node_element) continue;
            const std::string_view name = child.name();
            if (local_name(name) == "meta") {
                read_meta(child);
                continue;
            }
            if (group < 0 && is_added_by_server(name)) continue;
            if (const int question = names_.question(group, name); question >= 0) {
                read_answer(child, question, repeat);
                continue;
            }
            const int inside = names_.group(group, name);
            if (inside < 0) {
                report_unknown(child, group);
                continue;
            }
            std::vector<int> inner = repeat;
            const bool repeats = form_.groups[static_cast<std::size_t>(inside)].repeat;
            if (repeats) inner.push_back(seen[inside]++);
            const std::size_t before = out_.interview.answers.size();
            read_children(child, inside, inner);
            if (repeats && out_.interview.answers.size() == before) keep_empty(inside, inner);
        }
    }

    void read_answer(const pugi::xml_node element, int question, const std::vector<int>& repeat) {
        std::vector<Answer>& answers = out_.interview.answers;
        std::size_t& last = last_answer_[static_cast<std::size_t>(question)];
        if (last != unanswered && answers[last].repeat == repeat) {
            if (out_.diagnostics.size() < most_diagnostics) {
                report(
                    "answered-twice",
                    element.offset_debug(),
                    "“" + std::string(element.name()) + "” stands twice; the first answer counts.",
                    "Ask the enumerator which of them is right, and enter a correction.",
                    Severity::warning);
            }
            out_.interview.unknown.push_back({path_of(element), text_of(element)});
            return;
        }
        last = answers.size();
        answers.push_back({question, repeat, text_of(element)});
        for (const pugi::xml_node child : element.children()) {
            if (child.type() == pugi::node_element) {
                report_unknown(child, form_.questions[static_cast<std::size_t>(question)].group);
            }
        }
    }

    // An instance without a single answer is still one: a blank answer holds its place.
    void keep_empty(int group, const std::vector<int>& repeat) {
        const Group& held = form_.groups[static_cast<std::size_t>(group)];
        for (int q = held.first; q < held.end; ++q) {
            if (form_.repeat_of(q) != group) continue;
            out_.interview.answers.push_back({q, repeat, {}});
            return;
        }
    }

    void report_unknown(const pugi::xml_node element, int group) {
        keep_unknown(element);
        if (out_.diagnostics.size() >= most_diagnostics) return;
        std::vector<std::string> names;
        for (const Question& q : form_.questions) {
            if (q.group == group) names.push_back(q.name);
        }
        for (const Group& g : form_.groups) {
            if (g.parent == group) names.push_back(g.name);
        }
        const std::string_view name = element.name();
        report("unknown-element",
               element.offset_debug(),
               "The form has no question “" + std::string(name) + "” here; it is not counted.",
               did_you_mean(name, names, "The submission may be of another version of the form."),
               Severity::warning);
    }

    void keep_unknown(const pugi::xml_node element) {
        if (!has_elements(element)) {
            out_.interview.unknown.push_back({path_of(element), text_of(element)});
            return;
        }
        for (const pugi::xml_node child : element.children()) {
            if (child.type() == pugi::node_element) keep_unknown(child);
        }
    }

    // Below the root element: "g_work/old_question".
    static std::string path_of(const pugi::xml_node element) {
        std::string path = element.name();
        for (pugi::xml_node at = element.parent(); at.parent().type() == pugi::node_element;
             at = at.parent()) {
            path.insert(0, std::string(at.name()) + "/");
        }
        return path;
    }

    const SubmissionNames& names_;
    const Questionnaire& form_;
    std::string_view xml_;
    ReadInterview out_;
    std::vector<std::size_t> last_answer_;  // by question, index into the answers
};

// Writes groups and questions in form order. Answers of one group instance are those whose repeat
// indices begin with the instance's.
class SubmissionWriter {
public:
    SubmissionWriter(const Questionnaire& form, const Interview& interview) : form_(form) {
        for (const Answer& answer : interview.answers) {
            by_question_[answer.question].push_back(&answer);
        }
    }

    void write_range(int first,
                     int end,
                     int group,
                     const std::vector<int>& repeat,
                     std::string& out,
                     int depth) {
        int q = first;
        for (int g = next_group(group, -1); g >= 0; g = next_group(group, g)) {
            const Group& inner = form_.groups[static_cast<std::size_t>(g)];
            for (; q < inner.first; ++q)
                write_question(q, repeat, out, depth);
            write_group(g, repeat, out, depth);
            q = inner.end;
        }
        for (; q < end; ++q)
            write_question(q, repeat, out, depth);
    }

private:
    // The next child group of `parent` after `after`.
    [[nodiscard]] int next_group(int parent, int after) const {
        for (std::size_t g = static_cast<std::size_t>(after) + 1; g < form_.groups.size(); ++g) {
            if (form_.groups[g].parent == parent) return static_cast<int>(g);
        }
        return -1;
    }

    static void indent(std::string& out, int depth) {
        out.append(static_cast<std::size_t>(depth) * 2, ' ');
    }

    void write_question(int question, const std::vector<int>& repeat, std::string& out, int depth) {
        const auto at = by_question_.find(question);
        if (at == by_question_.end()) return;
        const auto same = std::ranges::find_if(
            at->second, [&](const Answer* answer) { return answer->repeat == repeat; });
        if (same == at->second.end()) return;
        const std::string& name = form_.questions[static_cast<std::size_t>(question)].name;
        indent(out, depth);
        if ((*same)->value.empty()) {
            out += "<" + name + "/>\n";
        } else {
            out += "<" + name + ">" + escape_xml((*same)->value) + "</" + name + ">\n";
        }
    }

    void write_group(int g, const std::vector<int>& repeat, std::string& out, int depth) {
        const Group& group = form_.groups[static_cast<std::size_t>(g)];
        if (!group.repeat) {
            write_element(g, repeat, out, depth);
            return;
        }
        const int count = instance_count(group, repeat);
        for (int position = 0; position < count; ++position) {
            std::vector<int> inner = repeat;
            inner.push_back(position);
            write_element(g, inner, out, depth);
        }
    }

    // Instances of a repeat within one instance of what encloses it, empty ones between included.
    [[nodiscard]] int instance_count(const Group& group, const std::vector<int>& prefix) const {
        int count = 0;
        for (int q = group.first; q < group.end; ++q) {
            const auto at = by_question_.find(q);
            if (at == by_question_.end()) continue;
            for (const Answer* answer : at->second) {
                if (answer->repeat.size() > prefix.size() &&
                    std::equal(prefix.begin(), prefix.end(), answer->repeat.begin())) {
                    count = std::max(count, answer->repeat[prefix.size()] + 1);
                }
            }
        }
        return count;
    }

    void write_element(int g, const std::vector<int>& repeat, std::string& out, int depth) {
        const Group& group = form_.groups[static_cast<std::size_t>(g)];
        std::string inside;
        write_range(group.first, group.end, g, repeat, inside, depth + 1);
        if (inside.empty()) {
            if (!group.repeat) return;
            indent(out, depth);
            out += "<" + group.name + "/>\n";
            return;
        }
        indent(out, depth);
        out += "<" + group.name + ">\n" + inside;
        indent(out, depth);
        out += "</" + group.name + ">\n";
    }

    const Questionnaire& form_;
    std::unordered_map<int, std::vector<const Answer*>> by_question_;
};

// Where the children of a group are kept: behind those of the root, which is group −1.
std::size_t children_of(int group) {
    return static_cast<std::size_t>(group) + 1;
}

int found(const std::unordered_map<std::string_view, int>& names, std::string_view name) {
    const auto at = names.find(name);
    return at == names.end() ? -1 : at->second;
}

}  // namespace

SubmissionNames::SubmissionNames(const Questionnaire& questionnaire)
    : questionnaire_(questionnaire), children_(questionnaire.groups.size() + 1) {
    const auto inside = [this](int group) -> Children& { return children_[children_of(group)]; };
    for (std::size_t q = 0; q < questionnaire.questions.size(); ++q) {
        const Question& question = questionnaire.questions[q];
        inside(question.group).questions[question.name] = static_cast<int>(q);
    }
    for (std::size_t g = 0; g < questionnaire.groups.size(); ++g) {
        const Group& group = questionnaire.groups[g];
        inside(group.parent).groups[group.name] = static_cast<int>(g);
    }
}

int SubmissionNames::question(int group, std::string_view name) const {
    return found(children_[children_of(group)].questions, name);
}

int SubmissionNames::group(int parent, std::string_view name) const {
    return found(children_[children_of(parent)].groups, name);
}

ReadInterview read_submission(const SubmissionNames& names,
                              std::string_view xml,
                              const std::string& file_name) {
    return SubmissionReader(names, xml, file_name).read();
}

ReadInterview read_submission(const Questionnaire& questionnaire,
                              std::string_view xml,
                              const std::string& file_name) {
    return read_submission(SubmissionNames(questionnaire), xml, file_name);
}

std::string version_of_submission(std::string_view xml) {
    // The root's start tag is the first that is neither a declaration nor a comment; parsing the
    // whole document for one attribute would double the time of reading it.
    std::size_t at = 0;
    while ((at = xml.find('<', at)) != std::string_view::npos) {
        if (xml.substr(at, 4) == "<!--") {
            at = xml.find("-->", at);
            continue;
        }
        if (at + 1 < xml.size() && (xml[at + 1] == '?' || xml[at + 1] == '!')) {
            ++at;
            continue;
        }
        break;
    }
    if (at == std::string_view::npos) return {};
    std::size_t end = at;
    char quoted = 0;
    for (; end < xml.size() && (quoted != 0 || xml[end] != '>'); ++end) {
        if (quoted != 0) {
            if (xml[end] == quoted) quoted = 0;
        } else if (xml[end] == '"' || xml[end] == '\'') {
            quoted = xml[end];
        }
    }
    if (end == xml.size()) return {};
    std::string tag(xml.substr(at, end - at));
    if (!tag.ends_with('/')) tag += '/';
    tag += '>';
    pugi::xml_document document;
    if (!document.load_buffer(tag.data(), tag.size(), pugi::parse_default, pugi::encoding_utf8))
        return {};
    return document.document_element().attribute("version").as_string();
}

std::string write_submission(const Questionnaire& questionnaire, const Interview& interview) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + questionnaire.root +
                      " id=\"" + escape_xml(interview.form_id) + "\" version=\"" +
                      escape_xml(interview.version) + "\"";
    if (interview.rehearsal) {
        out += " xmlns:mtm=\"" + std::string(mtm_namespace) + "\" mtm:rehearsal=\"yes\"";
    }
    out += ">\n";
    SubmissionWriter(questionnaire, interview)
        .write_range(0, static_cast<int>(questionnaire.questions.size()), -1, {}, out, 1);
    out += "  <meta>\n    <instanceID>" + escape_xml(interview.instance_id) +
           "</instanceID>\n  </meta>\n</" + questionnaire.root + ">\n";
    return out;
}

}  // namespace mtm
