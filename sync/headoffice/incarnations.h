// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "proto/loyald/v1/sync.pb.h"
#include "store/base/hash.h"
#include "store/base/ids.h"
#include "store/sql/statement.h"

namespace loyald {

// Stored; do not renumber.
// closed: its store is given up for good.
enum class IncarnationState { active = 1, fenced = 2, closed = 3 };

// How far one journal is counted.
struct CountedJournal {
  JournalName name;
  IncarnationState state = IncarnationState::active;
  v1::Genesis genesis;
  Seq seq = 0;
  Hash hash{};            // after seq; at 0 the genesis hash
  std::uint64_t hlc = 0;  // the highest one counted
  std::int64_t sales = 0;
  Timestamp opened;
  Timestamp last_contact;
  std::string version;  // of the store's daemon, as it says
  std::uint32_t protocol = 0;
};

// The table store_incarnation: head office's cursors. Belongs to its connection's thread.
// Everything throws sql::Error.
class Incarnations {
 public:
  explicit Incarnations(sql::Database& database);

  std::optional<CountedJournal> find(const JournalName& name);
  // All lives of a store's journal, oldest first.
  std::vector<CountedJournal> of_store(StoreId store);
  // The newest that goes on from the end of this one.
  std::optional<CountedJournal> successor_of(const CountedJournal& journal);
  // All, in the order of stores.
  std::vector<CountedJournal> all();

  // Begins or replaces. Needs a transaction.
  void put(const CountedJournal& journal);

 private:
  sql::Statement find_;
  sql::Statement of_store_;
  sql::Statement all_;
  sql::Statement put_;
};

}  // namespace loyald
