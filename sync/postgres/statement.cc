// SPDX-License-Identifier: Apache-2.0
#include "sync/postgres/statement.h"

#include <bit>
#include <cstring>

#include "store/base/check.h"
#include "sync/postgres/database.h"
#include "sync/postgres/dialect.h"

namespace loyald::postgres {
namespace {

// Built-in types by their fixed numbers (pg_type.dat).
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;

template <class Number>
Number number_from(const char* bytes) {
  std::make_unsigned_t<Number> value = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    value = static_cast<decltype(value)>(value << 8 | static_cast<unsigned char>(bytes[i]));
  }
  return static_cast<Number>(value);
}

}  // namespace

Statement::Statement(Database& database, std::string sql)
    : database_(database), sql_(std::move(sql)) {}

Parameter& Statement::at(int place) {
  const auto index = static_cast<std::size_t>(place - 1);
  if (parameters_.size() <= index) {
    parameters_.resize(index + 1);
    numbers_.resize(index + 1);
  }
  return parameters_[index];
}

void Statement::bind(int place, std::int64_t value) {
  Parameter& parameter = at(place);
  auto& bytes = numbers_[static_cast<std::size_t>(place - 1)];
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<char>(static_cast<std::uint64_t>(value) >> (56 - 8 * i));
  }
  parameter = {kInt8, bytes.data(), static_cast<int>(bytes.size())};
}

void Statement::bind_text(int place, std::string_view value) {
  Parameter& parameter = at(place);
  if (value.find('\0') != std::string_view::npos) {
    value = texts_.emplace_back(without_zeros(value));
  }
  parameter = {kText, value.empty() ? "" : value.data(), static_cast<int>(value.size())};
}

void Statement::bind_blob(int place, std::string_view value) {
  at(place) = {kBytea, value.empty() ? "" : value.data(), static_cast<int>(value.size())};
}

void Statement::bind_null(int place) { at(place) = {}; }

bool Statement::is_prepared_for_these() const {
  if (prepared_on_ != database_.connection_number()) return false;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (parameters_[i].bytes != nullptr && parameters_[i].type != types_[i]) return false;
  }
  return true;
}

void Statement::send() {
  Connection& connection = database_.connection();
  if (!is_prepared_for_these()) {
    name_ = database_.new_name();
    types_.clear();
    for (const Parameter& each : parameters_) types_.push_back(each.type);
    connection.prepare(name_, sql_, types_);
    prepared_on_ = database_.connection_number();
  }
  connection.send(name_, parameters_);
}

void Statement::execute() {
  send();
  reset();
  // Outside a transaction nobody would ask for it later.
  if (!database_.in_transaction()) static_cast<void>(database_.connection().fetch());
}

bool Statement::step() {
  if (rows_ == nullptr) {
    send();
    rows_ = database_.connection().fetch();
    row_ = 0;
  } else {
    ++row_;
  }
  return row_ < PQntuples(rows_.get());
}

void Statement::reset() noexcept {
  rows_.reset();
  texts_.clear();
}

std::int64_t Statement::int64(int column) const {
  if (is_null(column)) return 0;
  const char* bytes = PQgetvalue(rows_.get(), row_, column);
  switch (PQftype(rows_.get(), column)) {
    case kInt8:
      return number_from<std::int64_t>(bytes);
    case kInt4:
      return number_from<std::int32_t>(bytes);
    case kBool:
      return *bytes;
    default:
      CHECK(false);  // a statement whose number must be cast to BIGINT
      return 0;
  }
}

std::string_view Statement::blob(int column) const {
  return {PQgetvalue(rows_.get(), row_, column),
          static_cast<std::size_t>(PQgetlength(rows_.get(), row_, column))};
}

bool Statement::is_null(int column) const { return PQgetisnull(rows_.get(), row_, column) == 1; }

}  // namespace loyald::postgres
