// SPDX-License-Identifier: Apache-2.0
#include "daemon/config.h"

#include <filesystem>

#include "daemon/config_check.h"
#include "daemon/text_file.h"
#include "proto/loyald/v1/config.pb.h"
#include "store/floor_limit.h"
#include "store/requests.h"
#include "store/toml_message.h"

namespace loyald::daemon {
namespace {

constexpr std::uint32_t kDefaultPort = 7411;
// sockaddr_un holds 108 bytes, the last of them 0.
constexpr std::size_t kMaxSocketPathBytes = 107;

Result<void> read_store(const ConfigCheck& check, const v1::DaemonConfig& config,
                        DaemonSettings& settings) {
  if (config.store().id() == 0) {
    return check.fail("store.id", "is required",
                      "set it to the store's number at head office, or to 1 for a shop alone");
  }
  LOYALD_TRY(check.text("store.name", config.store().name(), kMaxNameBytes));
  settings.store_id = config.store().id();
  settings.store_name = config.store().name();
  return {};
}

Result<void> read_register_api(const ConfigCheck& check, const v1::DaemonConfig& config,
                               DaemonSettings& settings) {
  const v1::RegisterApiConfig& api = config.register_api();
  LOYALD_ASSIGN(
      const std::uint32_t port,
      check.number("register_api.port", api.has_port() ? api.port() : kDefaultPort, 0, UINT16_MAX));
  settings.port = static_cast<std::uint16_t>(port);
  settings.socket = api.socket().empty() ? settings.state_directory + "/register.sock"
                                         : check.absolute(api.socket());
  if (settings.socket.size() > kMaxSocketPathBytes) {
    return check.fail("register_api.socket",
                      "the path has more than " + std::to_string(kMaxSocketPathBytes) + " bytes",
                      "Unix sockets cannot have longer ones; set a shorter path");
  }
  return {};
}

// "02:00".
std::optional<std::chrono::minutes> time_of_day(std::string_view text) {
  const auto two_digits = [&](std::size_t at) {
    const bool are_digits =
        text[at] >= '0' && text[at] <= '9' && text[at + 1] >= '0' && text[at + 1] <= '9';
    return are_digits ? (text[at] - '0') * 10 + (text[at + 1] - '0') : 99;
  };
  if (text.size() != 5 || text[2] != ':' || two_digits(0) > 23 || two_digits(3) > 59) {
    return std::nullopt;
  }
  return std::chrono::hours(two_digits(0)) + std::chrono::minutes(two_digits(3));
}

Result<std::optional<NightlyWindow>> read_nightly(const ConfigCheck& check,
                                                  const v1::HeadOfficeLinkConfig& link) {
  constexpr std::uint32_t kLeast = 10;
  constexpr std::uint32_t kMost = 720;
  LOYALD_ASSIGN(
      const std::uint32_t minutes,
      check.number("head_office.nightly_minutes",
                   link.has_nightly_minutes() ? link.nightly_minutes() : 60, kLeast, kMost));
  if (link.nightly_from().empty()) return std::nullopt;
  const auto from = time_of_day(link.nightly_from());
  if (!from) {
    return check.fail("head_office.nightly_from", "\"" + link.nightly_from() + "\" is no time",
                      "write it as \"02:00\"");
  }
  return NightlyWindow{*from, std::chrono::minutes(minutes)};
}

Result<void> read_head_office(const ConfigCheck& check, const v1::DaemonConfig& config,
                              DaemonSettings& settings) {
  const v1::HeadOfficeLinkConfig& link = config.head_office();
  constexpr std::uint32_t kDay = 86'400;
  constexpr std::uint32_t kMaxTimeout = 600;
  HeadOfficeSettings office;
  LOYALD_ASSIGN(office.url, check.url("head_office.url", link.url()));
  if (!link.token().empty()) {
    LOYALD_ASSIGN(office.token, check.token("head_office.token", link.token()));
  } else if (!office.url.starts_with("https://")) {
    return check.fail("head_office.token", "is required where url is not https",
                      "set it to the store's token, or enrol the store: loyalctl enrol");
  }
  if (!link.ca_file().empty()) office.ca_file = check.absolute(link.ca_file());
  LOYALD_ASSIGN(const std::uint32_t interval,
                check.number("head_office.interval_s",
                             link.has_interval_s() ? link.interval_s() : 5, 1, kDay));
  LOYALD_ASSIGN(const std::uint32_t timeout,
                check.number("head_office.timeout_s", link.has_timeout_s() ? link.timeout_s() : 30,
                             1, kMaxTimeout));
  LOYALD_ASSIGN(office.nightly, read_nightly(check, link));
  office.interval = std::chrono::seconds(interval);
  office.timeout = std::chrono::seconds(timeout);
  settings.head_office = std::move(office);
  return {};
}

Result<void> read_programme_source(const ConfigCheck& check, const v1::DaemonConfig& config,
                                   DaemonSettings& settings) {
  if (config.has_head_office() && !config.programme_file().empty()) {
    return check.fail("programme_file", "a store with a head office gets its programme from there",
                      "remove programme_file, or the table [head_office]");
  }
  if (config.has_head_office()) return read_head_office(check, config, settings);
  if (config.programme_file().empty()) {
    return check.fail("programme_file", "is required for a store without a head office",
                      "set it to the programme's file, or add a table [head_office]");
  }
  settings.programme_file = check.absolute(config.programme_file());
  return {};
}

Result<void> read_redeem(const ConfigCheck& check, const v1::DaemonConfig& config,
                         DaemonSettings& settings) {
  const v1::RedeemConfig& redeem = config.redeem();
  RedeemPolicy& policy = settings.redeem;
  constexpr std::uint32_t kDay = 86'400;
  policy.has_head_office = config.has_head_office();
  if (redeem.has_floor_limit()) policy.floor_limit = redeem.floor_limit();
  LOYALD_TRY(check.number("redeem.floor_limit", policy.floor_limit, 0, kMaxAmount));
  for (const auto& [unit, limit] : redeem.floor_limit_by_unit()) {
    LOYALD_TRY(check.number("redeem.floor_limit_by_unit." + unit, limit, 0, kMaxAmount));
    policy.floor_limit_by_unit.emplace(unit, limit);
  }
  LOYALD_ASSIGN(policy.floor_limit_per_day,
                check.number("redeem.floor_limit_per_day", Quantity{redeem.floor_limit_per_day()},
                             0, kMaxAmount));
  if (has_floor_limit(policy) && policy.floor_limit_per_day == 0) {
    return check.fail("redeem.floor_limit_per_day", "is required where there is a floor limit",
                      "say how much of a unit all members together may spend so on one day; "
                      "\"loyalctl status\" then says what that can cost in money");
  }
  LOYALD_ASSIGN(
      const std::uint32_t after,
      check.number("redeem.offline_after_s",
                   redeem.has_offline_after_s() ? redeem.offline_after_s() : 60, 1, kDay));
  policy.offline_after = std::chrono::seconds(after);
  if (settings.head_office && policy.offline_after <= settings.head_office->interval) {
    return check.fail("redeem.offline_after_s",
                      "must be more than head_office.interval_s, or head office would count as out "
                      "of reach between two looks",
                      "raise redeem.offline_after_s or lower head_office.interval_s");
  }
  return {};
}

// The directory's own name and "-guard".
std::string beside(const std::string& directory) {
  std::filesystem::path path = std::filesystem::path(directory).lexically_normal();
  if (path.filename().empty()) path = path.parent_path();
  return path.string() + "-guard";
}

bool is_within(const std::string& path, const std::string& directory) {
  const auto relative = std::filesystem::path(path).lexically_normal().lexically_relative(
      std::filesystem::path(directory).lexically_normal());
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

Result<DaemonSettings> parse_config(std::string_view toml, const std::string& file) {
  v1::DaemonConfig config;
  LOYALD_TRY(fill_from_toml(toml, file, config));
  const ConfigCheck check(file);
  LOYALD_TRY(check.required("state_directory", config.state_directory()));
  LOYALD_ASSIGN(auto cards, read_card_formats(check, config.card_format()));
  DaemonSettings settings{.state_directory = check.absolute(config.state_directory()),
                          .guard_directory = {},
                          .store_name = {},
                          .socket = {},
                          .head_office = {},
                          .programme_file = {},
                          .cards = std::move(cards),
                          .scanners = {},
                          .passes = {},
                          .hotkeys = {},
                          .redeem = {},
                          .staff = {}};
  settings.guard_directory = config.guard_directory().empty()
                                 ? beside(settings.state_directory)
                                 : check.absolute(config.guard_directory());
  if (is_within(settings.guard_directory, settings.state_directory)) {
    return check.fail("guard_directory", "lies in the state directory",
                      "a copy of the one would bring back the other: name another directory");
  }
  LOYALD_TRY(read_store(check, config, settings));
  LOYALD_TRY(read_register_api(check, config, settings));
  LOYALD_TRY(read_programme_source(check, config, settings));
  LOYALD_TRY(read_redeem(check, config, settings));
  LOYALD_TRY(read_scanners(check, config, settings));
  LOYALD_ASSIGN(settings.hotkeys, read_hotkeys(check, config.hotkey()));
  LOYALD_ASSIGN(settings.staff, read_staff(check, config, settings.cards));
  return settings;
}

Result<DaemonSettings> read_config(const std::string& path) {
  LOYALD_ASSIGN(const std::string text, read_text_file(path, kMaxTomlBytes));
  return parse_config(text, path);
}

}  // namespace loyald::daemon
