// SPDX-License-Identifier: Apache-2.0
#include "store/rebuild.h"

#include "store/base/check.h"

namespace loyald {
namespace {

constexpr std::size_t kEntriesAtOnce = 1000;
constexpr std::size_t kBytesAtOnce = 4 * 1024 * 1024;

std::string text_of(const std::vector<programme::Wallet>& wallets) {
  std::string text;
  for (const programme::Wallet& wallet : wallets) {
    text += (text.empty() ? "" : "; ") + wallet.unit;
    for (const programme::Lot& lot : wallet.lots) {
      text += " " + std::to_string(lot.amount) + " (" + format(lot.available_from) + " to " +
              (lot.expires_on == kNever ? "never" : format(lot.expires_on)) + ")";
    }
    if (wallet.debt != 0) text += " debt " + std::to_string(wallet.debt);
  }
  return text.empty() ? "nothing" : text;
}

std::map<MemberId, Seq> read_confirmed(Books& books, WalletsByMember& wallets) {
  std::map<MemberId, Seq> counts;
  for (const MemberId& member : books.confirmed_members()) {
    auto confirmed = books.confirmed(member);
    CHECK(confirmed);
    counts[member] = confirmed->counts_seq;
    wallets[member] = std::move(confirmed->wallets);
  }
  return counts;
}

}  // namespace

Result<WalletsByMember> wallets_from_journal(Books& books) {
  LOYALD_TRY(books.journal.verify(1));
  WalletsByMember wallets;
  const std::map<MemberId, Seq> counts = read_confirmed(books, wallets);
  Seq next = 1;
  while (true) {
    const auto entries = books.journal.read_from(next, kEntriesAtOnce, kBytesAtOnce);
    if (entries.empty()) return wallets;
    for (const StoredEntry& stored : entries) {
      const v1::JournalEntry entry = decode(stored);
      for (const OwnedChanges& each : owned_changes(entry)) {
        const auto counted = counts.find(each.owner);
        if (counted != counts.end() && stored.seq <= counted->second) continue;
        LOYALD_TRY(apply(wallets[each.owner], each.lots, each.debts));
      }
    }
    next = entries.back().seq + 1;
  }
}

LedgerCheck compare_ledger(Wallets& wallets, const WalletsByMember& expected) {
  LedgerCheck check;
  const auto compare = [&](const MemberId& member,
                           const std::vector<programme::Wallet>& from_journal) {
    ++check.members;
    const std::vector<programme::Wallet> in_ledger = wallets.read(member);
    if (in_ledger == from_journal) return;
    ++check.different;
    if (check.differences.size() < kMaxDifferences) {
      check.differences.push_back({member, text_of(in_ledger), text_of(from_journal)});
    }
  };
  for (const auto& [member, from_journal] : expected) compare(member, from_journal);
  MemberId last;
  while (const auto member = wallets.next_member(last)) {
    if (!expected.contains(*member)) compare(*member, {});
    last = *member;
  }
  return check;
}

void write_ledger(Wallets& wallets, const WalletsByMember& expected) {
  MemberId last;
  while (const auto member = wallets.next_member(last)) {
    if (!expected.contains(*member)) wallets.replace(*member, {});
    last = *member;
  }
  for (const auto& [member, from_journal] : expected) wallets.replace(member, from_journal);
}

}  // namespace loyald
