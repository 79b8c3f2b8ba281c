// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/scanner_command.h"

#include <filesystem>
#include <iostream>

#include "scanner/device_list.h"

namespace loyald::loyalctl {

using scanner::AttachedDevice;
using scanner::DeviceKind;

Result<std::vector<AttachedDevice>> list_all_devices() {
  std::vector<AttachedDevice> all;
  for (const DeviceKind kind :
       {DeviceKind::keyboard, DeviceKind::hid_pos, DeviceKind::serial, DeviceKind::camera}) {
    LOYALD_ASSIGN(const std::vector<AttachedDevice> some, scanner::list_devices(kind));
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

std::optional<v1::StatusResponse> status_if_running(const StoreAddress& address) {
  Remote remote(address);
  auto status =
      remote.call<v1::StatusResponse>("loyald.v1.RegisterService/Status", v1::StatusRequest());
  if (status) return *std::move(status);
  std::cerr << "The store's daemon does not answer, so what it reads is not known: "
            << status.error().message << "\n";
  return std::nullopt;
}

bool is_at(const AttachedDevice& device, const std::string& path) {
  // Not equivalent(), which knows nothing of devices.
  std::error_code error;
  return std::filesystem::canonical(path, error) == device.node;
}

std::string state_text(const v1::ScannerStatus& scanner) {
  std::string text = scanner.state() + ", " + std::to_string(scanner.scans()) + " scans";
  if (scanner.lost() == 0) return text;
  const char* what = scanner.kind() == "camera" ? " pictures lost" : " lost";
  return text + ", " + std::to_string(scanner.lost()) + what;
}

const v1::ScannerStatus* reader_of(const AttachedDevice& device,
                                   const std::optional<v1::StatusResponse>& status) {
  if (!status) return nullptr;
  for (const v1::ScannerStatus& scanner : status->scanners()) {
    if (is_at(device, scanner.device())) return &scanner;
  }
  return nullptr;
}

void add_scanner_commands(CLI::App& app, Outcome& outcome) {
  CLI::App* scanner = app.add_subcommand("scanner", "what this PC has for reading cards");
  scanner->require_subcommand(1);
  add_scanner_list_command(*scanner, outcome);
  add_scanner_watch_command(*scanner, outcome);
  add_scanner_learn_commands(*scanner, outcome);
}

}  // namespace loyald::loyalctl
