// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "store/found_sale.h"
#include "store/limit_check.h"
#include "store/reversal.h"
#include "store/store.h"

// Returns, of any store's sales, and voids of sales that this store recorded.
namespace loyald {
namespace {

// Of each line, how much earlier returns have brought back.
std::vector<std::int64_t> returned_before(Books& books, const FoundSale& found) {
  std::vector<std::int64_t> returned;
  for (std::size_t i = 0; i < static_cast<std::size_t>(found.entry.sale().lines_size()); ++i) {
    returned.push_back(came_back(books, found, i + 1));
  }
  return returned;
}

// True where nothing of the sale stays after these steps, and something did before.
bool leaves_nothing(Books& books, const FoundSale& found, const std::vector<ReturnStep>& steps) {
  const v1::Sale& sale = found.entry.sale();
  bool takes_the_last = false;
  for (int i = 0; i < sale.lines_size(); ++i) {
    const auto line = static_cast<std::size_t>(i);
    const std::int64_t before = came_back(books, found, line + 1);
    std::int64_t after = before;
    for (const ReturnStep& step : steps) {
      if (step.line == line) after = step.after;
    }
    if (after < sale.lines(i).quantity()) return false;
    if (after > before) takes_the_last = true;
  }
  return takes_the_last;
}

Result<std::vector<ReturnStep>> steps_of(Books& books, const FoundSale& found,
                                         const std::vector<ReturnedQuantity>& lines) {
  const v1::Sale& sale = found.entry.sale();
  std::vector<ReturnStep> steps;
  for (const ReturnedQuantity& wanted : lines) {
    const std::string line = "line " + std::to_string(wanted.line);
    if (wanted.line < 1 || wanted.line > static_cast<std::size_t>(sale.lines_size())) {
      return fail(Errc::invalid_argument, "the sale has no " + line,
                  "it has lines 1 to " + std::to_string(sale.lines_size()));
    }
    const std::int64_t sold = sale.lines(static_cast<int>(wanted.line) - 1).quantity();
    const std::int64_t before = came_back(books, found, wanted.line);
    if (wanted.quantity > sold) {
      return fail(Errc::invalid_argument,
                  line + ": " + std::to_string(wanted.quantity) + " cannot come back, " +
                      std::to_string(sold) + " were sold" +
                      (before > 0 ? " and " + std::to_string(before) + " came back already" : ""),
                  "quantities are cumulative over all returns of the sale");
    }
    if (wanted.quantity < before) {
      return fail(Errc::invalid_argument,
                  line + ": " + std::to_string(before) + " came back already",
                  "quantities are cumulative over all returns of the sale");
    }
    const auto same = [&](const ReturnStep& step) { return step.line + 1 == wanted.line; };
    if (std::any_of(steps.begin(), steps.end(), same)) {
      return fail(Errc::invalid_argument, line + " is named twice");
    }
    if (sold > 0) steps.push_back({wanted.line - 1, before, wanted.quantity, sold});
  }
  return steps;
}

Result<Reversal> reverse_found(Books& books, const FoundSale& found,
                               const std::vector<ReturnStep>& steps,
                               const v1::JournalEntry& reversing, bool is_whole, Timestamp now) {
  const v1::Sale& sale = found.entry.sale();
  const auto programme = books.programmes.version(sale.programme_version());
  const SaleOwners owners = owners_of(found.entry);
  OwnedWallets wallets;
  OwnedWallets here;
  for (const MemberId& owner : {owners.member, owners.referrer, owners.store}) {
    wallets[owner] = books.wallets.read(owner);
    // What a store counts of its own no other store spends.
    here[owner] =
        books.spendable_here(owner, wallets[owner], books.are_alone || owner == owners.store, now);
  }
  return reverse(sale, steps,
                 {owners,
                  std::move(wallets),
                  std::move(here),
                  {reversing.business_date()},
                  {found.entry.business_date()},
                  returned_before(books, found),
                  programme ? programme->programme.get() : nullptr,
                  is_whole});
}

// What returns and voids record alike.
template <class Made>
void set_reversal(v1::JournalEntry& entry, Made& made, const FoundSale& found,
                  const Reversal& reversal) {
  entry.set_wallet_id(found.entry.wallet_id());
  for (const v1::OwnedChanges& other : reversal.others) *entry.add_others() = other;
  made.set_member_id(found.entry.sale().member_id());
  if (!found.is_foreign) made.set_sale_seq(found.place.seq);
  *made.mutable_changes() = reversal.own.changes();
  *made.mutable_debts() = reversal.own.debts();
  made.set_refund(reversal.refund);
  made.mutable_untaken()->Assign(reversal.untaken.begin(), reversal.untaken.end());
  made.set_charged(reversal.charged);
}

}  // namespace

Result<Recorded> Store::return_sale(const Moment& moment, const ReturnRequest& request) {
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::SaleReturn& made = *entry.mutable_sale_return();
  std::optional<FoundSale> coded;
  if (request.return_code.empty()) {
    made.mutable_sale()->set_register_id(request.sale.register_id);
    made.mutable_sale()->set_checkout_id(request.sale.checkout_id);
  } else {
    LOYALD_ASSIGN(coded, find_sale_of_code(books_, request.return_code));
    set_asked(made, *coded);
  }
  for (const ReturnedQuantity& line : request.lines) {
    v1::ReturnChoice& choice = *made.add_choices();
    choice.set_line(static_cast<std::uint32_t>(line.line));
    choice.set_quantity(line.quantity);
  }
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);

