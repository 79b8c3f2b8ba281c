// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/base/ids.h"
#include "store/base/result.h"
#include "sync/headoffice/books_place.h"

namespace loyald::daemon {

struct KnownStore {
  StoreId id = 0;
  std::string name;
  std::string token;
};

// Head office's configuration, checked.
struct HeadOfficeDaemonSettings {
  std::string state_directory;  // absolute
  std::string address;          // numeric
  std::uint16_t port = 0;       // 0 lets the system choose
  std::string admin_token;
  std::vector<KnownStore> stores;  // ids and tokens unique
  std::chrono::hours lease{0};    // for which a store that is cut off may spend what it was granted
  std::int64_t most_granted = 0;  // to a home store, per member and unit; 0 = all
  std::chrono::seconds sync_interval{0};  // for every store; 0 = as it likes
  std::string database{};  // of PostgreSQL, in libpq's words; empty = in state_directory
};

inline constexpr std::size_t kMaxKnownStores = 20'000;

BooksPlace books_place(const HeadOfficeDaemonSettings& settings);

// Reads headoffice.toml; proto/loyald/v1/config.proto says every key. A relative state_directory is
// taken from the file's own directory. Errors: not_found (no such file), invalid_argument, naming
// the file and the key, with what to do as the hint.
Result<HeadOfficeDaemonSettings> read_headoffice_config(const std::string& path);

// The same of a text; `file` is named in errors and is where relative paths are taken from.
Result<HeadOfficeDaemonSettings> parse_headoffice_config(std::string_view toml,
                                                         const std::string& file);

}  // namespace loyald::daemon
