// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>

#include "store/base/result.h"
#include "store/rebuild.h"
#include "store/rebuild_standings.h"
#include "store/sales_file.h"
#include "sync/headoffice/central_books.h"

// Head office's proof of its own books, from the archived bytes alone. Works on the writing and on
// a read-only connection alike, on one moment of the books; throws sql::Error. Reads all of the
// archive: minutes for years of a large chain, so not on the thread that serves stores.
namespace loyald {

// Recomputes the chains of all incarnations of a store, from their geneses over every segment to
// their cursors. Returns how many entries it verified. Errors: data_loss, naming the first place
// that does not verify or is missing.
Result<std::uint64_t> verify_archive(CentralBooks& books, StoreId store);

// What the ledger must say: every archived entry of every store folded once. compare_ledger and
// write_ledger (store/rebuild.h) take it from there. Errors: data_loss.
Result<WalletsByMember> wallets_from_archive(CentralBooks& books);

// What the standings must say: all that the journals say of members, merged. Throws sql::Error.
Result<StandingsByMember> standings_from_archive(CentralBooks& books);
// What came back of sales: what the table returned_part must say. Errors: data_loss.
Result<std::set<PartOfReturn>> returns_from_archive(CentralBooks& books);

// Every sale of every store that was counted, for a shadow run. Errors: data_loss,
// failed_precondition (there is none).
Result<SalesFile> sales_from_archive(CentralBooks& books);

}  // namespace loyald
