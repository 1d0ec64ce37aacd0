#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "interview/routing.h"
#include "interview/submission_names.h"
#include "odata/form_tables.h"
#include "store/interview_store.h"
#include "store/organisation_store.h"
#include "study/study.h"

namespace mtm {

/// A file that goes with a form, as tablets download it.
struct FormFile {
    std::string name;
    std::string content_type;
    std::string bytes;
    std::string md5;  // lower-case hexadecimal
};

/// One version of a form as it is, or was, in the field: the exact bytes that tablets get, and the
/// questionnaire that judges what they send back.
struct FormVersion {
    std::string form_id;
    std::string version;
    std::string title;
    std::string xml;
    std::string md5;  // of `xml`, lower-case hexadecimal
    std::vector<FormFile> files;
    Questionnaire questionnaire;
    std::unique_ptr<SubmissionNames> names;  // of `questionnaire`, as are the next two
    std::unique_ptr<Router> router;
    std::shared_ptr<const FormTables> tables;
    bool pilot = false;      // its interviews are never counted
    bool encrypted = false;  // holds a public key: answers never reach the server
    Instant since = 0;       // when it was put in the field; 0: not known
};

class QualityWatch;
[[nodiscard]] std::shared_ptr<QualityWatch> make_quality_watch();

/// A study that a server serves.
struct ServedStudy {
    std::string slug;  // name of its folder; unique on a server
    int project = 0;   // its number for clients of ODK Central; stays the same for ever
    Study study;
    bool rehearsal = false;  // takes invented interviews too; a real study never does
    std::vector<std::unique_ptr<FormVersion>> versions;  // oldest first; the last is handed out
    std::shared_ptr<InterviewStore> store;
    std::vector<Target> targets;                                   // study.file.fieldwork's
    std::shared_ptr<QualityWatch> quality = make_quality_watch();  // capture/quality_watch.h

    [[nodiscard]] const FormVersion* current() const {
        return versions.empty() ? nullptr : versions.back().get();
    }

    [[nodiscard]] const FormVersion* find_version(std::string_view version) const;
};

/// What one guess at a person's password costs whoever makes it: argon2id's parameters. The default
/// lies between libsodium's "interactive" and "moderate": as much memory as the former, one pass
/// more.
struct PasswordCost {
    unsigned long long operations = 3;
    std::size_t memory_bytes = 64U << 20U;
};

class AccessState;
[[nodiscard]] std::shared_ptr<AccessState> make_access_state();

class PublicShelf;
[[nodiscard]] std::shared_ptr<PublicShelf> make_public_shelf();

/// All that answering a request needs. The world stays outside: bytes of chance come from
/// `random_bytes`, the time is in the request.
struct Service {
    std::vector<std::unique_ptr<ServedStudy>> studies;
    std::shared_ptr<OrganisationStore> organisation;
    std::string realm = "MTM";
    std::array<unsigned char, 32> secret{};  // seals what is kept at rest, signs nonces
    std::function<std::string(std::size_t count)> random_bytes;
    std::size_t largest_body = 100'000'000;  // bytes
    /// What failed on our side, for the server's log: holds no answer and no name. May be null.
    std::function<void(std::string_view what)> log;
    PasswordCost password_cost;
    std::shared_ptr<AccessState> access = make_access_state();  // capture/access_state.h
    std::shared_ptr<PublicShelf> shelf = make_public_shelf();   // capture/published.h
    bool plain_http_allowed = false;                            // off loopback, on the owner's word
    std::map<std::string, std::string> pages;  // files of the web pages by path, gzipped

    [[nodiscard]] ServedStudy* find_study(std::string_view slug) const;
    [[nodiscard]] ServedStudy* find_project(int number) const;
    [[nodiscard]] ServedStudy* find_form(std::string_view form_id) const;
};

}  // namespace mtm
