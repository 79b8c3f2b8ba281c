// SPDX-License-Identifier: Apache-2.0
#include "sync/postgres/error.h"

#include <string_view>

namespace loyald::postgres {
namespace {

using Kind = sql::Error::Kind;

Kind kind_of(std::string_view state) {
  // serialization_failure, deadlock_detected, lock_not_available: another transaction was in the
  // way. Class 57P: the server stops, or cut us off.
  for (const std::string_view passing : {"40001", "40P01", "55P03"}) {
    if (state == passing) return Kind::try_again;
  }
  if (state.starts_with("57P") || state.starts_with("08") || state == "25P03") {
    return Kind::try_again;
  }
  return state == "53100" ? Kind::disk_full : Kind::other;
}

}  // namespace

sql::Error error_of(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const char* detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
  std::string message = text != nullptr ? text : PQresultErrorMessage(result);
  if (detail != nullptr) message += std::string(": ") + detail;
  if (state == nullptr) return lost_error(message);
  return {kind_of(state), state, message};
}

sql::Error lost_error(const std::string& message) {
  return {Kind::try_again, "08006", "PostgreSQL is gone: " + message};
}

}  // namespace loyald::postgres
