// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "store/base/amounts.h"

namespace loyald {

// What people of one role may do alone; proto/loyald/v1/config.proto says what each means.
struct Role {
  std::string id;
  std::map<std::string, Quantity> may_adjust = {};          // by unit, in one operation
  std::map<std::string, Quantity> may_adjust_per_day = {};  // by unit, on one business date
  bool may_approve = false;
};

struct StaffMember {
  std::string id;  // what registers say as the cashier
  std::string name;
  std::vector<std::string> cards;  // their own, canonical
  Role role;                       // without id where they have none
  std::string pin_hash;            // empty: they have no PIN
};

// Who works at a store, as its configuration says. Without anybody nothing is checked. Immutable
// value, any thread.
class Staff {
 public:
  Staff() = default;
  // Ids must differ.
  explicit Staff(std::vector<StaffMember> members) : members_(std::move(members)) {}

  bool empty() const { return members_.empty(); }
  const std::vector<StaffMember>& members() const { return members_; }
  // Nothing where nobody has the id. The pointer lives as long as this.
  const StaffMember* find(std::string_view id) const;

 private:
  std::vector<StaffMember> members_;
};

}  // namespace loyald
