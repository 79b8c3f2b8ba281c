// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "store/view.h"

namespace loyald::daemon {

// A customer at a register of whom head office may have more to say than the store's books.
struct Asked {
  std::string register_id;
  std::string said;                   // what they were looked for by, as the register said it
  std::optional<Identifier> unheard;  // head office has never said anything of who this is
  std::optional<MemberId> member;     // who owns more than may be spent here, and
  std::optional<MemberId> owner;      // whose wallets theirs are
};
// Where such customers are told.
using Ask = std::function<void(const Asked& asked)>;

// Who was looked for, and where.
struct LookedFor {
  std::string register_id;  // empty: there is no customer at one
  std::string said;         // as the register or the scanner said it
  Identifier who;
};

// What is to be asked after somebody was looked for and `view` or nobody was found; nothing where
// head office is away, or there is nothing to ask. Throws sql::Error.
std::optional<Asked> asked_for(Books& books, const RedeemPolicy& policy, const Moment& moment,
                               const LookedFor& looked_for, const Result<MemberView>& view);

}  // namespace loyald::daemon
