// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <vector>

#include "daemon/loyalctl/command.h"
#include "daemon/loyalctl/remote.h"
#include "proto/loyald/v1/register.pb.h"
#include "scanner/attached_device.h"

namespace loyald::loyalctl {

// Each to the subcommand "scanner".
void add_scanner_list_command(CLI::App& scanner, Outcome& outcome);
void add_scanner_watch_command(CLI::App& scanner, Outcome& outcome);
void add_scanner_learn_commands(CLI::App& scanner, Outcome& outcome);

// Everything that is plugged in and could be a scanner, of every kind.
Result<std::vector<scanner::AttachedDevice>> list_all_devices();

// What the running daemon says; nothing, and a line on standard error, where none answers.
std::optional<v1::StatusResponse> status_if_running(const StoreAddress& address);

// Whether a path, perhaps a link, leads to it.
bool is_at(const scanner::AttachedDevice& device, const std::string& path);

// How it is: "reading, 5 scans, 1 lost".
std::string state_text(const v1::ScannerStatus& scanner);

// The scanner of the running daemon that reads this device; null where none does.
const v1::ScannerStatus* reader_of(const scanner::AttachedDevice& device,
                                   const std::optional<v1::StatusResponse>& status);

}  // namespace loyald::loyalctl
