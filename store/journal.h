// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "proto/loyald/v1/sync.pb.h"
#include "store/base/hash.h"
#include "store/base/ids.h"
#include "store/base/signature.h"
#include "store/lives.h"
#include "store/sql/statement.h"

namespace loyald {

// The hash chain over a journal; proto/loyald/v1/journal.proto has the formula.
Hash entry_hash(const Hash& previous, Seq seq, std::string_view entry);

// The largest entry that is accepted, encoded. A basket of 500 lines with long names stays below.
inline constexpr std::size_t kMaxEntryBytes = 200 * 1024;

struct Head {
  Seq seq = 0;
  Hash hash{};  // the genesis hash while its life has no entry
  std::uint64_t hlc = 0;
};

struct StoredEntry {
  Seq seq = 0;
  std::string bytes;  // as hashed and sent
  Hash hash{};
};

// The table journal and, with it, the journal's lives. Places go on from one life to the next; the
// chain begins anew with each, at a genesis that names where. Belongs to its connection's thread.
// Everything throws sql::Error.
class Journal {
 public:
  explicit Journal(sql::Database& database);

  // Begins the first life of a store's journal in an empty database. `seed`: 32 random bytes, kept
  // as the key that it signs with. Needs a transaction.
  static void begin(sql::Database& database, StoreId store, const Incarnation& incarnation,
                    const SigningSeed& seed, Timestamp now);
  // Begins another life after the head. Needs a transaction.
  void begin_life(const Incarnation& incarnation, const SigningSeed& seed, Timestamp now,
                  const std::string& reason);

  Lives lives;

  // The newest life's; nothing where begin() was never called.
  std::optional<v1::Genesis> genesis();
  Head head();
  // The last entry of a life.
  Seq end_of(const Life& life);

  // Sets the entry's hlc (at least what it was set to: an answer to a newer change must be newer
  // still), encodes it once and stores it. invalid_argument where it is too large.
  // Needs a transaction; nothing is durable before that commits.
  Result<Head> append(v1::JournalEntry& entry, Timestamp now);
  // Puts back an entry of the newest life as it was written. data_loss where it is none.
  Result<Head> put_back(std::string_view entry);
  // Of this life nothing after `seq` was written, and no other life after it. Needs a transaction.
  void cut_after(const Life& life, Seq seq);

  std::optional<StoredEntry> read(Seq seq);
  // From `first` on, at most so many entries and bytes, but at least one where there is one.
  std::vector<StoredEntry> read_from(Seq first, std::size_t max_entries, std::size_t max_bytes);
  // The hash after an entry, which must be there.
  Hash hash_of(Seq seq);
  // The hash after `seq` in this life's chain, at its parent_seq the genesis hash; nothing where
  // the life has no such place.
  std::optional<Hash> hash_at(const Life& life, Seq seq);
  // What the entry at `seq`, which may be the next one, is chained to.
  Hash hash_before(Seq seq);

  // The last entry whose hybrid clock is below this; 0: none is.
  Seq last_before(std::uint64_t hlc);

  // Recomputes the chain from `first` to the head. data_loss, naming the first entry that does not
  // verify, is missing, cannot be read or turns the clock back. Returns how many it verified.
  Result<std::uint64_t> verify(Seq first);

 private:
  void put(Seq seq, std::uint64_t hlc, std::string_view bytes, const Hash& hash);

  sql::Statement head_;
  sql::Statement append_;
  sql::Statement cut_;
  sql::Statement hlc_;
  sql::Statement read_from_;
};

// Entries verified at every start, newest first; loyalctl journal verify does all.
inline constexpr Seq kTailToVerify = 1000;

// CHECKs that it is an entry: only for bytes that verified or that we encoded.
v1::JournalEntry decode(const StoredEntry& entry);

}  // namespace loyald
