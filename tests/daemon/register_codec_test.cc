// SPDX-License-Identifier: Apache-2.0
#include "daemon/register_codec.h"

#include "daemon/field_check.h"
#include "daemon/identifier_codec.h"
#include "store/base/amounts.h"
#include "store/base/random.h"
#include "tests/support/doctest.h"

namespace loyald::daemon {
namespace {

const scanner::CardRecogniser& cards() {
  static const scanner::CardRecogniser recogniser =
      scanner::CardRecogniser::make(
          {{.name = "Bonus", .prefix = "042", .min_length = 8, .max_length = 8, .symbologies = {}}})
          .value();
  return recogniser;
}

constexpr const char* kCard = "04212345";

v1::CheckoutRequest good() {
  v1::CheckoutRequest message;
  message.set_checkout_id("a");
  message.set_register_("1");
  message.set_card(kCard);
  message.add_lines()->set_amount(100);
  return message;
}

template <class T>
std::string refusal(const Result<T>& result) {
  return result ? "" : result.error().message;
}

TEST_CASE("a card comes first, then mail, then phone") {
  const auto who = [](const std::string& text) { return parse_identifier("card", text, cards()); };
  CHECK(who(" 04212345 ")->kind == IdentifierKind::card);
  CHECK(who("04212345")->text == "04212345");
  CHECK(who("Ann@Example.org")->kind == IdentifierKind::mail);
  CHECK(who("Ann@Example.org")->text == "ann@example.org");
  CHECK(who("+49 170 1234567")->kind == IdentifierKind::phone);
  CHECK(who("0049 (170) 123-4567")->text == "+491701234567");
  CHECK(who("4006381333931").error().code == Errc::not_a_card);
  // A number without its country could be anybody's.
  CHECK(who("0170 1234567").error().code == Errc::not_a_card);
  CHECK(refusal(who("  ")) == "card: is required");
  CHECK(refusal(who("ann@")).starts_with("card: not a mail address"));
  CHECK(refusal(who("+49 170")).starts_with("card: not a whole phone number"));
  CHECK(who(std::string(600, '4')).error().code == Errc::not_a_card);
}

TEST_CASE("a checkout as the store takes it, with the defaults of the contract") {
  v1::CheckoutRequest message = good();
  message.set_business_date("2026-11-21");
  message.mutable_lines(0)->add_tags("bio");
  message.add_rewards()->set_reward("five");
  const auto request = parse(message, cards());
  REQUIRE(request);
  CHECK(request->origin.op_id == "a");
  CHECK(request->origin.register_id == "1");
  CHECK(request->origin.business_date == parse_date("2026-11-21").value());
  CHECK(request->who.text == kCard);
  REQUIRE(request->basket.lines.size() == 1);
  CHECK(request->basket.lines[0].quantity == 1);
  CHECK(request->basket.lines[0].amount.minor == 100);
  CHECK(request->basket.lines[0].tags == std::vector<std::string>{"bio"});
  CHECK(request->choices == std::vector<programme::RewardChoice>{{"five", 0}});
  CHECK_FALSE(parse(good(), cards())->origin.business_date);
}

TEST_CASE("every limit of a checkout is refused with its field") {
  struct Mistake {
    std::function<void(v1::CheckoutRequest&)> make;
    std::string message;
  };
  const std::string long_id(65, 'x');
  const std::vector<Mistake> mistakes = {
      {[](auto& m) { m.clear_checkout_id(); }, "checkout_id: is required"},
      {[&](auto& m) { m.set_checkout_id(long_id); }, "checkout_id: has 65 bytes, at most 64"},
      {[](auto& m) { m.set_checkout_id("a\nb"); }, "checkout_id: has characters that cannot"},
      {[](auto& m) { m.clear_register_(); }, "register: is required"},
      {[&](auto& m) { m.set_cashier(long_id); }, "cashier: has 65 bytes"},
      {[](auto& m) { m.set_business_date("21.11.2026"); }, "business_date: "},
      {[](auto& m) { m.set_business_date("2026-02-30"); }, "business_date: "},
      {[](auto& m) { m.clear_card(); }, "card: is required"},
      {[](auto& m) { m.add_lines()->set_amount(-1); },
       "lines[1].amount: must be 0 or more, not -1"},
      {[](auto& m) { m.mutable_lines(0)->set_amount(2'000'000'001); },
       "lines[0].amount: must be 0 to 2000000000, not 2000000001"},
      {[](auto& m) { m.add_lines()->set_amount(2'000'000'000); },
       "lines: come to more than 2000000000 together"},
      {[](auto& m) { m.mutable_lines(0)->set_quantity(-1); }, "lines[0].quantity: must be 0 to"},
      {[&](auto& m) { m.mutable_lines(0)->set_sku(long_id); }, "lines[0].sku: has 65 bytes"},
      {[](auto& m) { m.mutable_lines(0)->add_tags(""); }, "lines[0].tags[0]: is required"},
      {[](auto& m) {
         for (int i = 0; i < 500; ++i) m.add_lines();
       },
       "lines: there are 501, at most 500 are taken"},
      {[](auto& m) { m.add_rewards(); }, "rewards[0].reward: is required"},
      {[](auto& m) {
         m.add_rewards()->set_reward("a");
         m.mutable_rewards(0)->set_quantity(-3);
       },
       "rewards[0].quantity: must be 0 to"},
      {[](auto& m) { m.mutable_lines(0)->set_list_amount(99); },
       "lines[0].list_amount: must be 100 to 2000000000, not 99"},
      {[](auto& m) { m.mutable_lines(0)->set_tax_rate(10'001); },
       "lines[0].tax_rate: must be 0 to 10000, not 10001"},
      {[](auto& m) { m.mutable_circumstances()->set_sold_at(1440); },
       "circumstances.sold_at: must be 0 to 1439, not 1440"},
      {[](auto& m) { m.mutable_circumstances()->set_channel(std::string(65, 'x')); },
       "circumstances.channel: has 65 bytes"},
      {[](auto& m) { m.mutable_circumstances()->add_payments(); },
       "circumstances.payments[0]: is required"},
      {[](auto& m) {
         for (int i = 0; i < 21; ++i) m.mutable_circumstances()->add_payments("cash");
       },
       "circumstances.payments: must be 0 to 20, not 21"},
  };
  for (const Mistake& mistake : mistakes) {
    v1::CheckoutRequest message = good();
    mistake.make(message);
    const auto request = parse(message, cards());
    CAPTURE(mistake.message);
    REQUIRE_FALSE(request);
    CAPTURE(request.error().message);
    CHECK(request.error().code == Errc::invalid_argument);
    CHECK(request.error().message.starts_with(mistake.message));
  }
}

TEST_CASE("circumstances and list amounts arrive, and may be left out") {
  v1::CheckoutRequest message = good();
  CHECK(parse(message, cards())->setting == programme::SaleSetting{});
  CHECK_FALSE(parse(message, cards())->basket.lines[0].list_amount);
  message.mutable_lines(0)->set_list_amount(120);
  message.mutable_lines(0)->set_tax_rate(1900);
  message.mutable_circumstances()->set_sold_at(0);
  message.mutable_circumstances()->set_channel("web");
  message.mutable_circumstances()->add_payments("card");
  const auto request = parse(message, cards());
  REQUIRE(request);
  CHECK(request->basket.lines[0].list_amount == Money{120});
  CHECK(request->basket.lines[0].tax_rate == 1900);
  CHECK(request->setting == programme::SaleSetting{0, "web", {"card"}});
}

TEST_CASE("returns name lines once and from 1, and default to the register that asks") {
  v1::ReturnRequest message;
  message.set_return_id("r");
  message.set_register_("1");
  message.set_checkout_id("a");
  CHECK(refusal(parse(message)).starts_with("lines: must be 1 to 500"));
  message.add_lines();
  CHECK(refusal(parse(message)).starts_with("lines[0].line: must be 1 to 500, not 0"));
  message.mutable_lines(0)->set_line(2);
  CHECK(refusal(parse(message)).starts_with("lines[0].quantity: must be 1 to"));
  message.mutable_lines(0)->set_quantity(3);
  REQUIRE(parse(message));
  CHECK(parse(message)->sale.register_id == "1");
  CHECK(parse(message)->lines[0].line == 2);
  *message.add_lines() = message.lines(0);
  CHECK(refusal(parse(message)) == "lines[1].line: is there already");
  message.mutable_lines()->RemoveLast();
  message.set_sale_register("9");
  CHECK(parse(message)->sale.register_id == "9");
}

TEST_CASE("somebody who joins needs something to be found by") {
  v1::EnrolRequest message;
  message.set_enrol_id("e");
  message.set_register_("1");
  message.mutable_profile()->set_name("Ann");
  CHECK(refusal(parse(message, cards())).starts_with("card: is required where"));
  message.mutable_profile()->set_phone("12345");
  CHECK(refusal(parse(message, cards())).starts_with("profile.phone: "));
  message.mutable_profile()->set_phone("+49 170 1234567");
  message.mutable_profile()->set_birthday("1990-13-01");
  CHECK(refusal(parse(message, cards())).starts_with("profile.birthday: "));
  message.mutable_profile()->set_birthday("1990-12-01");
  message.mutable_profile()->set_language("de_DE");
  CHECK(refusal(parse(message, cards())).starts_with("profile.language: "));
  message.mutable_profile()->set_language("de");
  const auto request = parse(message, cards());
  REQUIRE(request);
  CHECK(request->person.phone == "+491701234567");
  message.set_card("4006381333931");
  CHECK(parse(message, cards()).error().code == Errc::not_a_card);
}

TEST_CASE("blocking, adjusting, asking for history") {
  v1::BlockCardRequest block;
  block.set_block_id("b");
  block.set_register_("1");
  block.set_card(kCard);
  CHECK(parse(block, cards())->state == v1::CARD_STATE_BLOCKED);
  block.set_state("stolen");
  CHECK(refusal(parse(block, cards())).starts_with("state: must be"));
  block.set_state("replaced");
  CHECK(parse(block, cards())->state == v1::CARD_STATE_REPLACED);

  v1::AdjustRequest adjust;
  adjust.set_adjust_id("a");
  adjust.set_register_("1");
  adjust.set_card(kCard);
  adjust.set_unit("points");
  CHECK(refusal(parse(adjust, cards())) == "reason: is required");
  adjust.set_reason(std::string(501, 'r'));
  CHECK(refusal(parse(adjust, cards())).starts_with("reason: has 501 bytes"));
  adjust.set_reason("cold coffee");
  CHECK(refusal(parse(adjust, cards())) == "quantity: must not be 0");
  adjust.set_quantity(-5);
  CHECK(parse(adjust, cards())->quantity == -5);

  v1::HistoryRequest history;
  history.set_card(kCard);
  CHECK(parse(history, cards())->limit == 50);
  history.set_limit(201);
  CHECK(refusal(parse(history, cards())).starts_with("limit: must be 0 to 200"));
}

TEST_CASE("whatever is in a message, what comes out keeps the limits") {
  SeededRandom random(7);
  int taken = 0;
  for (int i = 0; i < 5000; ++i) {
    v1::CheckoutRequest message = good();
    const auto text = [&](std::uint64_t most) {
      std::string bytes(random.below(most), 'x');
      for (char& c : bytes) {
        if (random.below(50) == 0) c = static_cast<char>(random.below(256));
      }
      return bytes;
    };
    message.set_checkout_id(text(80));
    message.mutable_lines(0)->set_sku(text(80));
    message.mutable_lines(0)->set_amount(static_cast<std::int32_t>(random.next()));
    message.mutable_lines(0)->set_quantity(static_cast<std::int32_t>(random.next()));
    const auto request = parse(message, cards());
    if (!request) continue;
    ++taken;
    CHECK_FALSE(request->origin.op_id.empty());
    CHECK(request->origin.op_id.size() <= kMaxIdBytes);
    const programme::BasketLine& line = request->basket.lines.at(0);
    CHECK(line.sku.size() <= kMaxNameBytes);
    CHECK((line.amount.minor >= 0 && line.amount.minor <= kMaxAmount) == true);
    CHECK((line.quantity >= 0 && line.quantity <= kMaxAmount) == true);
  }
  CHECK(taken > 100);
}

TEST_CASE("numbers beyond what a reply can hold are shown as its limit") {
  CHECK(shown(std::int64_t{5}) == 5);
  CHECK(shown(std::int64_t{-5'000'000'000}) == -2'000'000'000);
  CHECK(shown(INT64_MAX) == 2'000'000'000);
  CHECK(shown(UINT64_MAX) == 2'000'000'000);
}

}  // namespace
}  // namespace loyald::daemon
