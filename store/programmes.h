// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "store/base/time.h"
#include "store/programme/programme.h"
#include "store/sql/statement.h"

namespace loyald {

// Versions from here on are a store's own, adopted while it had no head office; head office numbers
// its versions from 1, and those go before.
inline constexpr std::uint32_t kFirstOwnVersion = 1'000'001;

struct ProgrammeInForce {
  std::uint32_t version = 0;
  std::shared_ptr<const programme::Programme> programme;
};

// The table programme: every version a store has received, parsed once. A version never changes.
// Belongs to its connection's thread. Everything throws sql::Error.
class Programmes {
 public:
  explicit Programmes(sql::Database& database);

  // The highest version valid from `day` or before; head office's before own ones.
  // failed_precondition where there is none yet.
  Result<ProgrammeInForce> in_force(Date day);
  // not_found where that version never came here.
  Result<ProgrammeInForce> version(std::uint32_t version);
  // The version's TOML, as it was put. not_found where it never came here.
  Result<std::string> text(std::uint32_t version);
  // The newest version's number and text, of head office's or of own ones; nothing where there is
  // none.
  enum class Origin { head_office, own };
  std::optional<std::pair<std::uint32_t, std::string>> newest(Origin origin);

  // Stores a version; one that is there already is left alone. The text has been parsed before:
  // data_loss where it does not parse. Needs a transaction.
  Result<void> put(std::uint32_t version, Date valid_from, std::string_view toml);

 private:
  sql::Statement in_force_;
  sql::Statement read_;
  sql::Statement newest_;
  sql::Statement put_;
  std::map<std::uint32_t, std::shared_ptr<const programme::Programme>> parsed_;
};

}  // namespace loyald
