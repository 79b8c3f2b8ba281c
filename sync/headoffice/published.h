// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/base/time.h"
#include "store/sql/statement.h"

namespace loyald {

struct PublishedProgramme {
  Date valid_from;
  std::string toml;
};

// Reads versions of the programme byte for byte, as they are sent to stores; class Programmes
// writes that table. Belongs to its connection's thread. Everything throws sql::Error.
class Published {
 public:
  explicit Published(sql::Database& database);

  std::optional<PublishedProgramme> find(std::uint32_t version);

 private:
  sql::Statement find_;
};

}  // namespace loyald
