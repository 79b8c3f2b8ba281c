// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/sync.pb.h"
#include "store/base/result.h"
#include "sync/headoffice/central_books.h"

namespace loyald {

// HeadOffice::fetch_tail.
Result<v1::FetchTailResponse> fetch_tail(CentralBooks& books, Timestamp now,
                                         const v1::FetchTailRequest& request);

// The hash after `seq` in a counted journal's chain, at its parent_seq the genesis hash; `seq` lies
// from there to the cursor. data_loss where the archive does not have it.
Result<Hash> archived_hash(CentralBooks& books, const CountedJournal& journal, Seq seq);

}  // namespace loyald
