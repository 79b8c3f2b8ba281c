// SPDX-License-Identifier: Apache-2.0
#include "daemon/card_issuing.h"

#include <algorithm>
#include <optional>

#include "store/base/check.h"
#include "store/base/text.h"

namespace loyald::daemon {
namespace {

using scanner::CardFormat;
using scanner::Symbology;

Result<const CardFormat*> format_named(const scanner::CardRecogniser& cards,
                                       const std::string& name) {
  const std::vector<CardFormat>& formats = cards.formats();
  if (name.empty() && formats.size() == 1) return &formats.front();
  std::vector<std::string> known;
  std::string all;
  for (const CardFormat& format : formats) {
    if (format.name == name) return &format;
    known.push_back(format.name);
    all += (all.empty() ? "\"" : ", \"") + format.name + "\"";
  }
  if (name.empty()) {
    return fail(Errc::invalid_argument, "format: there are several", "say one of " + all);
  }
  const std::string near = nearest(name, known);
  return fail(Errc::invalid_argument, "there is no card format \"" + name + "\"",
              near.empty() ? "there is " + all : "did you mean \"" + near + "\"?");
}

Result<std::size_t> length_for(const CardFormat& format, std::int32_t asked) {
  const std::string allowed =
      std::to_string(format.min_length) + " to " + std::to_string(format.max_length);
  if (asked == 0) {
    if (format.min_length == format.max_length) return format.min_length;
    return fail(Errc::invalid_argument,
                "length: numbers of format \"" + format.name + "\" have " + allowed + " characters",
                "say how many the new cards' have");
  }
  const auto length = static_cast<std::size_t>(std::max(asked, 0));
  if (length >= format.min_length && length <= format.max_length) return length;
  return fail(Errc::invalid_argument,
              "length: cards of format \"" + format.name + "\" have " + allowed + " characters");
}

bool holds_long_texts(Symbology symbology) {
  return symbology == Symbology::qr || symbology == Symbology::aztec ||
         symbology == Symbology::pdf417 || symbology == Symbology::datamatrix;
}

// Nothing: numbers of that length can be written in it.
std::optional<std::string> why_not_in(Symbology symbology, const CardFormat& format,
                                      std::size_t length) {
  const auto retail = [&](std::size_t digits) -> std::optional<std::string> {
    const bool fits = length == digits && format.check == scanner::Check::mod10;
    if (fits) return std::nullopt;
    return "holds exactly " + std::to_string(digits) + " digits with check = \"mod10\"";
  };
  switch (symbology) {
    case Symbology::ean13:
      return retail(13);
    case Symbology::ean8:
      return retail(8);
    case Symbology::itf:
      if (length % 2 == 0 && format.characters == scanner::Characters::digits) return std::nullopt;
      return "holds an even number of digits";
    case Symbology::code128:
    case Symbology::code39:
      return std::nullopt;
    default:
      if (holds_long_texts(symbology)) return std::nullopt;
      return "is not what cards are printed in: qr, ean13, ean8, code128, code39, itf, aztec, "
             "pdf417 or datamatrix";
  }
}

Symbology usual_symbology(const CardFormat& format, bool is_signed) {
  for (const Symbology symbology : format.symbologies) {
    if (!is_signed || holds_long_texts(symbology)) return symbology;
  }
  return Symbology::qr;
}

Result<Symbology> symbology_for(const CardFormat& format, std::size_t length,
                                const v1::IssueCardsRequest& request) {
  const bool is_signed = request.is_signed();
  const std::string& name = request.symbology();
  const auto symbology =
      name.empty() ? usual_symbology(format, is_signed) : scanner::symbology_named(name);
  if (!symbology) {
    return fail(Errc::invalid_argument, "symbology: there is no \"" + name + "\"",
                "qr, ean13, code128, aztec, pdf417 …");
  }
  const std::string shown(scanner::name(*symbology));
  if (!scanner::is_printed_in(format, *symbology)) {
    return fail(Errc::invalid_argument,
                "symbology: scanners would not take a " + shown + " code for a card of format \"" +
                    format.name + "\"",
                "add \"" + shown + "\" to the symbologies of its [[card_format]], everywhere");
  }
  if (is_signed && !holds_long_texts(*symbology)) {
    return fail(Errc::invalid_argument, "symbology: a signed text is too long for " + shown,
                "take qr, aztec, pdf417 or datamatrix");
  }
  const auto why_not = is_signed ? std::nullopt : why_not_in(*symbology, format, length);
  if (why_not) {
    return fail(Errc::invalid_argument, "symbology: " + shown + " " + *why_not,
                "qr and code128 hold every card's number");
  }
  return *symbology;
}

}  // namespace

Result<CardIssue> parse_issue(const v1::IssueCardsRequest& request,
                              const scanner::CardRecogniser& cards) {
  LOYALD_ASSIGN(const CardFormat* format, format_named(cards, request.format()));
  LOYALD_ASSIGN(const std::size_t length, length_for(*format, request.length()));
  LOYALD_ASSIGN(const Symbology symbology, symbology_for(*format, length, request));
  LOYALD_ASSIGN(const std::string one_digit, scanner::with_check(format->check, "0"));
  const std::size_t outside_body = format->prefix.size() + one_digit.size() - 1;
  CardIssue issue;
  issue.batch.id = request.batch();
  issue.batch.shape = {format->prefix, length, length - std::min(length, outside_body)};
  issue.batch.format = format->name;
  issue.batch.symbology = scanner::name(symbology);
  issue.batch.is_signed = request.is_signed();
  issue.batch.cards = request.count();
  issue.batch.issued_by = request.by();
  issue.batch.reason = request.reason();
  issue.from = request.from();
  issue.complete = [&cards, format](const std::string& unchecked) -> std::optional<std::string> {
    const auto number = scanner::with_check(format->check, unchecked);
    if (!number) return std::nullopt;
    const auto card = cards.recognise(*number);
    if (!card || card->number != *number || card->format != format->name) return std::nullopt;
    return *number;
  };
  return issue;
}

Result<v1::IssueCardsResponse> issue_reply(const CardBatch& batch,
                                           const std::vector<std::string>& numbers,
                                           Programmes& programmes, Date today,
                                           const CardText& signed_text) {
  CHECK(!batch.is_signed || signed_text);
  v1::IssueCardsResponse response;
  response.set_format(batch.format);
  response.set_symbology(batch.symbology);
  if (const auto in_force = programmes.in_force(today)) {
    response.set_programme(in_force->programme->name);
  }
  for (const std::string& number : numbers) {
    v1::IssuedCard& card = *response.add_cards();
    card.set_number(number);
    card.set_text(batch.is_signed ? signed_text(number) : number);
  }
  return response;
}

}  // namespace loyald::daemon
