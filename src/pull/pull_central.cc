// ODK Central says of each interview when it came and when it was changed. Pages come latest first,
// so that only behind the last page it is known that all until the first one's latest instant are
// here.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "pull/pull_session.h"

namespace mtm {
namespace {

using Json = nlohmann::json;

constexpr int central_page = 1000;

class CentralPull {
public:
    CentralPull(PullSession& session, PullState state, PullSink& sink)
        : session_(session), state_(std::move(state)), sink_(sink) {}

    Result<PullCounts> run() {
        std::string url = state_.next.empty() ? first_page() : state_.next;
        if (!state_.next.empty()) {
            // The place where it was broken off may be gone; then all is asked for anew.
            const Result<bool> went_on = take_page(url);
            if (!went_on) url = first_page();
            if (went_on && !*went_on) url.clear();
        }
        while (!url.empty()) {
            if (!TRY(take_page(url))) break;
        }
        return counts_;
    }

    Status sign_in(const PullCredentials& credentials) {
        if (!credentials.token.empty()) {
            session_.let_in_by("Bearer " + credentials.token);
            return Done{};
        }
        const Json reply = TRY(
            session_.post_json(session_.source().base + "/v1/sessions",
                               {{"email", credentials.email}, {"password", credentials.password}}));
        const std::string token = text_at(reply, "token");
        if (token.empty()) return Error{"the server's answer to the sign-in holds no token"};
        session_.let_in_by("Bearer " + token);
        return Done{};
    }

private:
    [[nodiscard]] std::string form() const {
        const PullSource& source = session_.source();
        return source.base + "/v1/projects/" + source.project + "/forms/" + source.form;
    }

    [[nodiscard]] std::string first_page() const {
        std::string out =
            fmt::format("{}.svc/Submissions?%24expand=*&%24top={}", form(), central_page);
        if (state_.latest.empty()) return out;
        return out + "&%24filter=" +
               percent_encoded(fmt::format(
                   "__system/submissionDate ge {0} or __system/updatedAt ge {0}", state_.latest));
    }

    // False behind the last page; `url` becomes the next.
    Result<bool> take_page(std::string& url) {
        const std::string body = TRY(session_.get(url));
        const Json page = Json::parse(body, nullptr, false);
        const auto rows = page.is_object() ? page.find("value") : page.end();
        if (rows == page.end() || !rows->is_array())
            return Error{"the server's answer is no table: is it ODK Central?"};
        if (!rows->empty()) TRY(sink_.page(body));
        for (const Json& row : *rows)
            TRY(take_row(row));
        url = text_at(page, "@odata.nextLink");
        state_.next = rows->empty() ? "" : url;
        if (state_.next.empty()) {
            state_.latest = std::max(state_.latest, std::exchange(state_.pending, ""));
        }
        TRY(sink_.keep(state_));
        return !state_.next.empty();
    }

    Status take_row(const Json& row) {
        const std::string id = text_at(row, "__id");
        const auto system = row.find("__system");
        if (id.empty() || system == row.end()) return Done{};
        ++counts_.interviews;
        for (const char* key : {"submissionDate", "updatedAt"})
            state_.pending = std::max(state_.pending, text_at(*system, key));
        const auto files = system->find("attachmentsPresent");
        if (files == system->end() || !files->is_number_integer() || files->get<int>() == 0)
            return Done{};
        return take_files(id);
    }

    Status take_files(const std::string& id) {
        const std::string folder = form() + "/submissions/" + percent_encoded(id) + "/attachments";
        const Result<Json> listed = session_.get_json(folder);
        if (!listed || !listed->is_array()) {
            ++counts_.files_failed;
            return Done{};
        }
        for (const Json& file : *listed) {
            const std::string name = text_at(file, "name");
            const auto exists = file.is_object() ? file.find("exists") : file.end();
            const bool is_there =
                exists != file.end() && exists->is_boolean() && exists->get<bool>();
            if (name.empty() || !is_there) continue;
            TRY(pull_file(session_,
                          folder + "/" + percent_encoded(name),
                          {id, name, "", ""},
                          sink_,
                          counts_));
        }
        return Done{};
    }

    PullSession& session_;
    PullState state_;
    PullSink& sink_;
    PullCounts counts_;
};

}  // namespace

Result<PullCounts> pull_from_central(PullSession& session,
                                     const PullCredentials& credentials,
                                     PullState state,
                                     PullSink& sink) {
    CentralPull central(session, std::move(state), sink);
    TRY(central.sign_in(credentials));
    return central.run();
}

}  // namespace mtm
