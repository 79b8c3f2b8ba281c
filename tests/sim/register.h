// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/sync/support/shop.h"

namespace loyald::sim {

// Something that a register asks for, the same each time that it asks again.
struct Asked {
  std::string what;  // for the trace
  Origin origin;
  std::function<Result<Recorded>(Store&, const Moment&)> call;
};

// A store's register and the people in front of it: asks for something, and where it hears no
// answer asks for exactly that again until it does. Knows what it was told, apart from the store.
class Register {
 public:
  explicit Register(Random& random) : random_(random) {}

  // What to ask for now.
  const Asked& next();
  void on_answer(const Result<Recorded>& answer);

  struct Told {
    std::string op_id;
    Seq seq = 0;
    Hash hash{};
    v1::JournalEntry entry;
  };
  // Everything that was acknowledged.
  const std::vector<Told>& told() const { return told_; }

 private:
  Asked make();
  Asked sale(Origin origin);
  Asked return_or_void(Origin origin);
  std::string any_card() const { return "42000" + std::to_string(random_.below(6)); }
  Identifier any_member() const { return {IdentifierKind::card, any_card()}; }
  Quantity below(std::uint64_t bound) const { return static_cast<Quantity>(random_.below(bound)); }

  Random& random_;
  std::optional<Asked> asked_;
  std::vector<Told> told_;
  std::vector<std::string> sales_;  // their op ids
  int operations_ = 0;
};

}  // namespace loyald::sim
