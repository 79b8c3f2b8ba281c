// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/import_plan.h"

#include "tests/support/doctest.h"

namespace loyald::loyalctl {
namespace {

const Date kToday{20717};  // 2026-09-21

ImportPlan plan(std::string_view csv) {
  auto planned = plan_import(csv, kToday);
  REQUIRE_MESSAGE(planned, (planned ? "" : planned.error().message));
  return *std::move(planned);
}

std::vector<std::string> mistakes(std::string_view csv) {
  std::vector<std::string> texts;
  for (const Mistake& mistake : plan(csv).mistakes) {
    texts.push_back(std::to_string(mistake.line) + ": " + mistake.text);
  }
  return texts;
}

TEST_CASE("a row becomes a member with consents and opening balances") {
  const ImportPlan made = plan(
      "card,name,phone,birthday,city,consent:marketing,consent:sms,points,points_expires,stamps\n"
      "0421,Anna,+49 170 1234567,1990-09-22,Berlin,yes,no,120,2027-01-31,3\n"
      "0422,,,,,,,0,,\n");
  CHECK(made.mistakes.empty());
  CHECK(made.units == std::vector<std::string>{"points", "stamps"});
  REQUIRE(made.members.size() == 2);
  const ImportedMember& anna = made.members[0];
  CHECK(anna.line == 2);
  CHECK(anna.who() == "0421");
  CHECK(anna.profile.phone() == "+491701234567");
  CHECK(anna.profile.address().city() == "Berlin");
  CHECK(anna.consents == std::map<std::string, bool>{{"marketing", true}, {"sms", false}});
  REQUIRE(anna.balances.size() == 2);
  CHECK(anna.balances[0].quantity == 120);
  CHECK(anna.balances[0].expires_on == "2027-01-31");
  CHECK(anna.balances[1].unit == "stamps");
  CHECK(anna.balances[1].expires_on.empty());
  CHECK(made.members[1].balances.empty());
  CHECK_FALSE(made.members[1].profile.has_address());
  const auto sums = sums_of(made.members);
  CHECK(sums.at(0) == "2 members");
  CHECK(sums.at(1) == "120 points for 1 members, 120 of them with an expiry date of their own");
  CHECK(sums.at(3) == "consent marketing: 1 yes, 0 no");
}

TEST_CASE("every mistake is told with its line") {
  CHECK(mistakes("card,phone,mail,points,points_expires,consent:m,birthday\n"
                 ",,,5,,,\n"
                 "1,0170123,,x,,,\n"
                 "2,,,5,2026-09-21,maybe,\n"
                 "2,,,-5,,,1990-13-01\n"
                 "3,,,,2027-01-01,,\n"
                 "4,+491701234567,,99999999999,,,\n"
                 "5,0049 170 1234567,,1.5,,,\n")
            .size() == 12);
  CHECK(mistakes("card,points\n,5\n") ==
        std::vector<std::string>{"2: has neither card nor phone nor mail"});
  CHECK(mistakes("card\n7\n8\n7\n") ==
        std::vector<std::string>{"4: card \"7\" is in line 2 already"});
  CHECK(mistakes("card,consent:A B\n7,yes\n").at(0).find("1: column \"consent:A B\"") == 0);
  CHECK(plan("card,points\n1,x\n,5\n").members.size() == 1);
}

TEST_CASE("a row's id is of its own content, whatever else is in the file") {
  const std::string one = plan("card,points\n1,5\n2,6\n").members.at(1).id;
  CHECK(plan("card,points,stamps\n9,1,1\n2,6,\n").members.at(1).id == one);
  CHECK(plan("card,points\n2,7\n").members.at(0).id != one);
  CHECK(plan("card,stamps\n2,6\n").members.at(0).id != one);
  // Operations append to it, and an id has at most 64 bytes.
  CHECK(one.size() <= 50);
}

}  // namespace
}  // namespace loyald::loyalctl
