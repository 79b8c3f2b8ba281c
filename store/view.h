// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "store/books.h"
#include "store/requests.h"

// What the books say without changing them. Works on the writing and on a read-only connection
// alike; throws sql::Error.
namespace loyald {

// What a store may do while head office is out of reach.
struct RedeemPolicy {
  bool has_head_office = false;
  // What the retailer risks: so much of a unit may a member spend here beyond what this store
  // holds, before head office has counted it, while it is out of reach. 0: nothing. Not applied
  // where there is no head office: then all that members have may be spent here.
  Quantity floor_limit = 0;
  std::map<std::string, Quantity> floor_limit_by_unit;
  // All members together, of each unit on a business date. More than 0 where there is a floor
  // limit.
  Quantity floor_limit_per_day = 0;
  std::chrono::milliseconds offline_after{60'000};
};

LinkState link_state(Books& books, const RedeemPolicy& policy, Timestamp now);

// A member's units on a day: those of the programme in force first (if there is one), then others
// they own or owe. `captured_hold` sets nothing aside: it is the asker's own.
std::vector<UnitView> units_of(Books& books, const RedeemPolicy& policy, const MemberId& member,
                               Date day, Timestamp now,
                               std::optional<Seq> captured_hold = std::nullopt);

// What is known of a member, however they were found.
MemberView member_view(Books& books, const RedeemPolicy& policy, const Moment& moment,
                       const MemberId& member, std::optional<Seq> captured_hold = std::nullopt);
// Errors: not_found (a phone or mail that nobody has), those of prove() in store/card_proof.h.
Result<MemberView> identify(Books& books, const RedeemPolicy& policy, const Moment& moment,
                            const Identifier& who);

struct QuoteRequest {
  Identifier who;
  programme::Basket basket;
  std::vector<programme::RewardChoice> choices;
  std::optional<Date> business_date;
  programme::SaleSetting setting = {};
  // Who asks, for the limits that count them; may be empty.
  std::string register_id = {};
  std::string cashier_id = {};
  // The hold that the checkout captures.
  std::optional<Seq> captured_hold = {};
  // Of a checkout: the sale has been made, so that what proves little is taken for that.
  bool is_sold = false;
};

// What a checkout of the same would record now. Errors: those of programme::evaluate and of
// identify(), permission_denied (a card that is not active, a sale of too long ago),
// failed_precondition (no programme yet), resource_exhausted (a limit of the programme).
Result<QuoteView> quote(Books& books, const RedeemPolicy& policy, const Moment& moment,
                        const QuoteRequest& request);

// True where head office can be reached and the member owns units that this store may not spend
// before it has asked.
bool is_worth_asking(const MemberView& view, Date day);

// permission_denied, saying which, where the card may not be used.
Result<void> require_usable(const FoundIdentifier& found);

// A member's entries before `before_seq` (0 = from the newest), newest first, at most `limit`.
std::vector<HistoryItem> history(Books& books, const MemberId& member, Seq before_seq, int limit);

// not_found where there is no such entry.
Result<Recorded> find_entry(Books& books, Seq seq);
Result<Recorded> find_entry(Books& books, const std::string& register_id, const std::string& op_id);

}  // namespace loyald
