// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <memory>

#include "daemon/loyalctl/command.h"
#include "daemon/loyalctl/remote.h"
#include "proto/loyald/v1/register.pb.h"

// What happens besides sales: events, and gifts that come to the store.
namespace loyald::loyalctl {
namespace {

struct Arguments {
  StoreAddress address;
  std::string id;
  std::string card;
  std::string event;
  std::string unit;
  std::string reason;
  std::int32_t quantity = 1;
};

Result<void> post_event(const Arguments& arguments) {
  Remote remote(arguments.address);
  v1::PostEventRequest request;
  request.set_event_id(arguments.id);
  request.set_register_("loyalctl");
  request.set_card(arguments.card);
  request.set_event(arguments.event);
  request.set_quantity(arguments.quantity);
  LOYALD_ASSIGN(const auto reply,
                remote.call<v1::PostEventResponse>("loyald.v1.RegisterService/PostEvent", request));
  for (const std::string& line : reply.receipt().text()) std::cout << line << "\n";
  return {};
}

Result<void> change_stock(const Arguments& arguments) {
  Remote remote(arguments.address);
  v1::ChangeStockRequest request;
  request.set_stock_id(arguments.id);
  request.set_register_("loyalctl");
  request.set_unit(arguments.unit);
  request.set_quantity(arguments.quantity);
  request.set_reason(arguments.reason);
  LOYALD_ASSIGN(const auto reply, remote.call<v1::ChangeStockResponse>(
                                      "loyald.v1.RegisterService/ChangeStock", request));
  std::cout << reply.stock().name() << ": " << reply.stock().quantity() << " at this store\n";
  return {};
}

Result<void> list_stock(const Arguments& arguments) {
  Remote remote(arguments.address);
  LOYALD_ASSIGN(const auto status, remote.call<v1::StatusResponse>(
                                       "loyald.v1.RegisterService/Status", v1::StatusRequest()));
  for (const v1::StockLevel& stock : status.stock()) {
    std::cout << stock.unit() << "  " << stock.quantity() << "  " << stock.name() << "\n";
  }
  if (status.stock().empty()) std::cout << "the programme has no gifts\n";
  return {};
}

void add_id(CLI::App& command, Arguments& arguments) {
  command
      .add_option("--id", arguments.id,
                  "an id of your own; the same one again changes nothing and answers the same")
      ->required();
}

}  // namespace

void add_event_commands(CLI::App& app, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* event = app.add_subcommand("event", "something happened that the programme rewards");
  event->add_option("EVENT", arguments->event, "as the programme's rules name it")->required();
  event->add_option("CARD", arguments->card, "card number, phone or mail")->required();
  event->add_option("--quantity", arguments->quantity)->capture_default_str();
  add_id(*event, *arguments);
  add_store_address(*event, arguments->address);
  on_run(*event, outcome, [arguments] { return post_event(*arguments); });

  CLI::App* stock = app.add_subcommand("stock", "the gifts that this store has");
  stock->require_subcommand(1);
  CLI::App* list = stock->add_subcommand("list", "how many there are");
  add_store_address(*list, arguments->address);
  on_run(*list, outcome, [arguments] { return list_stock(*arguments); });
  CLI::App* change = stock->add_subcommand("change", "some were delivered, lost or counted again");
  change->add_option("UNIT", arguments->unit, "the stock's unit in the programme")->required();
  change->add_option("QUANTITY", arguments->quantity, "negative takes away")->required();
  change->add_option("--reason", arguments->reason)->required();
  add_id(*change, *arguments);
  add_store_address(*change, arguments->address);
  on_run(*change, outcome, [arguments] { return change_stock(*arguments); });
}

}  // namespace loyald::loyalctl
