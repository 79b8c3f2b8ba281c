// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <memory>

#include "daemon/loyalctl/programme_commands.h"
#include "daemon/loyalctl/remote.h"
#include "daemon/text_file.h"
#include "proto/loyald/v1/headoffice.pb.h"
#include "store/programme_file.h"

namespace loyald::loyalctl {
namespace {

struct Arguments {
  HeadOfficeAddress address;
  std::string file;
  std::string valid_from;
};

Result<void> publish(const Arguments& arguments) {
  LOYALD_ASSIGN(const std::string text, daemon::read_text_file(arguments.file, kMaxProgrammeBytes));
  // Told here, the mistake names the file as it is called here.
  LOYALD_TRY(parse_programme(text, arguments.file));
  LOYALD_ASSIGN(const auto remote, Remote::to(arguments.address));
  v1::PublishProgrammeRequest request;
  request.set_toml(text);
  request.set_valid_from(arguments.valid_from);
  LOYALD_ASSIGN(const auto reply, remote->call<v1::PublishProgrammeResponse>(
                                      "loyald.v1.HeadOfficeService/PublishProgramme", request));
  std::cout << (reply.already_published() ? "already published as version "
                                          : "published as version ")
            << reply.version() << "\n";
  return {};
}

}  // namespace

void add_programme_commands(CLI::App& app, Outcome& outcome) {
  CLI::App* programme = app.add_subcommand("programme", "the rules of the loyalty programme");
  programme->require_subcommand(1);
  add_programme_check(*programme, outcome);
  add_programme_diff(*programme, outcome);
  add_programme_shadow(*programme, outcome);

  auto arguments = std::make_shared<Arguments>();
  CLI::App* publish_command =
      programme->add_subcommand("publish", "make a file the next version, for every store");
  publish_command->add_option("FILE", arguments->file)->required();
  publish_command->add_option(
      "--valid-from", arguments->valid_from,
      "first business date, YYYY-MM-DD; default today (the first one: every day)");
  add_head_office_address(*publish_command, arguments->address);
  on_run(*publish_command, outcome, [arguments] { return publish(*arguments); });
}

}  // namespace loyald::loyalctl
