// SPDX-License-Identifier: Apache-2.0
#include "store/programmes.h"

#include "store/programme_file.h"

namespace loyald {

Programmes::Programmes(sql::Database& database)
    : in_force_(database,
                "SELECT version FROM programme WHERE valid_from <= ?1 "
                "ORDER BY version >= ?2, version DESC LIMIT 1"),
      read_(database, "SELECT toml FROM programme WHERE version = ?1"),
      newest_(database,
              "SELECT version, toml FROM programme "
              "WHERE CASE WHEN version >= ?1 THEN 1 ELSE 0 END = ?2 "
              "ORDER BY version DESC LIMIT 1"),
      put_(database, "INSERT INTO programme VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING") {}

Result<ProgrammeInForce> Programmes::in_force(Date day) {
  std::uint32_t number = 0;
  {
    auto row = in_force_.run(day.days, std::uint64_t{kFirstOwnVersion});
    if (row.next()) number = static_cast<std::uint32_t>(row.int64(0));
  }
  if (number == 0) {
    return fail(Errc::failed_precondition, "this store has no loyalty programme for " + format(day),
                "publish one at head office (loyalctl programme publish), or name a programme_file "
                "in the configuration of a store without head office");
  }
  return version(number);
}

Result<ProgrammeInForce> Programmes::version(std::uint32_t version) {
  if (const auto known = parsed_.find(version); known != parsed_.end()) {
    return ProgrammeInForce{version, known->second};
  }
  LOYALD_ASSIGN(const std::string toml, text(version));
  LOYALD_ASSIGN(programme::Programme programme,
                parse_programme(toml, "version " + std::to_string(version)));
  auto shared = std::make_shared<const programme::Programme>(std::move(programme));
  parsed_.emplace(version, shared);
  return ProgrammeInForce{version, std::move(shared)};
}

Result<std::string> Programmes::text(std::uint32_t version) {
  auto row = read_.run(std::uint64_t{version});
  if (!row.next()) {
    return fail(Errc::not_found, "programme version " + std::to_string(version) + " is not here");
  }
  return std::string(row.blob(0));
}

std::optional<std::pair<std::uint32_t, std::string>> Programmes::newest(Origin origin) {
  auto row = newest_.run(std::uint64_t{kFirstOwnVersion}, origin == Origin::own ? 1 : 0);
  if (!row.next()) return std::nullopt;
  return std::pair(static_cast<std::uint32_t>(row.int64(0)), std::string(row.blob(1)));
}

Result<void> Programmes::put(std::uint32_t version, Date valid_from, std::string_view toml) {
  auto parsed = parse_programme(toml, "version " + std::to_string(version));
  if (!parsed) {
    return fail(Errc::data_loss,
                "programme version " + std::to_string(version) +
                    " cannot be read: " + parsed.error().message,
                "this store's Loyald may be older than the programme; update it");
  }
  put_.execute(std::uint64_t{version}, valid_from.days, sql::Blob{toml});
  // What was known of this number may have been undone with its transaction.
  parsed_.erase(version);
  return {};
}

}  // namespace loyald
