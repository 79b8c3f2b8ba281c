// SPDX-License-Identifier: Apache-2.0
#include "store/contact.h"

#include "tests/support/doctest.h"

using namespace loyald;

TEST_CASE("phone numbers are compared in one form") {
  for (const char* text : {"+49 170 1234567", "0049-170-1234567", " +49 (170) 123.45.67 "}) {
    CHECK(normalised_phone(text).value() == "+491701234567");
  }
  for (const char* text :
       {"", "0170 1234567", "+49", "+49 170 12x", "++49170123456", "+12345678901234567"}) {
    CHECK_FALSE(normalised_phone(text));
  }
}

TEST_CASE("mail addresses are compared in one form") {
  CHECK(normalised_mail(" Anna@Example.ORG ").value() == "anna@example.org");
  for (const char* text : {"", "anna", "@example.org", "anna@", "anna@org", "a b@example.org",
                           "a@b@example.org", "anna@example."}) {
    CHECK_FALSE(normalised_mail(text));
  }
  CHECK_FALSE(normalised_mail(std::string(250, 'a') + "@example.org"));
}