  LOYALD_ASSIGN(const FoundSale found,
                coded ? Result<FoundSale>(*std::move(coded)) : find_sale(books_, request.sale));
  set_asked(made, found);
  if (was_voided(books_, found)) {
    return fail(Errc::failed_precondition, "this sale was voided; nothing of it can come back");
  }
  LOYALD_ASSIGN(const std::vector<ReturnStep> steps, steps_of(books_, found, request.lines));
  LOYALD_TRY(check_not_elsewhere(books_, found, request.lines));
  const bool is_whole = leaves_nothing(books_, found, steps);
  LOYALD_ASSIGN(const Reversal reversal,
                reverse_found(books_, found, steps, entry, is_whole, moment.now));
  made.mutable_lines()->Assign(reversal.lines.begin(), reversal.lines.end());
  set_reversal(entry, made, found, reversal);
  set_balances(*made.mutable_balances_after(), owner_of(entry), made.changes(), made.debts(),
               {entry.business_date()});
  if (const auto in_force = books_.programmes.in_force({entry.business_date()})) {
    LOYALD_TRY(check_limits(books_, in_force->programme->limits, entry));
  }
  return books_.record(std::move(entry), moment.now);
}

Result<Recorded> Store::void_sale(const Moment& moment, const VoidRequest& request) {
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::SaleVoid& made = *entry.mutable_sale_void();
  made.mutable_sale()->set_register_id(request.sale.register_id);
  made.mutable_sale()->set_checkout_id(request.sale.checkout_id);
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);

  LOYALD_ASSIGN(const FoundSale found, find_sale(books_, request.sale));
  if (found.entry.business_date() != entry.business_date()) {
    return fail(Errc::failed_precondition,
                "the sale is of " + format(Date{found.entry.business_date()}) +
                    "; only a sale of the same day can be voided",
                "return its lines instead");
  }
  if (was_voided(books_, found)) {
    return fail(Errc::failed_precondition, "this sale was voided already");
  }
  std::vector<ReturnStep> steps;
  for (std::size_t i = 0; i < static_cast<std::size_t>(found.entry.sale().lines_size()); ++i) {
    if (books_.returned(found.place, i + 1) > 0) {
      return fail(Errc::failed_precondition, "something of this sale came back already",
                  "return its other lines instead");
    }
    steps.push_back({i, 0, 1, 1});
  }
  LOYALD_ASSIGN(const Reversal reversal,
                reverse_found(books_, found, steps, entry, true, moment.now));
  set_reversal(entry, made, found, reversal);
  made.set_sale_seq(found.place.seq);
  if (found.is_foreign) *made.mutable_foreign() = foreign_sale(found.place, found.hash);
  set_balances(*made.mutable_balances_after(), owner_of(entry), made.changes(), made.debts(),
               {entry.business_date()});
  return books_.record(std::move(entry), moment.now);
}

}  // namespace loyald
