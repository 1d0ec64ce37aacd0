#include "store/fingerprint.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/text.h"
#include "store/files.h"
#include "store/sha256.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

// Each text with its length before it: no two lists of texts are the same bytes.
void add(std::string& out, std::string_view text) {
    out += std::to_string(text.size());
    out += ':';
    out += text;
}

std::string bytes_of(const Study& study, const Interview& interview) {
    std::string out;
    add(out, interview.instance_id);
    add(out, interview.form_id);
    add(out, interview.version);
    add(out, std::to_string(static_cast<int>(interview.standing)));
    add(out, interview.rehearsal ? "invented" : "");
    const Questionnaire& form = study.form_of(interview.version);
    for (const Answer& answer : interview.answers) {
        add(out, form.questions[static_cast<std::size_t>(answer.question)].name);
        for (const int repeat : answer.repeat)
            add(out, std::to_string(repeat));
        add(out, answer.value);
    }
    for (const UnknownElement& unknown : interview.unknown) {
        add(out, unknown.path);
        add(out, unknown.value);
    }
    return out;
}

std::string bytes_of(const CorrectionRow& row) {
    std::string out;
    for (const std::string& text :
         {row.instance_id, row.path, row.old_value, row.new_value, row.reason, row.author}) {
        add(out, text);
    }
    add(out, std::to_string(row.at));
    add(out, row.applied ? "applied" : "in conflict");
    return out;
}

// Narratives, and what they may include.
bool is_narrative(const std::string& name) {
    return name.ends_with(".md") && name != "README.md";
}

// Names relative to the folder, sorted.
std::set<std::string> plan_files(const std::string& directory, const Study& study) {
    const StudyFile& file = study.file;
    std::set<std::string> out{"study.toml",
                              "plan.xlsx",
                              fs::path(questionnaire_path(directory)).filename().string(),
                              file.areas.file,
                              file.areas.aliases,
                              file.sample.file,
                              file.weights.margins,
                              file.weights.nonresponse};
    for (const std::string& name : files_in(directory, ".md")) {
        if (is_narrative(name)) out.insert(name);
    }
    std::error_code none;  // a study that was never in the field has no such folder
    for (const auto& entry : fs::recursive_directory_iterator(directory + "/forms", none)) {
        if (entry.is_regular_file(none)) {
            out.insert(entry.path().lexically_relative(directory).string());
        }
    }
    std::erase_if(out, [&](const std::string& name) {
        return name.empty() || !fs::is_regular_file(directory + "/" + name, none);
    });
    return out;
}

}  // namespace

std::string fingerprint_of_interviews(const Study& study, const InterviewsRead& read) {
    std::vector<std::string> each;
    for (const Interview& interview : read.interviews)
        each.push_back(sha256(bytes_of(study, interview)));
    for (const SealedInterview& sealed : read.sealed) {
        std::string bytes;
        add(bytes, sealed.instance_id);
        add(bytes, sealed.state_id);
        add(bytes, sealed.manifest);
        each.push_back(sha256(bytes));
    }
    std::ranges::sort(each);
    std::string all;
    for (const std::string& one : each)
        all += one;
    for (const CorrectionRow& row : read.corrections)
        add(all, bytes_of(row));
    add(all, std::to_string(read.beside.withdrawn));
    add(all, std::to_string(read.beside.unopened));
    return hexadecimal(sha256(all));
}

Result<std::string> fingerprint_of_plan(const std::string& directory, const Study& study) {
    std::string all;
    for (const std::string& name : plan_files(directory, study)) {
        const std::string bytes = TRY(read_file(directory + "/" + name));
        add(all, name);
        add(all, sha256(bytes));
    }
    return hexadecimal(sha256(all));
}

}  // namespace mtm
