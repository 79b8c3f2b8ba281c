// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>

#include "daemon/loyalctl/command.h"
#include "daemon/loyalctl/remote.h"
#include "proto/loyald/v1/cards.pb.h"

// What proves cards, at head office or at a store without one.
namespace loyald::loyalctl {
namespace {

constexpr std::size_t kAtOnce = 200;

struct Arguments {
  HeadOfficeAddress office;
  StoreAddress store;
  bool at_store = false;
  bool is_new = false;
  bool rotating = false;
  bool undo = false;
  int retire = 0;
  std::vector<std::string> cards;
};

void add_address(CLI::App& command, Arguments& arguments) {
  add_head_office_address(command, arguments.office);
  command.add_flag("--store", arguments.at_store, "ask a store that has no head office");
  command
      .add_option("--socket", arguments.store.socket, "with --store: the store's register socket")
      ->capture_default_str();
}

Result<std::unique_ptr<Remote>> remote_of(const Arguments& arguments) {
  if (arguments.at_store) return std::make_unique<Remote>(arguments.store);
  return Remote::to(arguments.office);
}

Result<void> list(Remote& remote) {
  LOYALD_ASSIGN(const auto reply,
                remote.call<v1::ListCardKeysResponse>("loyald.v1.CardService/ListCardKeys",
                                                      v1::ListCardKeysRequest()));
  if (reply.keys().empty()) std::cout << "no keys yet\n";
  for (const v1::CardKeySummary& key : reply.keys()) {
    std::cout << (key.rotating() ? "rotating " : "signing  ") << std::setw(3) << key.key()
              << (key.is_retired() ? "  retired" : "  in use")
              << (key.is_retired() || key.can_sign() ? "" : ", its secret is not here") << "\n";
  }
  std::cout << reply.withdrawn_cards() << " cards withdrawn\n";
  return {};
}

Result<void> keys(const Arguments& arguments) {
  LOYALD_ASSIGN(const auto remote, remote_of(arguments));
  if (arguments.is_new) {
    v1::MakeCardKeyRequest request;
    request.set_rotating(arguments.rotating);
    LOYALD_ASSIGN(const auto reply, remote->call<v1::MakeCardKeyResponse>(
                                        "loyald.v1.CardService/MakeCardKey", request));
    std::cout << "key " << reply.key() << " is made; back up the file card-keys\n";
  }
  if (arguments.retire > 0) {
    v1::RetireCardKeyRequest request;
    request.set_key(arguments.retire);
    request.set_rotating(arguments.rotating);
    LOYALD_TRY(
        remote->call<v1::RetireCardKeyResponse>("loyald.v1.CardService/RetireCardKey", request));
    std::cout << "key " << arguments.retire
              << " is retired: what was made with it counts no more\n";
  }
  return list(*remote);
}

// Calls with so many of the cards at a time.
template <class Res, class Request, class Take>
Result<void> in_parts(Remote& remote, std::string_view method, const Arguments& arguments,
                      Request request, Take take) {
  for (std::size_t from = 0; from < arguments.cards.size(); from += kAtOnce) {
    request.clear_cards();
    for (std::size_t i = from; i < std::min(from + kAtOnce, arguments.cards.size()); ++i) {
      request.add_cards(arguments.cards[i]);
    }
    LOYALD_ASSIGN(const auto reply, remote.call<Res>(method, request));
    take(reply);
  }
  return {};
}

Result<void> revoke(const Arguments& arguments) {
  LOYALD_ASSIGN(const auto remote, remote_of(arguments));
  v1::WithdrawCardsRequest request;
  request.set_undo(arguments.undo);
  int changed = 0;
  LOYALD_TRY(in_parts<v1::WithdrawCardsResponse>(
      *remote, "loyald.v1.CardService/WithdrawCards", arguments, request,
      [&](const v1::WithdrawCardsResponse& reply) { changed += reply.changed(); }));
  std::cout << changed << (arguments.undo ? " cards may be used again\n" : " cards withdrawn\n");
  return {};
}

Result<void> sign(const Arguments& arguments) {
  LOYALD_ASSIGN(const auto remote, remote_of(arguments));
  v1::SignCardsRequest request;
  request.set_rotating(arguments.rotating);
  return in_parts<v1::SignCardsResponse>(*remote, "loyald.v1.CardService/SignCards", arguments,
                                         request, [](const v1::SignCardsResponse& reply) {
                                           for (const v1::SignedCardText& card : reply.cards()) {
                                             std::cout << card.card() << " " << card.text();
                                             if (!card.totp_key().empty())
                                               std::cout << " " << card.totp_key();
                                             std::cout << "\n";
                                           }
                                         });
}

}  // namespace

void add_card_key_commands(CLI::App& card, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* keys_command =
      card.add_subcommand("keys", "what cards are signed with, and codes are made from");
  keys_command->add_flag("--new", arguments->is_new, "make a further key; the others stay good");
  keys_command->add_option("--retire", arguments->retire,
                           "this key counts no more, nor what was made with it");
  keys_command->add_flag("--rotating", arguments->rotating,
                         "of rotating codes, not of signed cards");
  add_address(*keys_command, *arguments);
  on_run(*keys_command, outcome, [arguments] { return keys(*arguments); });

  CLI::App* revoke_command =
      card.add_subcommand("revoke", "cards that no store takes any more, known or not");
  revoke_command->add_option("NUMBER", arguments->cards)->required();
  revoke_command->add_flag("--undo", arguments->undo, "they may be used again");
  add_address(*revoke_command, *arguments);
  on_run(*revoke_command, outcome, [arguments] { return revoke(*arguments); });

  CLI::App* sign_command = card.add_subcommand(
      "sign", "the texts to print as QR codes on cards; or a wallet's pattern and key");
  sign_command->add_option("NUMBER", arguments->cards)->required();
  sign_command->add_flag("--rotating", arguments->rotating,
                         "what a wallet needs to show codes that change");
  add_address(*sign_command, *arguments);
  on_run(*sign_command, outcome, [arguments] { return sign(*arguments); });
}

}  // namespace loyald::loyalctl
