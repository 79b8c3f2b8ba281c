// SPDX-License-Identifier: Apache-2.0
#include "daemon/event_codec.h"

#include "daemon/field_check.h"
#include "daemon/identifier_codec.h"
#include "daemon/origin_codec.h"

namespace loyald::daemon {

Result<EventRequest> parse(const v1::PostEventRequest& message,
                           const scanner::CardRecogniser& cards) {
  EventRequest request;
  LOYALD_ASSIGN(request.origin, parse_origin(message, "event_id", message.event_id()));
  LOYALD_ASSIGN(request.event, parse_required("event", message.event(), kMaxNameBytes));
  LOYALD_ASSIGN(
      request.quantity,
      parse_number("quantity", message.has_quantity() ? message.quantity() : 1, 1, kMaxAmount));
  LOYALD_ASSIGN(request.who, parse_identifier("card", message.card(), cards));
  return request;
}

Result<StockRequest> parse(const v1::ChangeStockRequest& message) {
  StockRequest request;
  LOYALD_ASSIGN(request.origin, parse_origin(message, "stock_id", message.stock_id()));
  LOYALD_ASSIGN(request.unit, parse_required("unit", message.unit(), kMaxNameBytes));
  LOYALD_ASSIGN(request.reason, parse_required("reason", message.reason(), kMaxReasonBytes));
  LOYALD_ASSIGN(request.quantity,
                parse_number("quantity", message.quantity(), -kMaxAmount, kMaxAmount));
  if (request.quantity == 0) return fail(Errc::invalid_argument, "quantity: must not be 0");
  return request;
}

}  // namespace loyald::daemon
