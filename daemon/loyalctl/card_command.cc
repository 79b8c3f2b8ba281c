// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <memory>

#include "daemon/loyalctl/command.h"
#include "scanner/barcode_svg.h"
#include "scanner/barcode_writer.h"
#include "scanner/check_digit.h"

namespace loyald::loyalctl {
namespace {

struct Arguments {
  std::string number;
  std::string symbology = "qr";
  std::string check = "none";
};

Result<void> draw(const Arguments& arguments) {
  const auto symbology = scanner::symbology_named(arguments.symbology);
  if (!symbology) {
    return fail(Errc::invalid_argument, "no symbology \"" + arguments.symbology + "\"",
                "qr, ean13, code128, aztec or pdf417");
  }
  constexpr int kQuietZone = 10;
  LOYALD_ASSIGN(const scanner::Picture modules,
                scanner::draw_barcode(arguments.number, *symbology, {0, 0, kQuietZone, false}));
  constexpr int kWidthMm = 50;
  constexpr int kHeightMm = 20;
  std::cout << scanner::barcode_svg(modules, kWidthMm, kHeightMm);
  return {};
}

Result<void> number(const Arguments& arguments) {
  const auto check = scanner::check_named(arguments.check);
  if (!check) {
    return fail(Errc::invalid_argument, "no check method \"" + arguments.check + "\"",
                "none, mod10, luhn, mod97 or mod43");
  }
  LOYALD_ASSIGN(const std::string whole, scanner::with_check(*check, arguments.number));
  std::cout << whole << "\n";
  return {};
}

}  // namespace

void add_card_commands(CLI::App& app, Outcome& outcome) {
  CLI::App* card = app.add_subcommand("card", "loyalty cards");
  card->require_subcommand(1);
  auto arguments = std::make_shared<Arguments>();

  CLI::App* draw_command = card->add_subcommand("draw", "print a card's code as SVG");
  draw_command->add_option("NUMBER", arguments->number)->required();
  draw_command->add_option("--symbology", arguments->symbology, "qr, ean13, code128, aztec, pdf417")
      ->capture_default_str();
  on_run(*draw_command, outcome, [arguments] { return draw(*arguments); });

  add_card_key_commands(*card, outcome);

  CLI::App* number_command =
      card->add_subcommand("number", "a number with its check digit appended");
  number_command->add_option("DIGITS", arguments->number)->required();
  number_command->add_option("--check", arguments->check, "none, mod10, luhn, mod97, mod43")
      ->capture_default_str();
  on_run(*number_command, outcome, [arguments] { return number(*arguments); });
  add_card_issue_commands(*card, outcome);
}

}  // namespace loyald::loyalctl
