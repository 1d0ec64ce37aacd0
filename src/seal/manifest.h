#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "interview/envelope.h"

namespace mtm {

/// The document that is sent in place of an encrypted interview (ODK XForms, Encryption): whose it
/// is, the key of its files, and their names.
struct Manifest {
    Envelope envelope;
    bool has_version = false;        // an attribute, which may be empty
    std::string encrypted_key;       // base64, as it stands there: it is part of the signature
    std::vector<std::string> media;  // names of files, in the order of encryption
    std::string xml_file;            // that with the answers, encrypted last
    std::string signature;           // base64; empty: none
};

/// The error is a sentence: it is no such document, or lacks what one must have. Elements are found
/// by local name: devices write other namespaces than the specification.
Result<Manifest> read_manifest(std::string_view xml);

/// The specification's namespaces and order of elements.
[[nodiscard]] std::string write_manifest(const Manifest& manifest);

/// What the signature is the MD5 of: a line each for form, version (if the form has one), key,
/// instanceID, and name and MD5 (lower-case hexadecimal) of each plain file.
struct FileDigest {
    std::string name;
    std::string md5;
};

[[nodiscard]] std::string signed_text(const Manifest& manifest,
                                      const std::vector<FileDigest>& files);

/// The name of a file before it was encrypted: without .enc.
[[nodiscard]] std::string plain_name(std::string_view encrypted_name);

}  // namespace mtm
