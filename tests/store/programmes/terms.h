// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/store/store_fixture.h"

namespace loyald::testing {

inline std::string programme_file(const std::string& name) {
  std::ifstream file("packaging/programmes/" + name + ".toml");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// A shop with one of the programmes of packaging/programmes, to hold it against its terms.
class Terms {
 public:
  explicit Terms(const std::string& name, const std::string& day = "2026-11-21")
      : fixture({}, programme_file(name)) {
    on(day);
  }

  void on(const std::string& day) {
    const auto date = parse_date(day);
    REQUIRE(date);
    fixture.moment.today = *date;
    fixture.moment.now = {std::int64_t{date->days} * 86'400'000 + 40'000'000};
  }

  // `amount` is what the line comes to, of all its pieces.
  static programme::BasketLine line(const std::string& category, std::int64_t amount,
                                    std::int64_t quantity = 1,
                                    const std::string& department = "SHOP") {
    return {"4711", category, department, "", {}, quantity, {amount}};
  }

  Result<Recorded> try_to_buy(const std::string& card, std::vector<programme::BasketLine> lines,
                              std::vector<programme::RewardChoice> choices = {}) {
    last = "sale" + std::to_string(++operations_);
    return fixture.sell(last, card, std::move(lines), std::move(choices));
  }
  v1::Sale buy(const std::string& card, std::vector<programme::BasketLine> lines,
               std::vector<programme::RewardChoice> choices = {}) {
    auto sold = try_to_buy(card, std::move(lines), std::move(choices));
    REQUIRE_MESSAGE(sold, (sold ? "" : sold.error().message));
    return sold->entry.sale();
  }
  // Why the basket cannot be sold like that.
  std::string refusal(const std::string& card, std::vector<programme::BasketLine> lines,
                      std::vector<programme::RewardChoice> choices) {
    const auto sold = try_to_buy(card, std::move(lines), std::move(choices));
    REQUIRE_FALSE(sold);
    return sold.error().message;
  }
  // Brings back so much of the last sale's first line, or of `sale`'s.
  v1::SaleReturn bring_back(std::int64_t quantity, const std::string& sale = "") {
    const auto back = fixture.give_back("back" + std::to_string(++operations_),
                                        sale.empty() ? last : sale, {{1, quantity}});
    REQUIRE_MESSAGE(back, (back ? "" : back.error().message));
    return back->entry.sale_return();
  }

  void enrol(const std::string& card, const Person& person = {},
             const std::string& referred_by = "") {
    EnrolRequest request{fixture.origin("enrol" + std::to_string(++operations_)), card, person, {}};
    if (!referred_by.empty()) request.referred_by = StoreFixture::card(referred_by);
    const auto done = fixture.commit([&] { return fixture.store->enrol(fixture.moment, request); });
    REQUIRE_MESSAGE(done, (done ? "" : done.error().message));
  }
  void post(const std::string& card, const std::string& event) {
    const EventRequest request{fixture.origin("event" + std::to_string(++operations_)),
                               StoreFixture::card(card), event};
    const auto done =
        fixture.commit([&] { return fixture.store->post_event(fixture.moment, request); });
    REQUIRE_MESSAGE(done, (done ? "" : done.error().message));
  }
  void deliver(const std::string& unit, Quantity quantity) {
    const StockRequest request{fixture.origin("stock" + std::to_string(++operations_)), unit,
                               quantity, "delivery"};
    REQUIRE(fixture.commit([&] { return fixture.store->change_stock(fixture.moment, request); }));
  }
  void put_into_segment(const std::string& card, const std::string& tag) {
    REQUIRE(fixture.commit([&] {
      return fixture.store->set_segments(fixture.moment, StoreFixture::card(card), {{tag}, {}});
    }));
  }

  // What can be spent today, what can be spent later, what is owed.
  Quantity has(const std::string& card, const std::string& unit) {
    return programme::spendable(wallet(card, unit), fixture.moment.today);
  }
  Quantity pending(const std::string& card, const std::string& unit) {
    return programme::pending(wallet(card, unit), fixture.moment.today);
  }
  Quantity owes(const std::string& card, const std::string& unit) {
    return wallet(card, unit).debt;
  }
  // The last day on which something of it can be spent.
  std::string last_day(const std::string& card, const std::string& unit) {
    return format(programme::last_expiry(wallet(card, unit)) + std::chrono::days(-1));
  }

  StoreFixture fixture;
  std::string last;  // the last sale's id

 private:
  programme::Wallet wallet(const std::string& card, const std::string& unit) {
    return wallet_of(fixture.wallets(card), unit);
  }
  int operations_ = 0;
};

// What a sale took off, and what one of its rules gave.
inline std::int64_t discount_of(const v1::Sale& sale) {
  std::int64_t sum = 0;
  for (const v1::LineOutcome& line : sale.outcomes()) sum += line.discount();
  return sum;
}
inline Quantity given_by(const v1::Sale& sale, const std::string& rule) {
  for (const v1::RuleOutcome& each : sale.rules()) {
    if (each.rule() == rule) return each.quantity();
  }
  return 0;
}

inline const std::string kAnna = "0420000000013";
inline const std::string kBernd = "0420000000020";

}  // namespace loyald::testing
