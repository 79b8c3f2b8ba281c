// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <memory>

#include "daemon/loyalctl/command.h"
#include "daemon/loyalctl/member_import.h"
#include "daemon/loyalctl/remote.h"
#include "proto/loyald/v1/register.pb.h"

// Members at a store: what its daemon says of one, and taking many in.
namespace loyald::loyalctl {
namespace {

struct Arguments {
  StoreAddress address;
  std::string card;
};

std::string joined(const google::protobuf::RepeatedPtrField<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

void print_standing(const v1::Member& member) {
  if (!member.tier_name().empty()) std::cout << "tier       " << member.tier_name() << "\n";
  if (!member.member_since().empty()) std::cout << "since      " << member.member_since() << "\n";
  if (!member.tags().empty()) std::cout << "segments   " << joined(member.tags()) << "\n";
  if (member.may_not_earn() || member.may_not_spend() || member.is_staff()) {
    std::cout << "status     " << (member.may_not_earn() ? "may not earn, " : "")
              << (member.may_not_spend() ? "may not spend, " : "")
              << (member.is_staff() ? "staff, " : "") << "because: " << member.status_reason()
              << "\n";
  }
  if (!member.household().empty()) {
    std::cout << "household  " << member.household() << ", " << member.household_members()
              << " members; the balances are its\n";
  }
  for (const v1::ConsentState& consent : member.consents()) {
    std::cout << "consent    " << consent.consent() << ": " << (consent.given() ? "yes" : "no")
              << ", text \"" << consent.text_version() << "\", on " << consent.business_date()
              << " at store " << consent.store_id() << " register " << consent.register_() << "\n";
  }
}

Result<void> show(const Arguments& arguments) {
  Remote remote(arguments.address);
  v1::IdentifyRequest request;
  request.set_register_("loyalctl");
  request.set_card(arguments.card);
  LOYALD_ASSIGN(const auto reply,
                remote.call<v1::IdentifyResponse>("loyald.v1.RegisterService/Identify", request));
  const v1::Member& found = reply.member();
  std::cout << "member     " << found.member_id() << (found.is_new() ? " (never seen)" : "")
            << "\n";
  if (!found.name().empty()) std::cout << "name       " << found.name() << "\n";
  print_standing(found);
  for (const v1::Balance& balance : found.balances()) {
    std::cout << balance.name() << ": confirmed " << balance.confirmed() << ", since then "
              << balance.since_then() << ", safe to spend " << balance.safe_to_spend()
              << ", pending " << balance.pending() << ", debt " << balance.debt() << "\n";
  }
  return {};
}

}  // namespace

void add_member_commands(CLI::App& app, Outcome& outcome) {
  CLI::App* member = app.add_subcommand("member", "members at this store");
  member->require_subcommand(1);

  auto arguments = std::make_shared<Arguments>();
  CLI::App* show_command = member->add_subcommand("show", "who it is and what they own");
  show_command->add_option("CARD", arguments->card, "card number, phone or mail")->required();
  add_store_address(*show_command, arguments->address);
  on_run(*show_command, outcome, [arguments] { return show(*arguments); });

  auto import = std::make_shared<ImportArguments>();
  CLI::App* import_command = member->add_subcommand(
      "import",
      "take in members with opening balances from a CSV file with the columns card, name, phone, "
      "mail, birthday, language, street, postal_code, city, country, consent:NAME (yes or no), and "
      "for every unit its id and id_expires; running it again changes nothing");
  import_command->add_option("FILE", import->file)->required();
  import_command->add_flag("--dry-run", import->dry_run,
                           "check every row and say what it would come to");
  import_command
      ->add_option("--consent-text", import->text_version,
                   "which text those who consented had seen")
      ->capture_default_str();
  add_store_address(*import_command, import->address);
  on_run(*import_command, outcome, [import] { return import_members(*import); });
}

}  // namespace loyald::loyalctl
