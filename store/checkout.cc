// SPDX-License-Identifier: Apache-2.0
#include "store/sale_entry.h"
#include "store/store.h"

namespace loyald {

Result<Recorded> Store::checkout(const Moment& moment, const CheckoutRequest& request) {
  if (request.basket.lines.empty()) {
    return fail(Errc::invalid_argument, "lines: a checkout needs at least one line");
  }
  LOYALD_ASSIGN(const FoundIdentifier found, books_.find_member(request.who));
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::Sale& sale = *entry.mutable_sale();
  set_asked(sale, request, found.member);
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);

  LOYALD_ASSIGN(const QuoteView quoted, quote(books_, policy_, moment,
                                              {request.who, request.basket, request.choices,
                                               request.origin.business_date, request.setting}));
  sale.set_programme_version(quoted.programme_version);
  *sale.mutable_inputs() =
      inputs_of(quoted.situation, quoted.evaluation.tier, quoted.referrer);
  set_outcome(entry, quoted.evaluation);
  const MemberId owner = set_owner(entry, found.member);
  set_balances(*sale.mutable_balances_after(), owner, sale.changes(), {}, {entry.business_date()});
  return books_.record(std::move(entry), moment.now);
}

}  // namespace loyald
