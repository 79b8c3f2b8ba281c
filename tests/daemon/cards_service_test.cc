// SPDX-License-Identifier: Apache-2.0
#include "proto/loyald/v1/cards.pb.h"
#include "scanner/barcode_writer.h"
#include "store/base/card_token.h"
#include "tests/daemon/support/raw_client.h"
#include "tests/daemon/support/running_daemon.h"
#include "tests/support/doctest.h"

// Cards that prove themselves, at a store without head office: signed, printed, scanned, sold to.
namespace loyald::daemon {
namespace {

using testing::at_register;
using testing::RawClient;
using testing::RunningDaemon;
using testing::test_card;

constexpr const char* kStrict = R"(
name = "Strict"
currency = "EUR"
[identification]
card = { redeem = false }
[[unit]]
id = "points"
[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 100
[[reward]]
id = "euro"
unit = "points"
amount_off = { cost = 10, value = 100 }
)";

struct CardShop {
  RunningDaemon store{"", {}, kStrict};
  rpc::HttpClient http{{}};
  rpc::ConnectClient client{http, options()};

  rpc::ConnectClient::Options options() const {
    rpc::ConnectClient::Options to;
    to.unix_socket_path = store.socket();
    return to;
  }
  template <class Res>
  Res cards(const std::string& method, const google::protobuf::Message& request) {
    auto reply = client.call_and_wait<Res>("loyald.v1.CardService/" + method, request).result;
    REQUIRE_MESSAGE(reply, (reply ? "" : reply.error().message));
    return *std::move(reply);
  }
  v1::SignedCardText sign(const std::string& card, bool rotating = false) {
    v1::SignCardsRequest request;
    request.add_cards(card);
    request.set_rotating(rotating);
    return cards<v1::SignCardsResponse>("SignCards", request).cards(0);
  }
  v1::CheckoutRequest sale(const std::string& id, const std::string& card) {
    auto request = at_register<v1::CheckoutRequest>(card);
    request.set_checkout_id(id);
    request.add_lines()->set_amount(2000);
    return request;
  }
  // What a camera at the register makes of a printed code: the scan's event.
  std::string seen(const std::string& text) {
    const auto picture =
        scanner::draw_barcode(text, scanner::Symbology::qr, {.width = 400, .height = 400});
    REQUIRE(picture);
    RawClient page(store.socket());
    page.send("GET /events?register=1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    page.read_until("event: status");
    RawClient camera(store.socket());
    const std::string size = std::to_string(picture->width);
    camera.send("POST /picture?register=1&effort=single&width=" + size + "&height=" + size +
                " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
                "Content-Length: " +
                std::to_string(picture->luma.size()) + "\r\n\r\n" +
                std::string(picture->luma.begin(), picture->luma.end()));
    page.read_until("event: scan");
    return page.read_until("\n\n");
  }
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a printed signed card is read, identified and may redeem; its number alone may not") {
  CardShop shop;
  const std::string card = test_card(1);
  const std::string code = shop.sign(card).text();
  const std::string event = shop.seen(code);
  CHECK(has(event, "\"card\":\"" + card + "\""));
  CHECK(has(event, "\"format\":\"Bonus card\""));
  CHECK(has(event, "\"send\":\"" + code + "\""));
  CHECK(has(event, "\"identifiedBy\":\"signed\""));
  CHECK(has(event, "\"thisMayNotRedeem\":false"));
  const std::string plain = shop.seen(card);
  CHECK(has(plain, "\"identifiedBy\":\"card\""));
  CHECK(has(plain, "\"thisMayNotRedeem\":true"));
  CHECK(has(plain, "\"send\":\"" + card + "\""));

  REQUIRE(shop.store.call<v1::CheckoutResponse>("Checkout", shop.sale("1", code)));
  auto redeeming = shop.sale("2", card);
  redeeming.add_rewards()->set_reward("euro");
  const auto refused = shop.store.call<v1::CheckoutResponse>("Checkout", redeeming);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::permission_denied);
  CHECK(has(refused.error().message, "the card's number alone is not enough to redeem"));
  redeeming.set_card("]Q1" + code);
  CHECK(shop.store.call<v1::CheckoutResponse>("Checkout", redeeming));
}

TEST_CASE("forged and withdrawn cards are refused with the reason, and have no member") {
  CardShop shop;
  const std::string card = test_card(1);
  std::string forged = shop.sign(card).text();
  forged[30] = forged[30] == '0' ? '1' : '0';
  const std::string event = shop.seen(forged);
  CHECK(has(event, "\"refused\":\"this code is not genuine: it was changed or misread"));
  CHECK_FALSE(has(event, "identifiedBy"));

  v1::WithdrawCardsRequest withdraw;
  withdraw.add_cards(card);
  CHECK(shop.cards<v1::WithdrawCardsResponse>("WithdrawCards", withdraw).changed() == 1);
  CHECK(shop.cards<v1::WithdrawCardsResponse>("WithdrawCards", withdraw).changed() == 0);
  CHECK(has(shop.seen(shop.sign(card).text()), "\"refused\":\"this card has been withdrawn"));
  CHECK_FALSE(shop.store.call<v1::CheckoutResponse>("Checkout", shop.sale("1", card)));
  withdraw.set_undo(true);
  shop.cards<v1::WithdrawCardsResponse>("WithdrawCards", withdraw);
  CHECK(shop.store.call<v1::CheckoutResponse>("Checkout", shop.sale("1", card)));
}

TEST_CASE("keys outlive the daemon; a new one signs, the old one counts until it is retired") {
  CardShop shop;
  const std::string card = test_card(1);
  const std::string first = shop.sign(card).text();
  shop.store.stop();
  shop.store.start();
  CHECK(shop.sign(card).text() == first);
  v1::MakeCardKeyRequest make;
  CHECK(shop.cards<v1::MakeCardKeyResponse>("MakeCardKey", make).key() == 2);
  const std::string second = shop.sign(card).text();
  CHECK(second.starts_with("7411002"));
  CHECK(shop.store.call<v1::CheckoutResponse>("Checkout", shop.sale("1", first)));
  CHECK(shop.store.call<v1::CheckoutResponse>("Checkout", shop.sale("2", second)));
  v1::RetireCardKeyRequest retire;
  retire.set_key(1);
  shop.cards<v1::RetireCardKeyResponse>("RetireCardKey", retire);
  shop.store.stop();
  shop.store.start();
  CHECK_FALSE(shop.store.call<v1::CheckoutResponse>("Checkout", shop.sale("3", first)));
  CHECK(shop.store.call<v1::CheckoutResponse>("Checkout", shop.sale("4", second)));
  const auto listed =
      shop.cards<v1::ListCardKeysResponse>("ListCardKeys", v1::ListCardKeysRequest());
  REQUIRE(listed.keys_size() == 2);
  CHECK(listed.keys(0).is_retired());
  CHECK_FALSE(listed.keys(0).can_sign());
  CHECK(listed.keys(1).can_sign());
}

TEST_CASE("a phone's code stays good at its register until it was paid with") {
  CardShop shop;
  v1::MakeCardKeyRequest make;
  make.set_rotating(true);
  shop.cards<v1::MakeCardKeyResponse>("MakeCardKey", make);
  const std::string card = test_card(1);
  const v1::SignedCardText wallet = shop.sign(card, true);
  CHECK(has(wallet.text(), "{totp_timestamp_seconds}{totp_value_0}"));
  CodeKey key{};
  std::ranges::copy(*from_hex(wallet.totp_key()), key.begin());
  const std::string code = rotating_code_text(1, key, card, SystemClock().now());
  CHECK(has(shop.seen(code), "\"identifiedBy\":\"rotating\""));
  v1::IdentifyRequest elsewhere;
  elsewhere.set_register_("2");
  elsewhere.set_card(code);
  const auto refused = shop.store.call<v1::IdentifyResponse>("Identify", elsewhere);
  REQUIRE_FALSE(refused);
  CHECK(has(refused.error().message, "this code was shown at register 1 just now"));
  CHECK(shop.store.call<v1::CheckoutResponse>("Checkout", shop.sale("1", code)));
  CHECK_FALSE(shop.store.call<v1::CheckoutResponse>("Checkout", shop.sale("2", code)));
}

}  // namespace loyald::daemon
