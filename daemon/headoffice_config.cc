// SPDX-License-Identifier: Apache-2.0
#include "daemon/headoffice_config.h"

#include <set>

#include "daemon/config_check.h"
#include "daemon/state_files.h"
#include "daemon/text_file.h"
#include "proto/loyald/v1/config.pb.h"
#include "store/requests.h"
#include "store/toml_message.h"

namespace loyald::daemon {
namespace {

constexpr std::uint32_t kDefaultPort = 7412;
constexpr std::uint32_t kDefaultLeaseHours = 72;
constexpr std::uint32_t kMostLeaseHours = 720;
constexpr std::uint32_t kMostIntervalS = 3'600;
constexpr std::int64_t kMostToGrant = 1'000'000'000;
constexpr std::size_t kMaxDatabaseBytes = 2048;
constexpr int kMostNames = 20;
constexpr std::size_t kMaxHostBytes = 253;  // RFC 1035, 2.3.4
constexpr std::uint32_t kDefaultStoreDays = 365;
constexpr std::uint32_t kMostStoreDays = 825;
constexpr const char* kDefaultAddress = "127.0.0.1";
// Reports have 32-bit signed numbers, so that JSON shows them as numbers.
constexpr std::int64_t kMaxStoreId = INT32_MAX;

Result<KnownStore> read_store(const ConfigCheck& check, const std::string& at,
                              const v1::KnownStoreConfig& from, bool has_tls) {
  KnownStore store;
  LOYALD_TRY(check.number(at + ".id", from.id(), 1, kMaxStoreId));
  LOYALD_TRY(check.required(at + ".name", from.name(), kMaxNameBytes));
  if (!has_tls || !from.token().empty()) {
    LOYALD_ASSIGN(store.token, check.token(at + ".token", from.token()));
  }
  store.id = from.id();
  store.name = from.name();
  return store;
}

Result<void> read_stores(const ConfigCheck& check, const v1::HeadOfficeConfig& config,
                         HeadOfficeDaemonSettings& settings) {
  if (static_cast<std::size_t>(config.store_size()) > kMaxKnownStores) {
    return check.fail("store", "there are more than " + std::to_string(kMaxKnownStores), "");
  }
  std::set<StoreId> ids;
  std::set<std::string> tokens{settings.admin_token};
  for (int i = 0; i < config.store_size(); ++i) {
    const std::string at = "store[" + std::to_string(i + 1) + "]";
    LOYALD_ASSIGN(KnownStore store, read_store(check, at, config.store(i), config.has_tls()));
    if (!ids.insert(store.id).second) {
      return check.fail(at + ".id", std::to_string(store.id) + " is another store's already",
                        "give every store a number of its own, and never use one again");
    }
    if (!store.token.empty() && !tokens.insert(store.token).second) {
      return check.fail(at + ".token", "is another store's or the administrator's already",
                        "give every store a token of its own: openssl rand -hex 24");
    }
    settings.stores.push_back(std::move(store));
  }
  return {};
}

Result<void> read_tls(const ConfigCheck& check, const v1::HeadOfficeConfig& config,
                      HeadOfficeDaemonSettings& settings) {
  if (!config.has_tls()) return {};
  const v1::TlsConfig& from = config.tls();
  TlsSettings tls;
  if (from.names().empty() || from.names_size() > kMostNames) {
    return check.fail("tls.names", "must have 1 to " + std::to_string(kMostNames) + " entries",
                      "list what stores reach head office by: names = [\"office.example.com\"]");
  }
  for (const std::string& name : from.names()) {
    LOYALD_TRY(check.required("tls.names", name, kMaxHostBytes));
    tls.names.push_back(name);
  }
  if (!from.certificate_file().empty()) {
    tls.certificate_file = check.absolute(from.certificate_file());
  }
  LOYALD_ASSIGN(
      const std::uint32_t days,
      check.number("tls.store_days", from.has_store_days() ? from.store_days() : kDefaultStoreDays,
                   2, kMostStoreDays));
  tls.store_certificates = std::chrono::days(days);
  settings.tls = std::move(tls);
  return {};
}

Result<FeedScope> read_feed(const ConfigCheck& check, const v1::HeadOfficeConfig& config) {
  if (config.feed().empty() || config.feed() == "all") return FeedScope::all;
  if (config.feed() == "seen") return FeedScope::seen;
  return check.fail("feed", "must be \"all\" or \"seen\", not \"" + config.feed() + "\"",
                    "\"seen\": stores hear only of members who were there");
}

}  // namespace

Result<HeadOfficeDaemonSettings> parse_headoffice_config(std::string_view toml,
                                                         const std::string& file) {
  v1::HeadOfficeConfig config;
  LOYALD_TRY(fill_from_toml(toml, file, config));
  const ConfigCheck check(file);
  HeadOfficeDaemonSettings settings;
  LOYALD_TRY(check.required("state_directory", config.state_directory()));
  settings.state_directory = check.absolute(config.state_directory());
  LOYALD_TRY(check.text("database", config.database(), kMaxDatabaseBytes));
  settings.database = config.database();
  LOYALD_TRY(check.text("address", config.address(), kMaxNameBytes));
  settings.address = config.address().empty() ? kDefaultAddress : config.address();
  LOYALD_ASSIGN(
      const std::uint32_t port,
      check.number("port", config.has_port() ? config.port() : kDefaultPort, 0, UINT16_MAX));
  settings.port = static_cast<std::uint16_t>(port);
  LOYALD_ASSIGN(settings.admin_token, check.token("admin_token", config.admin_token()));
  LOYALD_ASSIGN(const std::uint32_t lease,
                check.number("lease_hours",
                             config.has_lease_hours() ? config.lease_hours() : kDefaultLeaseHours,
                             1, kMostLeaseHours));
  settings.lease = std::chrono::hours(lease);
  LOYALD_ASSIGN(const std::uint32_t interval,
                check.number("sync_interval_s", config.sync_interval_s(), 0, kMostIntervalS));
  settings.sync_interval = std::chrono::seconds(interval);
  LOYALD_ASSIGN(settings.most_granted,
                check.number("most_granted", config.most_granted(), 0, kMostToGrant));
  LOYALD_TRY(read_tls(check, config, settings));
  LOYALD_ASSIGN(settings.feed_scope, read_feed(check, config));
  if (!config.card_format().empty()) {
    LOYALD_ASSIGN(settings.cards, read_card_formats(check, config.card_format()));
  }
  LOYALD_TRY(read_stores(check, config, settings));
  return settings;
}

BooksPlace books_place(const HeadOfficeDaemonSettings& settings) {
  return {settings.state_directory + "/" + kHeadOfficeBooksFile, {}, settings.database};
}

Result<HeadOfficeDaemonSettings> read_headoffice_config(const std::string& path) {
  LOYALD_ASSIGN(const std::string text, read_text_file(path, kMaxTomlBytes));
  return parse_headoffice_config(text, path);
}

}  // namespace loyald::daemon
