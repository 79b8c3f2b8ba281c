// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/explain_words.h"
#include "store/reason_wire.h"

// The parts of explain_sale(), a file for each subject. Each appends to its lines. An event's
// outcome is explained as a sale without lines. Pure, callable from any thread.
namespace loyald {

struct SaleText {
  const v1::Sale& sale;
  const ExplainWords& words;
  std::vector<std::string>& lines;

  void say(const Sentence& sentence, std::initializer_list<std::string_view> things = {}) const {
    lines.push_back(words.say(sentence, things));
  }
  std::string why(const v1::Reason& reason) const { return words.reason(reason_from(reason)); }
  // Whose wallet it is about, where it is not the member's: " for whoever referred the member".
  std::string whose(v1::Owner owner) const {
    if (owner == v1::OWNER_REFERRER) {
      return words.say({" for whoever referred the member", " für die werbende Person"});
    }
    return owner == v1::OWNER_STORE ? words.say({" at the store", " in der Filiale"}) : "";
  }
};

void explain_reward(const SaleText& text, int place);
void explain_rule(const SaleText& text, int place);
// Whatever else was credited: multipliers, counters, vouchers, tiers.
void explain_credit(const SaleText& text, int place);

}  // namespace loyald
