// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "proto/loyald/v1/sync.pb.h"
#include "store/base/hash.h"
#include "store/base/result.h"
#include "sync/headoffice/incarnations.h"

namespace loyald {

// A push whose shape is right: within every limit, hashes of the right size. The entries are views
// into the request.
struct CheckedPush {
  JournalName name;
  Seq first_seq = 0;
  Hash prev_hash{};
  Hash head_hash{};
  std::vector<std::string_view> entries;

  Seq before() const { return first_seq - 1; }
  Seq last() const { return before() + entries.size(); }
};

// Errors: invalid_argument.
Result<CheckedPush> check_push(const v1::PushRequest& request);

// The chain's hash after each place of a push, from before its first entry to its last. Errors:
// invalid_argument, where the last one is not the hash that came with the push.
Result<std::vector<Hash>> run_chain(const CheckedPush& push);

// What becomes of a push, by the cursor of its journal alone; never REOPEN or FENCED. There is no
// other recognition of duplicates: a retry, a lost answer, a proxy's replay and a rewind all
// overlap the cursor, and the hash there says whether it is the same chain.
v1::Verdict judge(const CheckedPush& push, const std::vector<Hash>& chain, Seq cursor,
                  const Hash& cursor_hash);

}  // namespace loyald
