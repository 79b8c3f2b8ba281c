// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/card_recogniser.h"
#include "store/base/ids.h"
#include "store/base/result.h"
#include "sync/headoffice/books_place.h"
#include "sync/headoffice/feed.h"

namespace loyald::daemon {

struct KnownStore {
  StoreId id = 0;
  std::string name;
  std::string token;  // empty: only with the certificate that enrolling brings
};

// With it head office speaks HTTPS.
struct TlsSettings {
  std::vector<std::string> names;           // that stores reach it by
  std::string certificate_file;             // of another authority; empty = its own
  std::chrono::days store_certificates{0};  // how long they are good
};

// Head office's configuration, checked.
struct HeadOfficeDaemonSettings {
  std::string state_directory;  // absolute
  std::string address;          // numeric
  std::uint16_t port = 0;       // 0 lets the system choose
  std::string admin_token;
  std::vector<KnownStore> stores;  // ids and tokens unique
  std::chrono::hours lease{72};   // for which a store that is cut off may spend what it was granted
  std::int64_t most_granted = 0;  // to a home store, per member and unit; 0 = all
  std::chrono::seconds sync_interval{0};  // for every store; 0 = as it likes
  std::string database{};  // of PostgreSQL, in libpq's words; empty = in state_directory
  std::optional<TlsSettings> tls{};
  FeedScope feed_scope = FeedScope::all;
  std::optional<scanner::CardRecogniser> cards{};  // nothing: it issues none
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
