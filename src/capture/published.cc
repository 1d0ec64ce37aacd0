#include "capture/published.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "capture/page_files.h"
#include "capture/service.h"
#include "store/sha256.h"

namespace mtm {
namespace {

constexpr std::size_t worth_gzipping = 1024;    // bytes
constexpr std::size_t longest_file_name = 100;  // bytes

struct PublishedType {
    std::string_view ending;
    std::string_view type;
    bool gzips = false;
};

constexpr std::array<std::string_view, 4> dashboard_names{
    "index.html", "dashboard.js", "dashboard.css", "data.js"};

constexpr std::array<std::string_view, 3> synthetic_names{
    "synthetic/synthetic.csv", "synthetic/utility.json", "synthetic/README.md"};

constexpr std::array<PublishedType, 13> published_types{
    {{".html", "text/html; charset=utf-8", true},
     {".js", "text/javascript; charset=utf-8", true},
     {".css", "text/css; charset=utf-8", true},
     {".csv", "text/csv; charset=utf-8", true},
     {".json", "application/json", true},
     {".jsonld", "application/ld+json", true},
     {".xml", "application/xml", true},
     {".md", "text/markdown; charset=utf-8", true},
     {".sha256", "text/plain; charset=utf-8", true},
     {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
     {".sav", "application/x-spss-sav"},
     {".dta", "application/x-stata-dta"},
     {".parquet", "application/vnd.apache.parquet"}}};

// Files of the package: those of fixed names, and records and their repeats.
constexpr std::array<std::string_view, 10> package_names{"tables.csv",
                                                         "tables.json",
                                                         "api.json",
                                                         "codebook.xml",
                                                         "nada.json",
                                                         "datapackage.json",
                                                         "hdx.json",
                                                         "dataset.jsonld",
                                                         "dcat.jsonld",
                                                         "README.md"};
constexpr std::array<std::string_view, 6> record_endings{
    ".csv", ".json", ".xlsx", ".sav", ".dta", ".parquet"};

bool is_name_of_repeat(std::string_view name) {
    return std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' ||
               c == '_';
    });
}

bool is_record_file(std::string_view name) {
    constexpr std::string_view records = "microdata";
    if (!name.starts_with(records) || name.size() > longest_file_name) return false;
    const std::size_t point = name.find('.');
    if (point == std::string_view::npos) return false;
    const std::string_view repeat = name.substr(records.size(), point - records.size());
    return (repeat.empty() || (repeat.front() == '-' && is_name_of_repeat(repeat))) &&
           std::ranges::find(record_endings, name.substr(point)) != record_endings.end();
}

const PublishedType& type_by_ending(std::string_view path) {
    const auto at = std::ranges::find_if(
        published_types, [path](const PublishedType& type) { return path.ends_with(type.ending); });
    CHECK(at != published_types.end());
    return *at;
}

}  // namespace

bool is_published_name(std::string_view path) {
    if (std::ranges::find(synthetic_names, path) != synthetic_names.end()) return true;
    constexpr std::string_view data = "data/";
    if (!path.starts_with(data))
        return std::ranges::find(dashboard_names, path) != dashboard_names.end();
    const std::string_view name = path.substr(data.size());
    return std::ranges::find(package_names, name) != package_names.end() ||
           name == "CHECKSUMS.sha256" || is_record_file(name);
}

PublishedFile published_file(std::string_view path, std::string bytes) {
    const PublishedType& type = type_by_ending(path);
    PublishedFile out;
    out.type = type.type;
    out.etag = "\"" + hexadecimal(sha256(bytes)).substr(0, 32) + "\"";
    if (type.gzips && bytes.size() >= worth_gzipping) {
        std::string shorter = gzip(bytes);
        if (!shorter.empty() && shorter.size() < bytes.size())
            out.gzipped = std::make_shared<const std::string>(std::move(shorter));
    }
    out.bytes = std::make_shared<const std::string>(std::move(bytes));
    return out;
}

PutTogether put_together(std::string slug, std::map<std::string, std::string> files) {
    PutTogether out;
    if (!files.contains("index.html")) return out;
    PublishedStudy& study = out.study.emplace();
    study.slug = std::move(slug);
    const auto api = files.find("data/api.json");
    if (api != files.end()) {
        Result<PublicData> data = read_public_data(api->second);
        if (data) {
            study.data = std::move(data).value();
            study.data->operation["study"] = study.slug;
            study.data->operation["dashboard"] = "/public/" + study.slug + "/";
        } else {
            out.no_data = data.error();
        }
    }
    for (auto& [path, bytes] : files) {
        if (is_published_name(path)) study.files[path] = published_file(path, std::move(bytes));
    }
    return out;
}

const PublishedStudy* PublishedStudies::find(std::string_view slug) const {
    const auto at = std::ranges::find(studies, slug, &PublishedStudy::slug);
    return at == studies.end() ? nullptr : &*at;
}

std::shared_ptr<const PublishedStudies> published_studies(std::vector<PublishedStudy> studies) {
    auto out = std::make_shared<PublishedStudies>();
    std::ranges::sort(studies, {}, &PublishedStudy::slug);
    std::string all;
    for (const PublishedStudy& study : studies) {
        all += study.slug + "\n";
        for (const auto& [path, file] : study.files)
            all += path + " " + file.etag + "\n";
    }
    out->studies = std::move(studies);
    out->version = hexadecimal(sha256(all)).substr(0, 32);
    return out;
}

std::shared_ptr<const PublishedStudies> PublicShelf::shown() const {
    const std::lock_guard lock(mutex_);
    return shown_;
}

void PublicShelf::show(std::shared_ptr<const PublishedStudies> studies) {
    const std::lock_guard lock(mutex_);
    shown_ = std::move(studies);
}

std::shared_ptr<PublicShelf> make_public_shelf() {
    return std::make_shared<PublicShelf>();
}

}  // namespace mtm
