// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "store/sale_entry.h"

namespace loyald::testing {

// What a store would record of a situation: a sale, or an event where the situation is one.
inline v1::JournalEntry decided(const programme::Situation& situation,
                                const programme::Evaluation& evaluation) {
  v1::JournalEntry entry;
  entry.set_business_date(situation.business_date.days);
  std::optional<MemberId> referrer;
  if (situation.circumstances.has_referrer) referrer = MemberId{{1}};
  const v1::SaleInputs inputs = inputs_of(situation, evaluation.tier, referrer);
  if (situation.event) {
    v1::Event& event = *entry.mutable_event();
    event.set_name(situation.event->name);
    event.set_quantity(situation.event->quantity);
    *event.mutable_outcome()->mutable_inputs() = inputs;
    set_event_outcome(entry, evaluation, *event.mutable_outcome(), *event.mutable_changes());
    return entry;
  }
  CheckoutRequest request;
  request.basket = situation.basket;
  request.choices = situation.choices;
  request.setting = situation.circumstances.setting;
  set_asked(*entry.mutable_sale(), request, MemberId{});
  *entry.mutable_sale()->mutable_inputs() = inputs;
  set_outcome(entry, evaluation);
  return entry;
}

}  // namespace loyald::testing
