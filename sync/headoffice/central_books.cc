// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/central_books.h"

namespace loyald {

CentralBooks::CentralBooks(std::unique_ptr<sql::Database> database)
    : database_(std::move(database)),
      wallets(*database_),
      identifiers(*database_),
      standings(*database_),
      segments(*database_),
      programmes(*database_),
      published(*database_),
      incarnations(*database_),
      archive(*database_),
      quarantine(*database_),
      exceptions(*database_),
      pattern_counts(*database_),
      returns(*database_),
      likenesses(*database_),
      feed(*database_),
      rights(*database_),
      offers(*database_),
      awaited(*database_),
      grant_queue(*database_),
      visits(*database_),
      enrolments(*database_),
      card_keys(*database_),
      card_series(*database_) {}

}  // namespace loyald
