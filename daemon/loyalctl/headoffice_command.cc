// SPDX-License-Identifier: Apache-2.0
#include <iomanip>
#include <iostream>
#include <memory>

#include "daemon/loyalctl/command.h"
#include "daemon/loyalctl/remote.h"
#include "proto/loyald/v1/headoffice.pb.h"

// What head office says of its stores and members.
namespace loyald::loyalctl {
namespace {

struct Arguments {
  HeadOfficeAddress address;
  std::string card;
  std::int32_t store = 0;
  std::string reason;
  std::string by;
  std::int32_t limit = 100;
};

Result<void> stores(const Arguments& arguments) {
  LOYALD_ASSIGN(const auto remote, Remote::to(arguments.address));
  LOYALD_ASSIGN(const auto reply,
                remote->call<v1::ListStoresResponse>("loyald.v1.HeadOfficeService/ListStores",
                                                     v1::ListStoresRequest()));
  std::cout << std::left << std::setw(8) << "store" << std::setw(24) << "name" << std::setw(10)
            << "entries" << std::setw(10) << "sales" << std::setw(10) << "state" << std::setw(10)
            << "version"
            << "last contact\n";
  for (const v1::StoreSummary& store : reply.stores()) {
    std::cout << std::setw(8) << store.store_id() << std::setw(24) << store.name() << std::setw(10)
              << store.cursor_seq() << std::setw(10) << store.sales() << std::setw(10)
              << store.state() << std::setw(10) << store.version()
              << (store.last_contact().empty() ? "never" : store.last_contact())
              << (store.lease_until().empty() ? "" : "  may spend until " + store.lease_until())
              << (store.is_awaited() ? "  waited for since the restore" : "") << "\n";
  }
  return {};
}

Result<void> balance(const Arguments& arguments) {
  LOYALD_ASSIGN(const auto remote, Remote::to(arguments.address));
  v1::GetMemberRequest request;
  request.set_card(arguments.card);
  LOYALD_ASSIGN(const auto reply, remote->call<v1::GetMemberResponse>(
                                      "loyald.v1.HeadOfficeService/GetMember", request));
  std::cout << "member " << reply.member_id() << " " << reply.name() << "\n";
  if (!reply.member_since().empty()) std::cout << "since " << reply.member_since() << "\n";
  for (const std::string& tag : reply.tags()) std::cout << "segment " << tag << "\n";
  if (reply.may_not_earn()) std::cout << "may not earn: " << reply.status_reason() << "\n";
  if (reply.may_not_spend()) std::cout << "may not spend: " << reply.status_reason() << "\n";
  if (reply.is_staff()) std::cout << "staff\n";
  for (const std::string& card : reply.cards()) std::cout << "card " << card << "\n";
  if (!reply.phone().empty()) std::cout << "phone " << reply.phone() << "\n";
  if (!reply.mail().empty()) std::cout << "mail " << reply.mail() << "\n";
  for (const v1::MergedMember& merged : reply.merged()) {
    std::cout << "merged " << merged.member_id() << " " << merged.name() << ", "
              << merged.merged_at() << (merged.by().empty() ? "" : " by " + merged.by()) << ": "
              << merged.reason() << "\n";
  }
  if (!reply.household().empty()) std::cout << "household " << reply.household() << "\n";
  for (const v1::MemberConsent& consent : reply.consents()) {
    std::cout << "consent " << consent.consent() << ": " << (consent.given() ? "yes" : "no") << ", "
              << consent.business_date() << ", store " << consent.store_id() << "\n";
  }
  for (const v1::MemberBalance& unit : reply.balances()) {
    std::cout << unit.unit() << ": spendable " << unit.spendable() << ", pending " << unit.pending()
              << ", debt " << unit.debt() << "\n";
  }
  for (const v1::HeldUnits& held : reply.held()) {
    std::cout << "store " << held.store_id() << " may spend " << held.quantity() << " "
              << held.unit() << (held.is_granted() ? " (granted)" : "") << "\n";
  }
  return {};
}

Result<void> give_up(const Arguments& arguments) {
  LOYALD_ASSIGN(const auto remote, Remote::to(arguments.address));
  v1::GiveUpStoreRequest request;
  request.set_store_id(arguments.store);
  request.set_reason(arguments.reason);
  request.set_by(arguments.by);
  LOYALD_ASSIGN(const auto reply, remote->call<v1::GiveUpStoreResponse>(
                                      "loyald.v1.HeadOfficeService/GiveUpStore", request));
  std::cout << "store " << arguments.store << " is given up: what it held of " << reply.owners()
            << " members' units is anybody's again\n";
  for (const std::int32_t store : reply.awaited()) {
    std::cout << "still waiting for store " << store << "\n";
  }
  return {};
}

Result<void> exceptions(const Arguments& arguments) {
  LOYALD_ASSIGN(const auto remote, Remote::to(arguments.address));
  v1::ListExceptionsRequest request;
  request.set_limit(arguments.limit);
  LOYALD_ASSIGN(const auto reply, remote->call<v1::ListExceptionsResponse>(
                                      "loyald.v1.HeadOfficeService/ListExceptions", request));
  if (reply.exceptions().empty()) std::cout << "nothing to look at\n";
  for (const v1::HeadOfficeException& exception : reply.exceptions()) {
    std::cout << exception.noticed_at() << "  store " << exception.store_id() << " entry "
              << exception.seq() << "  " << exception.code() << "  " << exception.detail() << "\n";
  }
  return {};
}

}  // namespace

void add_headoffice_commands(CLI::App& app, Outcome& outcome) {
  CLI::App* office = app.add_subcommand("headoffice", "what head office says");
  office->require_subcommand(1);
  auto arguments = std::make_shared<Arguments>();

  CLI::App* stores_command =
      office->add_subcommand("stores", "every store and how far it is counted");
  add_head_office_address(*stores_command, arguments->address);
  on_run(*stores_command, outcome, [arguments] { return stores(*arguments); });

  CLI::App* balance_command = office->add_subcommand("member", "a member's balances");
  balance_command->add_option("CARD", arguments->card, "card number, phone or mail")->required();
  add_head_office_address(*balance_command, arguments->address);
  on_run(*balance_command, outcome, [arguments] { return balance(*arguments); });

  add_segment_command(*office, outcome);
  add_merge_commands(*office, outcome);
  add_begin_enrolment_command(*office, outcome);

  CLI::App* give_up_command = office->add_subcommand(
      "give-up",
      "a store's PC is lost: wait for it no longer, and let others spend what it could have spent; "
      "what it did spend and never said may be spent twice");
  give_up_command->add_option("STORE", arguments->store, "the store's number")->required();
  give_up_command->add_option("--reason", arguments->reason, "why")->required();
  give_up_command->add_option("--by", arguments->by, "who says so")->envname("USER");
  add_head_office_address(*give_up_command, arguments->address);
  on_run(*give_up_command, outcome, [arguments] { return give_up(*arguments); });

  CLI::App* exceptions_command = office->add_subcommand(
      "exceptions", "entries that were counted but that somebody should look at");
  exceptions_command->add_option("--limit", arguments->limit)->capture_default_str();
  add_head_office_address(*exceptions_command, arguments->address);
  on_run(*exceptions_command, outcome, [arguments] { return exceptions(*arguments); });
}

}  // namespace loyald::loyalctl
