// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libpq-fe.h>

#include <string>

#include "store/sql/error.h"

namespace loyald::postgres {

// What a failed result says, by its SQLSTATE (PostgreSQL 15, appendix A).
sql::Error error_of(const PGresult* result);
// The connection is gone.
sql::Error lost_error(const std::string& message);

}  // namespace loyald::postgres
