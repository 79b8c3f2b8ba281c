// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "store/books.h"

namespace loyald {

using WalletsByMember = std::map<MemberId, std::vector<programme::Wallet>>;

// What the ledger must say: head office's last word on every member, plus the journal's later
// entries, read from the first to the last. Throws sql::Error. data_loss where the journal does
// not verify.
Result<WalletsByMember> wallets_from_journal(Books& books);

struct LedgerDifference {
  MemberId member;
  std::string in_ledger;
  std::string from_journal;
};

struct LedgerCheck {
  std::size_t members = 0;
  std::size_t different = 0;
  std::vector<LedgerDifference> differences;  // the first kMaxDifferences of them
};
inline constexpr std::size_t kMaxDifferences = 20;

// Compares, without changing anything.
LedgerCheck compare_ledger(Wallets& wallets, const WalletsByMember& expected);

// Makes the ledger say what `expected` says. Needs a transaction.
void write_ledger(Wallets& wallets, const WalletsByMember& expected);

}  // namespace loyald
