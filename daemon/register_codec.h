// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "proto/loyald/v1/register.pb.h"
#include "scanner/card_recogniser.h"
#include "store/base/result.h"
#include "store/requests.h"
#include "store/view.h"

// A register's messages as the store's own requests: what comes out keeps every limit that
// register.proto promises. Errors: invalid_argument, naming the field; not_a_card with the
// recogniser's words for the cashier. Pure; any thread.
namespace loyald::daemon {

Result<QuoteRequest> parse(const v1::QuoteRequest& message, const scanner::CardRecogniser& cards);
Result<CheckoutRequest> parse(const v1::CheckoutRequest& message,
                              const scanner::CardRecogniser& cards);
Result<HoldRequest> parse(const v1::HoldRequest& message, const scanner::CardRecogniser& cards);
Result<ReleaseRequest> parse(const v1::ReleaseRequest& message);
Result<ReturnRequest> parse(const v1::ReturnRequest& message);
Result<VoidRequest> parse(const v1::VoidRequest& message);
Result<EnrolRequest> parse(const v1::EnrolRequest& message, const scanner::CardRecogniser& cards);
Result<LinkCardRequest> parse(const v1::LinkCardRequest& message,
                              const scanner::CardRecogniser& cards);
Result<BlockCardRequest> parse(const v1::BlockCardRequest& message,
                               const scanner::CardRecogniser& cards);
Result<AdjustRequest> parse(const v1::AdjustRequest& message, const scanner::CardRecogniser& cards);

struct HistoryQuestion {
  Identifier who;
  Seq before_seq = 0;
  int limit = 0;
};
Result<HistoryQuestion> parse(const v1::HistoryRequest& message,
                              const scanner::CardRecogniser& cards);

}  // namespace loyald::daemon
