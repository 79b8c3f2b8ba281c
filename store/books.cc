// SPDX-License-Identifier: Apache-2.0
#include "store/books.h"

#include <algorithm>

#include "store/base/check.h"
#include "store/settlement.h"

namespace loyald {

Books::Books(std::unique_ptr<sql::Database> database)
    : database_(std::move(database)),
      journal(*database_),
      wallets(*database_),
      identifiers(*database_),
      standings(*database_),
      segments(*database_),
      programmes(*database_),
      holds(*database_),
      day_counts(*database_),
      returned_quantities(*database_),
      store_keys(*database_),
      card_keys(*database_),
      used_codes(*database_),
      card_series(*database_),
      rights(*database_),
      find_operation_(*database_,
                      "SELECT seq FROM operation WHERE register_id = ?1 AND op_id = ?2"),
      put_operation_(*database_, "INSERT INTO operation VALUES(?1, ?2, ?3)"),
      put_member_entry_(*database_, "INSERT INTO member_entry VALUES(?1, ?2)"),
      drop_operations_(*database_, "DELETE FROM operation WHERE seq > ?1"),
      drop_member_entries_(*database_, "DELETE FROM member_entry WHERE seq > ?1"),
      entries_before_(*database_,
                      "SELECT seq FROM member_entry WHERE member_id = ?1 AND seq < ?2 "
                      "ORDER BY seq DESC LIMIT ?3"),
      entries_after_(*database_,
                     "SELECT seq FROM member_entry WHERE member_id = ?1 AND seq > ?2 ORDER BY seq"),
      confirmed_(*database_, "SELECT counts_seq, state FROM confirmed WHERE member_id = ?1"),
      set_confirmed_(
          *database_,
          "INSERT OR REPLACE INTO confirmed SELECT ?1, ?2, ?3, feed_epoch FROM sync_state"),
      confirmed_members_(*database_, "SELECT member_id FROM confirmed ORDER BY member_id"),
      is_followed_(*database_,
                   "SELECT 1 FROM confirmed, sync_state WHERE member_id = ?1 AND "
                   "confirmed.feed_epoch = sync_state.feed_epoch"),
      position_(*database_,
                "SELECT counted_seq, feed_cursor, feed_head, feed_epoch, last_contact_ms, "
                "complete_at_ms "
                "FROM sync_state"),
      set_position_(*database_,
                    "UPDATE sync_state SET counted_seq = ?1, feed_cursor = ?2, feed_head = ?3, "
                    "feed_epoch = ?4, last_contact_ms = ?5, complete_at_ms = ?6"),
      rights_are_kept_(*database_, "SELECT rights_are_kept FROM sync_state"),
      set_rights_are_kept_(*database_, "UPDATE sync_state SET rights_are_kept = ?1"),
      office_key_(*database_, "SELECT office_key FROM sync_state"),
      set_office_key_(*database_, "UPDATE sync_state SET office_key = ?1"),
      receipt_(*database_, "SELECT receipt FROM sync_state"),
      set_receipt_(*database_, "UPDATE sync_state SET receipt = ?1"),
      office_ahead_(*database_, "SELECT office_ahead_ms FROM sync_state"),
      set_office_ahead_(*database_, "UPDATE sync_state SET office_ahead_ms = ?1") {}

std::optional<Seq> Books::find_operation(const std::string& register_id, const std::string& op_id) {
  auto row = find_operation_.run(register_id, op_id);
  if (!row.next()) return std::nullopt;
  return static_cast<Seq>(row.int64(0));
}

Result<FoundIdentifier> Books::find_member(const Identifier& who) {
  const bool is_withdrawn = who.kind == IdentifierKind::card && card_keys.is_withdrawn(who.text);
  if (auto found = identifiers.find(who.text)) {
    found->member = standings.survivor_of(found->member);
    if (is_withdrawn) found->state = v1::CARD_STATE_WITHDRAWN;
    return *std::move(found);
  }
  if (who.kind != IdentifierKind::card) {
    return fail(Errc::not_found,
                who.kind == IdentifierKind::phone ? "nobody here has this phone number"
                                                  : "nobody here has this mail address",
                "scan the card, or enrol the customer");
  }
  const MemberId member = standings.survivor_of(member_of_unknown_card(who.text));
  const auto state = is_withdrawn ? v1::CARD_STATE_WITHDRAWN : v1::CARD_STATE_UNSPECIFIED;
  return FoundIdentifier{{who.kind, who.text}, member, state, {}};
}

std::vector<Seq> Books::entries_before(const MemberId& member, Seq before, int limit) {
  std::vector<Seq> entries;
  auto row = entries_before_.run(sql::blob(member.bytes), before, limit);
  while (row.next()) entries.push_back(static_cast<Seq>(row.int64(0)));
  return entries;
}

std::vector<Seq> Books::entries_after(const MemberId& member, Seq after) {
  std::vector<Seq> entries;
  auto row = entries_after_.run(sql::blob(member.bytes), after);
  while (row.next()) entries.push_back(static_cast<Seq>(row.int64(0)));
  return entries;
}

Recorded Books::recorded(Seq seq) {
  const auto stored = journal.read(seq);
  CHECK(stored);
  return {seq, stored->hash, decode(*stored), false};
}

JournalName Books::name() {
  const auto life = journal.lives.newest();
  CHECK(life);
  return life->name();
}

std::vector<programme::Wallet> Books::spendable_here(const MemberId& owner,
                                                     const std::vector<programme::Wallet>& owned,
                                                     bool alone, Timestamp now) {
  const auto life = journal.lives.newest();
  CHECK(life);
  const JournalName ours = life->name();
  // In a life that head office does not know yet a till may repeat what the life before it lost,
  // and head office has: what that adds here, it may have let another store spend.
  const bool none = life->number > 1 && !life->is_opened;
  std::vector<programme::Wallet> held;
  if (alone || owner == owner_of_store(ours.store_id)) {
    held = owned;
  } else if (!none) {
    // By the clock that the next entry will have at least.
    const std::uint64_t hlc = std::max(hlc_of(now), journal.head().hlc);
    held = rights.read(owner, ours, hlc < rights.lease(ours).until);
  }
  std::vector<programme::Wallet> here;
  for (const programme::Wallet& wallet : owned) {
    here.push_back({wallet.unit, common_lots(wallet, wallet_of(held, wallet.unit)), 0});
  }
  return here;
}

bool Books::rights_are_kept() {
  auto row = rights_are_kept_.run();
  CHECK(row.next());
  return row.int64(0) != 0;
}

void Books::keep_rights(bool kept) {
  CHECK(database_->in_transaction());
  const std::vector<Life> lives = journal.lives.all();
  for (const Life& life : lives) rights.clear(life.name());
  set_rights_are_kept_.execute(kept ? 1 : 0);
  if (!kept) return;
  constexpr std::size_t kEntriesAtOnce = 1000;
  constexpr std::size_t kBytesAtOnce = 4 * 1024 * 1024;
  // What an earlier life held, its copy may have spent.
  Seq next = lives.back().parent_seq() + 1;
  const JournalName ours = lives.back().name();
  while (true) {
    const auto entries = journal.read_from(next, kEntriesAtOnce, kBytesAtOnce);
    if (entries.empty()) return;
    for (const StoredEntry& stored : entries) {
      const v1::JournalEntry entry = decode(stored);
      rights.fold(entry, owned_changes(entry), stored.seq, ours);
    }
    next = entries.back().seq + 1;
  }
}

std::optional<PublicKey> Books::office_key() {
  auto row = office_key_.run();
  CHECK(row.next());
  const std::string_view bytes = row.blob(0);
  PublicKey key;
  if (bytes.size() != key.size()) return std::nullopt;
  std::ranges::copy(bytes, key.begin());
  return key;
}

void Books::set_office_key(const PublicKey& key) { set_office_key_.execute(sql::blob(key)); }

std::string Books::receipt() {
  auto row = receipt_.run();
  CHECK(row.next());
  return std::string(row.blob(0));
}

void Books::set_receipt(const std::string& receipt) { set_receipt_.execute(sql::Blob{receipt}); }

std::chrono::milliseconds Books::office_ahead() {
  auto row = office_ahead_.run();
  CHECK(row.next());
  return std::chrono::milliseconds(row.int64(0));
}

void Books::set_office_ahead(std::chrono::milliseconds ahead) {
  // Every answer says it, and on most PCs it stays the same.
  constexpr std::chrono::milliseconds kWorthWriting(500);
  if (std::chrono::abs(ahead - office_ahead()) < kWorthWriting) return;
  set_office_ahead_.execute(static_cast<std::int64_t>(ahead.count()));
}

SalePlace Books::own_sale(Seq sale) {
  const JournalName life = journal.lives.of(sale).name();
  return {life.store_id, life.incarnation, sale};
}

std::int64_t Books::returned(const SalePlace& sale, std::size_t line) {
  const ReturnedQuantities::Known known = returned_quantities.find(sale, line);
  return known.here + known.elsewhere;
}

std::int64_t Books::returned(Seq sale, std::size_t line) { return returned(own_sale(sale), line); }

std::optional<ReturnedOfSale> Books::returned_by(const v1::JournalEntry& entry, Seq seq) {
  if (!entry.has_sale_return() && !entry.has_sale_void()) return std::nullopt;
  const JournalName life = journal.lives.of(seq).name();
  return loyald::returned_by(entry, life.store_id, life.incarnation);
}

std::optional<Confirmed> Books::confirmed(const MemberId& member) {
  auto row = confirmed_.run(sql::blob(member.bytes));
  if (!row.next()) return std::nullopt;
  v1::MemberState state;
  CHECK(state.ParseFromArray(row.blob(1).data(), static_cast<int>(row.blob(1).size())));
  return Confirmed{static_cast<Seq>(row.int64(0)), wallets_from(state), state.standing(),
                   cards_from(state, member)};
}

void Books::set_confirmed(const MemberId& member, Seq counts_seq, const v1::MemberState& state) {
  v1::MemberState kept;
  *kept.mutable_wallets() = state.wallets();
  *kept.mutable_cards() = state.cards();
  if (state.has_standing()) *kept.mutable_standing() = state.standing();
  set_confirmed_.execute(sql::blob(member.bytes), counts_seq, sql::Blob{kept.SerializeAsString()});
}

std::vector<MemberId> Books::confirmed_members() {
  std::vector<MemberId> members;
  auto row = confirmed_members_.run();
  while (row.next()) {
    const auto member = id_from_bytes<MemberId>(row.blob(0));
    CHECK(member);
    members.push_back(*member);
  }
  return members;
}

bool Books::is_followed(const MemberId& member) {
  return is_followed_.run(sql::blob(member.bytes)).next();
}

SyncPosition Books::sync_position() {
  auto row = position_.run();
  CHECK(row.next());
  return {static_cast<Seq>(row.int64(0)),
          static_cast<std::uint64_t>(row.int64(1)),
          static_cast<std::uint64_t>(row.int64(2)),
          static_cast<std::uint64_t>(row.int64(3)),
          {row.int64(4)},
          {row.int64(5)}};
}

void Books::set_sync_position(const SyncPosition& position) {
  set_position_.execute(position.counted_seq, position.feed_cursor, position.feed_head,
                        position.feed_epoch, position.last_contact.ms, position.complete_at.ms);
}

std::optional<std::string> Books::closed() {
  const Seq last = journal.head().seq;
  const auto stored = last > 0 ? journal.read(last) : std::nullopt;
  if (!stored) return std::nullopt;
  const v1::JournalEntry entry = decode(*stored);
  if (!entry.has_close()) return std::nullopt;
  return entry.close().reason();
}

void Books::say_risked(v1::JournalEntry& entry) {
  // What a return or a void takes back is the return policy's risk, and a move spends nothing.
  if (!entry.has_sale() && !entry.has_adjust() && !entry.has_event()) return;
  const JournalName ours = name();
  std::map<std::string, Quantity> risked;
  for (const OwnedChanges& each : owned_changes(entry)) {
    const bool spends =
        std::ranges::any_of(each.lots, [](const v1::LotChange& lot) { return lot.amount() < 0; });
    if (!spends || each.owner == owner_of_store(ours.store_id)) continue;
    const std::vector<programme::Wallet> held = rights.read(each.owner, ours, true);
    for (const v1::LotChange& lot : each.lots) {
      const Quantity missing = -lot.amount() - std::max<Quantity>(0, amount_of(held, lot));
      if (lot.amount() < 0 && missing > 0) risked[lot.unit()] += missing;
    }
  }
  for (const auto& [unit, quantity] : risked) {
    v1::UnitBalance& said = *entry.add_risked();
    said.set_unit(unit);
    said.set_quantity(quantity);
  }
}

Result<Recorded> Books::record(v1::JournalEntry entry, Timestamp now) {
  CHECK(database_->in_transaction());
  if (const auto reason = closed()) {
    return fail(Errc::failed_precondition, "this store was given up for good: " + *reason,
                "nothing can be recorded here any more");
  }
  if (are_alone) LOYALD_TRY(settle(entry, wallets.read(owner_of(entry))));
  if (!are_alone) say_risked(entry);
  LOYALD_ASSIGN(const Head head, journal.append(entry, now));
  const JournalName ours = name();
  const EntryEffects effects = effects_of(entry, ours.store_id);
  index(entry, effects, head.seq);
  LOYALD_TRY(fold(effects, {wallets, identifiers, standings}));
  if (!are_alone) rights.fold(entry, effects.owned, head.seq, ours);
  holds.fold(entry, head.seq);
  day_counts.fold(entry);
  if (const auto returned = returned_by(entry, head.seq)) returned_quantities.fold(*returned);
  return Recorded{head.seq, head.hash, std::move(entry), false};
}

void Books::index(const v1::JournalEntry& entry, const EntryEffects& effects, Seq seq) {
  // What the store does by itself has no name that a register could say again.
  if (!entry.op_id().empty()) put_operation_.execute(entry.register_id(), entry.op_id(), seq);
  for (const MemberId& member : effects.touched) {
    put_member_entry_.execute(sql::blob(member.bytes), seq);
  }
}

void Books::unindex_after(Seq seq) {
  drop_operations_.execute(seq);
  drop_member_entries_.execute(seq);
}

std::vector<programme::Wallet> wallets_from(const v1::MemberState& state) {
  std::vector<programme::Wallet> wallets;
  for (const v1::WalletState& from : state.wallets()) {
    programme::Wallet wallet{from.unit(), {}, from.debt()};
    for (const v1::LotState& lot : from.lots()) {
      wallet.lots.push_back({{lot.available_from()}, {lot.expires_on()}, lot.amount()});
    }
    wallets.push_back(std::move(wallet));
  }
  return wallets;
}

std::vector<FoundIdentifier> cards_from(const v1::MemberState& state, const MemberId& member) {
  std::vector<FoundIdentifier> cards;
  for (const v1::CardRecord& card : state.cards()) {
    cards.push_back({{IdentifierKind::card, card.card()},
                     member,
                     static_cast<v1::CardState>(card.state()),
                     {card.hlc(), static_cast<StoreId>(card.store_id())}});
  }
  return cards;
}

}  // namespace loyald
