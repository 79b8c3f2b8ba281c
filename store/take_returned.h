// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/books.h"

// What of a member's sales came back, as head office says, taken into the books. Throws
// sql::Error.
namespace loyald {

// Head office's sums count our own entries through `counts_seq`; what they say beyond those came
// back elsewhere. Needs a transaction. Errors: data_loss (malformed).
Result<void> take_returned(Books& books, const v1::MemberState& state, Seq counts_seq);

}  // namespace loyald
