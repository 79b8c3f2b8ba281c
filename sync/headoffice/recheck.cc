// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/recheck.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "store/base/amounts.h"
#include "store/fold.h"
#include "store/programme/evaluate.h"
#include "store/sale_entry.h"
#include "store/sale_situation.h"

namespace loyald {
namespace {

// What a store may say that a member holds, far from where sums would overflow.
constexpr std::int64_t kMaxHeld = std::int64_t{1} << 53;

bool is_date(std::int64_t days) { return days >= kFirstDate.days && days <= kNever.days; }

bool is_sound(const google::protobuf::RepeatedPtrField<v1::HeldUnit>& held) {
  return std::ranges::all_of(held, [](const v1::HeldUnit& each) {
    return each.quantity() >= -kMaxHeld && each.quantity() <= kMaxHeld &&
           is_date(each.last_expiry());
  });
}

// Whether the entry's numbers are such that rules may calculate with them; the rules look after the
// basket and the choices themselves.
bool is_sound(const v1::JournalEntry& entry) {
  const v1::SaleInputs& inputs = entry.sale().inputs();
  return is_date(entry.business_date()) && is_sound(inputs.held()) &&
         is_sound(inputs.store_held()) && is_sound(inputs.referrer_held()) &&
         (!inputs.has_member_since() || is_date(inputs.member_since()));
}

// What is compared: its name is put together where there is a difference, so nearly never.
struct Of {
  const char* kind = "";            // "rule", "reward"
  const std::string* id = nullptr;  // which of them; null: a line, or the sale itself
  int line = 0;                     // from 1; 0: the sale itself

