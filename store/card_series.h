// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/base/result.h"
#include "store/base/time.h"
#include "store/digit_permutation.h"
#include "store/sql/statement.h"

namespace loyald {

// The numbers that cards of one kind can have: the prefix, then digits, then what checks them.
struct CardShape {
  std::string prefix;
  std::size_t length = 0;       // of the whole number
  std::size_t body_length = 0;  // of the digits
  friend bool operator==(const CardShape&, const CardShape&) = default;
};

// Which numbers of a shape have been handed out: those at the places before `next` of a secret
// order.
class CardOrder {
 public:
  CardOrder(CardShape shape, const PermutationKey& key, std::uint64_t next_place);

  // The number at a place, without its check; what goes beyond 18 digits are zeros in front.
  std::string unchecked_number(std::uint64_t place) const;
  // The place of a number with its check; nothing where it is not of the shape.
  std::optional<std::uint64_t> place_of(std::string_view number) const;
  std::uint64_t size() const { return order_.size(); }

  const CardShape shape;
  std::uint64_t next;

 private:
  DigitPermutation order_;
};

// Cards that somebody had made, for an auditor.
struct CardBatch {
  std::string id;
  CardShape shape;
  std::string format;     // its name
  std::string symbology;  // as the configuration writes it
  bool is_signed = false;
  std::int64_t cards = 0;
  Timestamp issued_at;
  std::string issued_by;
  std::string reason;
  // How often it was fetched from its first card on, and by whom last: printed again.
  std::int64_t fetches = 0;
  Timestamp fetched_at;
  std::string fetched_by;
};

// Cards of a batch that are neighbours in their order.
struct CardRun {
  std::int64_t first_card = 0;  // of the batch, from 0
  std::uint64_t first_place = 0;
  std::int64_t cards = 0;
};

// The tables of migrations/0003_card_numbers.sql. Belongs to its connection's thread. What writes
// needs a transaction. Everything throws sql::Error.
class CardSeries {
 public:
  explicit CardSeries(sql::Database& database);

  // The shape's order; nothing where none of its numbers was ever handed out.
  std::optional<CardOrder> find(const CardShape& shape);
  // Begins one. failed_precondition where numbers of another shape may be the same.
  Result<CardOrder> begin(const CardShape& shape, const PermutationKey& key);
  void set_next(const CardOrder& order);
  // These books are older than what was last done with them: passes over places that may have been
  // handed out since.
  void skip_after_restore();

  std::optional<CardBatch> batch(std::string_view id);
  void put(const CardBatch& batch);
  // Somebody fetched the batch (once more).
  void count_fetch(std::string_view id, Timestamp now, std::string_view by);
  // The newest first, at most `limit`.
  std::vector<CardBatch> newest(int limit);

  // Of the batch, in the order of its cards.
  std::vector<CardRun> runs(std::string_view batch_id);
  void put(const CardBatch& batch, const CardRun& run);
  // The batch that the number was handed out in.
  std::optional<std::string> batch_of(std::string_view number);

 private:
  std::vector<CardOrder> all();

  sql::Statement all_;
  sql::Statement begin_;
  sql::Statement set_next_;
  sql::Statement batch_;
  sql::Statement put_batch_;
  sql::Statement count_fetch_;
  sql::Statement newest_;
  sql::Statement runs_;
  sql::Statement put_run_;
  sql::Statement run_at_;
};

// What a restore passes over: places handed out since the backup, if there were no more than these,
// but never more than a tenth of what is left.
inline constexpr std::uint64_t kPassedOver = 1'000'000;

}  // namespace loyald
