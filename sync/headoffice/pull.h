// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/base/result.h"
#include "sync/headoffice/central_books.h"

namespace loyald {

// A page of the store's feed behind the store's cursor, all of it one moment of the books. A cursor
// of another life of the feed, or beyond its end, is of a head office that has since been restored
// from a backup: then the feed is served from its beginning (states replace states, so that is
// right, only long). Works on the writing and on a read-only connection alike; throws
// sql::Error. Errors: invalid_argument (malformed), failed_precondition (this incarnation was
// never opened, or its store was given up for good).
Result<v1::PullResponse> pull_page(CentralBooks& books, Timestamp now,
                                   const v1::PullRequest& request);

// The place in this life of the feed that a store says it knows; 0 where it is of another one.
std::uint64_t known_place(CentralBooks& books, std::uint64_t epoch, std::uint64_t cursor);

}  // namespace loyald
