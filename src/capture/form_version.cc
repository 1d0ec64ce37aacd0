#include "capture/form_version.h"

#include <array>
#include <cmath>

#include "base/text.h"
#include "capture/secrets.h"
#include "expression/date.h"

namespace mtm {
namespace {

struct KnownType {
    std::string_view ending;
    std::string_view type;
};

constexpr std::array<KnownType, 14> known_types{{{"csv", "text/csv; charset=utf-8"},
                                                 {"xml", "text/xml; charset=utf-8"},
                                                 {"geojson", "application/geo+json"},
                                                 {"json", "application/json"},
                                                 {"jpg", "image/jpeg"},
                                                 {"jpeg", "image/jpeg"},
                                                 {"png", "image/png"},
                                                 {"gif", "image/gif"},
                                                 {"svg", "image/svg+xml"},
                                                 {"mp3", "audio/mpeg"},
                                                 {"m4a", "audio/mp4"},
                                                 {"wav", "audio/wav"},
                                                 {"mp4", "video/mp4"},
                                                 {"3gp", "video/3gpp"}}};

}  // namespace

void make_readers(FormVersion& version) {
    version.names = std::make_unique<SubmissionNames>(version.questionnaire);
    version.router = std::make_unique<Router>(version.questionnaire);
    version.tables = std::make_shared<const FormTables>(version.questionnaire);
}

std::unique_ptr<FormVersion> form_version(const DeployedForm& deployed) {
    auto out = std::make_unique<FormVersion>();
    out->form_id = deployed.form_id;
    out->version = deployed.version;
    out->title = deployed.title;
    out->xml = deployed.xform;
    out->md5 = md5_hex(deployed.xform);
    for (const FileOut& file : deployed.media)
        out->files.push_back(
            {file.name, content_type_of(file.name), file.bytes, md5_hex(file.bytes)});
    out->questionnaire = deployed.questionnaire;
    make_readers(*out);
    out->encrypted = !deployed.public_key.empty();
    out->pilot = deployed.stage == Stage::pilot;
    if (const auto since = date_time_from(deployed.deployed_at))
        out->since = milliseconds_since_epoch(*since);
    return out;
}

std::string content_type_of(std::string_view file_name) {
    const std::size_t dot = file_name.rfind('.');
    const std::string ending =
        dot == std::string_view::npos ? "" : lower_ascii(file_name.substr(dot + 1));
    for (const KnownType& known : known_types) {
        if (known.ending == ending) return std::string(known.type);
    }
    return "application/octet-stream";
}

}  // namespace mtm
