#include "report/include.h"

#include <algorithm>

#include "base/text.h"
#include "report/directive.h"

namespace mtm {
namespace {

constexpr std::size_t most_files = 200;

class Includer {
public:
    Includer(const std::string& file_name, const NarrativeIncludes& includes)
        : includes_(includes) {
        out_.files.push_back(file_name);
        // Included files lie beside the narrative, and are named as the user would name them.
        const std::size_t slash = file_name.rfind('/');
        if (slash != std::string::npos) folder_ = file_name.substr(0, slash + 1);
    }

    IncludedText read(std::string_view text) {
        add(text, 0);
        return std::move(out_);
    }

private:
    void add(std::string_view text, std::size_t file) {
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
        std::string fence;
        int number = 0;
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            std::string_view line = text.substr(0, end);
            text.remove_prefix(std::min(end + 1, text.size()));
            ++number;
            if (line.ends_with('\r')) line.remove_suffix(1);
            const std::string readable = in_utf8(line, file, number);
            line = readable;
            const bool code = in_code(line, fence);
            if (!code && is_directive(line)) {
                const DirectiveLine directive = split_directive(line);
                if (directive.name == "include") {
                    include(directive, file, number);
                    continue;
                }
            }
            out_.text += line;
            out_.text += '\n';
            out_.origins.push_back({file, number});
        }
    }

    // The line, without the bytes that are no letters if it is written otherwise: said once a file.
    std::string in_utf8(std::string_view line, std::size_t file, int number) {
        std::string out(line);
        if (is_utf8(out)) return out;
        std::erase_if(out, [](char byte) { return static_cast<unsigned char>(byte) >= 0x80; });
        if (file == last_not_utf8_) return out;
        last_not_utf8_ = file;
        report(file,
               number,
               "not-utf8",
               "The text is not written in UTF-8.",
               "Save the file as UTF-8 in your editor; as it is, letters beyond ASCII are lost.");
        return out;
    }

    // Also true on the lines that open and close it.
    static bool in_code(std::string_view line, std::string& fence) {
        const std::string_view text = trim(line);
        if (fence.empty()) {
            if (!text.starts_with("```") && !text.starts_with("~~~")) return false;
            fence = text.substr(0, 3);
        } else if (text.starts_with(fence)) {
            fence.clear();
        }
        return true;
    }

    void report(
        std::size_t file, int line, std::string code, std::string message, std::string remedy) {
        Place place;
        place.file = out_.files[file];
        place.row = line;
        out_.diagnostics.push_back({std::move(code),
                                    Severity::error,
                                    std::move(place),
                                    std::move(message),
                                    std::move(remedy)});
    }

    void include(const DirectiveLine& line, std::size_t from, int number) {
        const std::string& name = line.rest;
        const bool leads_out = name.starts_with('/') || name.find("..") != std::string::npos ||
                               name.find('\\') != std::string::npos;
        if (name.empty() || leads_out) {
            report(from,
                   number,
                   "bad-directive",
                   name.empty() ? "The file to include is not named."
                                : "“" + name + "” leads out of the study’s folder.",
                   "Name a file of the folder, such as “::: include consent.md”.");
            return;
        }
        if (std::find(open_.begin(), open_.end(), name) != open_.end() ||
            out_.files.size() >= most_files) {
            report(from,
                   number,
                   "endless-include",
                   "“" + name + "” includes itself.",
                   "Take the circle apart: move what both need into a third file.");
            return;
        }
        const Result<std::string> text =
            includes_ ? includes_(name) : Result<std::string>(Error{"files cannot be read here"});
        if (!text) {
            report(from,
                   number,
                   "missing-include",
                   "“" + name + "” cannot be included: " + text.error().message + ".",
                   "Put the file beside the narrative, or correct its name.");
            return;
        }
        out_.files.push_back(folder_ + name);
        open_.push_back(name);
        add(*text, out_.files.size() - 1);
        open_.pop_back();
    }

    const NarrativeIncludes& includes_;
    std::size_t last_not_utf8_ = static_cast<std::size_t>(-1);
    IncludedText out_;
    std::string folder_;
    std::vector<std::string> open_;
};

}  // namespace

IncludedText include_files(std::string_view text,
                           const std::string& file_name,
                           const NarrativeIncludes& includes) {
    return Includer(file_name, includes).read(text);
}

}  // namespace mtm
