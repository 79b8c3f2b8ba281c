// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "daemon/field_check.h"
#include "store/requests.h"

namespace loyald::daemon {

// Every writing message names its origin with the same fields, and its id with one of its own.
// Errors: invalid_argument, naming the field. Pure; any thread.
template <class Message>
Result<Origin> parse_origin(const Message& message, const std::string& id_field,
                            const std::string& id) {
  Origin origin;
  LOYALD_ASSIGN(origin.op_id, parse_required(id_field, id, kMaxIdBytes));
  LOYALD_ASSIGN(origin.register_id, parse_required("register", message.register_(), kMaxIdBytes));
  LOYALD_ASSIGN(origin.cashier_id, parse_text("cashier", message.cashier(), kMaxNameBytes));
  LOYALD_ASSIGN(origin.business_date, parse_day("business_date", message.business_date()));
  return origin;
}

}  // namespace loyald::daemon
