// SPDX-License-Identifier: Apache-2.0
#include <google/protobuf/util/json_util.h>

#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "daemon/loyalctl/event_reader.h"
#include "daemon/loyalctl/scanner_command.h"
#include "daemon/loyalctl/visible_text.h"

namespace loyald::loyalctl {
namespace {

struct Arguments {
  StoreAddress address;
  std::vector<std::string> registers;
};

template <class Message>
bool read_json(std::string_view json, Message& message) {
  google::protobuf::util::JsonParseOptions options;
  // A newer daemon may say more.
  options.ignore_unknown_fields = true;
  return google::protobuf::util::JsonStringToMessage(std::string(json), &message, options).ok();
}

std::string text_of(const v1::ScanEvent& scan) {
  std::string code = scan.symbology();
  if (!scan.aim().empty()) code += " " + scan.aim();
  const std::string what = scan.card().empty()
                               ? "no card: " + scan.not_a_card()
                               : "card " + scan.card() + ", \"" + scan.format() + "\"";
  return "register " + scan.register_() + ", " + scan.scanner() + ": " + visible(scan.text()) +
         "  [" + code + "]  " + what;
}

void print(std::string_view type, std::string_view data) {
  v1::ScanEvent scan;
  v1::HotkeyEvent hotkey;
  if (type == "scan" && read_json(data, scan)) {
    std::cout << text_of(scan) << std::endl;
  } else if (type == "hotkey" && read_json(data, hotkey)) {
    std::cout << "register " << hotkey.register_() << ", key " << hotkey.key() << ": "
              << hotkey.action() << std::endl;
  }
}

// Those that have a scanner or a hotkey.
std::set<std::string> registers_of(const v1::StatusResponse& status) {
  std::set<std::string> registers;
  for (const v1::ScannerStatus& each : status.scanners()) registers.insert(each.register_());
  for (const v1::HotkeyStatus& each : status.hotkeys()) registers.insert(each.register_());
  return registers;
}

Result<void> watch(const Arguments& arguments) {
  std::set<std::string> registers(arguments.registers.begin(), arguments.registers.end());
  if (registers.empty()) {
    Remote remote(arguments.address);
    LOYALD_ASSIGN(const auto status, remote.call<v1::StatusResponse>(
                                         "loyald.v1.RegisterService/Status", v1::StatusRequest()));
    registers = registers_of(status);
  }
  if (registers.empty()) {
    return fail(Errc::failed_precondition, "no scanner and no hotkey is configured",
                "name a register: --register");
  }
  boost::asio::io_context io;
  std::string ended;
  const EventReader::Callbacks callbacks{print, [&](const std::string& why) {
                                           ended = why;
                                           io.stop();
                                         }};
  std::vector<std::unique_ptr<EventReader>> readers;
  for (const std::string& each : registers) {
    readers.push_back(std::make_unique<EventReader>(io, callbacks));
    LOYALD_TRY(readers.back()->listen(arguments.address, each));
  }
  std::cerr << "Watching; Ctrl-C ends it.\n";
  io.run();
  return fail(Errc::unavailable, ended);
}

}  // namespace

void add_scanner_watch_command(CLI::App& scanner, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      scanner.add_subcommand("watch", "scans and hotkeys as the running daemon gets them");
  command->add_option("--register", arguments->registers,
                      "only this register's; may be given again");
  add_store_address(*command, arguments->address);
  on_run(*command, outcome, [arguments] { return watch(*arguments); });
}

}  // namespace loyald::loyalctl
