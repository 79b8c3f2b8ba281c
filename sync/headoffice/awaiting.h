// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/headoffice.pb.h"
#include "sync/headoffice/central_books.h"

namespace loyald {

// failed_precondition, naming them, while stores are awaited (awaited_stores.h).
Result<void> require_nobody_awaited(CentralBooks& books);

// A store that will not come any more (its PC is lost, or it never was) is awaited no longer; what
// it was granted since the backup may be spent twice then. not_found where it is not awaited. Needs
// a transaction; on the connection's thread. Throws sqlite::Error.
Result<v1::StopAwaitingResponse> stop_awaiting(CentralBooks& books, Timestamp now,
                                               const v1::StopAwaitingRequest& request);

}  // namespace loyald
