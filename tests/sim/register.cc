// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/register.h"

#include "store/base/check.h"

namespace loyald::sim {

const Asked& Register::next() {
  if (!asked_) asked_ = make();
  return *asked_;
}

void Register::on_answer(const Result<Recorded>& answer) {
  CHECK(asked_);
  if (answer) {
    told_.push_back({asked_->origin.op_id, answer->seq, answer->hash, answer->entry});
    if (answer->entry.has_sale()) sales_.push_back(asked_->origin.op_id);
  }
  asked_.reset();
}

Asked Register::sale(Origin origin) {
  CheckoutRequest request{origin, any_member(), {}, {}};
  for (std::uint64_t i = random_.below(3) + 1; i > 0; --i) {
    programme::BasketLine& line = request.basket.lines.emplace_back();
    line.sku = "4001";
    line.quantity = below(4) + 1;
    line.amount = {below(8000)};
  }
  const Quantity points = below(2) * below(60);
  if (points > 0) request.choices.push_back({"pay", points});
  return {"sells to " + request.who.text + ", " + std::to_string(points) + " points", origin,
          [request](Store& store, const Moment& at) { return store.checkout(at, request); }};
}

Asked Register::return_or_void(Origin origin) {
  const SaleName name{origin.register_id, sales_[random_.below(sales_.size())]};
  if (random_.below(3) == 0) {
    const VoidRequest request{origin, name};
    return {"voids " + name.checkout_id, origin,
            [request](Store& store, const Moment& at) { return store.void_sale(at, request); }};
  }
  const ReturnRequest request{origin, name, {{1, 1}}};
  return {"takes back of " + name.checkout_id, origin,
          [request](Store& store, const Moment& at) { return store.return_sale(at, request); }};
}

Asked Register::make() {
  const Origin origin{"register-1", "cashier", "op-" + std::to_string(++operations_), std::nullopt};
  const Identifier who = any_member();
  switch (random_.below(14)) {
    case 0: {
      EnrolRequest request{origin, who.text, {}};
      request.person.name = "Person " + std::to_string(random_.below(1000));
      return {"enrols " + who.text, origin,
              [request](Store& store, const Moment& at) { return store.enrol(at, request); }};
    }
    case 1: {
      const LinkCardRequest request{origin, who, any_card()};
      return {"links " + request.card, origin,
              [request](Store& store, const Moment& at) { return store.link_card(at, request); }};
    }
    case 2: {
      const BlockCardRequest request{origin, "43000" + std::to_string(random_.below(3)),
                                     v1::CARD_STATE_BLOCKED, "lost"};
      return {"blocks " + request.card, origin,
              [request](Store& store, const Moment& at) { return store.block_card(at, request); }};
    }
    case 3: {
      const AdjustRequest request{origin, who, "points", below(40) - 15, "sorry"};
      return {"adjusts " + who.text, origin,
              [request](Store& store, const Moment& at) { return store.adjust(at, request); }};
    }
    case 4: {
      const SetConsentRequest request{origin, who, "marketing", random_.below(2) == 0, "1"};
      return {"asks " + who.text, origin,
              [request](Store& store, const Moment& at) { return store.set_consent(at, request); }};
    }
    case 5: {
      const JoinHouseholdRequest request{origin, who, any_member(), {}};
      return {
          "joins " + who.text + " with " + request.with->text, origin,
          [request](Store& store, const Moment& at) { return store.join_household(at, request); }};
    }
    case 6: {
      const LeaveHouseholdRequest request{origin, who};
      return {"parts " + who.text, origin, [request](Store& store, const Moment& at) {
                return store.leave_household(at, request);
              }};
    }
    case 7:
    case 8:
      if (!sales_.empty()) return return_or_void(origin);
      [[fallthrough]];
    default:
      return sale(origin);
  }
}

}  // namespace loyald::sim
