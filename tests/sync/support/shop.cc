// SPDX-License-Identifier: Apache-2.0
#include "tests/sync/support/shop.h"

#include "tests/support/doctest.h"

namespace loyald::testing {

Shop::Shop(std::string path, StoreId id, Random& random, std::string vfs)
    : path_(std::move(path)), id_(id), random_(random), vfs_(std::move(vfs)) {}

void Shop::open(Timestamp now) {
  const auto opened = try_open(now);
  REQUIRE_MESSAGE(opened, (opened ? "" : opened.error().message));
}

Result<void> Shop::try_open(Timestamp now) {
  RedeemPolicy policy;
  policy.has_head_office = true;
  LOYALD_ASSIGN(store_, Store::open({path_, vfs_, id_, policy}, random_, now));
  Agent::Options options;
  options.seal_after = seal_after;
  agent_ = std::make_unique<Agent>(*store_, random_, options);
  return {};
}

void Shop::close() {
  agent_.reset();
  store_.reset();
}

Origin Shop::origin() {
  return {"register-1", "cashier", "op-" + std::to_string(++operations_), std::nullopt};
}

Result<Recorded> Shop::sell(Timestamp now, const std::string& card, std::int64_t amount,
                            Quantity points) {
  CheckoutRequest request{origin(), {IdentifierKind::card, card}, {}, {}};
  programme::BasketLine line;
  line.sku = "4001";
  line.amount = {amount};
  request.basket.lines.push_back(line);
  if (points > 0) request.choices.push_back({"pay", points});
  return run([&] { return store_->checkout({now, kToday}, request); });
}

Result<Recorded> Shop::enrol(Timestamp now, const std::string& card, const std::string& name) {
  EnrolRequest request{origin(), card, {}};
  request.person.name = name;
  return run([&] { return store_->enrol({now, kToday}, request); });
}

}  // namespace loyald::testing
