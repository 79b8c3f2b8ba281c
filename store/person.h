// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "proto/loyald/v1/sync.pb.h"
#include "store/base/ids.h"
#include "store/base/time.h"
#include "store/identifiers.h"

// Personal data, as a register says it and as it lies beside the journal. Pure functions, callable
// from any thread.
namespace loyald {

inline constexpr std::size_t kMaxAddressBytes = 100;  // of each part
inline constexpr std::size_t kMaxPreferences = 16;
inline constexpr std::size_t kMaxPreferenceKeyBytes = 32;
inline constexpr std::size_t kMaxPreferenceValueBytes = 64;

struct Address {
  std::string street;
  std::string postal_code;
  std::string city;
  std::string country;
  friend bool operator==(const Address&, const Address&) = default;
};

// Personal data as the person gave it; phone and mail normalised (store/contact.h) or empty.
struct Person {
  std::string name;
  std::string phone;
  std::string mail;
  std::optional<Date> birthday;
  std::string language;
  Address address = {};
  std::map<std::string, std::string> preferences = {};  // no empty values
  friend bool operator==(const Person&, const Person&) = default;
};

// What is given changes; what is given empty is taken out. A preference without a value is taken
// out, those not named stay.
struct PersonChange {
  std::optional<std::string> name = {};
  std::optional<std::string> phone = {};
  std::optional<std::string> mail = {};
  std::optional<std::optional<Date>> birthday = {};
  std::optional<std::string> language = {};
  std::optional<Address> address = {};
  std::map<std::string, std::string> preferences = {};
};

Person changed(Person person, const PersonChange& change);
// Which parts it gives, in the order of their names: "address", "birthday", …
std::vector<std::string> parts_of(const PersonChange& change);

Person person_of(const v1::MemberProfile& profile);
v1::MemberProfile profile_of(const Person& person, const MemberId& member, const Version& version);

}  // namespace loyald
