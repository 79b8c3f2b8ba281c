// SPDX-License-Identifier: Apache-2.0
#include "store/quoted_sale.h"

#include "store/sale_entry.h"

namespace loyald {

v1::JournalEntry quoted_sale(const QuoteRequest& request, const QuoteView& quoted) {
  v1::JournalEntry entry;
  entry.set_register_id(request.register_id);
  entry.set_cashier_id(request.cashier_id);
  entry.set_business_date(quoted.situation.business_date.days);
  v1::Sale& sale = *entry.mutable_sale();
  CheckoutRequest checkout{{}, request.who, request.basket, request.choices, request.setting};
  set_asked(sale, checkout, quoted.member.member);
  sale.set_programme_version(quoted.programme_version);
  *sale.mutable_inputs() = inputs_of(quoted.situation, quoted.evaluation.tier, quoted.referrer);
  set_outcome(entry, quoted.evaluation);
  return entry;
}

}  // namespace loyald
