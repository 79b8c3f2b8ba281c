// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/register.pb.h"
#include "scanner/card_recogniser.h"
#include "store/requests.h"

// Events and stock, as register_codec.h for the rest. Pure; any thread.
namespace loyald::daemon {

Result<EventRequest> parse(const v1::PostEventRequest& message,
                           const scanner::CardRecogniser& cards);
Result<StockRequest> parse(const v1::ChangeStockRequest& message);

}  // namespace loyald::daemon
