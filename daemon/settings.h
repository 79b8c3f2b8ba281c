// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "daemon/pass_settings.h"
#include "daemon/sync_schedule.h"
#include "scanner/camera.h"
#include "scanner/card_recogniser.h"
#include "scanner/device_place.h"
#include "scanner/hid_scanner.h"
#include "scanner/line_server.h"
#include "scanner/serial_scanner.h"
#include "scanner/wedge_scanner.h"
#include "store/base/ids.h"
#include "store/staff.h"
#include "store/view.h"

namespace loyald::daemon {

struct HeadOfficeSettings {
  std::string url;
  std::string token;    // empty: the certificate that enrolling brought
  std::string ca_file;  // empty: what enrolling brought, or the system's
  std::chrono::milliseconds interval{5'000};
  std::chrono::milliseconds timeout{30'000};
  std::optional<NightlyWindow> nightly;
};

using ScannerSettings =
    std::variant<scanner::SerialOptions, scanner::WedgeOptions, scanner::HidOptions,
                 scanner::LineOptions, scanner::CameraOptions>;

struct HotkeySettings {
  std::string register_id;
  std::string key;  // as browsers name it
  std::uint16_t code = 0;
  std::string action;
  std::optional<scanner::DevicePlace> keyboard;  // nothing: the cashier page listens
};

// The store's configuration, checked: everything that is required is there, every number is in its
// range, every path is absolute.
struct DaemonSettings {
  std::string state_directory;
  std::string guard_directory;
  StoreId store_id = 0;
  std::string store_name;
  std::uint16_t port = 0;  // on the loopback addresses; 0 lets the system choose
  std::string socket;
  std::optional<HeadOfficeSettings> head_office;
  std::string programme_file;  // empty exactly where there is a head office
  scanner::CardRecogniser cards;
  std::vector<ScannerSettings> scanners;
  std::vector<PassSettings> passes;  // one for each of `scanners`
  std::vector<HotkeySettings> hotkeys;
  RedeemPolicy redeem;
  Staff staff;  // whose cards are canonical, whose PIN hashes can be verified
};

}  // namespace loyald::daemon
