// SPDX-License-Identifier: Apache-2.0
#include "scanner/card_recogniser.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "scanner/aim.h"
#include "scanner/gs1.h"
#include "scanner/torn_read.h"
#include "store/base/card_token.h"
#include "store/base/text.h"

namespace loyald::scanner {
namespace {

constexpr std::string_view kRecipientAi = "8018";
constexpr const char* kScanWhole =
    "scan again; if this happens always, set the scanner to send Enter (CR) after each code";

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

tl::unexpected<Error> not_a_card(std::string message, std::string hint = {}) {
  return fail(Errc::not_a_card, std::move(message), std::move(hint));
}

bool looks_retail(std::string_view text, Symbology symbology) {
  const bool may_be = symbology == Symbology::unknown || symbology == Symbology::ean13 ||
                      symbology == Symbology::upca;
  return may_be && (text.size() == 12 || text.size() == 13) && verifies(Check::mod10, text);
}

// The ways to write what was read. Of a UPC-A the thirteen digits come first, so that a format that
// takes both lengths gets one canonical number from every scanner.
std::vector<std::string> forms_of(std::string_view text, Symbology symbology) {
  if (looks_retail(text, symbology)) {
    if (text.size() == 12) return {"0" + std::string(text), std::string(text)};
    if (text.front() == '0') return {std::string(text), std::string(text.substr(1))};
  }
  return {upper(text)};
}

struct Fit {
  bool whole = false;  // shape and check
  bool shape = false;  // shape alone
  std::string number;
};

Fit fit_of(const CardFormat& format, const std::vector<std::string>& forms) {
  Fit fit;
  for (const std::string& form : forms) {
    if (!has_shape(format, form)) continue;
    fit.shape = true;
    if (!verifies(format.check, form)) continue;
    fit.whole = true;
    fit.number = form;
    break;
  }
  return fit;
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

tl::unexpected<Error> no_match(const std::vector<CardFormat>& formats,
                               const std::vector<std::string>& wrong_check,
                               const std::vector<std::string>& wrong_code, std::string_view text,
                               Symbology symbology) {
  if (!wrong_check.empty()) {
    return not_a_card("check digit wrong for format " + joined(wrong_check),
                      "scan again, or type the number printed under the code");
  }
  if (!wrong_code.empty()) {
    return not_a_card("format " + joined(wrong_code) + " is not printed as " +
                      std::string(name(symbology)));
  }
  const bool is_product = looks_retail(text, symbology);
  if (!is_product) {
    if (auto why = torn_read(formats, upper(text), symbology))
      return not_a_card(*std::move(why), kScanWhole);
  }
  const std::string hint =
      is_product ? "this looks like the barcode of a product" : "is it a card of this shop?";
  return not_a_card("no card format matches these " + std::to_string(text.size()) + " characters",
                    hint);
}

}  // namespace

Result<CardRecogniser> CardRecogniser::make(std::vector<CardFormat> formats) {
  if (formats.empty() || formats.size() > kMaxCardFormats) {
    return fail(Errc::invalid_argument, "between 1 and 64 card formats are needed");
  }
  for (auto format = formats.begin(); format != formats.end(); ++format) {
    LOYALD_TRY(checked(*format));
    const bool taken = std::any_of(formats.begin(), format, [format](const CardFormat& earlier) {
      return earlier.name == format->name;
    });
    if (taken || format->name == kGsrnFormat || format->name == kTokenFormat) {
      return fail(Errc::invalid_argument, "the card format name \"" + format->name + "\" is taken",
                  "give every format a name of its own");
    }
  }
  return CardRecogniser(std::move(formats));
}

Result<RecognisedCard> CardRecogniser::recognise(std::string_view text, Symbology symbology) const {
  // Before the length check: a wedge may append any number of blanks.
  const AimText split = split_aim(trim(text));
  if (split.symbology != Symbology::unknown) symbology = split.symbology;
  const std::string_view body = trim(split.text);
  if (body.empty()) return not_a_card("nothing was scanned");
  if (body.size() > kMaxCardText) {
    return not_a_card("too long for a card: " + std::to_string(body.size()) + " characters");
  }

  if (const auto token = read_card_token(body)) {
    // The number as the code has it, so that the signature is of the very card that is looked up.
    const std::string& number = card_of(*token);
    const auto plain = recognise_number(number, Symbology::unknown, false);
    const bool is_described = plain && plain->number == number;
    return RecognisedCard{number, is_described ? plain->format : std::string(kTokenFormat),
                          std::string(body)};
  }
  Gs1Key key = read_digital_link(body);
  if (key.kind == Gs1Key::Kind::none && announces_gs1(split.id)) key = read_element_string(body);
  if (key.kind == Gs1Key::Kind::recipient) return recognise_gsrn(key.digits);
  if (key.kind == Gs1Key::Kind::product) return not_a_card("this is a product link, not a card");

  // A scanner that does not send identifiers gives a GS1-128 card as bare digits. Nothing announces
  // it, so that it is one candidate among the formats.
  const bool is_gsrn = body.size() == kRecipientAi.size() + kGsrnDigits &&
                       body.starts_with(kRecipientAi) && all_digits(body) &&
                       verifies(Check::mod10, body.substr(kRecipientAi.size()));
  return recognise_number(body, symbology, is_gsrn);
}

Result<RecognisedCard> CardRecogniser::recognise(const Scan& scan) const {
  LOYALD_ASSIGN(RecognisedCard card, recognise(scan.text, scan.symbology));
  // A code that was cut off is none.
  if (scan.complete || !card.code.empty()) return card;
  const auto format = std::ranges::find(formats_, card.format, &CardFormat::name);
  if (format != formats_.end() && format->check == Check::none) {
    return not_a_card("the scanner stopped in the middle of the code", kScanWhole);
  }
  return card;
}

Result<RecognisedCard> CardRecogniser::recognise_gsrn(const std::string& digits) const {
  if (!verifies(Check::mod10, digits)) {
    return not_a_card("check digit wrong for format " + std::string(kGsrnFormat), "scan again");
  }
  std::vector<std::string> names;
  for (const CardFormat& format : formats_) {
    // The printed code is GS1's business: a format's list of symbologies is not asked.
    if (has_shape(format, digits) && verifies(format.check, digits)) names.push_back(format.name);
  }
  if (names.size() > 1) return not_a_card("ambiguous: " + joined(names));
  return RecognisedCard{digits, names.empty() ? std::string(kGsrnFormat) : names.front()};
}

Result<RecognisedCard> CardRecogniser::recognise_number(std::string_view text, Symbology symbology,
                                                        bool is_gsrn) const {
  const std::vector<std::string> forms = forms_of(text, symbology);
  std::vector<std::string> matching;
  std::vector<std::string> wrong_check;
  std::vector<std::string> wrong_code;
  std::string number;
  for (const CardFormat& format : formats_) {
    Fit fit = fit_of(format, forms);
    if (!fit.shape) continue;
    if (!is_printed_in(format, symbology)) {
      wrong_code.push_back(format.name);
    } else if (!fit.whole) {
      wrong_check.push_back(format.name);
    } else {
      matching.push_back(format.name);
      number = std::move(fit.number);
    }
  }
  if (is_gsrn && matching.empty()) return recognise_gsrn(forms.front().substr(kRecipientAi.size()));
  if (is_gsrn) matching.emplace_back(kGsrnFormat);
  if (matching.size() > 1) {
    return not_a_card("ambiguous: " + joined(matching),
                      "the card formats of this shop overlap; tell whoever set it up");
  }
  if (matching.empty()) return no_match(formats_, wrong_check, wrong_code, text, symbology);
  return RecognisedCard{std::move(number), matching.front()};
}

}  // namespace loyald::scanner
