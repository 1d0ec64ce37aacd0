#pragma once

#include <optional>
#include <string>

#include "capture/directory.h"
#include "capture/json_answer.h"
#include "capture/message.h"
#include "capture/service.h"

namespace mtm {

/// Someone who says that they are this person.
struct PasswordClaim {
    std::string email;
    std::string password;
    std::string peer;  // the address it comes from
};

struct PasswordVerdict {
    const Person* person = nullptr;   // of the directory that was given
    std::optional<Response> refused;  // 401, 429 or 503: the same whether the account exists or not
};

/// Verifies a person's password. Five wrong ones for an account from one address, 30 from one
/// address, or 50 for one account from anywhere make whoever guesses wait.
[[nodiscard]] PasswordVerdict check_password(Service& service,
                                             const Directory& directory,
                                             const PasswordClaim& claim,
                                             Instant now);

/// The same for programs that send it with each request: right ones are remembered for ten minutes,
/// or until the password changes.
[[nodiscard]] PasswordVerdict check_remembered_password(Service& service,
                                                        const Directory& directory,
                                                        const PasswordClaim& claim,
                                                        Instant now);

/// What is wrong with a new password: under 12 characters, over 1,000 bytes, one letter again and
/// again, or the e-mail address.
void check_new_password(const std::string& password, const std::string& email, Mistakes& mistakes);

/// The hash for storing a new password, within the slots that limit memory; 503 if none is free.
struct NewHash {
    std::string hash;
    std::optional<Response> refused;
};

[[nodiscard]] NewHash hash_new_password(Service& service, const std::string& password);

}  // namespace mtm
