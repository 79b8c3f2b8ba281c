// SPDX-License-Identifier: Apache-2.0
#include "daemon/person_codec.h"

#include <algorithm>

#include "daemon/field_check.h"
#include "daemon/identifier_codec.h"
#include "store/base/text.h"
#include "store/requests.h"

namespace loyald::daemon {
namespace {

constexpr std::size_t kMaxLanguageBytes = 35;  // the longest tag RFC 5646 4.4.1 reckons with

Result<std::string> parse_language(const std::string& text) {
  LOYALD_ASSIGN(std::string language, parse_text("profile.language", text, kMaxLanguageBytes));
  const bool is_tag = std::ranges::all_of(language, [](char c) {
    return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  if (is_tag) return language;
  return fail(Errc::invalid_argument, "profile.language: is no language tag",
              "write it like \"de\" or \"pt-BR\"");
}

Result<std::string> parse_trimmed(const std::string& field, const std::string& value,
                                  std::size_t max_bytes) {
  LOYALD_ASSIGN(const std::string text, parse_text(field, value, max_bytes));
  return std::string(trim(text));
}

Result<Address> parse_address(const v1::Address& from) {
  Address address;
  const auto part = [](const char* name, const std::string& value) {
    return parse_trimmed(std::string("profile.address.") + name, value, kMaxAddressBytes);
  };
  LOYALD_ASSIGN(address.street, part("street", from.street()));
  LOYALD_ASSIGN(address.postal_code, part("postal_code", from.postal_code()));
  LOYALD_ASSIGN(address.city, part("city", from.city()));
  LOYALD_ASSIGN(address.country, part("country", from.country()));
  return address;
}

Result<std::map<std::string, std::string>> parse_preferences(const v1::Profile& profile) {
  std::map<std::string, std::string> preferences;
  if (profile.preferences().size() > 2 * kMaxPreferences) {
    return fail(Errc::invalid_argument, "profile.preferences: has more than " +
                                            std::to_string(2 * kMaxPreferences) + " of them");
  }
  for (const auto& [key, value] : profile.preferences()) {
    LOYALD_ASSIGN(std::string name,
                  parse_required("profile.preferences key", key, kMaxPreferenceKeyBytes));
    LOYALD_ASSIGN(preferences[name],
                  parse_trimmed("profile.preferences." + name, value, kMaxPreferenceValueBytes));
  }
  return preferences;
}

}  // namespace

Result<PersonChange> parse_person_change(const v1::Profile& profile) {
  PersonChange change;
  if (profile.has_name()) {
    LOYALD_ASSIGN(change.name, parse_trimmed("profile.name", profile.name(), kMaxNameBytes));
  }
  if (profile.has_phone()) {
    change.phone = "";
    if (!trim(profile.phone()).empty()) {
      LOYALD_ASSIGN(change.phone, parse_phone("profile.phone", profile.phone()));
    }
  }
  if (profile.has_mail()) {
    change.mail = "";
    if (!trim(profile.mail()).empty()) {
      LOYALD_ASSIGN(change.mail, parse_mail("profile.mail", profile.mail()));
    }
  }
  if (profile.has_birthday()) {
    LOYALD_ASSIGN(change.birthday,
                  parse_day("profile.birthday", profile.birthday(), kFirstBirthday));
  }
  if (profile.has_language()) {
    LOYALD_ASSIGN(change.language, parse_language(profile.language()));
  }
  if (profile.has_address()) {
    LOYALD_ASSIGN(change.address, parse_address(profile.address()));
  }
  LOYALD_ASSIGN(change.preferences, parse_preferences(profile));
  return change;
}

Result<Person> parse_person(const v1::Profile& profile) {
  LOYALD_ASSIGN(const PersonChange change, parse_person_change(profile));
  Person person = changed({}, change);
  if (person.preferences.size() > kMaxPreferences) {
    return fail(Errc::invalid_argument, "profile.preferences: has more than " +
                                            std::to_string(kMaxPreferences) + " of them");
  }
  return person;
}

}  // namespace loyald::daemon
