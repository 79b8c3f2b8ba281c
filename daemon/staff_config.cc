// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>

#include "daemon/config_check.h"
#include "daemon/pin_hash.h"
#include "store/base/text.h"
#include "store/requests.h"

namespace loyald::daemon {
namespace {

constexpr int kMaxStaff = 1000;
constexpr int kMaxRoles = 50;
constexpr int kMaxCardsOfOne = 10;
constexpr int kMaxUnitsOfRole = 100;

using Roles = std::map<std::string, Role>;

Result<void> at_most(const ConfigCheck& check, const std::string& key, int size, int most) {
  if (size <= most) return {};
  return check.fail(key, "there are more than " + std::to_string(most), "");
}

Result<std::map<std::string, Quantity>> read_amounts(
    const ConfigCheck& check, const std::string& at,
    const google::protobuf::Map<std::string, std::uint32_t>& from) {
  LOYALD_TRY(at_most(check, at, static_cast<int>(from.size()), kMaxUnitsOfRole));
  std::map<std::string, Quantity> amounts;
  for (const auto& [unit, most] : from) {
    LOYALD_TRY(check.required(at, unit, kMaxNameBytes));
    LOYALD_ASSIGN(amounts[unit], check.number(at + "." + unit, Quantity{most}, 1, kMaxAmount));
  }
  return amounts;
}

Result<Role> read_role(const ConfigCheck& check, const std::string& at,
                       const v1::RoleConfig& from) {
  LOYALD_TRY(check.required(at + ".id", from.id(), kMaxNameBytes));
  Role role;
  role.id = from.id();
  LOYALD_ASSIGN(role.may_adjust, read_amounts(check, at + ".may_adjust", from.may_adjust()));
  LOYALD_ASSIGN(role.may_adjust_per_day,
                read_amounts(check, at + ".may_adjust_per_day", from.may_adjust_per_day()));
  for (const auto& [unit, most] : role.may_adjust_per_day) {
    if (role.may_adjust.contains(unit)) continue;
    return check.fail(at + ".may_adjust_per_day." + unit, "may_adjust says nothing of this unit",
                      "add it there: how much of it in one operation");
  }
  role.may_approve = from.may_approve();
  return role;
}

Result<Roles> read_roles(const ConfigCheck& check, const v1::DaemonConfig& config) {
  LOYALD_TRY(at_most(check, "role", config.role_size(), kMaxRoles));
  Roles roles;
  for (int i = 0; i < config.role_size(); ++i) {
    const std::string at = "role[" + std::to_string(i + 1) + "]";
    LOYALD_ASSIGN(Role role, read_role(check, at, config.role(i)));
    const std::string id = role.id;
    if (!roles.emplace(id, std::move(role)).second) {
      return check.fail(at + ".id", "\"" + id + "\" is taken already",
                        "give every role an id of its own");
    }
  }
  return roles;
}

Result<Role> find_role(const ConfigCheck& check, const std::string& key, const std::string& id,
                       const Roles& roles) {
  if (id.empty()) return Role{};
  const auto found = roles.find(id);
  if (found != roles.end()) return found->second;
  std::vector<std::string> known;
  for (const auto& [name, role] : roles) known.push_back(name);
  const std::string near = nearest(id, known);
  return check.fail(key, "there is no [[role]] \"" + id + "\"",
                    near.empty() ? "add it" : "did you mean \"" + near + "\"?");
}

class StaffReader {
 public:
  StaffReader(const ConfigCheck& check, const Roles& roles, const scanner::CardRecogniser& cards)
      : check_(check), roles_(roles), cards_(cards) {}

  Result<StaffMember> read(const std::string& at, const v1::StaffConfig& from) {
    LOYALD_TRY(check_.required(at + ".id", from.id(), kMaxNameBytes));
    if (!ids_.insert(from.id()).second) {
      return check_.fail(at + ".id", "\"" + from.id() + "\" is taken already",
                         "give everybody an id of their own");
    }
    StaffMember member;
    member.id = from.id();
    LOYALD_TRY(check_.text(at + ".name", from.name(), kMaxNameBytes));
    member.name = from.name();
    LOYALD_ASSIGN(member.cards, read_cards(at, from));
    LOYALD_ASSIGN(member.role, find_role(check_, at + ".role", from.role(), roles_));
    if (!from.pin().empty() && !is_pin_hash(from.pin())) {
      return check_.fail(at + ".pin", "is not what `loyalctl staff pin` prints",
                         "run it, and copy the whole line");
    }
    member.pin_hash = from.pin();
    return member;
  }

 private:
  Result<std::vector<std::string>> read_cards(const std::string& at, const v1::StaffConfig& from) {
    LOYALD_TRY(at_most(check_, at + ".cards", from.cards_size(), kMaxCardsOfOne));
    std::vector<std::string> cards;
    for (int i = 0; i < from.cards_size(); ++i) {
      const std::string key = at + ".cards[" + std::to_string(i + 1) + "]";
      const auto card = cards_.recognise(from.cards(i));
      if (!card) return check_.fail(key, card.error().message, card.error().hint);
      if (!taken_.insert(card->number).second) {
        return check_.fail(key, "the card " + card->number + " is there already",
                           "a card is of one person");
      }
      cards.push_back(card->number);
    }
    return cards;
  }

  const ConfigCheck& check_;
  const Roles& roles_;
  const scanner::CardRecogniser& cards_;
  std::set<std::string> ids_;
  std::set<std::string> taken_;
};

}  // namespace

Result<Staff> read_staff(const ConfigCheck& check, const v1::DaemonConfig& config,
                         const scanner::CardRecogniser& cards) {
  LOYALD_ASSIGN(const Roles roles, read_roles(check, config));
  LOYALD_TRY(at_most(check, "staff", config.staff_size(), kMaxStaff));
  StaffReader reader(check, roles, cards);
  std::vector<StaffMember> members;
  for (int i = 0; i < config.staff_size(); ++i) {
    const std::string at = "staff[" + std::to_string(i + 1) + "]";
    LOYALD_ASSIGN(StaffMember member, reader.read(at, config.staff(i)));
    members.push_back(std::move(member));
  }
  return Staff(std::move(members));
}

}  // namespace loyald::daemon
