// SPDX-License-Identifier: Apache-2.0
#include "store/explain_sale.h"

#include <array>

#include "store/explain_parts.h"
#include "store/programme/identification.h"

namespace loyald {
namespace {

template <class Words>
std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// What the rules knew besides the basket.
void explain_known(const SaleText& text) {
  const v1::SaleInputs& inputs = text.sale.inputs();
  if (!inputs.tier().empty()) {
    text.say({"Tier before the sale: {0}.", "Stufe vor dem Einkauf: {0}."},
             {text.words.tier(inputs.tier())});
  }
  if (!inputs.tags().empty()) {
    text.say({"Segments: {0}.", "Segmente: {0}."}, {joined(inputs.tags())});
  }
  if (inputs.may_not_earn()) {
    text.say({"By their status the member does not collect.",
              "Nach seinem Status sammelt das Mitglied nicht."});
  }
  constexpr std::array<Sentence, programme::kShownAsKinds> kIdentified = {
      Sentence{"Identified by the card's number.", "Erkannt an der Kartennummer."},
      Sentence{"Identified by a signed card.", "Erkannt an einer signierten Karte."},
      Sentence{"Identified by a code that changes with the time.",
               "Erkannt an einem Code, der mit der Zeit wechselt."},
      Sentence{"Identified by phone number.", "Erkannt an der Telefonnummer."},
      Sentence{"Identified by mail address.", "Erkannt an der Mailadresse."}};
  if (inputs.shown_as() != v1::SHOWN_AS_CARD && v1::ShownAs_IsValid(inputs.shown_as())) {
    text.say(kIdentified.at(static_cast<std::size_t>(inputs.shown_as())));
  }
  if (inputs.has_member_since()) {
    text.say({"Member since {0}.", "Mitglied seit {0}."}, {text.words.day(inputs.member_since())});
  }
  if (!inputs.referrer_id().empty()) {
    text.say({"The member was referred.", "Das Mitglied wurde geworben."});
  }
  for (const v1::BirthdayAnswer& answer : inputs.birthday()) {
    const std::string before = number_text(answer.days_before());
    const std::string after = number_text(answer.days_after());
    if (answer.is_within()) {
      text.say({"The day is within {0} days before and {1} days after the birthday.",
                "Der Tag liegt zwischen {0} Tagen vor und {1} Tagen nach dem Geburtstag."},
               {before, after});
    } else {
      text.say({"The day is not within {0} days before and {1} days after the birthday.",
                "Der Tag liegt nicht zwischen {0} Tagen vor und {1} Tagen nach dem Geburtstag."},
               {before, after});
    }
  }
}

// How the register made the sale.
void explain_setting(const SaleText& text) {
  const v1::Sale& sale = text.sale;
  if (sale.has_sold_at()) {
    const int minute = sale.sold_at() % 60;
    text.say({"Sold at {0}.", "Verkauft um {0} Uhr."},
             {number_text(sale.sold_at() / 60) + (minute < 10 ? ":0" : ":") + number_text(minute)});
  }
  if (!sale.channel().empty()) {
    text.say({"Channel: {0}.", "Verkaufsweg: {0}."}, {sale.channel()});
  }
  if (!sale.payments().empty()) {
    text.say({"Paid by {0}.", "Bezahlt mit {0}."}, {joined(sale.payments())});
  }
}

void explain_decision(const SaleText& text) {
  text.say({"Decided by programme version {0}.", "Entschieden nach Programmversion {0}."},
           {number_text(text.sale.programme_version())});
  explain_known(text);
  explain_setting(text);
  for (int i = 0; i < text.sale.rewards_size(); ++i) explain_reward(text, i);
  for (int i = 0; i < text.sale.rules_size(); ++i) {
    if (text.sale.rules(i).credit() == v1::CREDIT_EARNED) {
      explain_rule(text, i);
    } else {
      explain_credit(text, i);
    }
  }
}

v1::Sale without_lines(const v1::EventOutcome& outcome) {
  v1::Sale sale;
  sale.set_programme_version(outcome.programme_version());
  *sale.mutable_rules() = outcome.rules();
  *sale.mutable_rewards() = outcome.rewards();
  *sale.mutable_inputs() = outcome.inputs();
  return sale;
}

}  // namespace

void explain_sale(const v1::JournalEntry& entry, const ExplainWords& words,
                  std::vector<std::string>& lines) {
  if (entry.has_event()) {
    lines.push_back(words.say({"Event \"{0}\", {1} times.", "Ereignis „{0}“, {1}-mal."},
                              {entry.event().name(), number_text(entry.event().quantity())}));
    explain_decision({without_lines(entry.event().outcome()), words, lines});
  }
  if (entry.enrol().has_outcome()) {
    explain_decision({without_lines(entry.enrol().outcome()), words, lines});
  }
  if (!entry.has_sale()) return;
  explain_decision({entry.sale(), words, lines});
  if (!entry.sale().has_hold()) return;
  lines.push_back(words.say({"It captured the hold \"{0}\" of register \"{1}\".",
                             "Er löst die Vormerkung „{0}“ von Kasse „{1}“ ein."},
                            {entry.sale().hold().hold_id(), entry.sale().hold().register_id()}));
}

}  // namespace loyald
