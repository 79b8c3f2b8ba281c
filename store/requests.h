// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/hash.h"
#include "store/base/ids.h"
#include "store/identifiers.h"
#include "store/person.h"
#include "store/programme/evaluate.h"

// What registers ask of a Store, already parsed: texts are valid UTF-8 within their limits, amounts
// within kMaxAmount.
namespace loyald {

inline constexpr std::size_t kMaxIdBytes = 64;
inline constexpr std::size_t kMaxNameBytes = 64;
inline constexpr std::size_t kMaxReasonBytes = 500;

// When a call happens: the instant, and the store's calendar day.
struct Moment {
  Timestamp now;
  Date today;
};

// Who asks for an operation, and under which id of their own.
struct Origin {
  std::string register_id;
  std::string cashier_id;
  std::string op_id;
  std::optional<Date> business_date;  // nothing: today
};

struct HoldName {
  std::string register_id;
  std::string hold_id;
};

struct CheckoutRequest {
  Origin origin;
  Identifier who;
  programme::Basket basket;
  std::vector<programme::RewardChoice> choices;
  programme::SaleSetting setting = {};
  std::optional<HoldName> hold = {};  // to capture
};

struct HoldRequest {
  CheckoutRequest checkout;  // the one to come, its origin the hold's own
  std::int32_t valid_for_s = 0;
};

struct ReleaseRequest {
  Origin origin;
  HoldName hold;
};

struct SaleName {
  std::string register_id;
  std::string checkout_id;
};

struct ReturnedQuantity {
  std::size_t line = 0;       // from 1
  std::int64_t quantity = 0;  // cumulative over all returns of the sale
};

struct ReturnRequest {
  Origin origin;
  SaleName sale;
  std::vector<ReturnedQuantity> lines;
  std::string return_code = {};  // of the receipt, of any store; where given, `sale` is not read
};

struct VoidRequest {
  Origin origin;
  SaleName sale;
};

struct EnrolRequest {
  Origin origin;
  std::string card;  // canonical, or empty
  Person person;
  std::optional<Identifier> referred_by = std::nullopt;
};

// Something that happened and is no sale, by the name that the programme's rules know.
struct EventRequest {
  Origin origin;
  Identifier who;
  std::string event;
  Quantity quantity = 1;
};

// Gifts came to the store (or left it, negative) other than by being handed out.
struct StockRequest {
  Origin origin;
  std::string unit;
  Quantity quantity = 0;
  std::string reason;
};

struct UpdateMemberRequest {
  Origin origin;
  Identifier who;
  PersonChange change;
};

struct SetConsentRequest {
  Origin origin;
  Identifier who;
  std::string consent;
  bool given = false;
  std::string text_version;
};

struct SetMemberStatusRequest {
  Origin origin;
  Identifier who;
  bool may_earn = true;
  bool may_spend = true;
  bool is_staff = false;
  std::string reason;
};

struct JoinHouseholdRequest {
  Origin origin;
  Identifier who;
  // Exactly one: a member of the household, or the household.
  std::optional<Identifier> with;
  std::optional<MemberId> household;
};

struct LeaveHouseholdRequest {
  Origin origin;
  Identifier who;
};

struct LinkCardRequest {
  Origin origin;
  Identifier who;
  std::string card;
};

struct BlockCardRequest {
  Origin origin;
  std::string card;
  v1::CardState state = v1::CARD_STATE_BLOCKED;  // or lost, replaced
  std::string reason;
};

struct AdjustRequest {
  Origin origin;
  Identifier who;
  std::string unit;
  Quantity quantity = 0;
  std::string reason;
  // The member of staff who approved it, by their id, already verified; empty where nobody had to.
  std::string approved_by = {};
  std::optional<Date> expires_on = {};  // of what is added; nothing: the unit's own rule
  // In place of approved_by: the card that whoever approves showed. Of no use without staff.
  std::string approving_card = {};
};

// What a writing call recorded, or had recorded before under the same id.
struct Recorded {
  Seq seq = 0;
  Hash hash{};
  v1::JournalEntry entry;
  bool is_repeat = false;
};

// How the store stands with head office, as far as a member's numbers depend on it.
enum class Link { none, connected, away };

struct LinkState {
  Link link = Link::none;
  std::optional<Timestamp> last_contact;
  std::optional<Timestamp> complete_at;  // when the store last had all that head office knew
  Seq waiting = 0;                       // entries not counted yet
  std::uint64_t to_take = 0;             // places of the feed not taken yet
};

// What customers are told of ahead.
inline constexpr std::chrono::days kExpiringWithin(30);

// The three numbers of one unit, and what else is known of it.
struct UnitView {
  std::string unit;
  std::string name;
  bool is_counter = false;   // the programme's own, not shown as a balance
  programme::Wallet wallet;  // this store's view
  Quantity confirmed = 0;
  Quantity since_then = 0;
  Quantity safe_to_spend = 0;
  Quantity pending = 0;
  std::vector<programme::Lot> expiring;  // spendable now, gone within kExpiringWithin
  Quantity held = 0;                     // set aside by open holds; safe_to_spend is without it
  // In a chain: of the wallet's lots, what this store may spend without asking.
  std::optional<std::vector<programme::Lot>> rights = {};
};

struct MemberView {
  MemberId member;
  MemberId owner;              // of the wallets: the member, or the household they are in
  bool is_new = false;         // nobody has used or registered this card
  bool is_registered = false;  // a person's profile is known
  v1::MemberStanding standing;
  std::vector<std::string> segments;
  std::size_t household_members = 0;  // who share the wallets, as far as known here
  std::string name;
  std::string language;  // BCP 47; empty where not known
  std::string tier;      // before a sale on that day, and its name; empty where none
  std::string tier_name;
  std::optional<Date> tier_until;       // where it is held for a term: the first day without it
  std::string next_tier_name;           // empty: there is none above
  Quantity next_tier_missing = 0;       // of its qualifying unit
  std::optional<FoundIdentifier> card;  // how they were found, where known
  std::vector<UnitView> units;          // those of the programme first, then others they own
  LinkState link;
  programme::ShownAs shown_as = {};  // what identified them, as far as it is proven
  programme::Allowance allowed;      // what the programme in force allows with that
};

struct QuoteView {
  MemberView member;
  programme::Situation situation;  // what was evaluated
  programme::Evaluation evaluation;
  std::vector<programme::Offer> offers;
  std::uint32_t programme_version = 0;
  std::optional<MemberId> referrer;  // who owns the wallets of whoever referred the member
};

struct HistoryItem {
  Seq seq = 0;
  v1::JournalEntry entry;
  bool is_confirmed = false;
  std::vector<std::int64_t> returned;  // for a sale: how much of each line came back
};

}  // namespace loyald
