#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pull/http_client.h"
#include "pull/pull_source.h"

namespace mtm {

/// How one is let in: by a token, or by an e-mail address and a password (ODK Central).
struct PullCredentials {
    std::string token = {};
    std::string email = {};
    std::string password = {};
};

/// How far a form has been pulled: what the next time begins with. Holds no answer and no
/// credential.
struct PullState {
    std::string url = {};
    /// ODK Central: the latest instant at which an interview that was taken came or was changed.
    std::string latest = {};
    /// ODK Central, where it was broken off: the next page, and what `latest` will be behind the
    /// last.
    std::string next = {};
    std::string pending = {};
    /// KoboToolbox: by its number, the state of each interview that was taken (its _uuid, which an
    /// edit changes).
    std::map<std::string, std::string> states = {};

    bool operator==(const PullState&) const = default;
};

[[nodiscard]] std::string print_pull_state(const PullState& state);
/// An error where it is no state, or one of another form.
Result<PullState> read_pull_state(std::string_view text, const std::string& url);

/// A file beside an interview on the other server.
struct PulledFile {
    std::string instance_id;  // by which the interview is known here
    std::string name;
    std::string content_type;
    std::string bytes;
};

/// Takes what is pulled.
class PullSink {
public:
    virtual ~PullSink() = default;

    /// A page of interviews in JSON, as exchange/json_tables.h reads it. It is taken for good once
    /// this returns.
    virtual Status page(const std::string& json) = 0;

    /// Whether that file is missing here.
    virtual Result<bool> lacks(const std::string& instance_id, const std::string& name) = 0;
    virtual Status file(const PulledFile& file) = 0;

    /// All before is taken: the state so far may be kept.
    virtual Status keep(const PullState& state) = 0;
};

struct PullCounts {
    int interviews = 0;  // new or changed since the last time
    int files = 0;
    int files_failed = 0;  // that the server did not give
};

/// Pulls the interviews that are new, or were changed, since `state`, then the files beside them.
/// Broken off at any place, it goes on from the last page that was taken. Errors say what the
/// server said, and what to do.
Result<PullCounts> pull(HttpClient& client,
                        const PullSource& source,
                        const PullCredentials& credentials,
                        const std::function<void(int)>& wait,
                        PullState state,
                        PullSink& sink);

}  // namespace mtm
