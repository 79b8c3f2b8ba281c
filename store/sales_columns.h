// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/base/result.h"

namespace loyald {

// What a sales file's columns are called. Several names are columns that are added up (discount).
struct SalesColumns {
  std::string sold_at = "sold_at";  // the store's local time: 2026-11-21T19:14:08, or the day alone
  std::string store = "store_id";
  std::string basket = "basket_id";
  std::string member = "household_id";
  std::string amount = "paid_cents";  // the line's, in minor units, after discounts
  // The others may be missing.
  std::string sku = "product_id";
  std::string department = "department";
  std::string category = "category";
  std::string brand = "brand";
  std::string tags = "tags";  // "a;b"
  std::string quantity = "quantity";
  std::vector<std::string> discount{"store_discount_cents", "coupon_discount_cents"};
  std::string tax_rate = "tax_rate";  // basis points
  std::string channel = "channel";
  std::string payments = "payments";  // "cash;card"
};

// "amount=total,discount=a+b": other names for some of them. Errors: invalid_argument, naming the
// nearest known one.
Result<SalesColumns> map_columns(std::string_view text);

// Where in a file's rows they are; kNoColumn where there is no such column.
inline constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);
struct SalesPlaces {
  std::size_t sold_at = kNoColumn;
  std::size_t store = kNoColumn;
  std::size_t basket = kNoColumn;
  std::size_t member = kNoColumn;
  std::size_t amount = kNoColumn;
  std::size_t sku = kNoColumn;
  std::size_t department = kNoColumn;
  std::size_t category = kNoColumn;
  std::size_t brand = kNoColumn;
  std::size_t tags = kNoColumn;
  std::size_t quantity = kNoColumn;
  std::vector<std::size_t> discount;
  std::size_t tax_rate = kNoColumn;
  std::size_t channel = kNoColumn;
  std::size_t payments = kNoColumn;
};

// Errors: invalid_argument where a column that is needed, or that was named by somebody, is not in
// the header.
Result<SalesPlaces> find_columns(const SalesColumns& columns,
                                 const std::vector<std::string>& header);

}  // namespace loyald
