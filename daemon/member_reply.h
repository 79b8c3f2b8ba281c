// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/register.pb.h"
#include "store/programme/language.h"
#include "store/programme/programme.h"
#include "store/requests.h"

// What the books say, as register.proto writes it. Pure; any thread.
namespace loyald::daemon {

v1::Member member_reply(const MemberView& view);
v1::HeadOfficeLink link_reply(const LinkState& link);
// `programme` is the one that decided; it gives names, in the member's language. Why a line did not
// count, a reward is less than asked or does not apply is said in `language`; what a price is short
// of in English alone, amounts in minor units.
v1::QuoteResponse quote_reply(const QuoteView& view, const programme::Programme& programme,
                              programme::Language language);

// "active", "blocked", "lost", "replaced", "withdrawn"
std::string card_state_name(v1::CardState state);
// RFC 3339, or empty where there is none.
std::string time_text(std::optional<Timestamp> time);
// "YYYY-MM-DD", or empty for never.
std::string expiry_text(Date date);

}  // namespace loyald::daemon
