// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/view.h"

namespace loyald {

// What a checkout of the same would record now: the entry without its place and time. Pure,
// callable from any thread.
v1::JournalEntry quoted_sale(const QuoteRequest& request, const QuoteView& quoted);

}  // namespace loyald
