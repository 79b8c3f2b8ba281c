// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/journal.pb.h"
#include "store/programme/reason.h"

// Reasons as entries keep them. Pure, callable from any thread.
namespace loyald {

programme::Reason reason_from(const v1::Reason& reason);
// Why a rule did not count a line of the basket; empty where it did.
programme::Reason reason_from(const v1::LineEarning& earning, const v1::BasketLine& line);

}  // namespace loyald
