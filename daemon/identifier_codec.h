// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "scanner/card_recogniser.h"
#include "store/base/result.h"
#include "store/identifiers.h"

// What somebody scanned or typed, as what identifies a member. Errors: invalid_argument, naming the
// field; not_a_card with the recogniser's words for the cashier. Pure; any thread.
namespace loyald::daemon {

// The card, with the code that it was read from.
Identifier identifier_of(scanner::RecognisedCard card);
// Whom a text means: a card first, then a mail address (it has "@"), then a phone number with its
// country ("+" or "00" and digits).
Result<Identifier> parse_identifier(const std::string& field, const std::string& text,
                                    const scanner::CardRecogniser& cards);
// A card and nothing else: its canonical number.
Result<std::string> parse_card(const std::string& field, const std::string& text,
                               const scanner::CardRecogniser& cards);

// Normalised, as store/contact.h says.
Result<std::string> parse_phone(const std::string& field, const std::string& text);
Result<std::string> parse_mail(const std::string& field, const std::string& text);

}  // namespace loyald::daemon
