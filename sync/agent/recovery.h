// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "proto/loyald/v1/sync.pb.h"
#include "store/journal.h"
#include "store/new_life.h"

namespace loyald {

// Asks head office, page by page, for what it has of a life of our journal and we do not: finds how
// far both have the same, then collects what comes after. In memory alone: whoever loses it begins
// anew. Belongs to the agent.
class Recovery {
 public:
  // A store that lost more than that is better replaced: its members come with the feed.
  static constexpr std::size_t kMostEntries = 200'000;
  static constexpr std::size_t kMostLives = 100;

  // `cursor`: how far head office says it has counted that life. Reads the journal, which must
  // outlive this and not change meanwhile.
  Recovery(Journal& journal, Life life, Seq cursor);

  v1::FetchTailRequest next() const;
  // Takes a page; true where it was the last. Errors: data_loss (what came is no continuation of
  // anything that we have), resource_exhausted (kMostEntries).
  Result<bool> take(const v1::FetchTailResponse& page);
  Recovery(const Recovery&) = delete;
  Recovery& operator=(const Recovery&) = delete;

  // Once complete.
  const LostTail& tail() const { return tail_; }

 private:
  // Whether both have the same before next_; else next_ is further back.
  Result<bool> agree(const Hash& before);
  Result<void> collect(const v1::FetchTailResponse& page);

  Journal& journal_;
  LostTail tail_;
  // Of the life whose page is next.
  std::string incarnation_;
  std::vector<std::string>* entries_;
  std::size_t collected_ = 0;
  Seq next_;
  Seq step_ = 1;
  bool has_agreed_ = false;
  Hash hash_{};  // before next_
};

}  // namespace loyald
