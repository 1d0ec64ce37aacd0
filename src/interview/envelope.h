#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "interview/interview.h"

namespace mtm {

/// What an arriving document says of itself, read before anybody knows which form judges it.
struct Envelope {
    std::string form_id;
    std::string version;  // empty: none
    std::string instance_id;
    std::string deprecated_id;  // of an edit: the instanceID that it replaces
    std::string audit_file;     // name of the audit log, usually audit.csv; empty: none
    bool encrypted = false;     // its answers are in a file that only the study's key opens
    bool rehearsal = false;     // invented by MTM
    std::vector<std::string> sealed_files;  // of an encrypted one: every file it names
};

/// Reads the envelope of a submission. The error is a sentence for who sent it: the document is cut
/// off or no well-formed XML, holds characters that XML does not allow, declares a DOCTYPE (the way
/// in for entities that grow without end), is deeper or larger than any interview, names no form,
/// or has no instanceID. Elements are found by local name, whatever their namespace.
Result<Envelope> read_envelope(std::string_view xml);

/// Names of the files that an interview mentions: answers to image, audio, video and file
/// questions, and its audit log. Each once.
[[nodiscard]] std::vector<std::string> files_named(const Questionnaire& questionnaire,
                                                   const Interview& interview,
                                                   const Envelope& envelope);

}  // namespace mtm
