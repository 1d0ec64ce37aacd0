// KoboToolbox numbers interviews as they come, and gives one that is edited a new _uuid. So what is
// new has a number above those that are known, and what was edited shows in a list of numbers and
// _uuids alone, which is small.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "pull/pull_session.h"

namespace mtm {
namespace {

using Json = nlohmann::json;

constexpr int rows_of_page = 1000;  // the most that the server gives
constexpr std::size_t ids_of_question = 200;

class KoboPull {
public:
    KoboPull(PullSession& session, PullState state, PullSink& sink)
        : session_(session), state_(std::move(state)), sink_(sink) {
        for (const auto& [number, uuid] : state_.states) {
            std::int64_t value = 0;
            std::from_chars(number.data(), number.data() + number.size(), value);
            newest_ = std::max(newest_, value);
        }
    }

    Result<PullCounts> run() {
        if (newest_ > 0) TRY(take_edited());
        TRY(take_new());
        return counts_;
    }

private:
    [[nodiscard]] std::string asset() const {
        return session_.source().base + "/api/v2/assets/" + session_.source().asset;
    }

    [[nodiscard]] std::string data_url(const Json& query, const Json& fields, int start) const {
        std::string out = fmt::format("{}/data.json?limit={}&sort={}",
                                      asset(),
                                      rows_of_page,
                                      percent_encoded(R"({"_id":1})"));
        if (start > 0) out += fmt::format("&start={}", start);
        if (!query.is_null()) out += "&query=" + percent_encoded(query.dump());
        if (!fields.is_null()) out += "&fields=" + percent_encoded(fields.dump());
        return out;
    }

    static Result<Json> results_of(const Json& page) {
        const auto results = page.is_object() ? page.find("results") : page.end();
        if (results == page.end() || !results->is_array())
            return Error{"the server's answer has no results: is it KoboToolbox with API v2?"};
        return *results;
    }

    static std::int64_t number_of(const Json& row) {
        const auto found = row.is_object() ? row.find("_id") : row.end();
        return found != row.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
    }

    Status take_edited() {
        std::vector<std::int64_t> changed;
        for (int start = 0;;) {
            const Json page =
                TRY(session_.get_json(data_url(nullptr, Json::array({"_id", "_uuid"}), start)));
            const Json rows = TRY(results_of(page));
            if (rows.empty()) break;
            start += static_cast<int>(rows.size());
            for (const Json& row : rows) {
                const std::int64_t number = number_of(row);
                if (number == 0 || number > newest_) continue;
                const auto known = state_.states.find(std::to_string(number));
                if (known == state_.states.end() || known->second != text_at(row, "_uuid"))
                    changed.push_back(number);
            }
        }
        for (std::size_t at = 0; at < changed.size(); at += ids_of_question) {
            Json numbers = Json::array();
            for (std::size_t i = at; i < std::min(changed.size(), at + ids_of_question); ++i)
                numbers.push_back(changed[i]);
            TRY(take_page({{"_id", {{"$in", numbers}}}}));
        }
        return Done{};
    }

    Status take_new() {
        for (;;) {
            const std::int64_t before = newest_;
            const int taken = TRY(take_page({{"_id", {{"$gt", newest_}}}}));
            if (taken == 0 || newest_ == before) return Done{};
        }
    }

    Result<int> take_page(const Json& query) {
        const std::string body = TRY(session_.get(data_url(query, nullptr, 0)));
        const Json page = Json::parse(body, nullptr, false);
        const Json rows = TRY(results_of(page));
        if (rows.empty()) return 0;
        TRY(sink_.page(body));
        for (const Json& row : rows) {
            const std::int64_t number = number_of(row);
            if (number == 0) continue;
            TRY(take_files(row, number));
            state_.states[std::to_string(number)] = text_at(row, "_uuid");
            newest_ = std::max(newest_, number);
            ++counts_.interviews;
        }
        TRY(sink_.keep(state_));
        return static_cast<int>(rows.size());
    }

    // The id that the interview has here: the one before all edits.
    static std::string id_of(const Json& row) {
        for (const char* key : {"meta/rootUuid", "meta/instanceID", "_uuid"}) {
            const std::string id = text_at(row, key);
            if (!id.empty()) return (id.find(':') == std::string::npos ? "uuid:" : "") + id;
        }
        return "";
    }

    Status take_files(const Json& row, std::int64_t number) {
        const auto files = row.find("_attachments");
        if (files == row.end() || !files->is_array()) return Done{};
        for (const Json& file : *files) {
            std::string name = text_at(file, "media_file_basename");
            if (name.empty()) {
                const std::string path = text_at(file, "filename");
                name = path.substr(path.rfind('/') + 1);
            }
            const auto deleted = file.is_object() ? file.find("is_deleted") : file.end();
            const bool is_gone =
                deleted != file.end() && deleted->is_boolean() && deleted->get<bool>();
            if (name.empty() || is_gone) continue;
            std::string url = text_at(file, "download_url");
            const std::string uid = text_at(file, "uid");
            // Older servers name one that is on another host, where the token is not to go.
            if (!url.starts_with(session_.source().base + "/") && !uid.empty())
                url = fmt::format(
                    "{}/data/{}/attachments/{}/", asset(), number, percent_encoded(uid));
            TRY(pull_file(session_, url, {id_of(row), name, "", ""}, sink_, counts_));
        }
        return Done{};
    }

    PullSession& session_;
    PullState state_;
    PullSink& sink_;
    std::int64_t newest_ = 0;
    PullCounts counts_;
};

}  // namespace

Result<PullCounts> pull_from_kobotoolbox(PullSession& session, PullState state, PullSink& sink) {
    return KoboPull(session, std::move(state), sink).run();
}

}  // namespace mtm
