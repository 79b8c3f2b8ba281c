// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/headoffice.pb.h"
#include "sync/headoffice/central_books.h"

namespace loyald {

// failed_precondition, naming them, while stores are awaited (awaited_stores.h).
Result<void> require_nobody_awaited(CentralBooks& books);

// A store's PC is lost, and will say nothing any more: after a restore it is awaited no longer, and
// what its fenced journals hold is nobody's again. Whatever that PC spent or still spends may be
// spent twice then; the exceptions say who decided so. invalid_argument (no reason), not_found (it
// is not awaited, and none of its journals is fenced and holds anything). Needs a transaction; on
// the connection's thread. Throws sql::Error.
Result<v1::GiveUpStoreResponse> give_up_store(CentralBooks& books, Timestamp now,
                                              const v1::GiveUpStoreRequest& request);

}  // namespace loyald
