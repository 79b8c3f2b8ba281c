// SPDX-License-Identifier: Apache-2.0
#include "store/person.h"

namespace loyald {

Person changed(Person person, const PersonChange& change) {
  if (change.name) person.name = *change.name;
  if (change.phone) person.phone = *change.phone;
  if (change.mail) person.mail = *change.mail;
  if (change.birthday) person.birthday = *change.birthday;
  if (change.language) person.language = *change.language;
  if (change.address) person.address = *change.address;
  for (const auto& [key, value] : change.preferences) {
    if (value.empty()) {
      person.preferences.erase(key);
    } else {
      person.preferences[key] = value;
    }
  }
  return person;
}

std::vector<std::string> parts_of(const PersonChange& change) {
  std::vector<std::string> parts;
  if (change.address) parts.emplace_back("address");
  if (change.birthday) parts.emplace_back("birthday");
  if (change.language) parts.emplace_back("language");
  if (change.mail) parts.emplace_back("mail");
  if (change.name) parts.emplace_back("name");
  if (change.phone) parts.emplace_back("phone");
  if (!change.preferences.empty()) parts.emplace_back("preferences");
  return parts;
}

Person person_of(const v1::MemberProfile& profile) {
  Person person{profile.name(), profile.phone(), profile.mail(), std::nullopt, profile.language()};
  if (profile.has_birthday()) person.birthday = Date{profile.birthday()};
  const v1::PostalAddress& address = profile.address();
  person.address = {address.street(), address.postal_code(), address.city(), address.country()};
  for (const v1::Preference& preference : profile.preferences()) {
    person.preferences[preference.key()] = preference.value();
  }
  return person;
}

v1::MemberProfile profile_of(const Person& person, const MemberId& member, const Version& version) {
  v1::MemberProfile profile;
  profile.set_member_id(member.str());
  profile.set_hlc(version.hlc);
  profile.set_store_id(version.store_id);
  profile.set_name(person.name);
  profile.set_phone(person.phone);
  profile.set_mail(person.mail);
  if (person.birthday) profile.set_birthday(person.birthday->days);
  profile.set_language(person.language);
  if (!(person.address == Address{})) {
    v1::PostalAddress& address = *profile.mutable_address();
    address.set_street(person.address.street);
    address.set_postal_code(person.address.postal_code);
    address.set_city(person.address.city);
    address.set_country(person.address.country);
  }
  for (const auto& [key, value] : person.preferences) {
    v1::Preference& preference = *profile.add_preferences();
    preference.set_key(key);
    preference.set_value(value);
  }
  return profile;
}

}  // namespace loyald
