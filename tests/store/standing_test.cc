// SPDX-License-Identifier: Apache-2.0
#include "store/standing.h"

#include <google/protobuf/util/message_differencer.h>

#include "store/base/random.h"
#include "tests/support/doctest.h"

using namespace loyald;
using google::protobuf::util::MessageDifferencer;

// Order and repetition must not matter to merging: that is what makes every end agree.
namespace {

constexpr int kSeeds = 500;

// Versions repeat only together with their content, as they do in journals.
v1::MemberStanding random_standing(SeededRandom& random) {
  v1::MemberStanding standing;
  for (const char* name : {"a", "b", "c"}) {
    if (random.below(2) == 0) continue;
    v1::ConsentRecord& consent = *standing.add_consents();
    consent.set_consent(name);
    consent.set_hlc(random.below(4) + 1);
    consent.set_store_id(random.below(3) + 1);
    consent.set_given((consent.hlc() + consent.store_id()) % 2 == 0);
  }
  if (random.below(2) == 0) {
    standing.mutable_status()->set_hlc(random.below(4) + 1);
    standing.mutable_status()->set_store_id(random.below(3) + 1);
    standing.mutable_status()->set_may_earn(standing.status().hlc() % 2 == 0);
  }
  if (random.below(2) == 0) {
    standing.mutable_household()->set_hlc(random.below(4) + 1);
    standing.mutable_household()->set_store_id(random.below(3) + 1);
    standing.mutable_household()->set_household_id(
        std::string(16, static_cast<char>('a' + standing.household().hlc())));
  }
  if (random.below(2) == 0) {
    standing.mutable_merged()->set_hlc(random.below(4) + 1);
    standing.mutable_merged()->set_into_member_id(
        std::string(16, static_cast<char>('p' + standing.merged().hlc())));
  }
  if (random.below(2) == 0) standing.set_member_since(static_cast<int>(random.below(5)));
  return standing;
}

v1::MemberStanding merged(v1::MemberStanding a, const v1::MemberStanding& b) {
  merge(a, b);
  return a;
}

}  // namespace

TEST_CASE("a person who is found as two members keeps their own wallets, and the newest of both") {
  SeededRandom random(2);
  for (int i = 0; i < kSeeds; ++i) {
    const v1::MemberStanding own = random_standing(random);
    const v1::MemberStanding duplicate = random_standing(random);
    v1::MemberStanding person = own;
    take_person(person, duplicate);
    CHECK(household_of(person) == household_of(own));
    CHECK(merged_into(person) == merged_into(own));
    const v1::MemberStanding both = merged(own, duplicate);
    CHECK(MessageDifferencer::Equals(person.status(), both.status()));
    CHECK(person.consents_size() == both.consents_size());
    CHECK(member_since(person) == member_since(both));
  }
}

TEST_CASE("merging standings does not depend on order, grouping or repetition") {
  SeededRandom random(1);
  for (int i = 0; i < kSeeds; ++i) {
    const v1::MemberStanding a = random_standing(random);
    const v1::MemberStanding b = random_standing(random);
    const v1::MemberStanding c = random_standing(random);
    CHECK(MessageDifferencer::Equals(merged(a, b), merged(b, a)));
    CHECK(MessageDifferencer::Equals(merged(merged(a, b), c), merged(a, merged(b, c))));
    v1::MemberStanding twice = merged(a, b);
    CHECK_FALSE(merge(twice, b));
    CHECK_FALSE(merge(twice, a));
    const bool told_of_change = merge(twice, c);
    const bool is_changed = !MessageDifferencer::Equals(merged(a, b), twice);
    CHECK(told_of_change == is_changed);
  }
}
