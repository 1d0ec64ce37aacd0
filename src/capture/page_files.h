#pragma once

#include <map>
#include <string>
#include <string_view>

#include "capture/message.h"

namespace mtm {

/// Files of the web pages by path ("/assets/form-1a2b.js"), each gzipped: what Vite makes of web/,
/// carried inside the program.
[[nodiscard]] const std::map<std::string, std::string>& built_in_pages();

/// Takes apart what web/build/pack.mjs packed. Empty if the bytes are not that.
[[nodiscard]] std::map<std::string, std::string> unpack_pages(std::string_view packed);

/// A file as an answer: gzipped if the client takes it so, else as it is; 304 if the client has it.
/// Files under /assets/ have a hash of their content in their names and are kept for ever, all
/// others are asked for again.
[[nodiscard]] Response page_file_response(const Request& request,
                                          std::string_view path,
                                          std::string_view gzipped);

/// Content of a gzipped file; empty if it is damaged.
[[nodiscard]] std::string gunzip(std::string_view gzipped);

/// The same bytes as a gzipped file (RFC 1952); empty if that cannot be.
[[nodiscard]] std::string gzip(std::string_view bytes);

/// Whether a client takes answers gzipped.
[[nodiscard]] bool takes_gzip(const Request& request);

/// Headers of every page and file: no page of ours is framed, sniffed, or named to others, and its
/// scripts, styles and calls come from this server alone.
void add_page_headers(Response& response, std::string_view content_security_policy);

}  // namespace mtm
