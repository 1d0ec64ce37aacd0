#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "capture/identity.h"
#include "capture/message.h"
#include "capture/service.h"
#include "interview/envelope.h"

namespace mtm {

/// POST of an interview, whole or one batch of its files: taken apart, checked against the form it
/// was filled under, and handed to the store of its study. 201 and 202 are said only once the store
/// has it on disk. `studies` are those that the sender may send to; which of them it is, the form's
/// id tells. What is refused is kept aside for the study's team where it is plain which study it
/// is.
[[nodiscard]] Response receive_submission(Service& service,
                                          const Request& request,
                                          const std::vector<ServedStudy*>& studies,
                                          const Identity& who);

/// Fills in what its form says of an interview that can be read: facts of fieldwork, files that it
/// names, rounds of its repeats, and flags behind those that are there. Uses the arrival's XML,
/// files, instant and whether it is a pilot.
void judge_readable(const Study& study,
                    const FormVersion& version,
                    const Envelope& envelope,
                    Arrival& arrival);

}  // namespace mtm
