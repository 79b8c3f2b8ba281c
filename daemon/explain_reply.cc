// SPDX-License-Identifier: Apache-2.0
#include "daemon/explain_reply.h"

#include <algorithm>

#include "daemon/field_check.h"
#include "daemon/member_reply.h"
#include "store/base/time.h"
#include "store/explain.h"
#include "store/explain_words.h"
#include "store/reason_wire.h"

namespace loyald::daemon {
namespace {

using Rules = google::protobuf::RepeatedPtrField<v1::RuleOutcome>;
using Rewards = google::protobuf::RepeatedPtrField<v1::RewardOutcome>;

// "CREDIT_EARNED" without its prefix, in small letters.
std::string small(const std::string& name, std::string_view prefix) {
  std::string text = name.substr(name.starts_with(prefix) ? prefix.size() : 0);
  std::ranges::transform(text, text.begin(), [](char c) {
    return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

class Data {
 public:
  Data(const ExplainWords& words, v1::ExplainResponse& response)
      : words_(words), response_(response) {}

  void rule(const v1::RuleOutcome& from) {
    v1::ExplainedRule& rule = *response_.add_rules();
    rule.set_rule(from.rule());
    rule.set_unit(from.unit());
    rule.set_credit(small(v1::Credit_Name(from.credit()), "CREDIT_"));
    rule.set_owner(small(v1::Owner_Name(from.owner()), "OWNER_"));
    rule.set_counted(shown(from.counted()));
    rule.set_counted_quantity(shown(from.counted_quantity()));
    rule.set_rate_quantity(shown(from.rate_quantity()));
    rule.set_rate_per(shown(from.rate_per()));
    rule.set_carried(shown(from.carried()));
    rule.set_quantity(shown(from.quantity()));
    rule.set_available_from(expiry_text(Date{from.available_from()}));
    rule.set_expires_on(expiry_text(Date{from.expires_on()}));
    if (from.has_not_applied()) why(*rule.mutable_not_applied(), reason_from(from.not_applied()));
    if (from.has_clamped()) why(*rule.mutable_clamped(), reason_from(from.clamped()));
  }

  void reward(const v1::RewardOutcome& from) {
    v1::ExplainedReward& reward = *response_.add_rewards();
    reward.set_reward(from.reward());
    reward.set_unit(from.unit());
    reward.set_spending(small(v1::Spending_Name(from.spending()), "SPENDING_"));
    reward.set_owner(small(v1::Owner_Name(from.owner()), "OWNER_"));
    reward.set_cost(shown(from.cost()));
    reward.set_value(shown(from.value()));
    if (from.has_clamped()) why(*reward.mutable_clamped(), reason_from(from.clamped()));
    for (const v1::LotChange& each : from.spent()) {
      v1::ExplainedLot& lot = *reward.add_spent();
      lot.set_available_from(expiry_text(Date{each.available_from()}));
      lot.set_expires_on(expiry_text(Date{each.expires_on()}));
      lot.set_quantity(shown(each.amount()));
    }
  }

  void line(const v1::Sale& sale, int place) {
    for (const v1::LineEarning& from : sale.outcomes(place).earnings()) {
      v1::ExplainedLine& line =
          *response_.mutable_rules(static_cast<int>(from.rule()))->add_lines();
      line.set_line(place + 1);
      line.set_sku(sale.lines(place).sku());
      line.set_counted(shown(from.counted()));
      line.set_counted_quantity(shown(from.counted_quantity()));
      line.set_quantity(shown(from.quantity()));
      const programme::Reason reason = reason_from(from, sale.lines(place));
      if (!reason.empty()) why(*line.mutable_not_counted(), reason);
    }
  }

 private:
  void why(v1::Why& to, const programme::Reason& from) const {
    to.set_code(small(v1::ReasonCode_Name(static_cast<v1::ReasonCode>(from.code)), "REASON_"));
    for (const std::int64_t number : from.numbers) to.add_numbers(shown(number));
    for (const std::string& word : from.words) to.add_words(word);
    to.set_text(words_.reason(from));
  }

  const ExplainWords& words_;
  v1::ExplainResponse& response_;
};

}  // namespace

v1::ExplainResponse explain_reply(const v1::JournalEntry& entry,
                                  const programme::Programme* programme,
                                  programme::Language language) {
  v1::ExplainResponse response;
  for (std::string& line : explain(entry, programme, language)) response.add_text(std::move(line));
  const ExplainWords words(programme, language);
  Data data(words, response);
  const auto decided = [&](const Rules& rules, const Rewards& rewards) {
    for (const v1::RuleOutcome& rule : rules) data.rule(rule);
    for (const v1::RewardOutcome& reward : rewards) data.reward(reward);
  };
  decided(entry.event().outcome().rules(), entry.event().outcome().rewards());
  decided(entry.enrol().outcome().rules(), entry.enrol().outcome().rewards());
  decided(entry.sale().rules(), entry.sale().rewards());
  for (int i = 0; i < entry.sale().outcomes_size(); ++i) data.line(entry.sale(), i);
  return response;
}

}  // namespace loyald::daemon
