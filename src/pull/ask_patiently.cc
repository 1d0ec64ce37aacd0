#include <algorithm>

#include "pull/http_client.h"

namespace mtm {
namespace {

constexpr int most_questions = 6;
constexpr int longest_wait_s = 120;

bool is_busy(int status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
}

}  // namespace

Result<HttpReply> ask_patiently(HttpClient& client,
                                const HttpQuestion& question,
                                const std::function<void(int)>& wait) {
    int pause_s = 1;
    for (int asked = 1;; ++asked) {
        Result<HttpReply> reply = client.ask(question);
        const bool is_final = reply && !is_busy(reply->status);
        if (is_final || asked == most_questions) return reply;
        const int wished_s = reply ? reply->retry_after_s.value_or(0) : 0;
        wait(std::min(std::max(pause_s, wished_s), longest_wait_s));
        pause_s *= 2;
    }
}

}  // namespace mtm
