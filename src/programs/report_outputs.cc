#include "programs/report_outputs.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <functional>
#include <mutex>
#include <thread>

#include "base/text.h"
#include "press/pandoc.h"
#include "press/typst.h"
#include "report/chart_files.h"
#include "report/html.h"
#include "report/report_markdown.h"
#include "report/report_pandoc.h"
#include "report/report_typst.h"

namespace mtm {
namespace {

// Pixels of a PNG for each of the drawing's: 240 for an inch of the page.
constexpr int png_zoom = 2;

using Jobs = std::vector<std::function<void()>>;

// Two at a time: each is another program that works for itself.
void run_jobs(const Jobs& jobs) {
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < jobs.size(); i = next++)
            jobs[i]();
    };
    std::thread beside(work);
    work();
    beside.join();
}

class ReportFiles {
public:
    ReportFiles(const std::vector<ReportToWrite>& reports,
                std::set<ReportFormat> formats,
                std::string folder,
                const CacheFolder& cache,
                NamesPrinted names)
        : reports_(reports),
          formats_(std::move(formats)),
          folder_(std::move(folder)),
          cache_(cache),
          names_(names),
          charts_(reports.size()),
          pictures_(reports.size()) {}

    Exit write(const std::vector<FileOut>& beside) {
        if (wants(ReportFormat::html)) {
            for (const ReportToWrite& report : reports_)
                put("report" + report.suffix + ".html", html(report.document));
        }
        for (const FileOut& file : beside)
            put(file.name, file.bytes);
        make_charts();
        Jobs jobs;
        if (wants(ReportFormat::pdf)) add_pdfs(jobs);
        if (wants(ReportFormat::charts) || wants(ReportFormat::docx)) add_pictures(jobs);
        run_jobs(jobs);
        put_made(pdfs_, ".pdf");
        if (wants(ReportFormat::charts)) put_charts();
        if (wants(ReportFormat::markdown)) put_markdown();
        jobs.clear();
        if (wants(ReportFormat::docx)) add_documents(jobs);
        run_jobs(jobs);
        put_made(documents_, ".docx");
        return exit_;
    }

private:
    [[nodiscard]] bool wants(ReportFormat format) const { return formats_.contains(format); }

    // What has not changed is left as it is.
    void put(const std::string& name, const std::string& bytes) {
        const std::string path = folder_ + "/" + name;
        const auto there = read_file(path);
        if (!there || *there != bytes) {
            if (const Status written = write_file(path, bytes); !written) {
                refuse(name, written.error());
                return;
            }
        }
        if (names_ == NamesPrinted::yes) std::printf("%s\n", path.c_str());
    }

    // Each complaint once, however many files it keeps from being written.
    void refuse(const std::string& what, const Error& error) {
        const std::lock_guard lock(mutex_);
        exit_ = Exit::world_failed;
        if (!told_.insert(error.message).second) return;
        (void)fail(Error{error}.in(what + " was not written"));
    }

    void make_charts() {
        const bool any = wants(ReportFormat::charts) || wants(ReportFormat::docx) ||
                         wants(ReportFormat::markdown);
        for (std::size_t i = 0; any && i < reports_.size(); ++i) {
            charts_[i] = chart_files(reports_[i].document);
            pictures_[i].resize(charts_[i].size());
        }
    }

    // Files of other programs are put in the order of the languages, whichever is done first.
    using Made = std::vector<std::optional<Result<std::string>>>;

    void put_made(const Made& made, const std::string& ending) {
        for (std::size_t i = 0; i < made.size(); ++i) {
            const std::string name = "report" + reports_[i].suffix + ending;
            if (!made[i]) continue;
            *made[i] ? put(name, **made[i]) : refuse(name, made[i]->error());
        }
    }

    void add_pdfs(Jobs& jobs) {
        pdfs_.resize(reports_.size());
        for (std::size_t i = 0; i < reports_.size(); ++i) {
            jobs.emplace_back(
                [this, i] { pdfs_[i].emplace(typst_to_pdf(report_typst(reports_[i].document))); });
        }
    }

    void add_pictures(Jobs& jobs) {
        for (std::size_t i = 0; i < reports_.size(); ++i) {
            for (std::size_t c = 0; c < charts_[i].size(); ++c)
                jobs.emplace_back([this, i, c] { make_picture(i, c); });
        }
    }

    void make_picture(std::size_t i, std::size_t c) {
        auto png = picture_of(i, charts_[i][c].drawing);
        if (png) {
            pictures_[i][c] = std::move(*png);
        } else {
            refuse(chart_name(i, c, ".png"), png.error());
        }
    }

    [[nodiscard]] Result<std::string> picture_of(std::size_t i, int drawing) const {
        const std::string& svg =
            reports_[i].document.sources[static_cast<std::size_t>(drawing)].svg;
        const std::string ending = std::to_string(png_zoom) + ".png";
        if (auto kept = cache_.find(svg, ending)) return std::move(*kept);
        std::string png = TRY(svg_to_png(svg, png_zoom));
        cache_.keep(svg, ending, png);
        return png;
    }

