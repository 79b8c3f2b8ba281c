// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/container/flat_map.hpp>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/ids.h"
#include "store/programme/lots.h"
#include "store/sql/many.h"
#include "store/sql/owed_rows.h"
#include "store/sql/remembered.h"
#include "store/sql/statement.h"

namespace loyald {

struct OwnedChanges;

// What a journal's last GrantAccept says, beside the lots; proto/loyald/v1/rights.proto.
struct Lease {
  std::uint64_t until = 0;  // in the journal's own clock; 0: never had one
  std::uint64_t generation = 0;
  std::uint64_t offer_no = 0;
};

// What one journal's store holds of one lot.
struct HeldLot {
  JournalName holder;
  std::string unit;
  programme::Lot lot;  // amount: own + granted
  Quantity own = 0;
  Quantity granted = 0;
};

// What a journal's entry did to the rights of its store.
struct RightsChange {
  // Taken beyond what was held, by lot; amounts are positive.
  struct Unbacked {
    MemberId owner;
    std::string unit;
    Quantity amount = 0;
  };
  std::vector<Unbacked> unbacked;
  // Of whom something was given back.
  std::set<MemberId> freed;
};

// The tables held_right and lease: what stores may spend without asking, by owner, unit and lot
// (design after O'Neil's escrow and the bounded counter of Balegas et al., per lot instead of per
// sum, because lots expire). The same fold at a store, of its own journal, and at head office, of
// all. What a store holds of its own units (owner_of_store) is not counted: nobody else spends
// them. Belongs to its connection's thread. Everything throws sql::Error.
class Rights {
 public:
  explicit Rights(sql::Database& database);

  // Takes in the journal's next entry, whose owned_changes() are known. Needs a transaction. CHECKs
  // that an offer in it is one.
  RightsChange fold(const v1::JournalEntry& entry, const std::vector<OwnedChanges>& owned, Seq seq,
                    const JournalName& journal);

  // Reads what it holds of all of these at once, for whoever will fold its entries in this
  // transaction.
  void read_ahead(const std::vector<MemberId>& owners, const JournalName& journal);

  // What the journal's store holds of an owner's units, in the order of units: own, and granted
  // where `with_granted`. No debts.
  std::vector<programme::Wallet> read(const MemberId& owner, const JournalName& journal,
                                      bool with_granted);
  bool holds_any(const MemberId& owner, const JournalName& journal);
  // What anybody holds of it.
  std::vector<HeldLot> of_owner(const MemberId& owner);
  Lease lease(const JournalName& journal);
  bool has_granted(const JournalName& journal);
  // The first entry after which nothing was added to some lot that is held as own; nothing where
  // none is.
  std::optional<Seq> first_own(const JournalName& journal);
  // The same of one owner's.
  std::optional<Seq> first_own(const MemberId& owner, const JournalName& journal);

  // Head office takes back what it granted; returns whose that was. Needs a transaction.
  std::set<MemberId> end_granted(const JournalName& journal);
  // Takes back all that it holds; returns whose that was. Needs a transaction.
  std::set<MemberId> end_all(const JournalName& journal);
  // Forgets all of a journal's. Needs a transaction.
  void clear(const JournalName& journal);

 private:
  // Which lot of whom.
  struct Place {
    const MemberId& owner;
    const std::string& unit;
    std::int32_t available_from = 0;
    std::int32_t expires_on = 0;
  };
  struct Held {
    Quantity own = 0;
    Seq own_seq = 0;
    Quantity granted = 0;
  };
  // unit, expires_on, available_from
  using LotKey = std::tuple<std::string, std::int32_t, std::int32_t>;
  using Lots = boost::container::flat_map<LotKey, Held>;
  // Whose, and who holds it.
  using Key = std::tuple<MemberId, StoreId, Incarnation>;
  static Key key_of(const MemberId& owner, const JournalName& journal);
  static std::pair<LotKey, Held> held_in(const sql::Statement::Rows& row);
  Held read_lot(const Place& place, const JournalName& journal);
  void write_lot(const Place& place, const JournalName& journal, const Held& held);
  // Adds to a lot, or takes from it; returns what was not there to take.
  Quantity change(const MemberId& owner, const v1::LotChange& change, Seq seq,
                  const JournalName& journal);
  void grant(const v1::RightsOffer& offer, Seq seq, const JournalName& journal);

  sql::Remembered<Key, Lots> remembered_;
  sql::Statement read_;
  sql::Statement read_lots_;
  sql::Many read_many_;
  // By owner, unit, expires_on, available_from and journal: own, own_seq, granted.
  sql::OwedRows<std::tuple<MemberId, std::string, std::int32_t, std::int32_t, StoreId, Incarnation>,
                std::tuple<Quantity, Seq, Quantity>>
      rows_;
  sql::Statement of_owner_;
  sql::Statement to_seal_;
  sql::Statement granted_;
  sql::Statement all_;
  sql::Statement lease_;
  sql::Statement put_lease_;
  sql::Statement first_own_;
  sql::Statement first_own_of_;
  sql::Statement drop_granted_;
  sql::Statement end_granted_;
  sql::Statement drop_own_;
  sql::Statement end_own_;
  sql::Statement release_;
  sql::Statement clear_;
  sql::Statement clear_lease_;
};

}  // namespace loyald
