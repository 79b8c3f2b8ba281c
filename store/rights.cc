// SPDX-License-Identifier: Apache-2.0
#include "store/rights.h"

#include <algorithm>

#include "store/base/check.h"
#include "store/fold.h"
#include "store/offers.h"

namespace loyald {
namespace {

Date date(std::int64_t days) { return {static_cast<std::int32_t>(days)}; }

MemberId owner_from(std::string_view bytes) {
  const auto owner = id_from_bytes<MemberId>(bytes);
  CHECK(owner);
  return *owner;
}

// Wallets hold less; a journal that says more must not overflow the sums made with it.
constexpr Quantity kMostHeld = INT64_MAX / 4;

Quantity sum_of(Quantity a, Quantity b) {
  return std::min(a, kMostHeld) + std::min(b, kMostHeld - std::min(a, kMostHeld));
}

std::set<MemberId> owners_in(sql::Statement::Rows row) {
  std::set<MemberId> owners;
  while (row.next()) owners.insert(owner_from(row.blob(0)));
  return owners;
}

}  // namespace

Rights::Rights(sql::Database& database)
    : remembered_(database),
      read_(database,
            "SELECT unit, available_from, expires_on, own, granted FROM held_right "
            "WHERE owner_id = ?1 AND store_id = ?2 AND incarnation = ?3 "
            "ORDER BY unit, expires_on, available_from"),
      read_lots_(database,
                 "SELECT unit, expires_on, available_from, own, own_seq, granted FROM held_right "
                 "WHERE owner_id = ?1 AND store_id = ?2 AND incarnation = ?3"),
      read_many_(database,
                 {"SELECT unit, expires_on, available_from, own, own_seq, granted, owner_id "
                  "FROM held_right WHERE store_id = ?1 AND incarnation = ?2 AND owner_id IN (",
                  "?", ")", 2}),
      rows_(database,
            {"held_right",
             {"owner_id", "unit", "expires_on", "available_from", "store_id", "incarnation"},
             {"own", "own_seq", "granted"},
             {}}),
      of_owner_(database,
                "SELECT store_id, incarnation, unit, available_from, expires_on, own, granted "
                "FROM held_right WHERE owner_id = ?1"),
      to_seal_(database,
               "SELECT DISTINCT owner_id FROM held_right WHERE store_id = ?1 AND incarnation = ?2 "
               "AND own > 0 AND own_seq <= ?3"),
      granted_(database,
               "SELECT DISTINCT owner_id FROM held_right WHERE store_id = ?1 AND incarnation = ?2 "
               "AND granted > 0"),
      all_(database,
           "SELECT 1 FROM held_right WHERE owner_id = ?1 AND store_id = ?2 AND incarnation = ?3 "
           "LIMIT 1"),
      lease_(database,
             "SELECT lease_until, generation, offer_no FROM lease WHERE store_id = ?1 "
             "AND incarnation = ?2"),
      put_lease_(database,
                 "INSERT INTO lease VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(store_id, "
                 "incarnation) DO UPDATE SET lease_until = excluded.lease_until, generation = "
                 "excluded.generation, offer_no = excluded.offer_no"),
      first_own_(database,
                 "SELECT min(own_seq) FROM held_right WHERE store_id = ?1 AND incarnation = ?2 "
                 "AND own > 0"),
      first_own_of_(database,
                    "SELECT min(own_seq) FROM held_right WHERE owner_id = ?1 AND store_id = ?2 "
                    "AND incarnation = ?3 AND own > 0"),
      drop_granted_(database,
                    "DELETE FROM held_right WHERE store_id = ?1 AND incarnation = ?2 "
                    "AND granted > 0 AND own = 0"),
      end_granted_(database,
                   "UPDATE held_right SET granted = 0 WHERE store_id = ?1 AND incarnation = ?2 "
                   "AND granted > 0"),
      drop_own_(database,
                "DELETE FROM held_right WHERE store_id = ?1 AND incarnation = ?2 AND own > 0 "
                "AND own_seq <= ?3 AND granted = 0"),
      end_own_(database,
               "UPDATE held_right SET own = 0 WHERE store_id = ?1 AND incarnation = ?2 "
               "AND own > 0 AND own_seq <= ?3"),
      release_(database,
               "DELETE FROM held_right WHERE owner_id = ?1 AND store_id = ?2 AND incarnation = ?3"),
      clear_(database, "DELETE FROM held_right WHERE store_id = ?1 AND incarnation = ?2"),
      clear_lease_(database, "DELETE FROM lease WHERE store_id = ?1 AND incarnation = ?2") {}

RightsChange Rights::fold(const v1::JournalEntry& entry, const std::vector<OwnedChanges>& owned,
                          Seq seq, const JournalName& journal) {
  RightsChange done;
  const auto incarnation = sql::blob(journal.incarnation.bytes);
  if (entry.has_seal()) {
    const Seq through = entry.seal().through_seq();
    done.freed = owners_in(to_seal_.run(journal.store_id, incarnation, through));
    if (done.freed.empty()) return done;
    remembered_.forget_all();
    drop_own_.execute(journal.store_id, incarnation, through);
    end_own_.execute(journal.store_id, incarnation, through);
    return done;
  }
  if (entry.has_close()) {
    done.freed = end_all(journal);
    return done;
  }
  if (entry.has_grant_accept()) {
    const auto offer = offer_in(entry.grant_accept().offer(), journal);
    CHECK(offer);
    grant(*offer, seq, journal);
    return done;
  }
  for (const std::string& bytes : entry.rights_release().owner_ids()) {
    const MemberId owner = owner_from(bytes);
    if (!holds_any(owner, journal)) continue;
    remembered_.forget_all();
    release_.execute(sql::blob(owner.bytes), journal.store_id, incarnation);
    done.freed.insert(owner);
  }
  const MemberId store = owner_of_store(journal.store_id);
  const v1::ForeignSale& foreign = entry.sale_return().foreign();
  const MemberId other_store = foreign.store_id() > 0 ? owner_of_store(foreign.store_id()) : store;
  for (const OwnedChanges& each : owned) {
    if (each.owner == store || each.owner == other_store) continue;
    for (const v1::LotChange& lot : each.lots) {
      const Quantity missing = change(each.owner, lot, seq, journal);
      if (missing > 0) done.unbacked.push_back({each.owner, lot.unit(), missing});
    }
  }
  return done;
}

Rights::Key Rights::key_of(const MemberId& owner, const JournalName& journal) {
  return {owner, journal.store_id, journal.incarnation};
}

std::pair<Rights::LotKey, Rights::Held> Rights::held_in(const sql::Statement::Rows& row) {
  return {{std::string(row.text(0)), static_cast<std::int32_t>(row.int64(1)),
           static_cast<std::int32_t>(row.int64(2))},
          {row.int64(3), static_cast<Seq>(row.int64(4)), row.int64(5)}};
}

void Rights::read_ahead(const std::vector<MemberId>& owners, const JournalName& journal) {
  std::vector<Key> keys;
  for (const MemberId& owner : owners) keys.push_back(key_of(owner, journal));
  read_many_.read(
      remembered_.begin_to_read(keys),
      [](sql::Prepared& to, int place, const Key& key) {
        return sql::bind_key(to, place, std::get<MemberId>(key));
      },
      [&](const sql::Statement::Rows& row) {
        Lots* lots = remembered_.find(key_of(owner_from(row.blob(6)), journal));
        if (lots != nullptr) lots->insert(held_in(row));
      },
      journal.store_id, journal.incarnation);
}

Rights::Held Rights::read_lot(const Place& place, const JournalName& journal) {
  const auto key = key_of(place.owner, journal);
  const auto found_in = [&](const Lots& lots) {
    const auto lot = lots.find({place.unit, place.expires_on, place.available_from});
    return lot == lots.end() ? Held{} : lot->second;
  };
  if (const Lots* known = remembered_.find(key)) return found_in(*known);
  Lots lots;
  auto row = read_lots_.run(place.owner, journal.store_id, journal.incarnation);
  while (row.next()) lots.insert(held_in(row));
  const Held held = found_in(lots);
  remembered_.put(key, std::move(lots));
  return held;
}

void Rights::write_lot(const Place& place, const JournalName& journal, const Held& held) {
  if (Lots* known = remembered_.find(key_of(place.owner, journal))) {
    (*known)[{place.unit, place.expires_on, place.available_from}] = held;
  }
  std::tuple key{place.owner,          place.unit,       place.expires_on,
                 place.available_from, journal.store_id, journal.incarnation};
  if (held.own == 0 && held.granted == 0) {
    rows_.remove(std::move(key));
  } else {
    rows_.put(std::move(key), {held.own, held.own_seq, held.granted});
  }
}

Quantity Rights::change(const MemberId& owner, const v1::LotChange& change, Seq seq,
                        const JournalName& journal) {
  const Place place{owner, change.unit(), change.available_from(), change.expires_on()};
  Held held = read_lot(place, journal);
  Quantity wanted = 0;
  if (change.amount() > 0) {
    held.own = sum_of(held.own, change.amount());
    held.own_seq = seq;
  } else {
    wanted = -std::max<Quantity>(change.amount(), -INT64_MAX);
    for (Quantity* from : {&held.own, &held.granted}) {
      const Quantity taken = std::min(*from, wanted);
      *from -= taken;
      wanted -= taken;
    }
  }
  write_lot(place, journal, held);
  return wanted;
}

void Rights::grant(const v1::RightsOffer& offer, Seq seq, const JournalName& journal) {
  const Lease before = lease(journal);
  if (offer.generation() > before.generation) end_granted(journal);
  for (const v1::Grant& grant : offer.grants()) {
    const MemberId owner = owner_from(grant.owner_id());
    for (const v1::GrantedLot& lot : grant.lots()) {
      const Place place{owner, lot.unit(), lot.available_from(), lot.expires_on()};
      Held held = read_lot(place, journal);
      if (grant.until_sealed()) {
        held.own = sum_of(held.own, lot.amount());
        held.own_seq = seq;
      } else {
        held.granted = sum_of(held.granted, lot.amount());
      }
      write_lot(place, journal, held);
    }
  }
  put_lease_.execute(journal.store_id, sql::blob(journal.incarnation.bytes),
                     std::max(before.until, offer.lease_until()),
                     std::max(before.generation, offer.generation()),
                     std::max(before.offer_no, offer.offer_no()));
}

std::vector<programme::Wallet> Rights::read(const MemberId& owner, const JournalName& journal,
                                            bool with_granted) {
  std::vector<programme::Wallet> wallets;
  auto row =
      read_.run(sql::blob(owner.bytes), journal.store_id, sql::blob(journal.incarnation.bytes));
  while (row.next()) {
    const Quantity amount = row.int64(3) + (with_granted ? row.int64(4) : 0);
    if (amount == 0) continue;
    if (wallets.empty() || wallets.back().unit != row.text(0)) {
      wallets.push_back({std::string(row.text(0)), {}, 0});
    }
    wallets.back().lots.push_back({date(row.int64(1)), date(row.int64(2)), amount});
  }
  return wallets;
}

bool Rights::holds_any(const MemberId& owner, const JournalName& journal) {
  return all_.run(sql::blob(owner.bytes), journal.store_id, sql::blob(journal.incarnation.bytes))
      .next();
}

std::vector<HeldLot> Rights::of_owner(const MemberId& owner) {
  std::vector<HeldLot> held;
  auto row = of_owner_.run(sql::blob(owner.bytes));
  while (row.next()) {
    const auto incarnation = id_from_bytes<Incarnation>(row.blob(1));
    CHECK(incarnation);
    held.push_back({{static_cast<StoreId>(row.int64(0)), *incarnation},
                    std::string(row.text(2)),
                    {date(row.int64(3)), date(row.int64(4)), row.int64(5) + row.int64(6)},
                    row.int64(5),
                    row.int64(6)});
  }
  return held;
}

Lease Rights::lease(const JournalName& journal) {
  auto row = lease_.run(journal.store_id, sql::blob(journal.incarnation.bytes));
  if (!row.next()) return {};
  return {static_cast<std::uint64_t>(row.int64(0)), static_cast<std::uint64_t>(row.int64(1)),
          static_cast<std::uint64_t>(row.int64(2))};
}

bool Rights::has_granted(const JournalName& journal) {
  return granted_.run(journal.store_id, sql::blob(journal.incarnation.bytes)).next();
}

std::optional<Seq> Rights::first_own(const JournalName& journal) {
  auto row = first_own_.run(journal.store_id, sql::blob(journal.incarnation.bytes));
  if (!row.next() || row.is_null(0)) return std::nullopt;
  return static_cast<Seq>(row.int64(0));
}

std::optional<Seq> Rights::first_own(const MemberId& owner, const JournalName& journal) {
  auto row = first_own_of_.run(sql::blob(owner.bytes), journal.store_id,
                               sql::blob(journal.incarnation.bytes));
  if (!row.next() || row.is_null(0)) return std::nullopt;
  return static_cast<Seq>(row.int64(0));
}

std::set<MemberId> Rights::end_granted(const JournalName& journal) {
  const auto incarnation = sql::blob(journal.incarnation.bytes);
  std::set<MemberId> owners = owners_in(granted_.run(journal.store_id, incarnation));
  if (owners.empty()) return owners;
  remembered_.forget_all();
  drop_granted_.execute(journal.store_id, incarnation);
  end_granted_.execute(journal.store_id, incarnation);
  return owners;
}

std::set<MemberId> Rights::end_all(const JournalName& journal) {
  constexpr auto kAll = static_cast<Seq>(INT64_MAX);
  const auto incarnation = sql::blob(journal.incarnation.bytes);
  std::set<MemberId> owners = end_granted(journal);
  owners.merge(owners_in(to_seal_.run(journal.store_id, incarnation, kAll)));
  remembered_.forget_all();
  drop_own_.execute(journal.store_id, incarnation, kAll);
  return owners;
}

void Rights::clear(const JournalName& journal) {
  remembered_.forget_all();
  clear_.execute(journal.store_id, sql::blob(journal.incarnation.bytes));
  clear_lease_.execute(journal.store_id, sql::blob(journal.incarnation.bytes));
}

}  // namespace loyald
