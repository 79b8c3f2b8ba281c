// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/headoffice.pb.h"
#include "store/base/result.h"
#include "sync/headoffice/central_books.h"

namespace loyald {

inline constexpr std::int32_t kMaxDuplicateGroups = 200;
inline constexpr std::int32_t kDefaultDuplicateGroups = 50;
// Of one group; more who have the same in common are told once some of these are merged.
inline constexpr std::size_t kMaxDuplicates = 20;

// HeadOffice::list_duplicates. Works on the writing and on a read-only connection alike; throws
// sql::Error.
Result<v1::ListDuplicatesResponse> list_duplicates(CentralBooks& books, Date today,
                                                   const v1::ListDuplicatesRequest& request);

}  // namespace loyald
