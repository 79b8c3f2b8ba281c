// SPDX-License-Identifier: Apache-2.0
#include "store/explain_parts.h"

// What followed from rules and rewards.
namespace loyald {
namespace {

void explain_multiplied(const SaleText& text, int place) {
  const v1::RuleOutcome& credit = text.sale.rules(place);
  if (credit.has_not_applied()) {
    return text.say(
        {"Multiplier \"{0}\": adds nothing: {1}.", "Multiplikator „{0}“: gibt nichts dazu: {1}."},
        {credit.rule(), text.why(credit.not_applied())});
  }
  text.say({"Multiplier \"{0}\": {1} x {2} / {3}, rounded down, adds {4}.",
            "Multiplikator „{0}“: {1} x {2} / {3}, abgerundet, gibt {4} dazu."},
           {credit.rule(), text.words.units(credit.counted(), credit.unit()),
            number_text(credit.rate_quantity()), number_text(credit.rate_per()),
            number_text(credit.quantity())});
  for (int i = 0; i < text.sale.outcomes_size(); ++i) {
    for (const v1::LineEarning& earning : text.sale.outcomes(i).earnings()) {
      if (earning.rule() != static_cast<std::uint32_t>(place)) continue;
      text.say({"  Line {0}: {1} of them.", "  Zeile {0}: {1} davon."},
               {number_text(i + 1), number_text(earning.quantity())});
    }
  }
}

}  // namespace

void explain_credit(const SaleText& text, int place) {
  const v1::RuleOutcome& credit = text.sale.rules(place);
  const std::string quantity = number_text(credit.quantity());
  const std::string units = text.words.units(credit.quantity(), credit.unit());
  const std::string until = text.words.day(credit.expires_on());
  switch (credit.credit()) {
    case v1::CREDIT_MULTIPLIED:
      return explain_multiplied(text, place);
    case v1::CREDIT_CAP:
      return text.say({"Rule \"{0}\"{1}: {2} counted against its cap until {3}.",
                       "Regel „{0}“{1}: {2} zählen bis {3} gegen ihre Obergrenze."},
                      {credit.rule(), text.whose(credit.owner()), quantity, until});
    case v1::CREDIT_CARRIED:
      return text.say({"Rule \"{0}\": rounding left {1} steps, kept for the next sale.",
                       "Regel „{0}“: das Runden ließ {1} Schritte übrig, sie zählen beim nächsten "
                       "Einkauf."},
                      {credit.rule(), quantity});
    case v1::CREDIT_RENEWED:
      return text.say(
          {"Rule \"{0}\": {1} live on until {2}.", "Regel „{0}“: {1} leben weiter bis {2}."},
          {credit.rule(), units, until});
    case v1::CREDIT_STATUS:
      return text.say(
          {"Tier \"{0}\" is held from {1} until {2}.", "Stufe „{0}“ gilt von {1} bis {2}."},
          {text.words.tier(credit.rule()), text.words.day(credit.available_from()), until});
    case v1::CREDIT_QUOTA:
      return text.say({"\"{0}\": {1} counted against the store's quota.",
                       "„{0}“: {1} zählen gegen das Kontingent der Filiale."},
                      {credit.rule(), quantity});
    case v1::CREDIT_DRAWN:
      return text.say({"Draw \"{0}\": {1} ticket of the store is drawn.",
                       "Verlosung „{0}“: {1} Los der Filiale ist gezogen."},
                      {credit.rule(), quantity});
    case v1::CREDIT_WON:
      return text.say({"Draw \"{0}\": {1} prize of the store is won.",
                       "Verlosung „{0}“: {1} Preis der Filiale ist gewonnen."},
                      {credit.rule(), quantity});
    default:
      text.say({"Reward \"{0}\" gives {1}.", "Prämie „{0}“ gibt {1}."}, {credit.rule(), units});
      text.say({"  Spendable from {0}, expires {1}.", "  Verfügbar ab {0}, verfällt {1}."},
               {text.words.day(credit.available_from()), until});
  }
}

}  // namespace loyald
