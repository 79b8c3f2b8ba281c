// SPDX-License-Identifier: Apache-2.0
#include "store/capture.h"
#include "store/card_proof.h"
#include "store/sale_entry.h"
#include "store/staff_check.h"
#include "store/store.h"

namespace loyald {
namespace {

// The hold that a checkout captures; nothing where it names none.
Result<std::optional<OpenHold>> find_capture(Books& books, const CheckoutRequest& request,
                                             const MemberId& owner) {
  if (!request.hold) return std::nullopt;
  LOYALD_ASSIGN(OpenHold hold, find_open_hold(books, *request.hold));
  // Its member may have been merged into another meanwhile.
  if (books.standings.wallets_of(hold.state.owner) != owner) {
    return fail(Errc::permission_denied,
                "the hold \"" + request.hold->hold_id + "\" is of another member",
                "scan the card that the hold was made with");
  }
  return hold;
}

}  // namespace

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

  LOYALD_TRY(require_not_own(books_, staff_, request.origin.cashier_id, found.member));
  QuoteRequest question{request.who,
                        request.basket,
                        request.choices,
                        request.origin.business_date,
                        request.setting,
                        request.origin.register_id,
                        request.origin.cashier_id};
  question.is_sold = true;
  LOYALD_ASSIGN(const auto captured,
                find_capture(books_, request, books_.standings.wallets_of(found.member)));
  if (captured) {
    question.captured_hold = captured->seq;
    sale.mutable_hold()->set_seq(captured->seq);
  }
  auto decided = quote(books_, policy_, moment, question);
  if (!decided && captured) {
    return fail(with_fate_of(*captured, {entry.business_date()}, moment.now, decided.error()));
  }
  LOYALD_ASSIGN(const QuoteView quoted, std::move(decided));
  sale.set_programme_version(quoted.programme_version);
  *sale.mutable_inputs() = inputs_of(quoted.situation, quoted.evaluation.tier, quoted.referrer);
  set_outcome(entry, quoted.evaluation);
  const MemberId owner = set_owner(entry, found.member);
  set_balances(*sale.mutable_balances_after(), owner, sale.changes(), {}, {entry.business_date()});
  use_up(books_, request.who, quoted.member.shown_as, moment.now);
  return books_.record(std::move(entry), moment.now);
}

}  // namespace loyald
