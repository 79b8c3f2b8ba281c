// SPDX-License-Identifier: Apache-2.0
#include "daemon/identifier_codec.h"

#include "daemon/field_check.h"
#include "store/base/text.h"
#include "store/contact.h"

namespace loyald::daemon {
namespace {

// An address or a number is no longer than a mail address may be (RFC 5321).
constexpr std::size_t kMaxContactBytes = 254;

Result<std::string> parse_contact(const std::string& field, const std::string& value,
                                  Result<std::string> (*normalised)(std::string_view)) {
  LOYALD_ASSIGN(const std::string text, parse_text(field, value, kMaxContactBytes));
  auto contact = normalised(text);
  if (!contact) return fail_in(field, std::move(contact).error());
  return contact;
}

bool looks_like_phone(std::string_view text) {
  return (text.starts_with('+') || text.starts_with("00")) &&
         text.find_first_not_of("+0123456789 -./()") == std::string_view::npos;
}

}  // namespace

Result<std::string> parse_phone(const std::string& field, const std::string& text) {
  return parse_contact(field, text, normalised_phone);
}

Result<std::string> parse_mail(const std::string& field, const std::string& text) {
  return parse_contact(field, text, normalised_mail);
}

Identifier identifier_of(scanner::RecognisedCard card) {
  return {IdentifierKind::card, std::move(card.number), std::move(card.code)};
}

Result<std::string> parse_card(const std::string& field, const std::string& text,
                               const scanner::CardRecogniser& cards) {
  if (trim(text).empty()) return fail(Errc::invalid_argument, field + ": is required");
  LOYALD_ASSIGN(scanner::RecognisedCard card, cards.recognise(text));
  return std::move(card.number);
}

Result<Identifier> parse_identifier(const std::string& field, const std::string& text,
                                    const scanner::CardRecogniser& cards) {
  if (trim(text).empty()) return fail(Errc::invalid_argument, field + ": is required");
  auto card = cards.recognise(text);
  if (card) return identifier_of(*std::move(card));
  if (card.error().code == Errc::invalid_argument) return fail(std::move(card).error());
  const std::string_view typed = trim(text);
  if (typed.find('@') != std::string_view::npos) {
    LOYALD_ASSIGN(std::string mail, parse_mail(field, text));
    return Identifier{IdentifierKind::mail, std::move(mail)};
  }
  if (looks_like_phone(typed)) {
    LOYALD_ASSIGN(std::string phone, parse_phone(field, text));
    return Identifier{IdentifierKind::phone, std::move(phone)};
  }
  return fail(std::move(card).error());
}

}  // namespace loyald::daemon
