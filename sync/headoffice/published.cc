// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/published.h"

namespace loyald {

Published::Published(sql::Database& database)
    : find_(database, "SELECT valid_from, toml FROM programme WHERE version = ?1") {}

std::optional<PublishedProgramme> Published::find(std::uint32_t version) {
  auto row = find_.run(std::uint64_t{version});
  if (!row.next()) return std::nullopt;
  return PublishedProgramme{{static_cast<std::int32_t>(row.int64(0))}, std::string(row.blob(1))};
}

}  // namespace loyald