  std::string name(const char* part) const {
    if (id != nullptr) return std::string(kind) + " \"" + *id + "\": " + part;
    return line == 0 ? part : "line " + std::to_string(line) + ": " + part;
  }
};

Difference differs(const Of& of, const char* part, std::int64_t recorded, std::int64_t decided) {
  if (recorded == decided) return std::nullopt;
  return of.name(part) + " is " + std::to_string(recorded) + " and should be " +
         std::to_string(decided);
}

Difference differs(const Of& of, const char* part, const std::string& recorded,
                   const std::string& decided) {
  if (recorded == decided) return std::nullopt;
  return of.name(part) + " is \"" + recorded + "\" and should be \"" + decided + "\"";
}

Difference date_differs(const Of& of, const char* part, std::int32_t recorded,
                        std::int32_t decided) {
  if (recorded == decided) return std::nullopt;
  const auto text = [](std::int32_t days) {
    return is_date(days) ? format(Date{days}) : std::to_string(days);
  };
  return of.name(part) + " is " + text(recorded) + " and should be " + text(decided);
}

// The first of them that is one.
Difference first_of(std::initializer_list<Difference> differences) {
  const auto found =
      std::ranges::find_if(differences, [](const Difference& each) { return each.has_value(); });
  return found == differences.end() ? std::nullopt : *found;
}

// The first difference between two lists, element by element.
template <class List, class Compare>
Difference lists_differ(const Of& of, const char* count, const List& recorded, const List& decided,
                        Compare compare) {
  if (auto counts = differs(of, count, recorded.size(), decided.size())) return counts;
  for (int i = 0; i < recorded.size(); ++i) {
    if (auto difference = compare(i, recorded[i], decided[i])) return difference;
  }
  return std::nullopt;
}

Difference rule_differs(int, const v1::RuleOutcome& recorded, const v1::RuleOutcome& decided) {
  const Of of{"rule", &decided.rule()};
  return first_of(
      {differs(of, "the rule", recorded.rule(), decided.rule()),
       differs(of, "the unit", recorded.unit(), decided.unit()),
       differs(of, "the owner", recorded.owner(), decided.owner()),
       differs(of, "what the credit is", recorded.credit(), decided.credit()),
       differs(of, "the quantity", recorded.quantity(), decided.quantity()),
       date_differs(of, "the first day", recorded.available_from(), decided.available_from()),
       date_differs(of, "the expiry", recorded.expires_on(), decided.expires_on())});
}

// Which lots were spent depends on what the store had; that they come to the cost does not.
std::int64_t spent_in_all(const v1::RewardOutcome& reward) {
  std::int64_t sum = 0;
  for (const v1::LotChange& lot : reward.spent()) {
    const auto added = lot.amount() < 0 ? std::nullopt : checked_add(sum, lot.amount());
    if (!added) return -1;
    sum = *added;
  }
  return sum;
}

Difference reward_differs(int, const v1::RewardOutcome& recorded,
                          const v1::RewardOutcome& decided) {
  const Of of{"reward", &decided.reward()};
  return first_of(
      {differs(of, "the reward", recorded.reward(), decided.reward()),
       differs(of, "the unit", recorded.unit(), decided.unit()),
       differs(of, "the owner", recorded.owner(), decided.owner()),
       differs(of, "the cost", recorded.cost(), decided.cost()),
       differs(of, "the value", recorded.value(), decided.value()),
       differs(of, "the sum of the lots spent", spent_in_all(recorded), decided.cost())});
}

Difference line_differs(int place, const v1::LineOutcome& recorded,
                        const v1::LineOutcome& decided) {
  const Of of{"", nullptr, place + 1};
  if (auto discount = differs(of, "the discount", recorded.discount(), decided.discount())) {
    return discount;
  }
  const auto earnings = [&](int, const v1::LineEarning& a, const v1::LineEarning& b) {
    return first_of({differs(of, "the rule of what it earned", a.rule(), b.rule()),
                     differs(of, "what it earned", a.quantity(), b.quantity())});
  };
  if (auto earning = lists_differ(of, "the number of earnings", recorded.earnings(),
                                  decided.earnings(), earnings)) {
    return earning;
  }
  const auto rewards = [&](int, const v1::LineReward& a, const v1::LineReward& b) {
    return first_of({differs(of, "the place of its reward", a.reward(), b.reward()),
                     differs(of, "its share of a reward's value", a.value(), b.value()),
                     differs(of, "its share of a reward's cost", a.cost(), b.cost())});
  };
  return lists_differ(of, "the number of rewards", recorded.rewards(), decided.rewards(), rewards);
}

using LotKey = std::tuple<std::string, std::string, std::int32_t, std::int32_t>;
// What is added to the lots of everybody; nothing where a sum does not fit.
using LotSums = std::optional<std::map<LotKey, std::int64_t>>;

void add(LotSums& sums, const std::string& owner, const v1::LotChange& lot, std::int64_t amount) {
  if (!sums) return;
  std::int64_t& sum = (*sums)[{owner, lot.unit(), lot.available_from(), lot.expires_on()}];
  const auto added = checked_add(sum, amount);
  if (added) {
    sum = *added;
  } else {
    sums.reset();
  }
}

// What the ledger is told to add.
LotSums told_sums(const v1::JournalEntry& entry) {
  LotSums sums{std::in_place};
  for (const v1::LotChange& lot : entry.sale().changes()) add(sums, "", lot, lot.amount());
  for (const v1::OwnedChanges& other : entry.others()) {
    for (const v1::LotChange& lot : other.changes()) add(sums, other.owner_id(), lot, lot.amount());
  }
  return sums;
}

// What it should be told, by the recorded rules and rewards.
LotSums outcome_sums(const v1::JournalEntry& entry) {
  LotSums sums{std::in_place};
  const v1::SaleInputs& inputs = entry.sale().inputs();
  const auto owner_id = [&](v1::Owner owner) -> std::string {
    if (owner == v1::OWNER_STORE) return owner_of_store(inputs.store_id()).str();
    return owner == v1::OWNER_REFERRER ? inputs.referrer_id() : "";
  };
  for (const v1::RewardOutcome& reward : entry.sale().rewards()) {
    for (v1::LotChange lot : reward.spent()) {
      lot.set_unit(reward.unit());
      add(sums, owner_id(reward.owner()), lot, -lot.amount());
    }
  }
  for (const v1::RuleOutcome& rule : entry.sale().rules()) {
    v1::LotChange lot;
    lot.set_unit(rule.unit());
    lot.set_available_from(rule.available_from());
    lot.set_expires_on(rule.expires_on());
    add(sums, owner_id(rule.owner()), lot, rule.quantity());
  }
  return sums;
}

Difference ledger_differs(const v1::JournalEntry& entry) {
  const LotSums told = told_sums(entry);
  const LotSums outcome = outcome_sums(entry);
  if (!told || !outcome) return "the changes do not fit";
  std::map<LotKey, std::pair<std::int64_t, std::int64_t>> both;
  for (const auto& [lot, sum] : *told) both[lot].first = sum;
  for (const auto& [lot, sum] : *outcome) both[lot].second = sum;
  for (const auto& [lot, sums] : both) {
    if (sums.first == sums.second) continue;
    const std::string part = "what is added to a lot of " + std::get<1>(lot);
    return differs({}, part.c_str(), sums.first, sums.second);
  }
  return std::nullopt;
}

}  // namespace

Difference decided_otherwise(const v1::JournalEntry& entry, const programme::Programme& programme) {
  if (!is_sound(entry)) return "what the rules read is beyond all limits";
  const auto evaluation = programme::evaluate(programme, situation_of(entry));
  if (!evaluation) return "it cannot be decided so: " + evaluation.error().message;
  google::protobuf::Arena arena;
  auto& again = *google::protobuf::Arena::CreateMessage<v1::JournalEntry>(&arena);
  *again.mutable_sale()->mutable_inputs() = entry.sale().inputs();
  set_outcome(again, *evaluation);
  const v1::Sale& recorded = entry.sale();
  const v1::Sale& decided = again.sale();
  const Of sale;
  if (auto tier = differs(sale, "the tier", recorded.inputs().tier(), evaluation->tier)) {
    return tier;
  }
  if (auto rule = lists_differ(sale, "the number of rules", recorded.rules(), decided.rules(),
                               rule_differs)) {
    return rule;
  }
  if (auto reward = lists_differ(sale, "the number of rewards", recorded.rewards(),
                                 decided.rewards(), reward_differs)) {
    return reward;
  }
  if (auto line = lists_differ(sale, "the number of lines", recorded.outcomes(), decided.outcomes(),
                               line_differs)) {
    return line;
  }
  return ledger_differs(entry);
}

std::vector<Difference> decide_again(const std::vector<DecidedEntry>& entries) {
  std::vector<Difference> differences;
  for (const auto& [entry, programme] : entries) {
    differences.push_back(programme ? decided_otherwise(*entry, *programme) : std::nullopt);
  }
  return differences;
}

}  // namespace loyald
