// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proto/loyald/v1/register.pb.h"
#include "store/books.h"

namespace loyald::daemon {

// How many of each gift of the programme in force this store has, in the programme's order; the
// name is the gift's. Any connection's thread; throws sql::Error.
std::vector<v1::StockLevel> stock_levels(Books& books, Date day);

}  // namespace loyald::daemon
