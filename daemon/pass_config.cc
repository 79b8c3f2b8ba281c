// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <span>

#include "daemon/config_check.h"
#include "store/base/text.h"

namespace loyald::daemon {
namespace {

template <class Value>
struct Named {
  std::string_view name;
  Value value;
};

constexpr std::array<Named<scanner::PassMode>, 3> kModes{{
    {"listen", scanner::PassMode::listen},
    {"filter", scanner::PassMode::filter},
    {"own", scanner::PassMode::own},
}};
constexpr std::array<Named<scanner::PassControls>, 3> kControls{{
    {"none", scanner::PassControls::none},
    {"gs", scanner::PassControls::gs},
    {"all", scanner::PassControls::all},
}};
constexpr std::array<Named<PassTo>, 2> kWays{{{"keys", PassTo::keys}, {"port", PassTo::port}}};

// The value of that name; the default where there is no name.
template <class Value>
Result<Value> named(const ConfigCheck& check, const std::string& key, const std::string& name,
                    Value otherwise, std::type_identity_t<std::span<const Named<Value>>> known) {
  if (name.empty()) return otherwise;
  std::vector<std::string> names;
  std::string all;
  for (const Named<Value>& each : known) {
    if (each.name == name) return each.value;
    names.emplace_back(each.name);
    all += (all.empty() ? "" : ", ") + names.back();
  }
  const std::string near = nearest(name, names);
  return check.fail(key, "\"" + name + "\" is not known",
                    near.empty() ? "known are " + all : "did you mean \"" + near + "\"?");
}

Result<std::chrono::milliseconds> read_pace(const ConfigCheck& check, const std::string& at,
                                            const v1::ScannerConfig& from) {
  constexpr auto kDefault = scanner::ReplayPacer::kDefaultPerKey.count();
  LOYALD_ASSIGN(const std::int64_t pace,
                check.number(at + ".pace_ms", from.has_pace_ms() ? from.pace_ms() : kDefault, 0,
                             scanner::ReplayPacer::kMaxPerKey.count()));
  return std::chrono::milliseconds(pace);
}

// The scanner's name is a file's.
Result<void> check_file_name(const ConfigCheck& check, const std::string& at,
                             const std::string& name) {
  if (name.front() != '.' && name.find('/') == std::string::npos) return {};
  return check.fail(at + ".name", "\"" + name + "\" cannot be the name of a port",
                    "with pass = \"port\" a name has no \"/\" and no \".\" at its beginning");
}

}  // namespace

Result<void> read_wedge_pass(const ConfigCheck& check, const std::string& at,
                             const v1::ScannerConfig& from, scanner::WedgeOptions& options) {
  constexpr std::size_t kMaxAffix = 16;
  const v1::WedgeScannerConfig& wedge = from.wedge();
  const std::string in = at + ".wedge.";
  if (!from.pass().empty() || !from.desktop_layout().empty()) {
    return check.fail(at + (from.pass().empty() ? ".desktop_layout" : ".pass"),
                      "is not for a scanner that is a keyboard", "set " + in + "mode = \"filter\"");
  }
  LOYALD_ASSIGN(options.mode,
                named(check, in + "mode", wedge.mode(), scanner::PassMode::listen, kModes));
  LOYALD_ASSIGN(options.passing.controls, named(check, in + "pass_controls", wedge.pass_controls(),
                                                scanner::PassControls::none, kControls));
  LOYALD_ASSIGN(const std::uint32_t gap,
                check.number(in + "gap_ms", wedge.has_gap_ms() ? wedge.gap_ms() : 100, 20, 1000));
  options.passing.filter.gap = std::chrono::milliseconds(gap);
  LOYALD_ASSIGN(options.passing.per_key, read_pace(check, at, from));
  LOYALD_TRY(check.text(in + "prefix", wedge.prefix(), kMaxAffix));
  LOYALD_TRY(check.text(in + "suffix", wedge.suffix(), kMaxAffix));
  options.affixes = {wedge.prefix(), wedge.suffix()};
  const bool is_filter = options.mode == scanner::PassMode::filter;
  if (!is_filter && (!wedge.pass_controls().empty() || from.has_pace_ms())) {
    return check.fail(wedge.pass_controls().empty() ? at + ".pace_ms" : in + "pass_controls",
                      "is for the mode \"filter\" alone", "set " + in + "mode = \"filter\"");
  }
  if (options.mode == scanner::PassMode::listen && wedge.has_gap_ms()) {
    return check.fail(in + "gap_ms", "is not for the mode \"listen\"", "set " + in + "mode");
  }
  return {};
}

Result<PassSettings> read_pass(const ConfigCheck& check, const std::string& at,
                               const v1::ScannerConfig& from) {
  PassSettings settings;
  LOYALD_ASSIGN(settings.to, named(check, at + ".pass", from.pass(), PassTo::nothing, kWays));
  settings.typing.name = from.name();
  if (!from.desktop_layout().empty()) settings.typing.layout = from.desktop_layout();
  LOYALD_ASSIGN(settings.typing.per_key, read_pace(check, at, from));
  if (settings.to != PassTo::keys && (!from.desktop_layout().empty() || from.has_pace_ms())) {
    return check.fail(at + (from.has_pace_ms() ? ".pace_ms" : ".desktop_layout"),
                      "is for pass = \"keys\" alone", "set " + at + ".pass = \"keys\"");
  }
  if (settings.to != PassTo::port) return settings;
  if (!from.has_serial()) {
    return check.fail(at + ".pass", "\"port\" is for serial scanners alone", "set it to \"keys\"");
  }
  LOYALD_TRY(check_file_name(check, at, from.name()));
  return settings;
}

}  // namespace loyald::daemon
