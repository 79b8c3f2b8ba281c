// SPDX-License-Identifier: Apache-2.0
#include "daemon/codes_shown.h"

#include <doctest/doctest.h>

#include "store/base/card_token.h"

namespace loyald::daemon {
namespace {

constexpr Timestamp kNow{1'790'000'000'000};

Identifier phone(Timestamp time) {
  const std::string card = "0420000001232";
  return {IdentifierKind::card, card, rotating_code_text(1, CodeKey{}, card, time)};
}

TEST_CASE("a rotating code belongs to the register that it was first shown at, for a while") {
  CodesShown codes;
  Identifier who = phone(kNow);
  REQUIRE(codes.note(who, "1", kNow));
  CHECK(who.shown_at == kNow);
  const Timestamp later = kNow + std::chrono::minutes(10);
  who.shown_at = {};
  REQUIRE(codes.note(who, "1", later));
  CHECK(who.shown_at == kNow);
  CHECK_FALSE(codes.note(who, "2", later));
  Identifier fresh = phone(later);
  CHECK(codes.note(fresh, "2", later));
  CHECK(fresh.shown_at == later);
  const Timestamp over = kNow + kCodeKept + std::chrono::seconds(1);
  CHECK(codes.note(who, "2", over));
  CHECK(who.shown_at == over);
}

TEST_CASE("nothing is noted of other things, nor without a register") {
  CodesShown codes;
  Identifier who = phone(kNow);
  REQUIRE(codes.note(who, "", kNow));
  CHECK(who.shown_at.ms == 0);
  REQUIRE(codes.note(who, "2", kNow));
  Identifier number{IdentifierKind::card, "0420000001232"};
  Identifier card = number;
  card.code = signed_card_text(1, SigningSeed{}, card.text);
  for (Identifier* each : {&number, &card}) {
    REQUIRE(codes.note(*each, "1", kNow));
    REQUIRE(codes.note(*each, "2", kNow));
    CHECK(each->shown_at.ms == 0);
  }
}

TEST_CASE("there is an end to what is kept") {
  CodesShown codes;
  for (std::size_t i = 0; i < kMostCodesKept; ++i) {
    Identifier who = phone(kNow + std::chrono::seconds(i));
    REQUIRE(codes.note(who, "1", kNow));
  }
  Identifier first = phone(kNow);
  CHECK_FALSE(codes.note(first, "2", kNow));
  Identifier more = phone(kNow + std::chrono::hours(10'000));
  REQUIRE(codes.note(more, "1", kNow));
  CHECK(codes.note(first, "2", kNow));
}

}  // namespace
}  // namespace loyald::daemon
