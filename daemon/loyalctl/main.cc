// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "daemon/loyalctl/command.h"
#include "daemon/version.h"
#include "store/sql/error.h"

namespace loyald::loyalctl {
namespace {

Result<void> guarded(const Run& run) {
  try {
    return run();
  } catch (const sql::Error& error) {
    return fail(Errc::unavailable, std::string("the books cannot be read: ") + error.what());
  }
}

}  // namespace

void on_run(CLI::App& command, Outcome& outcome, Run run) {
  command.callback([&outcome, run = std::move(run)] {
    const Result<void> result = guarded(run);
    if (result) return;
    std::cerr << "loyalctl: " << result.error().message << "\n";
    if (!result.error().hint.empty()) std::cerr << "  " << result.error().hint << "\n";
    outcome.exit_code = 1;
  });
}

}  // namespace loyald::loyalctl

int main(int argc, char** argv) {
  using namespace loyald::loyalctl;
  CLI::App app("loyalctl: the command line to Loyald's stores and head office", "loyalctl");
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string(loyald::daemon::version()));
  Outcome outcome;
  add_store_commands(app, outcome);
  add_member_commands(app, outcome);
  add_event_commands(app, outcome);
  add_programme_commands(app, outcome);
  add_headoffice_commands(app, outcome);
  add_enrol_command(app, outcome);
  add_journal_commands(app, outcome);
  add_ledger_commands(app, outcome);
  add_backup_commands(app, outcome);
  add_sync_commands(app, outcome);
  add_card_commands(app, outcome);
  add_scanner_commands(app, outcome);
  add_staff_commands(app, outcome);
  CLI11_PARSE(app, argc, argv);
  std::cout.flush();
  return outcome.exit_code;
}
