#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "store/interview_store.h"

namespace mtm {

/// A folder that is there as long as its test.
class ScratchFolder {
public:
    ScratchFolder() {
        path_ = (std::filesystem::temp_directory_path() / "mtm-store-XXXXXX").string();
        if (::mkdtemp(path_.data()) == nullptr) ADD_FAILURE() << "no scratch folder";
    }

    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

/// What a call gave. An error is a failure of the test.
template <typename T>
T got(Result<T> result) {
    if (!result) {
        ADD_FAILURE() << result.error().message;
        return {};
    }
    return std::move(result).value();
}

/// An interview as a test sends it. What is not said is as of an ordinary one.
struct Sent {
    std::string id;
    std::string replaces = {};
    std::string answers = "1";
    std::vector<std::pair<std::string, std::string>> files = {};  // name, bytes
    std::vector<std::string> expects = {};
    std::string enumerator = "Aigul";
    std::string area = "almaty";
    std::string day = "2024-05-01";
    std::string device = "tablet-1";
    std::string sender = "aigul";
    std::vector<Flag> flags = {};
    bool pilot = false;
    std::optional<std::int64_t> seconds = 600;
    Instant at = 1000;
};

inline std::string xml_of(const Sent& sent) {
    return "<data><answers>" + sent.answers + "</answers><meta><instanceID>" + sent.id +
           "</instanceID></meta></data>";
}

/// Sends it. Reports an error of the store as a failure of the test.
inline Receipt send(InterviewStore& store, const Sent& sent) {
    const std::string xml = xml_of(sent);
    Arrival arrival;
    arrival.instance_id = sent.id;
    arrival.deprecated_id = sent.replaces;
    arrival.form_id = "round-4";
    arrival.version = "1";
    arrival.xml = xml;
    for (const auto& [name, bytes] : sent.files) {
        arrival.files.push_back({name, "text/csv", bytes});
    }
    arrival.expected_files = sent.expects;
    arrival.received = sent.at;
    arrival.device_id = sent.device;
    arrival.sender = sent.sender;
    arrival.user_agent = "Collect";
    arrival.pilot = sent.pilot;
    arrival.facts = {.day = sent.day,
                     .area = sent.area,
                     .group = "female",
                     .enumerator = sent.enumerator,
                     .language = "ru",
                     .consent = "yes",
                     .counted = true,
                     .started = {},
                     .ended = {},
                     .latitude = 43.25,
                     .longitude = {}};
    if (sent.seconds) {
        arrival.facts.started = 1'700'000'000'000;
        arrival.facts.ended = 1'700'000'000'000 + *sent.seconds * 1000;
    }
    arrival.flags = sent.flags;
    return got(store.receive(arrival));
}

/// The codes of an interview's flags with spaces between.
inline std::string flag_codes(const StoredInterview& interview) {
    std::string out;
    for (const Flag& flag : interview.flags)
        out += (out.empty() ? "" : " ") + flag.code;
    return out;
}

}  // namespace mtm
