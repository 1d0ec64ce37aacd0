#include "programs/instance_folders.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "capture/form_version.h"
#include "interview/envelope.h"
#include "store/files.h"

namespace mtm {
namespace {

namespace fs = std::filesystem;

constexpr int deepest_folder = 6;

// When the device finished it, as far as the file tells.
Instant written_at(const fs::path& path) {
    std::error_code failed;
    const auto time = fs::last_write_time(path, failed);
    if (failed) return 0;
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::file_clock::to_sys(time).time_since_epoch())
        .count();
}

class Reader {
public:
    explicit Reader(const ServedStudy& study) : study_(study) {}

    Status read(const std::string& document) {
        std::string xml = TRY(read_file(document));
        const Result<Envelope> envelope = read_envelope(xml);
        if (!envelope) {
            report(document, "unreadable-instance", envelope.error().message, "Get it anew.");
            return Done{};
        }
        const Questionnaire& form = study_.study.questionnaire;
        if (envelope->form_id != form.form_id) {
            report(document,
                   "instance-of-another-form",
                   "It is of the form “" + envelope->form_id + "”, this study's is “" +
                       form.form_id + "”.",
                   "Import it into its own study.");
            return Done{};
        }
        if (envelope->encrypted) {
            report(document,
                   "sealed-instance",
                   "It is encrypted.",
                   "Send it to the server from its device: it stays encrypted there.");
            return Done{};
        }
        if (envelope->rehearsal) {
            report(document,
                   "rehearsed-instance",
                   "It was invented for a rehearsal.",
                   "Import interviews that people gave.");
            return Done{};
        }
        ReadInterview read = read_submission(form, xml, document);
        std::ranges::move(read.diagnostics, std::back_inserter(out_.diagnostics));
        IncomingInterview& incoming = out_.interviews.emplace_back();
        incoming.interview = std::move(read.interview);
        incoming.interview.version = envelope->version;
        incoming.received = written_at(document);
        incoming.origin = fs::path(document).filename().string();
        incoming.xml = std::move(xml);
        return read_files(document, incoming);
    }

    InstanceRead take() { return std::move(out_); }

private:
    static Status read_files(const std::string& document, IncomingInterview& incoming) {
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(fs::path(document).parent_path())) {
            const std::string name = entry.path().filename().string();
            if (entry.is_regular_file() && entry.path() != document && !name.starts_with('.'))
                files.push_back(entry.path());
        }
        std::ranges::sort(files);
        for (const fs::path& file : files) {
            const std::string name = file.filename().string();
            incoming.files.push_back({name, content_type_of(name), TRY(read_file(file.string()))});
        }
        return Done{};
    }

    void report(const std::string& document,
                const std::string& code,
                std::string message,
                std::string remedy) {
        Diagnostic& out = out_.diagnostics.emplace_back();
        out.code = code;
        out.place.file = document;
        out.message = std::move(message);
        out.remedy = std::move(remedy);
    }

    const ServedStudy& study_;
    InstanceRead out_;
};

}  // namespace

std::vector<std::string> documents_below(const std::string& path) {
    std::map<fs::path, std::vector<std::string>> by_folder;
    std::error_code failed;
    fs::recursive_directory_iterator at(
        path, fs::directory_options::skip_permission_denied, failed);
    for (; !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
        if (at.depth() >= deepest_folder) at.disable_recursion_pending();
        if (at->path().extension() == ".xml" && at->is_regular_file())
            by_folder[at->path().parent_path()].push_back(at->path().string());
    }
    std::vector<std::string> out;
    for (const auto& [folder, documents] : by_folder) {
        if (documents.size() == 1) out.push_back(documents[0]);
    }
    return out;
}

Result<InstanceRead> read_instances(const ServedStudy& study,
                                    const std::vector<std::string>& documents) {
    Reader reader(study);
    for (const std::string& document : documents)
        TRY(reader.read(document));
    return reader.take();
}

}  // namespace mtm
