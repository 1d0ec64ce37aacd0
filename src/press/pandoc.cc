#include "press/pandoc.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "press/process.h"

namespace mtm {
namespace {

namespace files = std::filesystem;

// A folder of our own that goes when the work is done.
class ScratchFolder {
public:
    ScratchFolder() {
        std::error_code failed;
        std::string name = (files::temp_directory_path(failed) / "mtm-pandoc-XXXXXX").string();
        if (!failed && ::mkdtemp(name.data()) != nullptr) path_ = name;
    }

    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    ~ScratchFolder() {
        std::error_code ignored;
        if (!path_.empty()) files::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::string& path() const { return path_; }

    [[nodiscard]] Status put(const std::string& name, const std::string& bytes) const {
        std::ofstream out(path_ + "/" + name, std::ios::binary);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        out.close();
        if (path_.empty() || !out) return Error{"cannot write a temporary file " + name};
        return Done{};
    }

private:
    std::string path_;
};

}  // namespace

Result<std::vector<ZipPart>> pandoc_to_docx(const std::string& json,
                                            const std::vector<ZipPart>& reference,
                                            const std::vector<ZipPart>& pictures) {
    if (!has_program("pandoc")) return Error{"a DOCX needs Pandoc: install the package pandoc"};
    const ScratchFolder folder;
    const std::string reference_docx = TRY(zip_of(reference));
    TRY(folder.put("reference.docx", reference_docx));
    for (const ZipPart& picture : pictures)
        TRY(folder.put(picture.name, picture.bytes));
    const std::string docx =
        TRY(run_program({"pandoc",
                         "--from=json",
                         "--to=docx",
                         "--reference-doc=" + folder.path() + "/reference.docx",
                         "--resource-path=" + folder.path(),
                         "--output=-"},
                        json));
    return parts_of_zip(docx);
}

Result<std::string> svg_to_png(const std::string& svg, int zoom) {
    if (!has_program("rsvg-convert")) {
        return Error{"pictures in PNG need rsvg-convert: install the package librsvg2-bin"};
    }
    return run_program({"rsvg-convert",
                        "--zoom=" + std::to_string(zoom),
                        "--background-color=white",
                        "--format=png"},
                       svg);
}

}  // namespace mtm
