// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/journal.pb.h"
#include "proto/loyald/v1/register.pb.h"
#include "store/requests.h"

// What the lines of each tax rate come to, in the order of rates. Rewards are shared over lines by
// largest remainder, so these sums are exact. Pure; any thread.
namespace loyald::daemon {

using TaxShares = google::protobuf::RepeatedPtrField<v1::TaxShare>;
TaxShares tax_shares(const v1::Sale& sale);
TaxShares tax_shares(const QuoteView& quote);

}  // namespace loyald::daemon
