#pragma once

#include <string_view>

#include "base/result.h"
#include "workbook/cells.h"
#include "workbook/limits.h"

namespace mtm {

/// True if a file that begins so is JSON, or a JSON object a line.
[[nodiscard]] bool may_be_json(std::string_view beginning);

/// Interviews in JSON as tables: a sheet of interviews, and one for each repeat, tied by _index and
/// _parent_index. Taken are
///
/// - a page of KoboToolbox's API v2, {"results": […]}, or its bare list: keys are paths;
/// - a page of a table of ODK Central's OData, {"value": […]}, with $expand=* or each table of its
///   own: groups are objects, __id and __Submissions-id tie rows;
/// - a list of objects, an object, or an object a line, whose keys are names or paths.
///
/// Repeats are lists of objects, multiple answers texts or lists, points texts or GeoJSON. What the
/// servers say beside the answers (attachments, tags, who sent it) is left out. An interview that
/// was edited there keeps the id it had at first. The row of an interview is its number in the file
/// and one, for the header.
///
/// Errors name the file, and where in it JSON ends to be JSON.
Result<Workbook> read_json_tables(std::string_view bytes,
                                  std::string_view file_name,
                                  const ReadLimits& limits = {});

}  // namespace mtm
