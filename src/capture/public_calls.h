#pragma once

#include "capture/route_table.h"

namespace mtm {

// Handlers of what everybody may read. Each answers from what the shelf shows, and from nothing
// else: no store, no study, no person is asked.

/// The published studies: a page, or JSON by Accept. public_pages.cc.
[[nodiscard]] Response list_published(const Call& call);

/// {study} without a slash behind it: its dashboard is elsewhere. public_pages.cc.
[[nodiscard]] Response go_to_published(const Call& call);

/// A file of {study}'s dashboard or package. public_pages.cc.
[[nodiscard]] Response send_published(const Call& call);

/// The lists of the interface for programs. public_api.cc.
[[nodiscard]] Response list_public_operations(const Call& call);
[[nodiscard]] Response list_public_tables(const Call& call);
[[nodiscard]] Response list_public_figures(const Call& call);

/// What a browser asks before it lets a page of another site call with a header of its own.
[[nodiscard]] Response allow_other_sites();

/// Says that pages of any site may read an answer.
void let_other_sites_read(Response& response);

}  // namespace mtm
