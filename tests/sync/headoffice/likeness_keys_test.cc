// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/likeness_keys.h"

#include "tests/support/doctest.h"

namespace loyald::testing {
namespace {

v1::MemberProfile profile(const std::string& name) {
  v1::MemberProfile made;
  made.set_name(name);
  made.set_birthday(7000);
  made.mutable_address()->set_street("Am Markt 3");
  made.mutable_address()->set_postal_code("20095");
  return made;
}

}  // namespace

TEST_CASE("names are compared as people write them down twice") {
  CHECK(comparable("Anna Müller") == "anna mueller");
  CHECK(comparable("MUELLER,  Anna") == "anna mueller");
  CHECK(comparable("Groß-Gerau") == "gerau gross");
  CHECK(comparable("Łukasz Żak") == "lukasz zak");
  CHECK(comparable("Ελένη") == "elene");
  CHECK(comparable("Анна") == "anna");
  CHECK(comparable("  -  ").empty());
  CHECK(comparable("\xff").empty());
  CHECK(comparable("Anna Miller") != comparable("Anna Müller"));
}

TEST_CASE("what a profile does not say is like nothing") {
  CHECK(likenesses_of({}).empty());
  v1::MemberProfile nameless = profile("");
  CHECK(likenesses_of(nameless).empty());
  nameless.set_phone("+491701234567");
  CHECK(likenesses_of(nameless).size() == 1);
  v1::MemberProfile name_alone;
  name_alone.set_name("Anna Berg");
  CHECK(likenesses_of(name_alone).empty());
}

TEST_CASE("the same kind of likeness has the same key, and no other has it") {
  const auto anna = likenesses_of(profile("Anna Berg"));
  REQUIRE(anna.size() == 2);
  CHECK(anna.at(0).kind == LikenessKind::name_and_birthday);
  CHECK(anna.at(1).kind == LikenessKind::name_and_address);
  CHECK(anna.at(0).key != anna.at(1).key);
  v1::MemberProfile other = profile("berg anna");
  CHECK(likenesses_of(other) == anna);
  other.mutable_address()->set_street("am  Markt 3");
  CHECK(likenesses_of(other) == anna);
  other.set_birthday(7001);
  CHECK(likenesses_of(other).at(0) != anna.at(0));
  CHECK(likenesses_of(other).at(1) == anna.at(1));
  // The same text as phone and as mail is not one likeness.
  v1::MemberProfile contacts;
  contacts.set_phone("x");
  contacts.set_mail("x");
  const auto both = likenesses_of(contacts);
  CHECK(both.at(0).key != both.at(1).key);
}

}  // namespace loyald::testing
