// SPDX-License-Identifier: Apache-2.0
#include "store/rebuild_cards.h"

#include "store/base/check.h"

namespace loyald {
namespace {

constexpr std::size_t kEntriesAtOnce = 1000;
constexpr std::size_t kBytesAtOnce = 4 * 1024 * 1024;

}  // namespace

CardNumbers forget_cards(Books& books, const std::vector<StoredEntry>& dropped) {
  CardNumbers cards;
  const StoreId store = books.name().store_id;
  for (const StoredEntry& stored : dropped) {
    const auto card = card_of(decode(stored), store);
    if (!card) continue;
    const std::string& text = card->identifier.text;
    const auto known = books.identifiers.find(text);
    if (!known || known->version != card->version) continue;
    books.identifiers.forget(text);
    cards.insert(text);
  }
  return cards;
}

void restore_cards(Books& books, const CardNumbers& cards) {
  if (cards.empty()) return;
  const auto take = [&](const FoundIdentifier& card) {
    if (cards.contains(card.identifier.text)) books.identifiers.put(card);
  };
  for (const MemberId& member : books.confirmed_members()) {
    const auto confirmed = books.confirmed(member);
    CHECK(confirmed);
    for (const FoundIdentifier& card : confirmed->cards) take(card);
  }
  const StoreId store = books.name().store_id;
  Seq next = 1;
  while (true) {
    const auto entries = books.journal.read_from(next, kEntriesAtOnce, kBytesAtOnce);
    if (entries.empty()) return;
    for (const StoredEntry& stored : entries) {
      if (const auto card = card_of(decode(stored), store)) take(*card);
    }
    next = entries.back().seq + 1;
  }
}

}  // namespace loyald
