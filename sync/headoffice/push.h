// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/base/result.h"
#include "sync/headoffice/central_books.h"

namespace loyald {

// HeadOffice::push.
Result<v1::PushResponse> take_push(CentralBooks& books, Timestamp now,
                                   const v1::PushRequest& request);

}  // namespace loyald
