// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "store/base/check.h"
#include "store/store.h"
#include "store/take_returned.h"

// What head office says, taken into the books.
namespace loyald {
namespace {

constexpr auto kMostStored = static_cast<std::uint64_t>(INT64_MAX);

Result<void> check_standing(const v1::MemberState& state) {
  bool is_sound = state.segments().hlc() <= kMostStored;
  for (const v1::ConsentRecord& consent : state.standing().consents()) {
    is_sound = is_sound && !consent.consent().empty() && consent.hlc() <= kMostStored;
  }
  const v1::HouseholdRecord& household = state.standing().household();
  const v1::MergeRecord& merged = state.standing().merged();
  const auto is_id = [](const std::string& bytes) {
    return bytes.empty() || bytes.size() == MemberId().bytes.size();
  };
  is_sound = is_sound && state.standing().status().hlc() <= kMostStored &&
             household.hlc() <= kMostStored && is_id(household.household_id()) &&
             merged.hlc() <= kMostStored && is_id(merged.into_member_id());
  if (is_sound) return {};
  return fail(Errc::data_loss, "head office sent a member with a malformed standing");
}

// Head office may be wrong; our books must not take what they cannot hold.
Result<void> check_member(const v1::MemberState& state) {
  const auto bad = [](const char* what) {
    return fail(Errc::data_loss, std::string("head office sent a member with ") + what);
  };
  if (state.member_id().size() != MemberId().bytes.size()) return bad("a malformed id");
  for (const v1::WalletState& wallet : state.wallets()) {
    if (wallet.unit().empty()) return bad("a wallet without a unit");
    for (const v1::LotState& lot : wallet.lots()) {
      if (lot.amount() == 0) return bad("an empty lot");
    }
  }
  for (const v1::CardRecord& card : state.cards()) {
    if (card.card().empty() || card.hlc() > kMostStored || card.store_id() > kMostStored) {
      return bad("a malformed card");
    }
  }
  const v1::MemberProfile& profile = state.profile();
  if (state.has_profile() && (profile.member_id() != state.member_id() ||
                              profile.hlc() > kMostStored || profile.store_id() > kMostStored)) {
    return bad("a malformed profile");
  }
  return check_standing(state);
}

}  // namespace

void Store::follow_epoch(SyncPosition& position, std::uint64_t feed_epoch) {
  if (position.feed_epoch == feed_epoch) return;
  position.feed_epoch = feed_epoch;
  position.feed_cursor = 0;
  books_.identifiers.mark_unsent(store_id_);
}

void Store::record_contact(Timestamp now, Seq counted_seq) {
  const SyncPosition position = books_.sync_position();
  record_contact(now, counted_seq, position.feed_head, position.feed_epoch);
}

void Store::record_contact(Timestamp now, Seq counted_seq, std::uint64_t feed_head,
                           std::uint64_t feed_epoch) {
  CHECK(books_.database().in_transaction());
  SyncPosition position = books_.sync_position();
  position.counted_seq = counted_seq;
  position.feed_head = std::min(feed_head, kMostStored);
  position.last_contact = now;
  follow_epoch(position, std::min(feed_epoch, kMostStored));
  if (position.feed_cursor == feed_head) position.complete_at = now;
  books_.set_sync_position(position);
}

void Store::mark_profiles_sent(
    const google::protobuf::RepeatedPtrField<v1::MemberProfile>& profiles) {
  CHECK(books_.database().in_transaction());
  for (const v1::MemberProfile& profile : profiles) books_.identifiers.mark_sent(profile);
}

void Store::drop_unsaid_cards(const v1::MemberState& state, const MemberId& member) {
  for (const FoundIdentifier& known : books_.identifiers.of_member(member)) {
    const bool is_said = std::ranges::any_of(state.cards(), [&](const v1::CardRecord& card) {
      return card.card() == known.identifier.text &&
             Version{card.hlc(), card.store_id()} >= known.version;
    });
    if (known.identifier.kind == IdentifierKind::card && !is_said) {
      books_.identifiers.forget(known.identifier.text);
    }
  }
}

Result<void> Store::apply_member(Timestamp now, const v1::MemberState& state, Seq counts_seq) {
  LOYALD_TRY(check_member(state));
  const auto member = id_from_bytes<MemberId>(state.member_id());
  CHECK(member);
  // What head office no longer says is no longer so: its word, and our later entries on top.
  std::vector<programme::Wallet> wallets = wallets_from(state);
  v1::MemberStanding standing = state.standing();
  for (Seq seq : books_.entries_after(*member, counts_seq)) {
    const v1::JournalEntry entry = books_.recorded(seq).entry;
    const OwnedChanges ours = changes_for(entry, *member);
    LOYALD_TRY(apply(wallets, ours.lots, ours.debts));
    for (const StandingOf& each : standings_of(entry, store_id_)) {
      if (each.member == *member) merge(standing, each.standing);
    }
  }
  books_.wallets.replace(*member, wallets);
  books_.set_confirmed(*member, counts_seq, state);
  drop_unsaid_cards(state, *member);
  for (const FoundIdentifier& card : cards_from(state, *member)) books_.identifiers.put(card);
  for (Seq seq : books_.entries_after(*member, counts_seq)) {
    if (const auto card = card_of(books_.recorded(seq).entry, store_id_)) {
      books_.identifiers.put(*card);
    }
  }
  if (state.has_profile()) books_.identifiers.put_profile(state.profile(), true);
  books_.standings.replace(*member, standing);
  books_.segments.replace(*member, state.segments());
  // Who shares wallets or is merged into another spends nothing of their own any more.
  if (books_.standings.wallets_of(*member) != *member) release_rights(now, {*member});
  return take_returned(books_, state, counts_seq);
}

Result<void> Store::apply_members(
    Timestamp now, const google::protobuf::RepeatedPtrField<v1::MemberState>& members,
    Seq counts_seq) {
  CHECK(books_.database().in_transaction());
  if (counts_seq > kMostStored) {
    return fail(Errc::data_loss, "head office sent a place that no journal has");
  }
  for (const v1::MemberState& state : members) LOYALD_TRY(apply_member(now, state, counts_seq));
  return {};
}

Result<void> Store::apply_pull(Timestamp now, const v1::PullResponse& page) {
  CHECK(books_.database().in_transaction());
  if (page.feed_cursor() > kMostStored || page.counts_seq() > kMostStored) {
    return fail(Errc::data_loss, "head office sent a place that no feed or journal has");
  }
  for (const v1::ProgrammeVersion& version : page.programmes()) {
    LOYALD_TRY(books_.programmes.put(version.version(), {version.valid_from()}, version.toml()));
  }
  if (static_cast<std::size_t>(page.store_keys_size()) > kMaxStoreKeys) {
    return fail(Errc::data_loss, "head office sent more keys than there can be stores");
  }
  for (const v1::StoreKey& key : page.store_keys()) LOYALD_TRY(books_.store_keys.put(key));
  for (const v1::CardNotice& notice : page.card_notices()) {
    LOYALD_TRY(books_.card_keys.take(notice));
  }
  for (const v1::CodeSecret& secret : page.code_secrets()) {
    LOYALD_TRY(books_.card_keys.take(secret));
  }
  SyncPosition position = books_.sync_position();
  follow_epoch(position, std::min(page.feed_epoch(), kMostStored));
  books_.set_sync_position(position);
  LOYALD_TRY(apply_members(now, page.members(), page.counts_seq()));
  position.feed_cursor = page.feed_cursor();
  // The last page ends at the feed's head, which a restored head office has moved back.
  if (!page.more() || page.feed_cursor() > position.feed_head) {
    position.feed_head = page.feed_cursor();
  }
  position.last_contact = now;
  if (!page.more()) position.complete_at = now;
  books_.set_sync_position(position);
  return {};
}

}  // namespace loyald
