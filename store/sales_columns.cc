// SPDX-License-Identifier: Apache-2.0
#include "store/sales_columns.h"

#include <algorithm>
#include <array>

#include "store/base/text.h"

namespace loyald {
namespace {

struct OneColumn {
  const char* key;
  std::string SalesColumns::*name;
  std::size_t SalesPlaces::*place;
  bool required;
};

constexpr std::array<OneColumn, 14> kColumns{{
    {"sold_at", &SalesColumns::sold_at, &SalesPlaces::sold_at, true},
    {"store", &SalesColumns::store, &SalesPlaces::store, true},
    {"basket", &SalesColumns::basket, &SalesPlaces::basket, true},
    {"member", &SalesColumns::member, &SalesPlaces::member, true},
    {"amount", &SalesColumns::amount, &SalesPlaces::amount, true},
    {"sku", &SalesColumns::sku, &SalesPlaces::sku, false},
    {"department", &SalesColumns::department, &SalesPlaces::department, false},
    {"category", &SalesColumns::category, &SalesPlaces::category, false},
    {"brand", &SalesColumns::brand, &SalesPlaces::brand, false},
    {"tags", &SalesColumns::tags, &SalesPlaces::tags, false},
    {"quantity", &SalesColumns::quantity, &SalesPlaces::quantity, false},
    {"tax_rate", &SalesColumns::tax_rate, &SalesPlaces::tax_rate, false},
    {"channel", &SalesColumns::channel, &SalesPlaces::channel, false},
    {"payments", &SalesColumns::payments, &SalesPlaces::payments, false},
}};
constexpr std::string_view kDiscount = "discount";

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.emplace_back(trim(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

Result<void> rename(SalesColumns& columns, const std::string& key, const std::string& name) {
  if (key == kDiscount) {
    columns.discount = split(name, '+');
    return {};
  }
  std::vector<std::string> known{std::string(kDiscount)};
  for (const OneColumn& column : kColumns) {
    known.emplace_back(column.key);
    if (key != column.key) continue;
    columns.*column.name = name;
    return {};
  }
  std::string hint;
  for (const std::string& each : known) hint += (hint.empty() ? "known: " : ", ") + each;
  const std::string close = nearest(key, known);
  return fail(Errc::invalid_argument, "a sales file has no " + key,
              close.empty() ? hint : "did you mean " + close + "?");
}

std::size_t place_of(const std::vector<std::string>& header, const std::string& name) {
  const auto place = std::find(header.begin(), header.end(), name);
  return place == header.end() ? kNoColumn : static_cast<std::size_t>(place - header.begin());
}

tl::unexpected<Error> missing(const std::string& key, const std::string& name,
                              const std::vector<std::string>& header) {
  const std::string close = nearest(name, header);
  return fail(Errc::invalid_argument, "there is no column " + name + " for the " + key,
              (close.empty() ? "" : "did you mean " + close + "? ") +
                  ("say which column it is: --map " + key + "=COLUMN"));
}

}  // namespace

Result<SalesColumns> map_columns(std::string_view text) {
  SalesColumns columns;
  if (text.empty()) return columns;
  for (const std::string& part : split(text, ',')) {
    const auto equals = part.find('=');
    if (equals == std::string::npos || equals + 1 == part.size()) {
      return fail(Errc::invalid_argument, "not the name of a column: " + part,
                  "write KEY=COLUMN,KEY=COLUMN, for example amount=total_cents");
    }
    LOYALD_TRY(rename(columns, part.substr(0, equals), part.substr(equals + 1)));
  }
  return columns;
}

Result<SalesPlaces> find_columns(const SalesColumns& columns,
                                 const std::vector<std::string>& header) {
  static const SalesColumns kDefaults;
  SalesPlaces places;
  for (const OneColumn& column : kColumns) {
    const std::string& name = columns.*column.name;
    places.*column.place = place_of(header, name);
    const bool named = name != kDefaults.*column.name;
    if (places.*column.place == kNoColumn && (column.required || named)) {
      return missing(column.key, name, header);
    }
  }
  for (const std::string& name : columns.discount) {
    const std::size_t place = place_of(header, name);
    if (place != kNoColumn) {
      places.discount.push_back(place);
    } else if (columns.discount != kDefaults.discount) {
      return missing(std::string(kDiscount), name, header);
    }
  }
  return places;
}

}  // namespace loyald
