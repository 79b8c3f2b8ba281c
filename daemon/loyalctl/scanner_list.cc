// SPDX-License-Identifier: Apache-2.0
#include <grp.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <memory>

#include "daemon/loyalctl/device_access.h"
#include "daemon/loyalctl/scanner_command.h"
#include "daemon/loyalctl/scanner_lines.h"

namespace loyald::loyalctl {
namespace {

using scanner::AttachedDevice;

std::string why_not_opened(const AttachedDevice& device) {
  struct stat status {};
  if (stat(device.node.c_str(), &status) != 0) {
    return "the system has no node for it: " + std::string(std::strerror(errno));
  }
  const group* owner = getgrgid(status.st_gid);
  return access_problem(device.kind, status.st_mode, owner == nullptr ? "" : owner->gr_name);
}

void print_line(const char* what, const std::string& text) {
  if (!text.empty()) std::cout << "  " << what << text << "\n";
}

void print(const AttachedDevice& device, const std::vector<AttachedDevice>& attached,
           const std::optional<v1::StatusResponse>& status) {
  const std::string why = scanner::why_scanner(device);
  std::cout << device.node << "  " << name(device.kind) << "\n";
  print_line("name     ", device.name);
  print_line("scanner? ", why.empty() ? "" : "yes: " + why);
  print_line("link     ", device.link);
  print_line("vendor   ", device.vendor + (device.product.empty() ? "" : ":" + device.product));
  print_line("serial   ", device.serial);
  print_line("port     ", device.port);
  std::string lines = place_lines(device, attached);
  lines.pop_back();
  print_line("config   ", lines);
  if (const v1::ScannerStatus* reader = reader_of(device, status)) {
    print_line("used by  ", "scanner \"" + reader->name() + "\", register " + reader->register_() +
                                ": " + state_text(*reader));
    return;
  }
  print_line("PROBLEM  ", why_not_opened(device));
}

// Configured scanners whose device is not there.
void print_missing(const v1::StatusResponse& status) {
  for (const v1::ScannerStatus& scanner : status.scanners()) {
    if (scanner.state().starts_with("reading")) continue;
    std::cout << "scanner \"" << scanner.name() << "\", register " << scanner.register_() << ": "
              << scanner.state() << "\n";
  }
}

Result<void> list(const StoreAddress& address) {
  LOYALD_ASSIGN(const std::vector<AttachedDevice> attached, list_all_devices());
  const auto status = status_if_running(address);
  for (const AttachedDevice& device : attached) print(device, attached, status);
  if (attached.empty()) std::cout << "No keyboard, scanner, serial port or camera is plugged in.\n";
  if (status) print_missing(*status);
  return {};
}

}  // namespace

void add_scanner_list_command(CLI::App& scanner, Outcome& outcome) {
  auto address = std::make_shared<StoreAddress>();
  CLI::App* command = scanner.add_subcommand(
      "list", "devices that are or could be scanners, and how the configuration names them");
  add_store_address(*command, *address);
  on_run(*command, outcome, [address] { return list(*address); });
}

}  // namespace loyald::loyalctl
