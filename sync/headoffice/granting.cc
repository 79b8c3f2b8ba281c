// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/granting.h"

#include <algorithm>

#include "store/base/amounts.h"
#include "store/base/check.h"
#include "store/offers.h"
#include "sync/headoffice/exceptions.h"
#include "sync/headoffice/following.h"
#include "sync/headoffice/home_stores.h"
#include "sync/headoffice/interest.h"
#include "sync/headoffice/member_state.h"
#include "sync/headoffice/pool.h"
#include "sync/headoffice/request_check.h"
#include "sync/wire_hash.h"

namespace loyald {
namespace {

void add_lot(v1::Grant& grant, const std::string& unit, const programme::Lot& lot,
             Quantity amount) {
  v1::GrantedLot& granted = *grant.add_lots();
  granted.set_unit(unit);
  granted.set_available_from(lot.available_from.days);
  granted.set_expires_on(lot.expires_on.days);
  granted.set_amount(std::min(amount, kMaxAmount));
}

v1::Grant grant_all(const std::vector<programme::Wallet>& pool, const MemberId& owner, Date day) {
  v1::Grant grant;
  grant.set_owner_id(owner.str());
  for (const programme::Wallet& wallet : pool) {
    for (const programme::Lot& lot : live_lots(wallet, day)) {
      add_lot(grant, wallet.unit, lot, lot.amount);
    }
  }
  return grant;
}

// What the store holds or is offered of a unit; of one lot alone, if that is named.
Quantity held_by(const Holdings& holdings, StoreId store, const std::string& unit,
                 const programme::Lot* only = nullptr) {
  Quantity sum = 0;
  const auto add = [&](StoreId holder, const std::string& of, const programme::Lot& lot) {
    const bool is_meant = only == nullptr || (lot.available_from == only->available_from &&
                                              lot.expires_on == only->expires_on);
    if (holder == store && of == unit && is_meant) sum += lot.amount;
  };
  for (const HeldLot& each : holdings.held) add(each.holder.store_id, each.unit, each.lot);
  for (const PendingGrant& each : holdings.pending) add(each.to.store_id, each.unit, each.lot);
  return sum;
}

// What brings the store to its share of all that there is, and to no more than `most` of a unit
// (0: all).
v1::Grant grant_share(const Holdings& holdings, const MemberId& owner, const HomeStore& home,
                      Quantity most, Date day) {
  v1::Grant grant;
  grant.set_owner_id(owner.str());
  for (const programme::Wallet& wallet : pool_of(holdings)) {
    const programme::Wallet all = wallet_of(holdings.wallets, wallet.unit);
    Quantity room = most == 0 ? INT64_MAX : most - held_by(holdings, home.store, wallet.unit);
    for (const programme::Lot& lot : live_lots(wallet, day)) {
      const auto whole = std::ranges::find_if(all.lots, [&](const programme::Lot& each) {
        return each.available_from == lot.available_from && each.expires_on == lot.expires_on;
      });
      CHECK(whole != all.lots.end());
      const auto share = static_cast<Quantity>(__int128{whole->amount} * home.share / home.of);
      const Quantity missing = share - held_by(holdings, home.store, wallet.unit, &lot);
      const Quantity amount = std::min({lot.amount, missing, room});
      if (amount <= 0) continue;
      add_lot(grant, wallet.unit, lot, amount);
      room -= amount;
    }
  }
  return grant;
}

std::uint64_t new_lease(CentralBooks& books, const CountedJournal& journal, Timestamp now) {
  // In the journal's own time: a clock that is ahead must not make a grant that is dead on arrival.
  return hlc_of(std::max(now, time_of_hlc(journal.hlc)) + books.lease_length);
}

void make_offer(CentralBooks& books, const CountedJournal& journal, Timestamp now,
                std::vector<v1::Grant> grants) {
  IssuedLease lease = books.offers.lease(journal.name);
  lease.until = std::max(lease.until, new_lease(books, journal, now));
  ++lease.offer_no;
  v1::RightsOffer offer;
  offer.set_store_id(journal.name.store_id);
  offer.set_incarnation(journal.name.incarnation.str());
  offer.set_offer_no(lease.offer_no);
  offer.set_generation(lease.generation);
  offer.set_lease_until(lease.until);
  for (v1::Grant& grant : grants) *offer.add_grants() = std::move(grant);
  books.offers.put(journal.name, offer, sign_offer(offer, books.signing_seed));
  books.offers.set_lease(journal.name, lease);
}

// What of an owner's units the store is granted now; nothing where others wait for them.
std::optional<v1::Grant> grant_for(CentralBooks& books, const MemberId& owner, StoreId store,
                                   Timestamp now) {
  const Date day = day_of(now);
  const Holdings holdings = holdings_of(books, owner);
  if (const auto recall = books.grant_queue.recall_of(owner, now)) {
    if (recall->for_store != store) return std::nullopt;
    v1::Grant grant = grant_all(pool_of(holdings), owner, day);
    grant.set_until_sealed(true);
    return grant;
  }
  for (const HomeStore& home : home_stores(books.visits.of(owner, day))) {
    if (home.store == store) return grant_share(holdings, owner, home, books.most_granted, day);
  }
  return v1::Grant();
}

std::vector<v1::Grant> due_grants(CentralBooks& books, StoreId store, Timestamp now) {
  std::vector<v1::Grant> grants;
  std::size_t lots = 0;
  for (const MemberId& owner : books.grant_queue.due(store, kMaxOwnersOffered)) {
    auto grant = grant_for(books, owner, store, now);
    if (!grant) continue;
    const auto added = static_cast<std::size_t>(grant->lots_size());
    if (lots > 0 && lots + added > kMaxLotsOffered) break;
    lots += added;
    books.grant_queue.drop_due(store, owner);
    // Units that are merged away or in a household follow their member.
    if (added > 0 && books.standings.wallets_of(owner) == owner) {
      grants.push_back(*std::move(grant));
    }
  }
  return grants;
}

// A lease that is half over is told anew while something depends on it.
bool must_renew(CentralBooks& books, const CountedJournal& journal, Timestamp now) {
  const IssuedLease lease = books.offers.lease(journal.name);
  const std::uint64_t half =
      hlc_of(std::max(now, time_of_hlc(journal.hlc)) + books.lease_length / 2);
  return lease.until < half && books.rights.has_granted(journal.name);
}

template <class Response>
void add_offers(CentralBooks& books, const JournalName& journal, Response& response) {
  for (v1::SignedOffer& offer : books.offers.pending(journal)) {
    *response.add_offers() = std::move(offer);
  }
}

// Says who is found by the identifiers and has the store follow them; returns whose wallets theirs
// are.
std::set<MemberId> introduce(CentralBooks& books, const CountedJournal& journal, Timestamp now,
                             const google::protobuf::RepeatedPtrField<std::string>& identifiers,
                             v1::AcquireResponse& response) {
  std::set<MemberId> told;
  std::set<MemberId> owners;
  for (const std::string& text : identifiers) {
    const auto found = books.identifiers.find(text);
    if (!found) continue;
    told.merge(needed_for(books, found->member));
    owners.insert(books.standings.wallets_of(found->member));
  }
  books.feed.follow(journal.name.store_id, told);
  for (const MemberId& member : told) *response.add_members() = member_state(books, member, now);
  return owners;
}

}  // namespace

void reclaim(CentralBooks& books, const CountedJournal& journal, Timestamp now) {
  IssuedLease lease = books.offers.lease(journal.name);
  if (lease.until == 0 || journal.hlc < lease.until || books.awaited.any()) return;
  std::set<MemberId> freed = books.rights.end_granted(journal.name);
  for (const MemberId& owner : books.offers.close_all(journal.name)) freed.insert(owner);
  lease.until = 0;
  ++lease.generation;
  books.offers.set_lease(journal.name, lease);
  note_freed(books, freed, now);
  follow_up(books, std::move(freed), now);
}

void add_grants(CentralBooks& books, const CountedJournal& journal, Timestamp now,
                v1::PushResponse& response) {
  if (!books.awaited.any() && books.offers.pending(journal.name).size() < kMaxPendingOffers) {
    std::vector<v1::Grant> grants = due_grants(books, journal.name.store_id, now);
    if (!grants.empty() || must_renew(books, journal, now)) {
      make_offer(books, journal, now, std::move(grants));
    }
  }
  add_offers(books, journal.name, response);
  for (const MemberId& owner : books.grant_queue.recalls_but_for(journal.name.store_id, now)) {
    if (static_cast<std::size_t>(response.recalls_size()) >= kMaxRecallsTold) break;
    if (books.rights.holds_any(owner, journal.name)) response.add_recalls(owner.str());
  }
}

Result<v1::AcquireResponse> acquire(CentralBooks& books, Timestamp now,
                                    const v1::AcquireRequest& request) {
  LOYALD_ASSIGN(const JournalName name,
                read_journal_name(request.store_id(), request.incarnation()));
  if (request.owner_ids_size() > kMaxOwnersAcquired ||
      request.identifiers_size() > kMaxOwnersAcquired) {
    return fail(Errc::invalid_argument, "owner_ids and identifiers: at most " +
                                            std::to_string(kMaxOwnersAcquired) + " at once");
  }
  const auto journal = books.incarnations.find(name);
  if (!journal || journal->state != IncarnationState::active) {
    return fail(Errc::failed_precondition, "head office does not count this incarnation",
                "open it first");
  }
  v1::AcquireResponse response;
  std::set<MemberId> owners = introduce(books, *journal, now, request.identifiers(), response);
  for (const std::string& bytes : request.owner_ids()) {
    LOYALD_ASSIGN(const MemberId owner, id_from_bytes<MemberId>(bytes));
    owners.insert(owner);
  }
  const bool may_grant =
      !books.awaited.any() && books.offers.pending(name).size() < kMaxPendingOffers;
  std::vector<v1::Grant> grants;
  for (const MemberId& owner : owners) {
    if (books.standings.wallets_of(owner) != owner) continue;
    const Holdings holdings = holdings_of(books, owner);
    std::set<StoreId> others = holders_of(holdings);
    others.erase(name.store_id);
    if (!others.empty()) books.grant_queue.ask(owner, name.store_id, now);
    if (!may_grant) continue;
    v1::Grant grant = grant_all(pool_of(holdings), owner, day_of(now));
    grant.set_until_sealed(true);
    if (!grant.lots().empty()) grants.push_back(std::move(grant));
  }
  if (!grants.empty()) make_offer(books, *journal, now, std::move(grants));
  response.set_cursor_seq(journal->seq);
  response.set_cursor_hash(sync::to_wire(journal->hash));
  response.set_time_ms(now.ms);
  add_offers(books, name, response);
  return response;
}

std::optional<AcceptFault> close_accepted(CentralBooks& books, const v1::GrantAccept& accepted,
                                          const JournalName& journal) {
  const auto offer = offer_in(accepted.offer(), journal);
  if (!offer)
    return AcceptFault{exception_code::kForgedRights, "what it accepts is no offer to it"};
  if (const auto made = books.offers.find(journal, offer->offer_no());
      made && made->offer() == accepted.offer().offer()) {
    books.offers.close_through(journal, offer->offer_no());
    return std::nullopt;
  }
  if (!is_signed_by(accepted.offer(), public_key_of(books.signing_seed))) {
    return AcceptFault{exception_code::kForgedRights,
                       "it accepts an offer that head office never made"};
  }
  IssuedLease lease = books.offers.lease(journal);
  if (offer->generation() < lease.generation || offer->offer_no() <= lease.offer_no) {
    return AcceptFault{exception_code::kRightsExceeded, "it accepts offer " +
                                                            std::to_string(offer->offer_no()) +
                                                            ", which head office had taken back"};
  }
  // One that was made after the backup that these books come from.
  books.offers.close_through(journal, offer->offer_no());
  lease.offer_no = offer->offer_no();
  lease.until = std::max(lease.until, offer->lease_until());
  lease.generation = offer->generation();
  books.offers.set_lease(journal, lease);
  return std::nullopt;
}

}  // namespace loyald
