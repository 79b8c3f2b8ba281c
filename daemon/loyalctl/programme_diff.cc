// SPDX-License-Identifier: Apache-2.0
#include "store/programme_diff.h"

#include <iostream>
#include <memory>

#include "daemon/loyalctl/programme_commands.h"
#include "daemon/loyalctl/programme_source.h"
#include "proto/loyald/v1/programme.pb.h"
#include "store/toml_message.h"

namespace loyald::loyalctl {
namespace {

struct Arguments {
  HeadOfficeAddress address;
  std::string before;
  std::string after;
};

// As it is written, once it is known to be valid.
Result<v1::Programme> read(const std::string& source, const HeadOfficeAddress& address) {
  LOYALD_ASSIGN(const NamedProgramme named, read_programme_source(source, address));
  v1::Programme message;
  LOYALD_TRY(fill_from_toml(named.toml, named.name, message));
  return message;
}

Result<void> diff(const Arguments& arguments) {
  LOYALD_ASSIGN(const v1::Programme before, read(arguments.before, arguments.address));
  LOYALD_ASSIGN(const v1::Programme after, read(arguments.after, arguments.address));
  const auto changes = programme_diff(before, after);
  for (const ProgrammeChange& change : changes) std::cout << in_words(change) << "\n";
  if (changes.empty()) std::cout << "no difference\n";
  return {};
}

}  // namespace

void add_programme_diff(CLI::App& programme, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = programme.add_subcommand("diff", "say what changes from one to another");
  command->add_option("A", arguments->before, kProgrammeSources)->required();
  command->add_option("B", arguments->after, "the same, of what comes after it")->required();
  add_head_office_address(*command, arguments->address);
  on_run(*command, outcome, [arguments] { return diff(*arguments); });
}

}  // namespace loyald::loyalctl
