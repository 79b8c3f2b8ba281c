// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "daemon/pass_settings.h"
#include "daemon/settings.h"
#include "proto/loyald/v1/config.pb.h"
#include "scanner/card_recogniser.h"
#include "scanner/device_place.h"
#include "scanner/wedge_scanner.h"
#include "store/base/result.h"
#include "store/staff.h"

namespace loyald::daemon {

// Checks single keys of a configuration file and says what is wrong in the form
// "loyald.toml: store.id: is required". All errors are invalid_argument.
class ConfigCheck {
 public:
  explicit ConfigCheck(std::string file);

  tl::unexpected<Error> fail(const std::string& key, const std::string& what,
                             const std::string& hint) const;

  // Printable UTF-8 of at most so many bytes.
  Result<void> text(const std::string& key, const std::string& value, std::size_t max_bytes) const;
  // The same, and not empty.
  Result<void> required(const std::string& key, const std::string& value,
                        std::size_t max_bytes = 4096) const;
  // The value, if it is within [least, most].
  template <class Integer>
  Result<Integer> number(const std::string& key, Integer value, std::int64_t least,
                         std::int64_t most) const {
    LOYALD_TRY(range(key, static_cast<std::int64_t>(value), least, most));
    return value;
  }
  // "http://host", "https://host:port", without anything behind.
  Result<std::string> url(const std::string& key, const std::string& value) const;
  // What travels as a bearer token (RFC 6750, 2.1): 16 to 512 of its characters.
  Result<std::string> token(const std::string& key, const std::string& value) const;
  // The path, taken from the file's directory where it is relative.
  std::string absolute(const std::string& path) const;

 private:
  Result<void> range(const std::string& key, std::int64_t value, std::int64_t least,
                     std::int64_t most) const;

  std::string file_;
  std::filesystem::path directory_;
};

// [[role]] and [[staff]]: who works here. `cards` says what their cards look like.
Result<Staff> read_staff(const ConfigCheck& check, const v1::DaemonConfig& config,
                         const scanner::CardRecogniser& cards);

// [[scanner]]: what reads cards, into `settings`. Whether there is such a speed or keyboard layout,
// only make_scan_sources() finds.
Result<void> read_scanners(const ConfigCheck& check, const v1::DaemonConfig& config,
                           DaemonSettings& settings);
// Who gets the keys of a wedge scanner: `mode` and what belongs to it, into `options`.
Result<void> read_wedge_pass(const ConfigCheck& check, const std::string& at,
                             const v1::ScannerConfig& from, scanner::WedgeOptions& options);
// `pass` and what belongs to it, of a scanner that is no keyboard.
Result<PassSettings> read_pass(const ConfigCheck& check, const std::string& at,
                               const v1::ScannerConfig& from);
// Where a scanner's device is: `device`, a path, or `match`, what it is; exactly one of them, below
// the key `at`. `match` is null where the file has none.
Result<scanner::DevicePlace> read_place(const ConfigCheck& check, const std::string& at,
                                        scanner::DeviceKind kind, const std::string& device,
                                        const v1::DeviceMatchConfig* match);

// [[hotkey]]: keys that start a register's actions.
Result<std::vector<HotkeySettings>> read_hotkeys(
    const ConfigCheck& check, const google::protobuf::RepeatedPtrField<v1::HotkeyConfig>& hotkeys);

// [[card_format]]: what a loyalty card looks like.
Result<scanner::CardRecogniser> read_card_formats(
    const ConfigCheck& check,
    const google::protobuf::RepeatedPtrField<v1::CardFormatConfig>& formats);

}  // namespace loyald::daemon
