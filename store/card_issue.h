// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "proto/loyald/v1/issue.pb.h"
#include "store/base/random.h"
#include "store/base/result.h"
#include "store/card_series.h"
#include "store/identifiers.h"

// Numbers for new cards, the same at head office and at a store without one. They are the places of
// a counter in a secret order of all numbers of the format's prefix and length
// (store/digit_permutation.h): no number comes twice however many are handed out, which random ones
// would need a look-up each for, and who has a card cannot tell the next one's, which a bare
// counter would give away with its first card. The counter and the order's key are rows of the
// books, and whoever hands out numbers writes in the one transaction at a time that their engine
// allows: so several head offices over one PostgreSQL never give the same.
namespace loyald {

inline constexpr std::int64_t kMostCardsInBatch = 1'000'000;
// Of one call: what its answer and its transaction have room for.
inline constexpr std::int64_t kMostCardsAtOnce = 1'000;
// Fewer digits between prefix and check would be guessed.
inline constexpr std::size_t kFewestBodyDigits = 4;
inline constexpr std::size_t kMaxBatchIdBytes = 64;
inline constexpr int kMaxBatchesListed = 1'000;

struct CardIssue {
  CardBatch batch;  // whose shape, format, symbology, cards, issued_by and reason are asked for
  std::int64_t from = 0;  // which of its cards to begin with
  // A number with its check, as it is printed; nothing where it must not be used. The same for the
  // same number whenever it is asked.
  std::function<std::optional<std::string>(const std::string& unchecked)> complete;
};

// The batch's numbers from `from` on, at most kMostCardsAtOnce. The first call writes down the
// batch; the same again, by whoever, gives the same numbers. Numbers that are somebody's card
// already, because others had made them before, are passed over. Errors: invalid_argument,
// already_exists (another batch has that id), failed_precondition (cards before `from` were not
// fetched; those of CardSeries::begin), resource_exhausted (not so many numbers are left). Needs a
// transaction; on the connection's thread; throws sql::Error.
Result<std::vector<std::string>> issue_cards(CardSeries& series, Identifiers& identifiers,
                                             Random& random, Timestamp now, const CardIssue& issue);

// For auditors. Errors: invalid_argument, not_found (the number was not handed out here).
Result<v1::ListCardBatchesResponse> list_card_batches(CardSeries& series,
                                                      const v1::ListCardBatchesRequest& request);

}  // namespace loyald
