// SPDX-License-Identifier: Apache-2.0
#include "store/card_series.h"

#include <algorithm>
#include <charconv>

#include "store/base/check.h"

namespace loyald {
namespace {

int digits_of(const CardShape& shape) {
  return static_cast<int>(std::min<std::size_t>(shape.body_length, kMostPermutedDigits));
}

bool may_share_numbers(const CardShape& a, const CardShape& b) {
  return a.length == b.length && (a.prefix.starts_with(b.prefix) || b.prefix.starts_with(a.prefix));
}

std::string shown(const CardShape& shape) {
  return "\"" + shape.prefix + "\" and " + std::to_string(shape.length) + " characters";
}

CardBatch batch_from(const sql::Statement::Rows& row) {
  CardBatch batch;
  batch.id = row.text(0);
  batch.shape = {std::string(row.text(1)), static_cast<std::size_t>(row.int64(2)), 0};
  batch.format = row.text(3);
  batch.symbology = row.text(4);
  batch.is_signed = row.int64(5) != 0;
  batch.cards = row.int64(6);
  batch.issued_at = {row.int64(7)};
  batch.issued_by = row.text(8);
  batch.reason = row.text(9);
  batch.fetches = row.int64(10);
  batch.fetched_at = {row.int64(11)};
  batch.fetched_by = row.text(12);
  batch.shape.body_length = static_cast<std::size_t>(row.int64(13));
  return batch;
}

// What batch_from() reads, of which batches.
std::string select_batches(const std::string& which) {
  return "SELECT b.batch_id, b.prefix, b.length, b.format, b.symbology, b.is_signed, b.cards, "
         "b.issued_ms, b.issued_by, b.reason, b.fetches, b.fetched_ms, b.fetched_by, s.body_length "
         "FROM card_batch b JOIN card_series s ON s.prefix = b.prefix AND s.length = b.length " +
         which;
}

}  // namespace

CardOrder::CardOrder(CardShape of, const PermutationKey& key, std::uint64_t next_place)
    : shape(std::move(of)), next(next_place), order_(key, digits_of(shape)) {}

std::string CardOrder::unchecked_number(std::uint64_t place) const {
  const std::string digits = std::to_string(order_.number_at(place));
  return shape.prefix + std::string(shape.body_length - digits.size(), '0') + digits;
}

std::optional<std::uint64_t> CardOrder::place_of(std::string_view number) const {
  if (number.size() != shape.length || !number.starts_with(shape.prefix)) return std::nullopt;
  const std::string_view body = number.substr(shape.prefix.size(), shape.body_length);
  std::uint64_t value = 0;
  const char* end = body.data() + body.size();
  const auto [at, error] = std::from_chars(body.data(), end, value);
  if (error != std::errc{} || at != end || value >= order_.size()) return std::nullopt;
  return order_.place_of(value);
}

CardSeries::CardSeries(sql::Database& database)
    : all_(database,
           "SELECT prefix, length, body_length, order_key, next_place FROM card_series "
           "ORDER BY prefix, length"),
      begin_(database, "INSERT INTO card_series VALUES(?1, ?2, ?3, ?4, 0)"),
      set_next_(database,
                "UPDATE card_series SET next_place = ?3 WHERE prefix = ?1 AND length = ?2"),
      batch_(database, select_batches("WHERE b.batch_id = ?1")),
      put_batch_(database,
                 "INSERT INTO card_batch VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, ?8, "
                 "?9)"),
      count_fetch_(database,
                   "UPDATE card_batch SET fetches = fetches + 1, fetched_ms = ?2, fetched_by = ?3 "
                   "WHERE batch_id = ?1"),
      newest_(database, select_batches("ORDER BY b.issued_ms DESC, b.batch_id DESC LIMIT ?1")),
      runs_(database,
            "SELECT first_card, first_place, cards FROM card_run WHERE batch_id = ?1 "
            "ORDER BY first_card"),
      put_run_(database, "INSERT INTO card_run VALUES(?1, ?2, ?3, ?4, ?5, ?6)"),
      run_at_(database,
              "SELECT batch_id, first_place, cards FROM card_run WHERE prefix = ?1 AND length = ?2 "
              "AND first_place <= ?3 ORDER BY first_place DESC LIMIT 1") {}

std::vector<CardOrder> CardSeries::all() {
  std::vector<CardOrder> orders;
  auto row = all_.run();
  while (row.next()) {
    PermutationKey key{};
    CHECK(row.blob(3).size() == key.size());
    std::ranges::copy(row.blob(3), key.begin());
    orders.emplace_back(CardShape{std::string(row.text(0)), static_cast<std::size_t>(row.int64(1)),
                                  static_cast<std::size_t>(row.int64(2))},
                        key, static_cast<std::uint64_t>(row.int64(4)));
  }
  return orders;
}

std::optional<CardOrder> CardSeries::find(const CardShape& shape) {
  for (CardOrder& order : all()) {
    if (order.shape == shape) return std::move(order);
  }
  return std::nullopt;
}

Result<CardOrder> CardSeries::begin(const CardShape& shape, const PermutationKey& key) {
  for (const CardOrder& other : all()) {
    if (!may_share_numbers(other.shape, shape)) continue;
    return fail(Errc::failed_precondition,
                "cards that begin with " + shown(other.shape) +
                    " were issued before, and those of " + shown(shape) +
                    " may have the same numbers",
                "give new cards a prefix of their own, or another length");
  }
  begin_.execute(shape.prefix, shape.length, shape.body_length, sql::blob(key));
  return CardOrder(shape, key, 0);
}

void CardSeries::set_next(const CardOrder& order) {
  set_next_.execute(order.shape.prefix, order.shape.length, order.next);
}

void CardSeries::skip_after_restore() {
  for (CardOrder& order : all()) {
    order.next += std::min(kPassedOver, (order.size() - order.next) / 10);
    set_next(order);
  }
}

std::optional<CardBatch> CardSeries::batch(std::string_view id) {
  auto row = batch_.run(id);
  if (!row.next()) return std::nullopt;
  return batch_from(row);
}

void CardSeries::put(const CardBatch& batch) {
  put_batch_.execute(batch.id, batch.shape.prefix, batch.shape.length, batch.format,
                     batch.symbology, batch.is_signed ? 1 : 0, batch.cards, batch.issued_at.ms,
                     batch.issued_by, batch.reason);
}

void CardSeries::count_fetch(std::string_view id, Timestamp now, std::string_view by) {
  count_fetch_.execute(id, now.ms, by);
}

std::vector<CardBatch> CardSeries::newest(int limit) {
  std::vector<CardBatch> batches;
  auto row = newest_.run(limit);
  while (row.next()) batches.push_back(batch_from(row));
  return batches;
}

std::vector<CardRun> CardSeries::runs(std::string_view batch_id) {
  std::vector<CardRun> runs;
  auto row = runs_.run(batch_id);
  while (row.next()) {
    runs.push_back({row.int64(0), static_cast<std::uint64_t>(row.int64(1)), row.int64(2)});
  }
  return runs;
}

void CardSeries::put(const CardBatch& batch, const CardRun& run) {
  put_run_.execute(batch.id, run.first_card, batch.shape.prefix, batch.shape.length,
                   run.first_place, run.cards);
}

std::optional<std::string> CardSeries::batch_of(std::string_view number) {
  for (const CardOrder& order : all()) {
    const auto place = order.place_of(number);
    if (!place) continue;
    auto row = run_at_.run(order.shape.prefix, order.shape.length, *place);
    if (!row.next()) continue;
    const auto first = static_cast<std::uint64_t>(row.int64(1));
    if (*place - first < static_cast<std::uint64_t>(row.int64(2))) return std::string(row.text(0));
  }
  return std::nullopt;
}

}  // namespace loyald
