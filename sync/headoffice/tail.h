// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/sync.pb.h"
#include "store/base/result.h"
#include "sync/headoffice/central_books.h"

namespace loyald {

// HeadOffice::fetch_tail.
Result<v1::FetchTailResponse> fetch_tail(CentralBooks& books, Timestamp now,
                                         const v1::FetchTailRequest& request);

}  // namespace loyald
