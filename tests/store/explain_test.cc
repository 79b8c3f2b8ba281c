// SPDX-License-Identifier: Apache-2.0
#include "store/explain.h"

#include "store/programme_file.h"
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {

const std::string kCard = "0420000000010";

std::string explained(const Recorded& recorded) {
  const auto programme = parse_programme(testing::kProgramme, "test");
  REQUIRE(programme);
  std::string text;
  for (const std::string& line : explain(recorded.entry, &*programme)) text += line + "\n";
  return text;
}

}  // namespace

TEST_CASE("money is written as people read it") {
  const auto english = [](std::int64_t minor, const std::string& currency) {
    return programme::money_text(minor, currency, programme::Language::english);
  };
  CHECK(english(1234, "EUR") == "12.34 EUR");
  CHECK(english(5, "EUR") == "0.05 EUR");
  CHECK(english(-5, "") == "-0.05");
  CHECK(english(0, "EUR") == "0.00 EUR");
  CHECK(programme::money_text(-1205, "EUR", programme::Language::german) == "-12,05 EUR");
}

TEST_CASE("a sale is explained per rule, line and lot") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(10'000)}));
  programme::BasketLine fuel = fixture.line(4000);
  fuel.department = "FUEL";
  const auto sold = fixture.sell("b", kCard, {fixture.line(1099), fuel}, {{"pay", 20}});
  REQUIRE(sold);
  const std::string text = explained(*sold);
  INFO(text);
  CHECK(text.find("programme version 1000001") != std::string::npos);
  CHECK(text.find("Reward \"pay\": 20 Points for 0.20 EUR.") != std::string::npos);
  CHECK(text.find("Rule \"base\": 1 Points for every 1.00 EUR;") != std::string::npos);
  CHECK(text.find("rounded down: 10.") != std::string::npos);
  CHECK(text.find("not counted, excluded: department FUEL.") != std::string::npos);
  CHECK(text.find("expires 2027-09-21") != std::string::npos);
}

TEST_CASE("a return says what it takes and gives back") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000, 2)}));
  const auto back = fixture.give_back("r", "a", {{1, 1}});
  REQUIRE(back);
  const std::string text = explained(*back);
  INFO(text);
  CHECK(text.find("Line 1: 1 came back, 1 in all; 5.00 EUR to hand back.") != std::string::npos);
  CHECK(text.find("It had earned 5 Points") != std::string::npos);
}
