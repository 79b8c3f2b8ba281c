// SPDX-License-Identifier: Apache-2.0
#include "store/sales_row.h"

#include <algorithm>
#include <charconv>

#include "store/base/text.h"
#include "store/programme/circumstances.h"

namespace loyald {
namespace {

constexpr int kSecondsPerDay = 86'400;

tl::unexpected<Error> reason(std::string why) {
  return fail(Errc::invalid_argument, std::move(why));
}

std::string_view field(const std::vector<std::string>& fields, std::size_t place) {
  return place == kNoColumn ? std::string_view() : trim(fields[place]);
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// 0 … kMaxAmount.
Result<std::int64_t> amount(std::string_view text, const std::string& what) {
  const auto value = number(text);
  if (!value) return reason("the " + what + " is not a whole number");
  if (*value < 0) return reason("a negative " + what + ": a return without its sale");
  if (*value > kMaxAmount) return reason("the " + what + " is above " + std::to_string(kMaxAmount));
  return *value;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> list;
  while (!text.empty()) {
    const auto end = text.find(';');
    if (const auto word = trim(text.substr(0, end)); !word.empty()) list.emplace_back(word);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return list;
}

// "HH:MM" or "HH:MM:SS"; parts of seconds and a time zone are not looked at.
std::optional<int> second_of_day(std::string_view text) {
  if (text.size() < 5 || text[2] != ':') return std::nullopt;
  const auto hour = number(text.substr(0, 2));
  const auto minute = number(text.substr(3, 2));
  std::optional<std::int64_t> second = 0;
  if (text.size() >= 8 && text[5] == ':') second = number(text.substr(6, 2));
  if (!hour || !minute || !second) return std::nullopt;
  const std::int64_t all = *hour * 3600 + *minute * 60 + *second;
  const bool fits = *hour >= 0 && *minute >= 0 && *minute < 60 && *second >= 0 && *second < 61;
  if (!fits || all >= kSecondsPerDay) return std::nullopt;
  return static_cast<int>(all);
}

Result<void> read_time(std::string_view text, RecordedSale& sale) {
  constexpr std::size_t kDateLength = 10;
  const auto day = parse_date(text.substr(0, kDateLength));
  if (!day) return reason("the time of the sale is not YYYY-MM-DDTHH:MM:SS");
  sale.day = *day;
  if (text.size() == kDateLength) return {};
  sale.second = second_of_day(text.substr(kDateLength + 1));
  if (!sale.second) return reason("the time of the sale is not YYYY-MM-DDTHH:MM:SS");
  return {};
}

Result<std::string> name(const std::vector<std::string>& fields, std::size_t place,
                         const std::string& what) {
  const std::string_view text = field(fields, place);
  if (text.size() > kMaxSalesNameBytes) {
    return reason("the " + what + " is longer than " + std::to_string(kMaxSalesNameBytes) +
                  " bytes");
  }
  if (!is_utf8(text)) return reason("the " + what + " is not UTF-8");
  return std::string(text);
}

Result<void> read_names(const std::vector<std::string>& fields, const SalesPlaces& places,
                        SalesRow& row) {
  programme::BasketLine& line = row.sale.lines.lines.front();
  LOYALD_ASSIGN(row.sale.basket, name(fields, places.basket, "basket"));
  LOYALD_ASSIGN(row.sale.member, name(fields, places.member, "member"));
  LOYALD_ASSIGN(row.sale.channel, name(fields, places.channel, "channel"));
  LOYALD_ASSIGN(line.sku, name(fields, places.sku, "article"));
  LOYALD_ASSIGN(line.department, name(fields, places.department, "department"));
  LOYALD_ASSIGN(line.category, name(fields, places.category, "category"));
  LOYALD_ASSIGN(line.brand, name(fields, places.brand, "brand"));
  if (row.sale.basket.empty()) return reason("no basket id");
  line.tags = words(field(fields, places.tags));
  row.sale.payments = words(field(fields, places.payments));
  if (row.sale.payments.size() > programme::kMaxPayments) {
    return reason("more than " + std::to_string(programme::kMaxPayments) + " ways of paying");
  }
  return {};
}

Result<void> read_amounts(const std::vector<std::string>& fields, const SalesPlaces& places,
                          programme::BasketLine& line) {
  LOYALD_ASSIGN(line.amount.minor, amount(field(fields, places.amount), "amount"));
  if (places.quantity != kNoColumn) {
    LOYALD_ASSIGN(line.quantity, amount(field(fields, places.quantity), "quantity"));
  }
  std::int64_t listed = line.amount.minor;
  for (const std::size_t place : places.discount) {
    if (field(fields, place).empty()) continue;
    LOYALD_ASSIGN(const std::int64_t off, amount(field(fields, place), "discount"));
    listed += off;
  }
  if (listed > kMaxAmount) return reason("the amount is above " + std::to_string(kMaxAmount));
  if (listed > line.amount.minor) line.list_amount = Money{listed};
  if (const auto text = field(fields, places.tax_rate); !text.empty()) {
    const auto rate = number(text);
    if (!rate || *rate < 0 || *rate > programme::kMaxTaxRate) {
      return reason("the tax rate is not 0 to 10000 basis points");
    }
    line.tax_rate = static_cast<int>(*rate);
  }
  return {};
}

}  // namespace

Result<SalesRow> read_sales_row(const std::vector<std::string>& fields, const SalesPlaces& places) {
  SalesRow row;
  row.sale.lines.lines.emplace_back();
  LOYALD_TRY(read_time(field(fields, places.sold_at), row.sale));
  const auto store = number(field(fields, places.store));
  if (!store || *store < 1) return reason("the store is not a whole number above 0");
  row.sale.store = *store;
  programme::BasketLine& line = row.sale.lines.lines.front();
  LOYALD_TRY(read_names(fields, places, row));
  LOYALD_TRY(read_amounts(fields, places, line));
  if (line.amount.minor == 0) row.notes.emplace_back("amount 0: the line counts for no rule");
  if (line.quantity == 0) row.notes.emplace_back("quantity 0: the line counts as no item");
  if (row.sale.member.empty()) row.notes.emplace_back("no member: earns nothing");
  return row;
}

}  // namespace loyald
