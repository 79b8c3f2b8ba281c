// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "store/base/ids.h"
#include "store/sql/statement.h"
#include "sync/headoffice/likeness_keys.h"

namespace loyald {

// The tables likeness and shared_likeness: what members' profiles have in common. Derived from the
// profiles beside the journals. Belongs to its connection's thread. Everything throws
// sql::Error.
class Likenesses {
 public:
  explicit Likenesses(sql::Database& database);

  // The member's newest profile, in place of what was known. Needs a transaction.
  void put(const v1::MemberProfile& profile);

  // What more than one member has, behind `after`, in order, at most `limit`.
  std::vector<Likeness> shared_after(const std::optional<Likeness>& after, std::size_t limit);
  // Who has it, in the order of ids, at most `limit`.
  std::vector<MemberId> members_with(const Likeness& likeness, std::size_t limit);

 private:
  // Notes whether more than one member has it now.
  void note_shared(const Likeness& likeness);

  sql::Statement of_member_;
  sql::Statement delete_;
  sql::Statement put_;
  sql::Statement share_;
  sql::Statement unshare_;
  sql::Statement shared_after_;
  sql::Statement members_with_;
};

}  // namespace loyald
