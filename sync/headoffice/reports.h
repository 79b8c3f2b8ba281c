// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "proto/loyald/v1/headoffice.pb.h"
#include "store/base/result.h"
#include "sync/headoffice/central_books.h"

// What head office's books say without changing them: the reading calls of HeadOffice. They work on
// the writing and on a read-only connection alike, each on one moment of the books; all throw
// sql::Error. Numbers that their messages cannot hold are given as the nearest that they can.
namespace loyald {

// Every store that is known by name or has ever opened an incarnation.
v1::ListStoresResponse list_stores(CentralBooks& books,
                                   const std::map<StoreId, std::string>& names);

// Errors: not_found (nobody has this card, number or address), invalid_argument (no date).
Result<v1::GetMemberResponse> get_member(CentralBooks& books, Date today,
                                         const v1::GetMemberRequest& request);

inline constexpr std::int32_t kMaxBalances = 5000;
inline constexpr std::int32_t kDefaultBalances = 1000;
// Errors: invalid_argument (no member id, no date, limit out of range).
Result<v1::ListBalancesResponse> list_balances(CentralBooks& books, Date today,
                                               const v1::ListBalancesRequest& request);

inline constexpr std::int32_t kMaxExceptions = 1000;
inline constexpr std::int32_t kDefaultExceptions = 100;
// Errors: invalid_argument (limit out of range).
Result<v1::ListExceptionsResponse> list_exceptions(CentralBooks& books,
                                                   const v1::ListExceptionsRequest& request);

}  // namespace loyald