    [[nodiscard]] std::string chart_name(std::size_t i,
                                         std::size_t c,
                                         const std::string& ending) const {
        return "charts/" + charts_[i][c].name + reports_[i].suffix + ending;
    }

    void put_charts() {
        for (std::size_t i = 0; i < reports_.size(); ++i) {
            for (std::size_t c = 0; c < charts_[i].size(); ++c) {
                put(chart_name(i, c, ".svg"), charts_[i][c].svg);
                if (!pictures_[i][c].empty()) put(chart_name(i, c, ".png"), pictures_[i][c]);
                put(chart_name(i, c, ".vl.json"), charts_[i][c].specification);
                put(chart_name(i, c, ".csv"), charts_[i][c].csv);
            }
        }
    }

    void put_markdown() {
        for (std::size_t i = 0; i < reports_.size(); ++i) {
            std::vector<std::string> addresses(reports_[i].document.sources.size());
            for (std::size_t c = 0; c < charts_[i].size(); ++c)
                addresses[static_cast<std::size_t>(charts_[i][c].drawing)] =
                    chart_name(i, c, ".svg");
            put("report" + reports_[i].suffix + ".md",
                report_markdown(reports_[i].document, addresses));
        }
    }

    void add_documents(Jobs& jobs) {
        documents_.resize(reports_.size());
        for (std::size_t i = 0; i < reports_.size(); ++i)
            jobs.emplace_back([this, i] { documents_[i].emplace(docx_of(i)); });
    }

    Result<std::string> docx_of(std::size_t i) {
        const Document& document = reports_[i].document;
        std::vector<ZipPart> files;
        std::vector<std::string> names(document.sources.size());
        for (std::size_t c = 0; c < charts_[i].size(); ++c) {
            if (pictures_[i][c].empty()) continue;
            const std::string name = charts_[i][c].name + ".png";
            names[static_cast<std::size_t>(charts_[i][c].drawing)] = name;
            files.push_back({name, pictures_[i][c]});
        }
        for (const Exhibit& exhibit : document.exhibits) {
            for (const int part : exhibit.parts) {
                auto png = picture_of(i, part);
                if (!png) break;  // told of the whole chart
                std::string& name = names[static_cast<std::size_t>(part)];
                name = "part-" + std::to_string(part) + ".png";
                files.push_back({name, std::move(*png)});
            }
        }
        std::vector<ZipPart> reference;
        for (DocxPart& part : docx_reference(document))
            reference.push_back({std::move(part.name), std::move(part.bytes)});
        std::vector<ZipPart> parts =
            TRY(pandoc_to_docx(report_pandoc(document, names), reference, files));
        const DocxPart properties = docx_properties(document);
        for (ZipPart& part : parts) {
            if (part.name == properties.name) part.bytes = properties.bytes;
            if (part.name == "word/settings.xml") part.bytes = docx_settings(part.bytes);
            if (part.name == "word/document.xml") part.bytes = docx_body(part.bytes);
        }
        return zip_of(parts);
    }

    const std::vector<ReportToWrite>& reports_;
    std::set<ReportFormat> formats_;
    std::string folder_;
    const CacheFolder& cache_;
    NamesPrinted names_;
    std::vector<std::vector<ChartFiles>> charts_;     // of each report
    std::vector<std::vector<std::string>> pictures_;  // PNGs of these; empty where none was made
    Made pdfs_;                                       // of each report, if wanted
    Made documents_;                                  // so too
    std::mutex mutex_;
    std::set<std::string> told_;
    Exit exit_ = Exit::done;
};

}  // namespace

std::optional<std::set<ReportFormat>> report_formats(const std::string& list) {
    std::set<ReportFormat> out;
    for (const std::string_view name : split(list, ',')) {
        const std::string_view format = trim(name);
        if (format == "html") {
            out.insert(ReportFormat::html);
        } else if (format == "pdf") {
            out.insert(ReportFormat::pdf);
        } else if (format == "docx") {
            out.insert(ReportFormat::docx);
        } else if (format == "md") {
            out.insert({ReportFormat::markdown, ReportFormat::charts});
        } else if (format == "charts") {
            out.insert(ReportFormat::charts);
        } else {
            std::fprintf(stderr,
                         "mtm: --format: “%s” is no format of a report; these are: %s\n",
                         std::string(format).c_str(),
                         all_report_formats);
            return std::nullopt;
        }
    }
    return out;
}

Exit write_report_files(const std::vector<ReportToWrite>& reports,
                        const std::set<ReportFormat>& formats,
                        const std::string& folder,
                        const std::vector<FileOut>& beside,
                        const CacheFolder& cache,
                        NamesPrinted names) {
    return ReportFiles(reports, formats, folder, cache, names).write(beside);
}

}  // namespace mtm
