// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "store/books.h"

namespace loyald {

// What somebody else (head office, the file that these books take the place of) has of a life of
// this store's journal, and these books do not.
struct LostTail {
  // A life that these books never heard of: they were restored from a copy of before it.
  struct Later {
    v1::Genesis genesis;
    std::vector<std::string> entries;
  };
  Life life;
  Seq agreed = 0;                    // both have the same up to here
  std::vector<std::string> entries;  // as they were written, after `agreed`
  std::vector<Later> later;          // each goes on from the end of what is before it
};

// Begins another life of the journal after its last entry, with no rights: what the old one held,
// its copy may have spent. Needs a transaction; on the connection's thread. Throws sql::Error.
void begin_life(Books& books, Random& random, Timestamp now, const std::string& reason);

// The same after the tail was put back where it was. What these books recorded in its place goes on
// behind it under the ids that the registers gave: what the newest life recorded in the new one,
// which holds what was credited in it, what lives before it recorded in lives of their own, whose
// rights stay frozen. What the tail has too is left out. Everything that follows from the journal
// is derived anew. Errors: data_loss (an entry of the tail is none, or a sum does not fit); then
// the caller rolls back.
Result<void> put_back_tail(Books& books, Random& random, Timestamp now, const LostTail& tail,
                           const std::string& reason);

// The same where head office has nothing that these books lack, but takes no more of their newest
// life: a person says that this is the store's right PC.
void begin_life_by_hand(Books& books, Random& random, Timestamp now, const std::string& reason);

}  // namespace loyald
