// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proto/loyald/v1/sync.pb.h"
#include "store/base/card_token.h"
#include "store/base/signature.h"
#include "store/sql/statement.h"

namespace loyald {

// What a key is for. Stored; do not renumber.
enum class CardKeyKind { signing = 1, rotating = 2 };

struct CardKey {
  CardKeyKind kind = CardKeyKind::signing;
  int key = 0;           // 1 to kMaxCardKey
  std::string material;  // 32 bytes: the public key, or the secret; empty: not known here
  bool is_retired = false;
  friend bool operator==(const CardKey&, const CardKey&) = default;
};

// The tables card_key and withdrawn_card: what proves a card, and which cards count no more. The
// same at a store and at head office, where no secret is among it. Belongs to its connection's
// thread. Throws sql::Error.
class CardKeys {
 public:
  explicit CardKeys(sql::Database& database);

  std::optional<CardKey> find(CardKeyKind kind, int key);
  // By kind, then number.
  std::vector<CardKey> all();
  bool is_withdrawn(std::string_view card);
  std::int64_t count_withdrawn();

  // What follows needs a transaction. True if it changed anything.
  // A key that is known is replaced; where nothing is known of its material, the one before stays.
  bool put(const CardKey& key);
  // not_found (no such key).
  Result<bool> retire(CardKeyKind kind, int key);
  bool set_withdrawn(std::string_view card, bool is_withdrawn);
  // Takes head office's word. data_loss (malformed).
  Result<void> take(const v1::CardNotice& notice);
  Result<void> take(const v1::CodeSecret& secret);

 private:
  sql::Statement find_;
  sql::Statement all_;
  sql::Statement put_;
  sql::Statement is_withdrawn_;
  sql::Statement count_withdrawn_;
  sql::Statement withdraw_;
  sql::Statement give_back_;
};

}  // namespace loyald
