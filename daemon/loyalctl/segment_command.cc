// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>
#include <memory>

#include "daemon/loyalctl/command.h"
#include "daemon/loyalctl/csv_table.h"
#include "daemon/loyalctl/remote.h"
#include "daemon/text_file.h"
#include "proto/loyald/v1/headoffice.pb.h"

// Which segments members are in, at head office.
namespace loyald::loyalctl {
namespace {

struct Arguments {
  HeadOfficeAddress address;
  std::vector<std::string> add;
  std::vector<std::string> remove;
  std::vector<std::string> cards;
  std::string file;
};

Result<std::vector<std::string>> cards_of(const Arguments& arguments) {
  std::vector<std::string> cards = arguments.cards;
  if (!arguments.file.empty()) {
    LOYALD_ASSIGN(const std::string text, daemon::read_text_file(arguments.file, kMaxCsvBytes));
    LOYALD_ASSIGN(const CsvTable table, parse_csv(text));
    const auto column = std::ranges::find(table.columns, "card");
    if (column == table.columns.end()) {
      return fail(Errc::invalid_argument, arguments.file + ": has no column \"card\"",
                  "its first line must name the columns");
    }
    const auto place = static_cast<std::size_t>(column - table.columns.begin());
    for (const CsvRow& row : table.rows) {
      if (!row.fields[place].empty()) cards.push_back(row.fields[place]);
    }
  }
  if (cards.empty()) {
    return fail(Errc::invalid_argument, "no member was named", "name cards, or a --file with them");
  }
  return cards;
}

Result<void> segment(const Arguments& arguments) {
  LOYALD_ASSIGN(const std::vector<std::string> cards, cards_of(arguments));
  LOYALD_ASSIGN(const auto remote, Remote::to(arguments.address));
  constexpr std::size_t kAtOnce = 1000;
  int changed = 0;
  int unchanged = 0;
  int unknown = 0;
  for (std::size_t from = 0; from < cards.size(); from += kAtOnce) {
    v1::SetSegmentsRequest request;
    request.mutable_add()->Assign(arguments.add.begin(), arguments.add.end());
    request.mutable_remove()->Assign(arguments.remove.begin(), arguments.remove.end());
    for (std::size_t i = from; i < std::min(from + kAtOnce, cards.size()); ++i) {
      request.add_cards(cards[i]);
    }
    LOYALD_ASSIGN(const auto reply, remote->call<v1::SetSegmentsResponse>(
                                        "loyald.v1.HeadOfficeService/SetSegments", request));
    changed += reply.changed();
    unchanged += reply.unchanged();
    unknown += reply.unknown_size();
    for (const std::string& card : reply.unknown()) std::cerr << "unknown: " << card << "\n";
  }
  std::cout << changed << " members changed, " << unchanged << " were so already\n";
  if (unknown == 0) return {};
  return fail(Errc::not_found, std::to_string(unknown) + " are not known at head office",
              "the others were done; cards are known once a store has used them");
}

}  // namespace

void add_segment_command(CLI::App& office, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      office.add_subcommand("segment", "put members into segments and take them out");
  command->add_option("--add", arguments->add, "a segment to put them into; may be repeated")
      ->allow_extra_args(false);
  command
      ->add_option("--remove", arguments->remove, "a segment to take them out of; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--file", arguments->file, "a CSV file with a column \"card\"");
  command->add_option("CARD", arguments->cards, "card numbers, phones or mails");
  add_head_office_address(*command, arguments->address);
  on_run(*command, outcome, [arguments] { return segment(*arguments); });
}

}  // namespace loyald::loyalctl
