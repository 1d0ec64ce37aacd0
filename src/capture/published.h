#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "capture/call_allowance.h"
#include "capture/public_data.h"

namespace mtm {

/// A file that everybody may have, in memory.
struct PublishedFile {
    std::string type;  // of its content
    std::string etag;  // with its quotes
    std::shared_ptr<const std::string> bytes;
    std::shared_ptr<const std::string> gzipped;  // null where that is not shorter
};

/// Whether a file of that path under out/public is one that `mtm publish` writes there: the four of
/// the dashboard, and in data/ those of the package. Nothing else is served, whatever lies there.
[[nodiscard]] bool is_published_name(std::string_view path);

/// REQUIRES: is_published_name(path).
[[nodiscard]] PublishedFile published_file(std::string_view path, std::string bytes);

/// What a study shows everybody.
struct PublishedStudy {
    std::string slug;
    std::map<std::string, PublishedFile, std::less<>> files;  // by path under out/public
    std::optional<PublicData> data;                           // of data/api.json
};

/// Puts a study together of its files by path. The error says why data/api.json is of no use; the
/// study is shown all the same, without it. Nothing if it has no index.html: it was not published.
struct PutTogether {
    std::optional<PublishedStudy> study;
    std::optional<Error> no_data;
};

[[nodiscard]] PutTogether put_together(std::string slug, std::map<std::string, std::string> files);

/// All that is shown to everybody, as it is at one moment; `version` is another for other files.
struct PublishedStudies {
    std::vector<PublishedStudy> studies;  // by slug
    std::string version;

    [[nodiscard]] const PublishedStudy* find(std::string_view slug) const;
};

[[nodiscard]] std::shared_ptr<const PublishedStudies> published_studies(
    std::vector<PublishedStudy> studies);

/// What is shown to everybody now, and how often each of them has asked. Stays for as long as the
/// server runs; what is shown is exchanged while it answers.
class PublicShelf {
public:
    [[nodiscard]] std::shared_ptr<const PublishedStudies> shown() const;
    void show(std::shared_ptr<const PublishedStudies> studies);

    CallAllowance allowance;

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const PublishedStudies> shown_ = std::make_shared<PublishedStudies>();
};

}  // namespace mtm
