// SPDX-License-Identifier: Apache-2.0
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {

const std::string kCard = "0420000000010";

RedeemPolicy with_head_office() {
  RedeemPolicy policy;
  policy.has_head_office = true;
  return policy;
}

void add_lot(v1::MemberState& state, std::int32_t expires_on, std::int64_t amount) {
  v1::WalletState* wallet =
      state.wallets_size() > 0 ? state.mutable_wallets(0) : state.add_wallets();
  wallet->set_unit("points");
  v1::LotState& lot = *wallet->add_lots();
  lot.set_available_from(20'000);
  lot.set_expires_on(expires_on);
  lot.set_amount(amount);
}

v1::PullResponse page_with(const std::string& card, Seq counts_seq, std::int64_t amount) {
  v1::PullResponse page;
  v1::MemberState& state = *page.add_members();
  state.set_member_id(member_of_unknown_card(card).str());
  add_lot(state, 30'000, amount);
  page.set_counts_seq(counts_seq);
  page.set_feed_cursor(counts_seq + 1);
  return page;
}

Result<void> pull(StoreFixture& fixture, const v1::PullResponse& page) {
  return fixture.commit([&] { return fixture.store->apply_pull(fixture.moment.now, page); });
}

TEST_CASE("the last page says where the feed ends, also where that is before what was known") {
  StoreFixture fixture(with_head_office());
  REQUIRE(fixture.commit([&]() -> Result<void> {
    fixture.store->record_contact(fixture.moment.now, 0, 40, 1);
    return {};
  }));
  v1::PullResponse page;
  page.set_feed_epoch(2);
  page.set_feed_cursor(3);
  page.set_more(true);
  REQUIRE(pull(fixture, page));
  CHECK(fixture.store->books().sync_position().feed_head == 40);
  page.set_feed_cursor(7);
  page.set_more(false);
  REQUIRE(pull(fixture, page));
  CHECK(fixture.store->books().sync_position().feed_head == 7);
  CHECK(fixture.store->books().sync_position().feed_cursor == 7);
}

}  // namespace

TEST_CASE("head office's word replaces the view, and later own entries stay on top") {
  StoreFixture fixture(with_head_office());
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  REQUIRE(fixture.sell("b", kCard, {fixture.line(2000)}));
  // Head office counted "a" (10 points) and 100 points from elsewhere, but not "b".
  REQUIRE(pull(fixture, page_with(kCard, 1, 110)));
  const UnitView points = fixture.unit(kCard, "points");
  CHECK(points.confirmed == 110);
  CHECK(points.since_then == 20);
  // "a" has become part of what came from elsewhere, of other dates, which is not ours to spend.
  CHECK(points.safe_to_spend == 20);
  // Now it counted both.
  REQUIRE(pull(fixture, page_with(kCard, 2, 130)));
  CHECK(fixture.unit(kCard, "points").confirmed == 130);
  CHECK(fixture.unit(kCard, "points").since_then == 0);
}

TEST_CASE("taking the same page again changes nothing") {
  StoreFixture fixture(with_head_office());
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  REQUIRE(fixture.sell("b", kCard, {fixture.line(2000)}));
  REQUIRE(pull(fixture, page_with(kCard, 1, 110)));
  const auto once = fixture.wallets(kCard);
  REQUIRE(pull(fixture, page_with(kCard, 1, 110)));
  CHECK(fixture.wallets(kCard) == once);
}

TEST_CASE("a page with a programme we cannot read is refused whole") {
  StoreFixture fixture(with_head_office());
  v1::PullResponse page = page_with(kCard, 0, 110);
  v1::ProgrammeVersion& version = *page.add_programmes();
  version.set_version(9);
  version.set_toml("nonsense = 1");
  const auto refused = pull(fixture, page);
  REQUIRE(!refused);
  CHECK(refused.error().code == Errc::data_loss);
  CHECK(fixture.wallets(kCard).empty());
  CHECK(fixture.store->books().sync_position().feed_cursor == 0);
}

TEST_CASE("a card is what head office says, and what we recorded since") {
  StoreFixture fixture(with_head_office());
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  const auto say = [&](v1::CardState state, std::uint64_t hlc) {
    v1::PullResponse page = page_with(kCard, 1, 10);
    v1::CardRecord& card = *page.mutable_members(0)->add_cards();
    card.set_card(kCard);
    card.set_state(state);
    card.set_hlc(hlc);
    card.set_store_id(3);
    REQUIRE(pull(fixture, page));
  };
  say(v1::CARD_STATE_BLOCKED, 500);
  CHECK(fixture.sell("b", kCard, {fixture.line(1)}).error().code == Errc::permission_denied);
  // Also where it is an older word: then head office was restored, or these books were.
  say(v1::CARD_STATE_ACTIVE, 400);
  CHECK(fixture.sell("b", kCard, {fixture.line(1)}));
  REQUIRE(fixture.commit([&] {
    return fixture.store->block_card(fixture.moment,
                                     {fixture.origin("c"), kCard, v1::CARD_STATE_LOST, "lost it"});
  }));
  say(v1::CARD_STATE_ACTIVE, 600);
  CHECK(fixture.sell("d", kCard, {fixture.line(1)}).error().code == Errc::permission_denied);
}

TEST_CASE("a card that head office no longer says is a member's is not theirs here either") {
  StoreFixture fixture(with_head_office());
  v1::PullResponse page = page_with(kCard, 0, 10);
  v1::CardRecord& card = *page.mutable_members(0)->add_cards();
  card.set_card("77");
  card.set_state(v1::CARD_STATE_ACTIVE);
  card.set_hlc(5);
  REQUIRE(pull(fixture, page));
  Books& books = fixture.store->books();
  CHECK(books.find_member(StoreFixture::card("77"))->member == member_of_unknown_card(kCard));
  page.mutable_members(0)->clear_cards();
  REQUIRE(pull(fixture, page));
  CHECK(books.find_member(StoreFixture::card("77"))->member == member_of_unknown_card("77"));
}

TEST_CASE("a newer programme decides from its day on") {
  StoreFixture fixture(with_head_office());
  std::string text = testing::kProgramme;
  text.replace(text.find("per = 100"), 9, "per = 10");
  v1::PullResponse page;
  v1::ProgrammeVersion& version = *page.add_programmes();
  version.set_version(2);
  version.set_valid_from(fixture.moment.today.days + 1);
  version.set_toml(text);
  page.set_feed_cursor(1);
  REQUIRE(pull(fixture, page));
  CHECK(fixture.sell("a", kCard, {fixture.line(1000)})->entry.sale().rules(0).quantity() == 10);
  fixture.moment.today.days += 1;
  const auto later = fixture.sell("b", kCard, {fixture.line(1000)});
  CHECK(later->entry.sale().rules(0).quantity() == 100);
  CHECK(later->entry.sale().programme_version() == 2);
}

TEST_CASE("a page that the books cannot hold is refused") {
  StoreFixture fixture(with_head_office());
  v1::PullResponse empty_lot = page_with(kCard, 0, 0);
  CHECK(pull(fixture, empty_lot).error().code == Errc::data_loss);
  v1::PullResponse no_id = page_with(kCard, 0, 1);
  no_id.mutable_members(0)->set_member_id("short");
  CHECK(pull(fixture, no_id).error().code == Errc::data_loss);
  v1::PullResponse far = page_with(kCard, 0, 1);
  far.set_feed_cursor(UINT64_MAX);
  CHECK(pull(fixture, far).error().code == Errc::data_loss);
  CHECK(fixture.wallets(kCard).empty());
}

TEST_CASE("a card can be blocked although another store's clock is ahead") {
  StoreFixture fixture(with_head_office());
  v1::PullResponse page = page_with(kCard, 0, 10);
  v1::CardRecord& card = *page.mutable_members(0)->add_cards();
  card.set_card(kCard);
  card.set_state(v1::CARD_STATE_ACTIVE);
  card.set_hlc((static_cast<std::uint64_t>(fixture.moment.now.ms) + 3'600'000) << 16);
  card.set_store_id(99);
  REQUIRE(pull(fixture, page));
  REQUIRE(fixture.commit([&] {
    return fixture.store->block_card(fixture.moment,
                                     {fixture.origin("b"), kCard, v1::CARD_STATE_BLOCKED, ""});
  }));
  CHECK(fixture.sell("a", kCard, {fixture.line(1)}).error().code == Errc::permission_denied);
}

TEST_CASE("head office's programme goes before the store's own, whatever their numbers") {
  StoreFixture fixture(with_head_office());
  std::string text = testing::kProgramme;
  text.replace(text.find("per = 100"), 9, "per = 10");
  v1::PullResponse page;
  page.add_programmes()->set_version(1);
  page.mutable_programmes(0)->set_toml(text);
  page.set_feed_cursor(1);
  REQUIRE(pull(fixture, page));
  CHECK(fixture.sell("a", kCard, {fixture.line(1000)})->entry.sale().programme_version() == 1);
}

TEST_CASE("how the link stands") {
  StoreFixture fixture(with_head_office());
  const auto state = [&] {
    return link_state(fixture.store->books(), with_head_office(), fixture.moment.now);
  };
  CHECK(state().link == Link::away);
  CHECK(!state().last_contact);
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  CHECK(state().waiting == 1);
  REQUIRE(fixture.commit([&]() -> Result<int> {
    fixture.store->record_contact(fixture.moment.now, 1);
    return 0;
  }));
  CHECK(state().link == Link::connected);
  CHECK(state().waiting == 0);
  CHECK(state().complete_at == fixture.moment.now);
  CHECK(link_state(fixture.store->books(), {}, fixture.moment.now).link == Link::none);
}
