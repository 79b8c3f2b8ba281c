// SPDX-License-Identifier: Apache-2.0
#include "daemon/person_codec.h"

#include <algorithm>

#include "daemon/field_check.h"
#include "daemon/identifier_codec.h"
#include "store/base/text.h"

namespace loyald::daemon {
namespace {

constexpr std::size_t kMaxLanguageBytes = 35;  // the longest tag RFC 5646 4.4.1 reckons with

}  // namespace

Result<Person> parse_person(const v1::Profile& profile) {
  Person person;
  LOYALD_ASSIGN(const std::string name, parse_text("profile.name", profile.name(), kMaxNameBytes));
  person.name = trim(name);
  if (!trim(profile.phone()).empty()) {
    LOYALD_ASSIGN(person.phone, parse_phone("profile.phone", profile.phone()));
  }
  if (!trim(profile.mail()).empty()) {
    LOYALD_ASSIGN(person.mail, parse_mail("profile.mail", profile.mail()));
  }
  LOYALD_ASSIGN(person.birthday, parse_day("profile.birthday", profile.birthday(), kFirstBirthday));
  LOYALD_ASSIGN(person.language,
                parse_text("profile.language", profile.language(), kMaxLanguageBytes));
  const bool is_tag = std::ranges::all_of(person.language, [](char c) {
    return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  if (!is_tag) {
    return fail(Errc::invalid_argument, "profile.language: is no language tag",
                "write it like \"de\" or \"pt-BR\"");
  }
  return person;
}

}  // namespace loyald::daemon
