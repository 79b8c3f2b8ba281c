// SPDX-License-Identifier: Apache-2.0
#include <google/protobuf/util/json_util.h>

#include <cstdlib>
#include <iostream>
#include <memory>

#include "daemon/loyalctl/command.h"
#include "daemon/loyalctl/remote.h"
#include "daemon/loyalctl/scanner_command.h"
#include "daemon/text_file.h"
#include "proto/loyald/v1/register.pb.h"

// What a store's running daemon says of itself and its entries.
namespace loyald::loyalctl {
namespace {

struct Arguments {
  StoreAddress address;
  std::string register_id;
  std::string id;
  std::int32_t seq = 0;
  std::string quote_file;
  std::string language;
  std::int32_t store = 0;
  std::string reason;
};

constexpr std::size_t kMaxQuoteBytes = 1'000'000;

// What the shell speaks: "de" of LANG=de_DE.UTF-8. POSIX, 8.2: LC_ALL before LC_MESSAGES before
// LANG.
std::string language_of_shell() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return std::string(value).substr(0, 2);
  }
  return "";
}

std::string link_text(const v1::HeadOfficeLink& link) {
  switch (link.state()) {
    case v1::HeadOfficeLink::NONE:
      return "none; this store's word is final";
    case v1::HeadOfficeLink::CONNECTED:
      return "connected, " + std::to_string(link.waiting()) + " entries waiting";
    default:
      return "away since " + (link.last_contact().empty() ? "ever" : link.last_contact()) + ", " +
             std::to_string(link.waiting()) + " entries waiting";
  }
}

Result<void> status(const Arguments& arguments) {
  Remote remote(arguments.address);
  LOYALD_ASSIGN(const auto status, remote.call<v1::StatusResponse>(
                                       "loyald.v1.RegisterService/Status", v1::StatusRequest()));
  std::cout << "store        " << status.store_id() << " " << status.store_name() << "\n"
            << "version      " << status.version() << "\n"
            << "incarnation  " << status.incarnation() << "\n"
            << (status.life() > 1 ? "life         " + std::to_string(status.life()) + ", since " +
                                        status.life_began() + ": " + status.life_reason() + "\n"
                                  : "")
            << "journal      " << status.seq() << " entries, head " << status.head_hash() << "\n"
            << "members      " << status.members() << "\n"
            << "programme    "
            << (status.programme_version() == 0
                    ? "none yet"
                    : "version " + std::to_string(status.programme_version()) + ", " +
                          status.programme_name())
            << "\n"
            << "head office  " << link_text(status.head_office()) << "\n";
  if (!status.floor_limit().empty()) {
    std::cout << "floor limit  " << status.floor_limit() << "\n";
  }
  for (const v1::ScannerStatus& scanner : status.scanners()) {
    std::cout << "scanner      " << scanner.name() << " (" << scanner.kind() << ", register "
              << scanner.register_() << "): " << state_text(scanner) << "\n";
  }
  for (const v1::HotkeyStatus& hotkey : status.hotkeys()) {
    std::cout << "hotkey       " << hotkey.key() << " (" << hotkey.action() << ", register "
              << hotkey.register_() << "): " << hotkey.state() << "\n";
  }
  for (const std::string& problem : status.problems())
    std::cout << "PROBLEM      " << problem << "\n";
  return {};
}

Result<void> decommission(const Arguments& arguments) {
  Remote remote(arguments.address);
  v1::DecommissionRequest request;
  request.set_store_id(arguments.store);
  request.set_reason(arguments.reason);
  LOYALD_ASSIGN(const auto reply, remote.call<v1::DecommissionResponse>(
                                      "loyald.v1.RegisterService/Decommission", request));
  std::cout
      << "store " << arguments.store << " is closed for good with entry " << reply.seq()
      << ": run \"loyalctl sync now\", and when head office has all, stop the daemon and keep "
         "a backup\n";
  return {};
}

Result<v1::ExplainQuoteRequest> read_quote(const Arguments& arguments) {
  LOYALD_ASSIGN(const std::string text,
                daemon::read_text_file(arguments.quote_file, kMaxQuoteBytes));
  v1::ExplainQuoteRequest request;
  const auto read = google::protobuf::util::JsonStringToMessage(text, request.mutable_quote());
  if (!read.ok()) {
    return fail(Errc::invalid_argument, arguments.quote_file + ": " + std::string(read.message()),
                "it must hold the JSON of a QuoteRequest, as proto/loyald/v1/register.proto says");
  }
  request.set_language(arguments.language);
  return request;
}

Result<v1::ExplainResponse> ask_for_quote(Remote& remote, const Arguments& arguments) {
  LOYALD_ASSIGN(const auto request, read_quote(arguments));
  return remote.call<v1::ExplainResponse>("loyald.v1.RegisterService/ExplainQuote", request);
}

Result<v1::ExplainResponse> ask_for_entry(Remote& remote, const Arguments& arguments) {
  v1::ExplainRequest request;
  request.set_seq(arguments.seq);
  request.set_register_(arguments.register_id);
  request.set_id(arguments.id);
  request.set_language(arguments.language);
  return remote.call<v1::ExplainResponse>("loyald.v1.RegisterService/Explain", request);
}

Result<void> explain(const Arguments& arguments) {
  Remote remote(arguments.address);
  LOYALD_ASSIGN(const auto reply, arguments.quote_file.empty() ? ask_for_entry(remote, arguments)
                                                               : ask_for_quote(remote, arguments));
  for (const std::string& line : reply.text()) std::cout << line << "\n";
  return {};
}

}  // namespace

void add_store_commands(CLI::App& app, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();

  CLI::App* status_command = app.add_subcommand("status", "how this store's daemon is doing");
  add_store_address(*status_command, arguments->address);
  on_run(*status_command, outcome, [arguments] { return status(*arguments); });

  CLI::App* close_command = app.add_subcommand(
      "decommission",
      "close this store for good: it gives back all that members could spend here, and records "
      "nothing any more");
  close_command->add_option("STORE", arguments->store, "this store's number")->required();
  close_command->add_option("--reason", arguments->reason, "why")->required();
  add_store_address(*close_command, arguments->address);
  on_run(*close_command, outcome, [arguments] { return decommission(*arguments); });

  CLI::App* explain_command = app.add_subcommand("explain", "how an entry came to its numbers");
  explain_command->add_option("--seq", arguments->seq, "its place in the journal");
  explain_command->add_option("--register", arguments->register_id, "or the register …");
  explain_command->add_option("--id", arguments->id, "… and the operation's id");
  explain_command->add_option("--quote", arguments->quote_file,
                              "or a file with the JSON of a quote: what it would come to");
  arguments->language = language_of_shell();
  explain_command->add_option("--language", arguments->language,
                              "of the sentences, \"de\" or \"en\"; the shell's unless said");
  add_store_address(*explain_command, arguments->address);
  on_run(*explain_command, outcome, [arguments] { return explain(*arguments); });
}

}  // namespace loyald::loyalctl
