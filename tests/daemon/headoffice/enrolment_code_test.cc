// SPDX-License-Identifier: Apache-2.0
#include "tests/support/doctest.h"

#include "daemon/enrolled_store.h"
#include "daemon/enrolment_code.h"

namespace loyald::daemon {

TEST_CASE("a code is read as it was printed, however it was written down") {
  SeededRandom random(3);
  const Hash authority = sha256("an authority");
  const EnrolmentCode code = make_enrolment_code(random, authority);
  const std::string text = format(code);
  CHECK(text.size() == 32 + 7);
  CHECK(text.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ-") == std::string::npos);

  std::string sloppy = text;
  for (char& c : sloppy) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '0') c = 'o';
    if (c == '1') c = 'L';
    if (c == '-') c = ' ';
  }
  for (const std::string& written : {text, sloppy}) {
    const auto read = parse_enrolment_code(written);
    REQUIRE(read);
    CHECK(read->secret == code.secret);
    CHECK(names_authority(*read, authority));
    CHECK_FALSE(names_authority(*read, sha256("another")));
  }
  CHECK(make_enrolment_code(random, authority).secret != code.secret);
}

TEST_CASE("what cannot be a code is refused with what is wrong") {
  CHECK(parse_enrolment_code("").error().message.find("this has 0") != std::string::npos);
  CHECK(parse_enrolment_code("AB-CD").error().message.find("this has 4") != std::string::npos);
  CHECK(parse_enrolment_code("AB_C").error().message.find("\"_\"") != std::string::npos);
}

TEST_CASE("a certificate's name says which store it is, and nothing else is taken for one") {
  CHECK(common_name_of({17, 3}) == "store-17-3");
  CHECK(enrolled_store("store-17-3") == EnrolledStore{17, 3});
  for (const char* other :
       {"", "store-", "store-17", "store-17-", "store--3", "store-17-3x", "store-0-1", "store-1-0",
        "store-01-1", "xstore-1-1", "store-+1-1", "store-99999999999999999999-1"}) {
    CAPTURE(other);
    CHECK_FALSE(enrolled_store(other));
  }
}

}  // namespace loyald::daemon
