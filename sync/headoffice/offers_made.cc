// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/offers_made.h"

#include "store/base/check.h"

namespace loyald {
namespace {

v1::SignedOffer offer_from(std::string_view bytes) {
  v1::SignedOffer offer;
  CHECK(offer.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  return offer;
}

MemberId owner_from(std::string_view bytes) {
  const auto owner = id_from_bytes<MemberId>(bytes);
  CHECK(owner);
  return *owner;
}

sql::Blob name_of(const JournalName& journal) { return sql::blob(journal.incarnation.bytes); }

}  // namespace

OffersMade::OffersMade(sql::Database& database)
    : lease_(database,
             "SELECT lease_until, generation, offer_no FROM issued_lease "
             "WHERE store_id = ?1 AND incarnation = ?2"),
      set_lease_(database,
                 "INSERT INTO issued_lease VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(store_id, "
                 "incarnation) DO UPDATE SET lease_until = excluded.lease_until, generation = "
                 "excluded.generation, offer_no = excluded.offer_no"),
      put_(database, "INSERT INTO rights_offer VALUES(?1, ?2, ?3, ?4)"),
      put_grant_(database, "INSERT INTO pending_grant VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
      find_(database,
            "SELECT offer FROM rights_offer WHERE store_id = ?1 AND incarnation = ?2 "
            "AND offer_no = ?3"),
      pending_(database,
               "SELECT offer FROM rights_offer WHERE store_id = ?1 AND incarnation = ?2 "
               "ORDER BY offer_no"),
      pending_of_(database,
                  "SELECT store_id, incarnation, unit, available_from, expires_on, amount "
                  "FROM pending_grant WHERE owner_id = ?1"),
      owners_(database,
              "SELECT DISTINCT owner_id FROM pending_grant WHERE store_id = ?1 "
              "AND incarnation = ?2"),
      close_(database,
             "DELETE FROM rights_offer WHERE store_id = ?1 AND incarnation = ?2 "
             "AND offer_no <= ?3"),
      close_grants_(
          database,
          "DELETE FROM pending_grant WHERE store_id = ?1 AND incarnation = ?2 AND offer_no <= ?3"),
      close_all_(database, "DELETE FROM rights_offer WHERE store_id = ?1 AND incarnation = ?2"),
      close_all_grants_(database,
                        "DELETE FROM pending_grant WHERE store_id = ?1 AND incarnation = ?2") {}

IssuedLease OffersMade::lease(const JournalName& to) {
  auto row = lease_.run(to.store_id, name_of(to));
  if (!row.next()) return {};
  return {static_cast<std::uint64_t>(row.int64(0)), static_cast<std::uint64_t>(row.int64(1)),
          static_cast<std::uint64_t>(row.int64(2))};
}

void OffersMade::set_lease(const JournalName& to, const IssuedLease& lease) {
  set_lease_.execute(to.store_id, name_of(to), lease.until, lease.generation, lease.offer_no);
}

void OffersMade::put(const JournalName& to, const v1::RightsOffer& offer,
                     const v1::SignedOffer& made) {
  put_.execute(to.store_id, name_of(to), offer.offer_no(), sql::Blob{made.SerializeAsString()});
  for (const v1::Grant& grant : offer.grants()) {
    for (const v1::GrantedLot& lot : grant.lots()) {
      put_grant_.execute(sql::Blob{grant.owner_id()}, lot.unit(), lot.expires_on(),
                         lot.available_from(), to.store_id, name_of(to), offer.offer_no(),
                         lot.amount());
    }
  }
}

std::optional<v1::SignedOffer> OffersMade::find(const JournalName& to, std::uint64_t offer_no) {
  auto row = find_.run(to.store_id, name_of(to), offer_no);
  if (!row.next()) return std::nullopt;
  return offer_from(row.blob(0));
}

std::vector<v1::SignedOffer> OffersMade::pending(const JournalName& to) {
  std::vector<v1::SignedOffer> offers;
  auto row = pending_.run(to.store_id, name_of(to));
  while (row.next()) offers.push_back(offer_from(row.blob(0)));
  return offers;
}

std::vector<PendingGrant> OffersMade::pending_of(const MemberId& owner) {
  std::vector<PendingGrant> grants;
  auto row = pending_of_.run(sql::blob(owner.bytes));
  while (row.next()) {
    const auto incarnation = id_from_bytes<Incarnation>(row.blob(1));
    CHECK(incarnation);
    grants.push_back({{static_cast<StoreId>(row.int64(0)), *incarnation},
                      std::string(row.text(2)),
                      {{static_cast<std::int32_t>(row.int64(3))},
                       {static_cast<std::int32_t>(row.int64(4))},
                       row.int64(5)}});
  }
  return grants;
}

void OffersMade::close_through(const JournalName& to, std::uint64_t offer_no) {
  close_.execute(to.store_id, name_of(to), offer_no);
  close_grants_.execute(to.store_id, name_of(to), offer_no);
}

std::vector<MemberId> OffersMade::close_all(const JournalName& to) {
  std::vector<MemberId> owners;
  {
    auto row = owners_.run(to.store_id, name_of(to));
    while (row.next()) owners.push_back(owner_from(row.blob(0)));
  }
  close_all_.execute(to.store_id, name_of(to));
  close_all_grants_.execute(to.store_id, name_of(to));
  return owners;
}

}  // namespace loyald
