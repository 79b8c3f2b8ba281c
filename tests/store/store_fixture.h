// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "store/store.h"
#include "tests/support/doctest.h"
#include "tests/support/temporary_directory.h"

namespace loyald::testing {

inline constexpr const char* kProgramme = R"(
name = "Test"
currency = "EUR"
[[unit]]
id = "points"
name = "Points"
expires_after_months = 12
[[unit]]
id = "stamps"
pending_days = 14
return_grace_days = 7
[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 100
exclude = { departments = ["FUEL"] }
[[earn]]
id = "coffee"
unit = "stamps"
quantity = 1
per = 250
include = { categories = ["COFFEE"] }
[[reward]]
id = "five-off"
unit = "points"
amount_off = { cost = 50, value = 500 }
[[reward]]
id = "pay"
unit = "points"
points_as_money = { cost = 10, value = 10 }
)";

// A real store on a real SQLite file. Time stands still unless a test moves it.
class StoreFixture {
 public:
  explicit StoreFixture(RedeemPolicy policy = {}, const std::string& programme = kProgramme)
      : policy_(std::move(policy)) {
    open();
    Store::Batch batch(*store);
    REQUIRE(batch.run([&] { return store->adopt_programme(programme, moment.today); }));
    batch.commit();
  }

  void open() {
    store.reset();
    auto opened =
        Store::open({directory_.file("books.sqlite"), "", 7, policy_, staff_}, random_, moment.now);
    REQUIRE(opened);
    store = *std::move(opened);
  }

  std::string database_path() const { return directory_.file("books.sqlite"); }

  // One call in a batch of its own.
  template <class Call>
  auto commit(Call&& call) {
    Store::Batch batch(*store);
    auto result = batch.run(std::forward<Call>(call));
    batch.commit();
    return result;
  }

  Origin origin(const std::string& id) const { return {"1", "anna", id, std::nullopt}; }

  static Identifier card(const std::string& number) { return {IdentifierKind::card, number}; }
  static programme::BasketLine line(std::int64_t amount, std::int64_t quantity = 1,
                                    const std::string& category = "FOOD") {
    return {"sku", category, "GROCERY", "", {}, quantity, {amount}};
  }

  Result<Recorded> sell(const std::string& id, const std::string& card_number,
                        std::vector<programme::BasketLine> lines,
                        std::vector<programme::RewardChoice> choices = {}) {
    return commit([&] {
      return store->checkout(moment, {origin(id), card(card_number), {lines}, choices});
    });
  }
  Result<Recorded> give_back(const std::string& id, const std::string& sale,
                             std::vector<ReturnedQuantity> lines) {
    return commit([&] {
      return store->return_sale(moment, {origin(id), {"1", sale}, std::move(lines)});
    });
  }
  Result<Recorded> undo(const std::string& id, const std::string& sale) {
    return commit([&] { return store->void_sale(moment, {origin(id), {"1", sale}}); });
  }

  std::vector<programme::Wallet> wallets(const std::string& card_number) {
    const auto found = store->books().find_member(card(card_number));
    REQUIRE(found);
    return store->books().wallets.read(found->member);
  }
  UnitView unit(const std::string& card_number, const std::string& name) {
    const auto view = identify(store->books(), policy_, moment, card(card_number));
    REQUIRE(view);
    for (const UnitView& unit : view->units) {
      if (unit.unit == name) return unit;
    }
    FAIL("no such unit");
    return {};
  }
  Quantity safe(const std::string& card_number) {
    return unit(card_number, "points").safe_to_spend;
  }

  void set_policy(const RedeemPolicy& policy) {
    policy_ = policy;
    open();
  }

  void set_staff(Staff staff) {
    staff_ = std::move(staff);
    open();
  }

  Moment moment{{1'790'000'000'000}, {20'717}};  // 2026-09-21
  std::unique_ptr<Store> store;

 private:
  TemporaryDirectory directory_;
  SeededRandom random_{1};
  RedeemPolicy policy_;
  Staff staff_;
};

}  // namespace loyald::testing
