// SPDX-License-Identifier: Apache-2.0
#include "store/view.h"

#include <algorithm>

#include "store/base/check.h"
#include "store/card_proof.h"
#include "store/floor_limit.h"
#include "store/limit_check.h"
#include "store/programme/why_not_met.h"
#include "store/rules_context.h"
#include "store/sale_entry.h"

namespace loyald {
namespace {

constexpr const char* kMayNotSpend = "this member may not redeem";

// What a member spent here of each unit since head office's last word.
std::map<std::string, Quantity> spent_since(Books& books, const MemberId& member, Seq counts_seq) {
  std::map<std::string, Quantity> spent;
  for (Seq seq : books.entries_after(member, counts_seq)) {
    const v1::JournalEntry entry = books.recorded(seq).entry;
    const OwnedChanges ours = changes_for(entry, member);
    const bool can_spend =
        entry.has_sale() || entry.has_adjust() || entry.has_join_household() || entry.has_event();
    for (const v1::LotChange& change : ours.lots) {
      if (can_spend && change.amount() < 0) spent[change.unit()] -= change.amount();
    }
  }
  return spent;
}

UnitView unit_view(std::string unit, std::string name, programme::Wallet wallet, Date day) {
  UnitView view{std::move(unit), std::move(name), false, std::move(wallet), 0, 0, 0, 0, {}};
  view.safe_to_spend = programme::spendable(view.wallet, day);
  view.pending = programme::pending(view.wallet, day);
  for (const programme::Lot& lot : view.wallet.lots) {
    if (lot.amount > 0 && lot.available_from <= day && day < lot.expires_on &&
        lot.expires_on <= day + kExpiringWithin) {
      view.expiring.push_back(lot);
    }
  }
  return view;
}

std::vector<UnitView> named_units(Books& books, const MemberId& member, Date day) {
  std::vector<programme::Wallet> wallets = books.wallets.read(member);
  std::vector<UnitView> views;
  if (const auto in_force = books.programmes.in_force(day)) {
    for (const programme::Unit& unit : in_force->programme->units) {
      views.push_back(unit_view(unit.id, unit.name, wallet_of(wallets, unit.id), day));
      views.back().is_counter = unit.counter;
      std::erase_if(wallets, [&](const auto& wallet) { return wallet.unit == unit.id; });
    }
  }
  for (programme::Wallet& wallet : wallets) {
    const std::string unit = wallet.unit;
    views.push_back(unit_view(unit, unit, std::move(wallet), day));
  }
  return views;
}

// The tier, until when it is held, and what the next one asks for.
void set_tier(MemberView& view, Books& books, Date day) {
  const auto in_force = books.programmes.in_force(day);
  if (!in_force) return;
  const programme::Programme& programme = *in_force->programme;
  const auto units = situation_units(view.units);
  const programme::Tier* tier = tier_before(programme, units, day);
  const auto wallet = [&](const std::string& unit) {
    for (const UnitView& each : view.units) {
      if (each.unit == unit) return each.wallet;
    }
    return programme::Wallet{unit, {}, 0};
  };
  if (tier != nullptr) {
    view.tier = tier->id;
    view.tier_name = programme::translated(tier->name, tier->names, view.language);
    if (!tier->status.empty()) view.tier_until = programme::last_expiry(wallet(tier->status));
  }
  const std::size_t next =
      tier == nullptr ? 0 : static_cast<std::size_t>(tier - programme.tiers.data()) + 1;
  if (next >= programme.tiers.size()) return;
  const programme::Tier& above = programme.tiers[next];
  const Quantity missing = above.at_least - programme::spendable(wallet(above.unit), day);
  view.next_tier_name = programme::translated(above.name, above.names, view.language);
  view.next_tier_missing = std::max<Quantity>(missing, 0);
}

}  // namespace

LinkState link_state(Books& books, const RedeemPolicy& policy, Timestamp now) {
  if (!policy.has_head_office) return {};
  const SyncPosition position = books.sync_position();
  LinkState state{Link::away, std::nullopt, std::nullopt, 0, 0};
  const Seq head = books.journal.head().seq;
  state.waiting = head > position.counted_seq ? head - position.counted_seq : 0;
  if (position.feed_head > position.feed_cursor) {
    state.to_take = position.feed_head - position.feed_cursor;
  }
  if (position.complete_at.ms > 0) state.complete_at = position.complete_at;
  if (position.last_contact.ms > 0) {
    state.last_contact = position.last_contact;
    // A clock that went backwards must not make an old answer look new for ever.
    if (std::chrono::abs(now - position.last_contact) <= policy.offline_after) {
      state.link = Link::connected;
    }
  }
  return state;
}

namespace {

// What head office said, what happened since, and what may be spent while it is out of reach.
void set_confirmed(std::vector<UnitView>& views, Books& books, const RedeemPolicy& policy,
                   const MemberId& member, Date day, Timestamp now) {
  const LinkState link = link_state(books, policy, now);
  if (link.link == Link::none) {
    for (UnitView& view : views) view.confirmed = view.safe_to_spend;
    return;
  }
  const Confirmed confirmed = books.confirmed(member).value_or(Confirmed{});
  std::vector<programme::Wallet> wallets;
  for (const UnitView& view : views) wallets.push_back(view.wallet);
  const auto here = books.spendable_here(member, wallets, false, now);
  std::map<std::string, Quantity> spent_here;
  if (link.link == Link::away && has_floor_limit(policy)) {
    spent_here = spent_since(books, member, confirmed.counts_seq);
  }
  for (UnitView& view : views) {
    view.confirmed = programme::spendable(wallet_of(confirmed.wallets, view.unit), day);
    view.since_then = view.safe_to_spend - view.confirmed;
    const programme::Wallet rights = wallet_of(here, view.unit);
    view.rights = rights.lots;
    Quantity most = programme::spendable(rights, day);
    if (link.link == Link::away && has_floor_limit(policy)) {
      const Quantity left_today =
          policy.floor_limit_per_day - books.day_counts.read({day, Counted::risked, "", view.unit});
      const Quantity left = floor_limit(policy, view.unit) - spent_here[view.unit];
      most += std::max<Quantity>(0, std::min(left, left_today));
    }
    view.safe_to_spend = std::min(most, view.safe_to_spend);
  }
}

// What the holds set aside may not be spent. It can be more than there is, where a return took
// units back or a lot expired.
void set_held(std::vector<UnitView>& views, Books& books, const std::vector<Seq>& holds,
              std::optional<Seq> captured) {
  for (Seq seq : holds) {
    if (seq == captured) continue;
    const v1::JournalEntry entry = books.recorded(seq).entry;
    for (const v1::UnitBalance& amount : entry.hold().amounts()) {
      const auto view = std::ranges::find(views, amount.unit(), &UnitView::unit);
      if (view != views.end()) view->held += amount.quantity();
    }
  }
  for (UnitView& view : views) {
    view.safe_to_spend = std::max<Quantity>(0, view.safe_to_spend - view.held);
  }
}

}  // namespace

std::vector<UnitView> units_of(Books& books, const RedeemPolicy& policy, const MemberId& member,
                               Date day, Timestamp now, std::optional<Seq> captured_hold) {
  std::vector<UnitView> views = named_units(books, member, day);
  set_confirmed(views, books, policy, member, day, now);
  std::vector<Seq> holds = books.holds.open(member, day, now);
  for (const MemberId& duplicate : books.standings.duplicates_of(member)) {
    const std::vector<Seq> theirs = books.holds.open(duplicate, day, now);
    holds.insert(holds.end(), theirs.begin(), theirs.end());
  }
  set_held(views, books, holds, captured_hold);
  return views;
}

MemberView member_view(Books& books, const RedeemPolicy& policy, const Moment& moment,
                       const MemberId& of, std::optional<Seq> captured_hold) {
  const MemberId member = books.standings.survivor_of(of);
  MemberView view;
  view.member = member;
  view.standing = books.standings.read(member);
  view.owner = household_of(view.standing).value_or(member);
  if (view.owner != view.member) {
    view.household_members = books.standings.members_of(view.owner).size();
  }
  const v1::MemberSegments segments = books.segments.read(member);
  view.segments.assign(segments.tags().begin(), segments.tags().end());
  if (const auto profile = books.identifiers.profile(member)) {
    view.is_registered = true;
    view.name = profile->name();
    view.language = profile->language();
  }
  view.units = units_of(books, policy, view.owner, moment.today, moment.now, captured_hold);
  if (!may_spend(view.standing)) {
    for (UnitView& unit : view.units) unit.safe_to_spend = 0;
  }
  set_tier(view, books, moment.today);
  view.link = link_state(books, policy, moment.now);
  return view;
}

namespace {

Result<MemberView> identify_for(Books& books, const RedeemPolicy& policy, const Moment& moment,
                                const Identifier& who, std::optional<Seq> captured_hold,
                                bool is_sold) {
  LOYALD_ASSIGN(const programme::ShownAs proven,
                prove(books, policy.has_head_office, who, moment.now, is_sold));
  LOYALD_ASSIGN(const FoundIdentifier found, books.find_member(who));
  MemberView view = member_view(books, policy, moment, found.member, captured_hold);
  view.is_new = found.state == v1::CARD_STATE_UNSPECIFIED;
  view.card = found;
  if (view.is_new) view.card->state = v1::CARD_STATE_ACTIVE;
  view.shown_as = proven;
  if (const auto in_force = books.programmes.in_force(moment.today)) {
    view.allowed = in_force->programme->identification.of(proven);
  }
  return view;
}

// Would the sale that was decided break a limit?
Result<void> check_limits_of(Books& books, const programme::Limits& limits,
                             const QuoteRequest& request, const MemberId& member, Date day,
                             const v1::SaleInputs& inputs,
                             const programme::Evaluation& evaluation) {
  if (!limits.counts()) return {};
  v1::JournalEntry entry;
  entry.set_business_date(day.days);
  entry.set_register_id(request.register_id);
  entry.set_cashier_id(request.cashier_id);
  entry.mutable_sale()->set_member_id(member.str());
  *entry.mutable_sale()->mutable_inputs() = inputs;
  set_outcome(entry, evaluation);
  return check_limits(books, limits, entry);
}

}  // namespace

Result<MemberView> identify(Books& books, const RedeemPolicy& policy, const Moment& moment,
                            const Identifier& who) {
  return identify_for(books, policy, moment, who, std::nullopt, false);
}

Result<void> require_usable(const FoundIdentifier& found) {
  switch (found.state) {
    case v1::CARD_STATE_BLOCKED:
      return fail(Errc::permission_denied, "this card is blocked", "ask for another card");
    case v1::CARD_STATE_LOST:
      return fail(Errc::permission_denied, "this card was reported lost", "ask for another card");
    case v1::CARD_STATE_REPLACED:
      return fail(Errc::permission_denied, "this card was replaced", "ask for the new card");
    case v1::CARD_STATE_WITHDRAWN:
      return fail(Errc::permission_denied, "this card has been withdrawn", "ask for another card");
    default:
      return {};
  }
}

namespace {

// Whoever may not spend is told so whatever the reward would need.
Result<void> require_may_spend(const MemberView& member, const QuoteRequest& request) {
  if (may_spend(member.standing) || request.choices.empty()) return {};
  return fail(Errc::permission_denied, kMayNotSpend + (": " + member.standing.status().reason()),
              "sell without rewards");
}

}  // namespace

Result<QuoteView> quote(Books& books, const RedeemPolicy& policy, const Moment& moment,
                        const QuoteRequest& request) {
  const Date day = request.business_date.value_or(moment.today);
  LOYALD_ASSIGN(MemberView member, identify_for(books, policy, {moment.now, day}, request.who,
                                                request.captured_hold, request.is_sold));
  CHECK(member.card);
  LOYALD_TRY(require_usable(*member.card));
  LOYALD_TRY(require_may_spend(member, request));
  LOYALD_ASSIGN(const ProgrammeInForce in_force, books.programmes.in_force(day));
  LOYALD_TRY(check_attach_window(in_force.programme->limits, day, moment.today));
  RulesContext context = rules_context(books, member, *in_force.programme, request.setting, day);
  programme::Situation& situation = context.situation;
  situation.basket = request.basket;
  situation.choices = request.choices;
  LOYALD_ASSIGN(programme::Evaluation evaluation,
                programme::evaluate(*in_force.programme, situation));
  LOYALD_TRY(check_limits_of(books, in_force.programme->limits, request, member.member, day,
                             inputs_of(situation, evaluation.tier, context.referrer), evaluation));
  std::vector<programme::Offer> offers = programme::offers(*in_force.programme, situation);
  if (!may_spend(member.standing)) {
    for (programme::Offer& offer : offers) offer = {offer.reward, 0, Money{}, kMayNotSpend};
  }
  return QuoteView{std::move(member), std::move(situation), std::move(evaluation),
                   std::move(offers), in_force.version,     context.referrer};
}

bool is_worth_asking(const MemberView& view, Date day) {
  return view.link.link == Link::connected && may_spend(view.standing) &&
         std::ranges::any_of(view.units, [&](const UnitView& unit) {
           return unit.safe_to_spend + unit.held < programme::spendable(unit.wallet, day);
         });
}

std::vector<HistoryItem> history(Books& books, const MemberId& member, Seq before_seq, int limit) {
  const Seq counted = books.sync_position().counted_seq;
  const Seq before = before_seq == 0 ? static_cast<Seq>(INT64_MAX) : before_seq;
  std::vector<Seq> entries = books.entries_before(member, before, limit);
  for (const MemberId& duplicate : books.standings.duplicates_of(member)) {
    const std::vector<Seq> theirs = books.entries_before(duplicate, before, limit);
    entries.insert(entries.end(), theirs.begin(), theirs.end());
  }
  std::ranges::sort(entries, std::greater());
  // A household's entry can be of both.
  entries.erase(std::ranges::unique(entries).begin(), entries.end());
  if (entries.size() > static_cast<std::size_t>(limit)) {
    entries.resize(static_cast<std::size_t>(limit));
  }
  std::vector<HistoryItem> items;
  for (Seq seq : entries) {
    HistoryItem item{seq, books.recorded(seq).entry, seq <= counted, {}};
    const auto lines = static_cast<std::size_t>(item.entry.sale().lines_size());
    const bool is_void = lines > 0 && books.returned(seq, 0) > 0;
    for (std::size_t line = 1; line <= lines; ++line) {
      item.returned.push_back(is_void
                                  ? item.entry.sale().lines(static_cast<int>(line) - 1).quantity()
                                  : books.returned(seq, line));
    }
    items.push_back(std::move(item));
  }
  return items;
}

Result<Recorded> find_entry(Books& books, Seq seq) {
  if (seq == 0 || seq > books.journal.head().seq) {
    return fail(Errc::not_found, "this store's journal has no entry " + std::to_string(seq));
  }
  return books.recorded(seq);
}

Result<Recorded> find_entry(Books& books, const std::string& register_id,
                            const std::string& op_id) {
  const auto seq = books.find_operation(register_id, op_id);
  if (!seq) {
    return fail(Errc::not_found,
                "register \"" + register_id + "\" recorded no operation \"" + op_id + "\" here",
                "check the register and the id; a sale of another store is not known here");
  }
  return books.recorded(*seq);
}

}  // namespace loyald
