// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/headoffice.pb.h"
#include "store/base/result.h"
#include "sync/headoffice/central_books.h"

namespace loyald {

inline constexpr int kMaxCardsToSegment = 1000;

// HeadOffice::set_segments.
Result<v1::SetSegmentsResponse> set_segments(CentralBooks& books, Timestamp now,
                                             const v1::SetSegmentsRequest& request);

}  // namespace loyald
