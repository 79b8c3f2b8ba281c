// SPDX-License-Identifier: Apache-2.0
#include "store/explain_parts.h"

// What rewards and rules took.
namespace loyald {
namespace {

const v1::RuleOutcome* credited(const v1::Sale& sale, const std::string& reward,
                                v1::Credit credit) {
  for (const v1::RuleOutcome& rule : sale.rules()) {
    if (rule.rule() == reward && rule.credit() == credit) return &rule;
  }
  return nullptr;
}

// What a customer got for it.
std::string got(const SaleText& text, const v1::RewardOutcome& reward) {
  if (reward.value() > 0 || !reward.of_whole_sale()) return text.words.money(reward.value());
  if (const auto* voucher = credited(text.sale, reward.reward(), v1::CREDIT_ISSUED)) {
    return text.words.units(voucher->quantity(), voucher->unit());
  }
  return text.words.say({"a gift", "ein Geschenk"});
}

void explain_lots(const SaleText& text, const v1::RewardOutcome& reward) {
  for (const v1::LotChange& spent : reward.spent()) {
    text.say({"  {0} of them from the lot that expires {1}.",
              "  {0} davon aus dem Posten, der {1} verfällt."},
             {number_text(spent.amount()), text.words.day(spent.expires_on())});
  }
}

void explain_used(const SaleText& text, int place) {
  const v1::RewardOutcome& reward = text.sale.rewards(place);
  const std::string units = text.words.units(reward.cost(), reward.unit());
  std::string line = text.words.say({"Reward \"{0}\": {1} for {2}", "Prämie „{0}“: {1} für {2}"},
                                    {reward.reward(), units, got(text, reward)});
  if (reward.tender()) line += text.words.say({", as a payment", ", als Zahlung"});
  line += reward.spending() == v1::SPENDING_AUTOMATIC
              ? text.words.say({", given by itself.", ", von selbst gegeben."})
              : ".";
  if (reward.has_clamped()) {
    line += text.words.say({" Less than asked: {0}.", " Weniger als gewünscht: {0}."},
                           {text.why(reward.clamped())});
  }
  text.lines.push_back(std::move(line));
  explain_lots(text, reward);
  for (int i = 0; i < text.sale.outcomes_size(); ++i) {
    for (const v1::LineReward& line_reward : text.sale.outcomes(i).rewards()) {
      if (line_reward.reward() != static_cast<std::uint32_t>(place)) continue;
      text.say({"  Line {0} bears {1} of it, for {2}.", "  Zeile {0} trägt {1} davon, für {2}."},
               {number_text(i + 1), text.words.money(line_reward.value()),
                text.words.units(line_reward.cost(), reward.unit())});
    }
  }
}

// Of an instant win.
void explain_ticket(const SaleText& text, const v1::RewardOutcome& reward) {
  const bool wins = credited(text.sale, reward.reward(), v1::CREDIT_WON) != nullptr;
  const std::string ticket = number_text(reward.ticket());
  if (wins) {
    text.say({"Draw \"{0}\": ticket {1} of this store wins.",
              "Verlosung „{0}“: Los {1} dieser Filiale gewinnt."},
             {reward.reward(), ticket});
  } else {
    text.say({"Draw \"{0}\": ticket {1} of this store does not win.",
              "Verlosung „{0}“: Los {1} dieser Filiale gewinnt nicht."},
             {reward.reward(), ticket});
  }
}

}  // namespace

void explain_reward(const SaleText& text, int place) {
  const v1::RewardOutcome& reward = text.sale.rewards(place);
  const std::string units = text.words.units(reward.cost(), reward.unit());
  if (reward.ticket() > 0) return explain_ticket(text, reward);
  if (!reward.message().empty()) {
    return text.say({"Message \"{0}\": {1}", "Nachricht „{0}“: {1}"},
                    {reward.reward(), reward.message()});
  }
  switch (reward.spending()) {
    case v1::SPENDING_CARRIED:
      return text.say({"Rule \"{0}\": {1} steps that rounding had left at earlier sales go into "
                       "this one.",
                       "Regel „{0}“: {1} Schritte, die das Runden früherer Einkäufe übrig ließ, "
                       "zählen mit."},
                      {reward.reward(), number_text(reward.cost())});
    case v1::SPENDING_USED:
      text.say({"Rule \"{0}\" uses up {1}.", "Regel „{0}“ verbraucht {1}."},
               {reward.reward(), units});
      return explain_lots(text, reward);
    case v1::SPENDING_RENEWED:
      text.say({"Rule \"{0}\" renews {1}: they move into the new lot.",
                "Regel „{0}“ verlängert {1}: sie ziehen in den neuen Posten um."},
               {reward.reward(), units});
      return explain_lots(text, reward);
    case v1::SPENDING_STOCK:
      return text.say({"Reward \"{0}\" takes {1} out of the store's stock.",
                       "Prämie „{0}“ nimmt {1} aus dem Bestand der Filiale."},
                      {reward.reward(), units});
    default:
      return explain_used(text, place);
  }
}

}  // namespace loyald
