// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "proto/loyald/v1/sync.pb.h"
#include "store/base/hash.h"
#include "store/base/ids.h"
#include "store/base/signature.h"
#include "store/sql/statement.h"

namespace loyald {

// h_0 of a life's chain; proto/loyald/v1/journal.proto has the formula.
Hash genesis_hash(const v1::Genesis& genesis);

// One life of a store's journal.
struct Life {
  int number = 0;  // from 1
  v1::Genesis genesis;
  Hash genesis_hash{};
  bool is_opened = false;  // head office knows it
  std::string opened_as;   // which version of this program told it so last; empty: none
  std::string reason;      // why it began; empty: the first

  JournalName name() const;
  // The life begins after this entry, which is of the life before it; 0 of the first.
  Seq parent_seq() const { return genesis.parent_seq(); }
};

// The table incarnation: the lives of a store's journal, one after the other. The idea is Active
// Directory's InvocationID: a copy that goes on under the old name does twice under one name what
// nobody can tell apart again. Belongs to its connection's thread. Everything throws sql::Error.
class Lives {
 public:
  explicit Lives(sql::Database& database);

  // The newest; nothing before the first has begun.
  std::optional<Life> newest();
  // The one that a place in the journal is of: the newest that begins before it.
  Life of(Seq seq);
  bool knows(std::string_view incarnation);
  // Oldest first; there are few.
  std::vector<Life> all();
  // What the newest one's device_pubkey is made of: a secret.
  SigningSeed signing_seed();
  // Of a life, newest or not; nothing where it was another machine's.
  std::optional<SigningSeed> signing_seed_of(const Life& life);

  // Begins the next life; `genesis` without its device_pubkey, which comes from `seed`. Needs a
  // transaction.
  void begin(v1::Genesis genesis, const SigningSeed& seed, const std::string& reason);
  // Begins one that another machine had; head office knows it.
  void put_back(const v1::Genesis& genesis, const std::string& reason);
  // Head office knows it, from this version of the program; or has forgotten it.
  void set_opened(const Life& life, const std::string& version);
  void set_not_opened(const Life& life);
  // Those after `life` never were.
  void forget_after(const Life& life);

 private:
  void put(const v1::Genesis& genesis, const SigningSeed& seed, bool is_opened,
           const std::string& reason);

  sql::Statement newest_;
  sql::Statement of_;
  sql::Statement all_;
  sql::Statement seed_;
  sql::Statement begin_;
  sql::Statement set_opened_;
  sql::Statement forget_;
};

}  // namespace loyald
