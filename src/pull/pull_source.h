#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace mtm {

enum class PullServer { kobotoolbox, odk_central };

/// A form on another server.
struct PullSource {
    PullServer server = PullServer::kobotoolbox;
    std::string base;     // "https://kf.kobotoolbox.org", without a slash at its end
    std::string asset;    // of KoboToolbox
    std::string project;  // of ODK Central: a number
    std::string form;     // of ODK Central, as URLs write it

    bool operator==(const PullSource&) const = default;
};

/// What the address of a form's page, or of its data, is the address of:
///
///     https://kf.kobotoolbox.org/#/forms/aBcD…/summary       https://…/api/v2/assets/aBcD…/data
///     https://central.example.org/#/projects/1/forms/survey
///     https://…/v1/projects/1/forms/survey.svc
///
/// The error says which addresses would do.
Result<PullSource> pull_source(std::string_view url);

}  // namespace mtm
