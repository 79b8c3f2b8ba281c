// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "proto/loyald/v1/journal.pb.h"
#include "proto/loyald/v1/register.pb.h"
#include "store/explain_words.h"
#include "store/programme/programme.h"

// What an entry says, in the words of its programme. Pure; any thread.
namespace loyald::daemon {

// Names of a programme in a language, or the ids where there is none.
class Names {
 public:
  explicit Names(const programme::Programme* programme,
                 programme::Language language = programme::Language::english)
      : programme_(programme), words_(programme, language) {}
  std::string unit(const std::string& id) const { return words_.unit(id); }
  std::string reward(const std::string& id) const { return words_.reward(id); }
  std::string reason(const programme::Reason& why) const { return words_.reason(why); }
  // True for a unit of the programme's own, which nobody is shown.
  bool is_counter(const std::string& unit) const;

 private:
  const programme::Programme* programme_;
  ExplainWords words_;
};

// True where a receipt says that the member got it: not what a referrer or the store got, not what
// they had already, no counter.
bool is_news(const v1::RuleOutcome& rule, const Names& names);

// What an entry did to its member's units: per unit what was added, then what was taken, with what
// became debt; last what of earlier debt was settled, negative both.
google::protobuf::RepeatedPtrField<v1::Movement> movements_of(const v1::JournalEntry& entry,
                                                              const Names& names);

struct SaleSums {
  std::int64_t total = 0;
  std::int64_t discount = 0;
};
SaleSums sums_of(const v1::Sale& sale);

}  // namespace loyald::daemon
