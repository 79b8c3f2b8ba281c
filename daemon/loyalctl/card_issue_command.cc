// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>
#include <memory>

#include "daemon/loyalctl/card_files.h"
#include "daemon/loyalctl/command.h"
#include "daemon/loyalctl/remote.h"
#include "proto/loyald/v1/issue.pb.h"
#include "store/base/bytes.h"
#include "store/base/clock.h"
#include "store/base/random.h"

// New cards: numbers from head office, or from a store without one, onto paper.
namespace loyald::loyalctl {
namespace {

constexpr std::int32_t kMostCards = 1'000'000;

struct Arguments {
  HeadOfficeAddress office;
  StoreAddress store;
  v1::IssueCardsRequest cards;
  CardPaths paths;
  std::string title;
  v1::ListCardBatchesRequest batches;
};

// Whom the options name: head office where there is a token for it, else the store's daemon.
struct Issuer {
  std::unique_ptr<Remote> remote;
  std::string service;
};

Result<Issuer> issuer_of(const Arguments& arguments) {
  if (arguments.office.token.empty() && arguments.office.token_file.empty()) {
    return Issuer{std::make_unique<Remote>(arguments.store), "loyald.v1.RegisterService/"};
  }
  LOYALD_ASSIGN(auto remote, Remote::to(arguments.office));
  return Issuer{std::move(remote), "loyald.v1.HeadOfficeService/"};
}

std::string new_batch_name() {
  std::array<std::uint8_t, 4> bytes{};
  SystemRandom().fill(bytes);
  return format(SystemClock().local_date()) + "-" + to_hex(bytes);
}

bool is_away(Errc code) { return code == Errc::unavailable || code == Errc::deadline_exceeded; }

// Says what can be done where something went wrong and cards were, or may have been, handed out.
Error with_batch(Error error, const std::string& batch) {
  error.hint += (error.hint.empty() ? "" : "\n  ") +
                ("no card is lost: when that is mended, the same command with --batch " + batch +
                 " gives the same cards");
  return error;
}

CardFace face_of(const Arguments& arguments, const v1::IssueCardsResponse& reply,
                 scanner::Symbology symbology) {
  CardFace face;
  face.symbology = symbology;
  face.title = arguments.title.empty() ? reply.programme() : arguments.title;
  if (!arguments.title.empty()) face.programme = reply.programme();
  face.footer = "batch " + arguments.cards.batch() + " · print at 100 %, without scaling";
  return face;
}

// Asks for one page after the other and hands each card on. `answered`: some were handed out.
Result<void> fetch(Issuer& issuer, const Arguments& arguments, v1::IssueCardsRequest& request,
                   CardFiles& files, bool to_stdout, bool& answered) {
  if (to_stdout) std::cout << csv_head();
  while (request.from() < request.count()) {
    LOYALD_ASSIGN(const auto reply, issuer.remote->call<v1::IssueCardsResponse>(
                                        issuer.service + "IssueCards", request));
    answered = true;
    const auto symbology = scanner::symbology_named(reply.symbology());
    if (!symbology || reply.cards().empty()) {
      return fail(Errc::internal, "the answer has no cards of a symbology known here",
                  "install the same version of Loyald here and there");
    }
    if (request.from() == 0) files.set_face(face_of(arguments, reply, *symbology));
    for (const v1::IssuedCard& each : reply.cards()) {
      const PrintedCard card{each.number(), each.text()};
      LOYALD_TRY(files.add(card));
      if (to_stdout) std::cout << csv_line(card, *symbology);
    }
    request.set_from(request.from() + reply.cards_size());
  }
  return files.finish();
}

Result<void> issue(const Arguments& arguments) {
  const CardPaths& paths = arguments.paths;
  const bool to_stdout =
      paths.csv.empty() && paths.pdf.empty() && paths.svg.empty() && paths.png.empty();
  Arguments named = arguments;
  v1::IssueCardsRequest& request = named.cards;
  const bool is_again = !request.batch().empty();
  if (!is_again) request.set_batch(new_batch_name());
  LOYALD_ASSIGN(Issuer issuer, issuer_of(arguments));
  LOYALD_ASSIGN(const auto files, CardFiles::create(paths, request.count()));
  bool answered = false;
  const auto done = fetch(issuer, named, request, *files, to_stdout, answered);
  if (!done && (answered || is_away(done.error().code))) {
    return fail(with_batch(done.error(), request.batch()));
  }
  LOYALD_TRY(done);
  std::cerr << request.count() << (request.count() == 1 ? " card" : " cards")
            << (is_again ? " again" : "") << ", batch " << request.batch() << "\n";
  return {};
}

Result<void> batches(const Arguments& arguments) {
  LOYALD_ASSIGN(Issuer issuer, issuer_of(arguments));
  LOYALD_ASSIGN(const auto reply, issuer.remote->call<v1::ListCardBatchesResponse>(
                                      issuer.service + "ListCardBatches", arguments.batches));
  for (const v1::CardBatch& batch : reply.batches()) {
    std::cout << batch.batch() << "  " << batch.issued_at() << "  " << batch.cards() << " of \""
              << batch.format() << "\" as " << batch.symbology()
              << (batch.is_signed() ? ", signed" : "");
    if (!batch.by().empty()) std::cout << ", by " << batch.by();
    if (!batch.reason().empty()) std::cout << ": " << batch.reason();
    if (batch.fetches() > 1) {
      std::cout << "; fetched " << batch.fetches() << " times, last " << batch.fetched_at();
      if (!batch.fetched_by().empty()) std::cout << " by " << batch.fetched_by();
    }
    std::cout << "\n";
  }
  if (reply.batches().empty()) std::cout << "no cards were issued\n";
  return {};
}

template <class Set>
auto text_option(CLI::App& command, const std::string& name, Set set, const std::string& help) {
  return command.add_option_function<std::string>(name, std::move(set), help);
}

void add_issuer(CLI::App& command, Arguments& arguments) {
  add_head_office_address(command, arguments.office);
  add_store_address(command, arguments.store);
}

}  // namespace

void add_card_issue_commands(CLI::App& card, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();
  v1::IssueCardsRequest& cards = arguments->cards;

  CLI::App* command = card.add_subcommand(
      "issue",
      "new card numbers, each once, and their codes, for printing; as CSV on the standard "
      "output where no file is named. With head office's token from head office, else from "
      "a store that has none");
  text_option(
      *command, "--format", [&cards](const std::string& v) { cards.set_format(v); },
      "the [[card_format]]'s name; may be left out where there is one");
  command
      ->add_option_function<std::int32_t>(
          "--count", [&cards](const std::int32_t& v) { cards.set_count(v); }, "how many cards")
      ->required()
      ->check(CLI::Range(1, kMostCards));
  command->add_option_function<std::int32_t>(
      "--length", [&cards](const std::int32_t& v) { cards.set_length(v); },
      "how long their numbers are, where the format allows several lengths");
  text_option(
      *command, "--symbology", [&cards](const std::string& v) { cards.set_symbology(v); },
      "qr, ean13, code128, aztec, pdf417 …; left out: the format's first");
  command->add_flag_callback(
      "--signed", [&cards] { cards.set_is_signed(true); }, "head office's signature in the code");
  command->add_option("--csv", arguments->paths.csv, "a file for a printer: number,text,symbology");
  command->add_option("--pdf", arguments->paths.pdf, "sheets of ten cards on A4, with crop marks");
  command->add_option("--svg", arguments->paths.svg, "a directory for a picture of each code");
  command->add_option("--png", arguments->paths.png, "the same, in pixels");
  command
      ->add_option("--title", arguments->title,
                   "what is printed above the code; left out: the programme's name")
      ->check(CLI::Validator(
          [](const std::string& text) {
            return text.size() <= 64 ? std::string() : std::string("at most 64 bytes");
          },
          ""));
  text_option(
      *command, "--batch", [&cards](const std::string& v) { cards.set_batch(v); },
      "the cards of an earlier command again, by the batch that it named");
  text_option(
      *command, "--reason", [&cards](const std::string& v) { cards.set_reason(v); },
      "what they are for; \"card batches\" shows it");
  text_option(
      *command, "--by", [&cards](const std::string& v) { cards.set_by(v); }, "who has them made")
      ->envname("USER");
  add_issuer(*command, *arguments);
  on_run(*command, outcome, [arguments] { return issue(*arguments); });

  CLI::App* batches_command =
      card.add_subcommand("batches", "who had which cards issued, and when; the newest first");
  batches_command->add_option_function<std::string>(
      "NUMBER", [arguments](const std::string& v) { arguments->batches.set_number(v); },
      "a card: the batch that it is of");
  batches_command->add_option_function<std::int32_t>(
      "--limit", [arguments](const std::int32_t& v) { arguments->batches.set_limit(v); },
      "how many to show; 100 where left out");
  add_issuer(*batches_command, *arguments);
  on_run(*batches_command, outcome, [arguments] { return batches(*arguments); });
}

}  // namespace loyald::loyalctl
