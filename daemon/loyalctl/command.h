// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "store/base/result.h"

namespace loyald::loyalctl {

// Runs a command's body and keeps what it came to: an error is printed with its hint, and the
// program then ends with 1. Errors in the command line itself are CLI11's, with its exit codes.
using Run = std::function<Result<void>()>;

// What the chosen subcommand came to, for main's exit code.
struct Outcome {
  int exit_code = 0;
};

// Makes `run` the body of `command`.
void on_run(CLI::App& command, Outcome& outcome, Run run);

// Each adds its subcommands.
void add_backup_commands(CLI::App& app, Outcome& outcome);
void add_journal_commands(CLI::App& app, Outcome& outcome);
// To the subcommand "journal".
void add_new_life_command(CLI::App& journal, Outcome& outcome);
void add_ledger_commands(CLI::App& app, Outcome& outcome);
void add_programme_commands(CLI::App& app, Outcome& outcome);
void add_store_commands(CLI::App& app, Outcome& outcome);
void add_sync_commands(CLI::App& app, Outcome& outcome);
void add_member_commands(CLI::App& app, Outcome& outcome);
void add_event_commands(CLI::App& app, Outcome& outcome);
// Here and to the subcommand "headoffice".
void add_enrol_command(CLI::App& app, Outcome& outcome);
void add_begin_enrolment_command(CLI::App& office, Outcome& outcome);
void add_headoffice_commands(CLI::App& app, Outcome& outcome);
void add_card_commands(CLI::App& app, Outcome& outcome);
void add_scanner_commands(CLI::App& app, Outcome& outcome);
// To the subcommand "card".
void add_card_key_commands(CLI::App& card, Outcome& outcome);
void add_card_issue_commands(CLI::App& card, Outcome& outcome);
void add_staff_commands(CLI::App& app, Outcome& outcome);
// To the subcommand "headoffice".
void add_segment_command(CLI::App& office, Outcome& outcome);
void add_merge_commands(CLI::App& office, Outcome& outcome);

}  // namespace loyald::loyalctl
