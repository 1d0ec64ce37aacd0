#pragma once

#include "capture/route_table.h"

namespace mtm {

// The calls about people, devices and links; people.cc holds the table that leads to them.

// sign_in.cc
[[nodiscard]] Response sign_in(const Call& call);
[[nodiscard]] Response show_session(const Call& call);
[[nodiscard]] Response sign_out(const Call& call);
[[nodiscard]] Response change_password(const Call& call);
[[nodiscard]] Response make_token(const Call& call);
[[nodiscard]] Response list_tokens(const Call& call);
[[nodiscard]] Response end_token(const Call& call);

// welcome.cc
[[nodiscard]] Response show_welcome(const Call& call);
[[nodiscard]] Response accept_welcome(const Call& call);

// users.cc
[[nodiscard]] Response show_current_user(const Call& call);
[[nodiscard]] Response list_users(const Call& call);
[[nodiscard]] Response invite_owner(const Call& call);
[[nodiscard]] Response renew_welcome(const Call& call);
[[nodiscard]] Response disable_user(const Call& call);

// team.cc
[[nodiscard]] Response list_people(const Call& call);
[[nodiscard]] Response put_role(const Call& call);
[[nodiscard]] Response take_role(const Call& call);

// devices.cc
[[nodiscard]] Response list_devices(const Call& call);
[[nodiscard]] Response make_device(const Call& call);
[[nodiscard]] Response revoke_device(const Call& call);

// links.cc
[[nodiscard]] Response list_links(const Call& call);
[[nodiscard]] Response make_link(const Call& call);
[[nodiscard]] Response revoke_link(const Call& call);

// audits.cc
[[nodiscard]] Response list_audits(const Call& call);

}  // namespace mtm
