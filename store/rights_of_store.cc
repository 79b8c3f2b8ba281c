// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "store/base/check.h"
#include "store/offers.h"
#include "store/store.h"

// What this store may spend without asking: taken from head office and given back to it.
namespace loyald {
namespace {

constexpr int kMaxOwnersReleased = 500;

std::uint64_t next_hlc(Journal& journal, Timestamp now) {
  return std::max(hlc_of(now), journal.head().hlc + 1);
}

v1::JournalEntry begin_own_entry(Timestamp now) {
  v1::JournalEntry entry;
  entry.set_business_date(day_of(now).days);
  return entry;
}

std::string store_owner(StoreId store) { return owner_of_store(store).str(); }

}  // namespace

Result<void> Store::take_office_key(std::string_view bytes) {
  PublicKey key;
  if (bytes.size() != key.size()) {
    return fail(Errc::data_loss, "head office sent a key of " + std::to_string(bytes.size()) +
                                     " bytes, not " + std::to_string(key.size()));
  }
  std::ranges::copy(bytes, key.begin());
  const auto known = books_.office_key();
  if (known && *known != key) {
    return fail(Errc::failed_precondition,
                "head office signs with another key than it did: it is another one, or its "
                "signing key was lost",
                "put head office's key file back from its backup");
  }
  if (!known) books_.set_office_key(key);
  return {};
}

Result<void> Store::take_offers(Timestamp now,
                                const google::protobuf::RepeatedPtrField<v1::SignedOffer>& offers) {
  CHECK(books_.database().in_transaction());
  if (books_.are_alone || books_.closed()) return {};
  const JournalName ours = books_.name();
  for (const v1::SignedOffer& signed_offer : offers) {
    const auto offer = offer_in(signed_offer, ours);
    if (!offer) {
      return fail(Errc::data_loss, "head office sent an offer that is none for this store");
    }
    const Lease lease = books_.rights.lease(ours);
    if (offer->offer_no() <= lease.offer_no || offer->generation() < lease.generation) continue;
    // It came too late: head office takes back what nobody accepted before the lease ran out, also
    // what would be ours until we seal it.
    if (next_hlc(books_.journal, now) >= offer->lease_until()) continue;
    const auto key = books_.office_key();
    if (!key || !is_signed_by(signed_offer, *key)) {
      return fail(Errc::permission_denied, "an offer is not signed by head office");
    }
    v1::JournalEntry entry = begin_own_entry(now);
    entry.mutable_grant_accept()->set_member_id(store_owner(store_id_));
    *entry.mutable_grant_accept()->mutable_offer() = signed_offer;
    LOYALD_TRY(books_.record(std::move(entry), now));
  }
  return {};
}

void Store::release_rights(Timestamp now, const std::vector<MemberId>& owners) {
  CHECK(books_.database().in_transaction());
  if (books_.are_alone || books_.closed()) return;
  const std::vector<MemberId> busy = books_.holds.owners_with_open(now);
  v1::JournalEntry entry = begin_own_entry(now);
  v1::RightsRelease& release = *entry.mutable_rights_release();
  release.set_member_id(store_owner(store_id_));
  for (const MemberId& owner : owners) {
    if (release.owner_ids_size() >= kMaxOwnersReleased) break;
    // A hold of whoever owns nothing of their own any more is captured from where that went.
    const bool is_owner = books_.standings.wallets_of(owner) == owner;
    if (is_owner && std::ranges::find(busy, owner) != busy.end()) continue;
    if (books_.rights.holds_any(owner, books_.name())) release.add_owner_ids(owner.str());
  }
  if (release.owner_ids().empty()) return;
  CHECK(books_.record(std::move(entry), now));
}

bool Store::seal(Timestamp now, std::chrono::milliseconds age) {
  CHECK(books_.database().in_transaction());
  const JournalName ours = books_.name();
  const auto first =
      books_.are_alone || books_.closed() ? std::nullopt : books_.rights.first_own(ours);
  if (!first) return false;
  const Timestamp clock = std::max(now, time_of_hlc(books_.journal.head().hlc));
  Seq through = books_.journal.last_before(hlc_of(clock + -age));
  for (const MemberId& owner : books_.holds.owners_with_open(now)) {
    if (const auto needed = books_.rights.first_own(owner, ours)) {
      through = std::min(through, *needed - 1);
    }
  }
  if (*first > through) return false;
  v1::JournalEntry entry = begin_own_entry(now);
  entry.mutable_seal()->set_member_id(store_owner(store_id_));
  entry.mutable_seal()->set_through_seq(through);
  CHECK(books_.record(std::move(entry), now));
  return true;
}

Result<Recorded> Store::decommission(Timestamp now, const std::string& reason) {
  CHECK(books_.database().in_transaction());
  if (books_.are_alone) {
    return fail(Errc::failed_precondition,
                "this store has no head office to give its units back to",
                "stop the daemon and keep a backup of its books");
  }
  if (books_.closed()) return books_.recorded(books_.journal.head().seq);
  if (!books_.holds.owners_with_open(now).empty()) {
    return fail(Errc::failed_precondition, "units are held for a sale that is not finished",
                "finish or release it first");
  }
  v1::JournalEntry entry = begin_own_entry(now);
  entry.mutable_close()->set_member_id(store_owner(store_id_));
  entry.mutable_close()->set_reason(reason);
  return books_.record(std::move(entry), now);
}

}  // namespace loyald
