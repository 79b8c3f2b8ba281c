// SPDX-License-Identifier: Apache-2.0
// Members over a real socket: profiles, consents, status, households, segments.
#include "tests/daemon/support/running_daemon.h"
#include "tests/support/doctest.h"

namespace loyald::daemon {
namespace {

using testing::at_register;
using testing::RunningDaemon;
using testing::test_card;

v1::Member identify(RunningDaemon& store, const std::string& who) {
  v1::IdentifyRequest request;
  request.set_card(who);
  const auto found = store.call<v1::IdentifyResponse>("Identify", request);
  REQUIRE_MESSAGE(found, (found ? "" : found.error().message));
  return found->member();
}

void sell(RunningDaemon& store, const std::string& id, const std::string& card) {
  auto request = at_register<v1::CheckoutRequest>(card);
  request.set_checkout_id(id);
  request.add_lines()->set_amount(5000);
  const auto sold = store.call<v1::CheckoutResponse>("Checkout", request);
  REQUIRE_MESSAGE(sold, (sold ? "" : sold.error().message));
}

TEST_CASE("a profile is changed by what is given, also when that is how they were found") {
  RunningDaemon store;
  auto enrol = at_register<v1::EnrolRequest>("");
  enrol.set_enrol_id("e");
  enrol.mutable_profile()->set_name("Anna");
  enrol.mutable_profile()->set_phone("+49 170 1234567");
  (*enrol.mutable_profile()->mutable_preferences())["receipt"] = "none";
  REQUIRE(store.call<v1::EnrolResponse>("Enrol", enrol));
  auto update = at_register<v1::UpdateMemberRequest>("+49 170 1234567");
  update.set_update_id("u");
  update.mutable_profile()->set_phone("+49 170 7654321");
  const auto first = store.call<v1::UpdateMemberResponse>("UpdateMember", update);
  REQUIRE_MESSAGE(first, (first ? "" : first.error().message));
  CHECK(first->member().name() == "Anna");
  const auto again = store.call<v1::UpdateMemberResponse>("UpdateMember", update);
  REQUIRE_MESSAGE(again, (again ? "" : again.error().message));
  CHECK(again->seq() == first->seq());
  CHECK(identify(store, "+49 170 7654321").is_registered());
  update.set_update_id("v");
  update.set_card("+49 170 7654321");
  update.mutable_profile()->set_phone("123");
  const auto refused = store.call<v1::UpdateMemberResponse>("UpdateMember", update);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("profile.phone") == 0);
}

TEST_CASE("consent, status and segments are said once and shown from then on") {
  RunningDaemon store;
  auto consent = at_register<v1::SetConsentRequest>(test_card(1));
  consent.set_consent_id("c");
  consent.set_consent("marketing");
  consent.set_given(true);
  auto refused = store.call<v1::SetConsentResponse>("SetConsent", consent);
  CHECK(refused.error().message.find("text_version") == 0);
  consent.set_text_version("2026-09");
  REQUIRE(store.call<v1::SetConsentResponse>("SetConsent", consent));
  consent.set_consent("Not A Name");
  CHECK(store.call<v1::SetConsentResponse>("SetConsent", consent).error().message.find("consent") ==
        0);

  auto status = at_register<v1::SetMemberStatusRequest>(test_card(1));
  status.set_status_id("s");
  status.set_may_not_spend(true);
  status.set_is_staff(true);
  CHECK(store.call<v1::SetMemberStatusResponse>("SetMemberStatus", status)
            .error()
            .message.find("reason") == 0);
  status.set_reason("till 3");
  REQUIRE(store.call<v1::SetMemberStatusResponse>("SetMemberStatus", status));

  auto segments = v1::SetMemberSegmentsRequest();
  segments.set_card(test_card(1));
  segments.add_add("gold");
  const auto set = store.call<v1::SetMemberSegmentsResponse>("SetSegments", segments);
  REQUIRE_MESSAGE(set, (set ? "" : set.error().message));

  const v1::Member member = identify(store, test_card(1));
  REQUIRE(member.consents_size() == 1);
  CHECK(member.consents(0).given());
  CHECK(member.consents(0).cashier() == "ann");
  CHECK(member.consents(0).store_id() == 7);
  CHECK(member.may_not_spend());
  CHECK_FALSE(member.may_not_earn());
  CHECK(member.is_staff());
  CHECK(member.status_reason() == "till 3");
  CHECK(member.tags(0) == "gold");
  v1::HistoryRequest asked;
  asked.set_card(test_card(1));
  const auto history = store.call<v1::HistoryResponse>("History", asked);
  REQUIRE(history);
  CHECK(history->entries(0).kind() == "member_status");
  CHECK(history->entries(0).reason() == "till 3");
  CHECK(history->entries(1).kind() == "consent");
}

TEST_CASE("a household is joined, named and left") {
  RunningDaemon store;
  sell(store, "a", test_card(1));
  auto join = at_register<v1::JoinHouseholdRequest>(test_card(1));
  join.set_join_id("j");
  CHECK(store.call<v1::JoinHouseholdResponse>("JoinHousehold", join)
            .error()
            .message.find("with_card") == 0);
  join.set_with_card(test_card(2));
  const auto joined = store.call<v1::JoinHouseholdResponse>("JoinHousehold", join);
  REQUIRE_MESSAGE(joined, (joined ? "" : joined.error().message));
  CHECK(joined->member().household_members() == 2);
  CHECK(identify(store, test_card(2)).balances(0).safe_to_spend() == 50);
  auto third = at_register<v1::JoinHouseholdRequest>(test_card(3));
  third.set_join_id("k");
  third.set_household(joined->member().household());
  REQUIRE(store.call<v1::JoinHouseholdResponse>("JoinHousehold", third));
  CHECK(identify(store, test_card(3)).household_members() == 3);
  v1::ExplainRequest explain;
  explain.set_seq(joined->seq());
  const auto explained = store.call<v1::ExplainResponse>("Explain", explain);
  REQUIRE(explained);
  CHECK(explained->text(2).find("50 Points move into it") != std::string::npos);
  auto leave = at_register<v1::LeaveHouseholdRequest>(test_card(1));
  leave.set_leave_id("l");
  REQUIRE(store.call<v1::LeaveHouseholdResponse>("LeaveHousehold", leave));
  CHECK(identify(store, test_card(1)).household().empty());
  CHECK(identify(store, test_card(1)).balances(0).safe_to_spend() == 0);
}

}  // namespace
}  // namespace loyald::daemon
