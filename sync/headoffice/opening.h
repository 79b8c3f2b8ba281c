// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/base/result.h"
#include "sync/headoffice/central_books.h"

namespace loyald {

// HeadOffice::begin.
Result<v1::OpenResponse> open_incarnation(CentralBooks& books, Timestamp now,
                                          const v1::OpenRequest& request);

// failed_precondition where the store was given up for good.
Result<void> require_not_closed(CentralBooks& books, StoreId store);

}  // namespace loyald
