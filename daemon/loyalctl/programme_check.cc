// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <memory>

#include "daemon/loyalctl/programme_commands.h"
#include "daemon/text_file.h"
#include "proto/loyald/v1/programme.pb.h"
#include "store/base/clock.h"
#include "store/programme_file.h"
#include "store/programme_warnings.h"
#include "store/toml_message.h"

namespace loyald::loyalctl {
namespace {

// Told at once; who has more mends these first.
constexpr std::ptrdiff_t kMostMistakes = 50;

struct Arguments {
  std::string file;
  std::string today;
  bool strict = false;
};

// All mistakes in the file's form are told at once; what it means is looked at only after that.
Result<void> check_form(const std::string& text, const std::string& file) {
  v1::Programme message;
  std::vector<Error> mistakes = mistakes_in_toml(text, file, message);
  if (mistakes.empty()) return {};
  if (std::ssize(mistakes) > kMostMistakes)
    mistakes.erase(mistakes.begin() + kMostMistakes, mistakes.end());
  Error last = std::move(mistakes.back());
  mistakes.pop_back();
  for (const Error& mistake : mistakes) {
    std::cerr << "loyalctl: " << mistake.message << "\n";
    if (!mistake.hint.empty()) std::cerr << "  " << mistake.hint << "\n";
  }
  return fail(std::move(last));
}

Result<void> check(const Arguments& arguments) {
  Date today = SystemClock().local_date();
  if (!arguments.today.empty()) {
    LOYALD_ASSIGN(today, parse_date(arguments.today));
  }
  LOYALD_ASSIGN(const std::string text, daemon::read_text_file(arguments.file, kMaxProgrammeBytes));
  LOYALD_TRY(check_form(text, arguments.file));
  LOYALD_ASSIGN(const auto programme, parse_programme(text, arguments.file));
  const std::vector<ProgrammeWarning> warnings = programme_warnings(programme, today);
  for (const ProgrammeWarning& warning : warnings) {
    std::cout << arguments.file << ": warning: " << warning.key << ": " << warning.text << "\n  "
              << warning.hint << "\n";
  }
  std::cout << arguments.file << ": \"" << programme.name << "\" "
            << (warnings.empty() ? "is fine" : "can be published") << ": " << programme.units.size()
            << " units, " << programme.earn.size() << " earning rules, " << programme.rewards.size()
            << " rewards";
  if (!warnings.empty()) std::cout << "; " << warnings.size() << " warnings";
  std::cout << "\n";
  if (arguments.strict && !warnings.empty()) {
    return fail(Errc::failed_precondition, "there are warnings, and --strict allows none");
  }
  return {};
}

}  // namespace

void add_programme_check(CLI::App& programme, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = programme.add_subcommand(
      "check", "say what is wrong with a file, and what in it can never have an effect");
  command->add_option("FILE", arguments->file)->required();
  command->add_flag("--strict", arguments->strict, "fail where there are warnings, too");
  command->add_option("--today", arguments->today,
                      "YYYY-MM-DD, the day on which something is over; default today");
  on_run(*command, outcome, [arguments] { return check(*arguments); });
}

}  // namespace loyald::loyalctl
