#pragma once

#include <string>

#include "base/result.h"
#include "seal/secret.h"

namespace mtm {

/// Makes an RSA key out of the system's chance: the private key as PKCS #8 in PEM, encrypted with
/// the passphrase (AES-256-CBC, its key by PBKDF2 with HMAC-SHA-256 in 600,000 rounds).
Result<Secret> new_private_key(int bits, const Secret& passphrase);

/// Writes a private key so that its owner alone can read it, and flushes it to the disk. It is an
/// error if something of that name is there already.
Status write_private_key(const std::string& path, const Secret& pem);

}  // namespace mtm
