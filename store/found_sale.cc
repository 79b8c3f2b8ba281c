// SPDX-License-Identifier: Apache-2.0
#include "store/found_sale.h"

#include <algorithm>

#include "store/return_code.h"
#include "store/view.h"

namespace loyald {

Result<FoundSale> find_sale(Books& books, const SaleName& name) {
  LOYALD_ASSIGN(Recorded recorded, find_entry(books, name.register_id, name.checkout_id));
  if (!recorded.entry.has_sale()) {
    return fail(Errc::not_found, "\"" + name.checkout_id + "\" is not a sale but a " +
                                     std::string(kind_of(recorded.entry)));
  }
  return FoundSale{books.own_sale(recorded.seq), recorded.hash, std::move(recorded.entry), false};
}

Result<FoundSale> find_sale_of_code(Books& books, std::string_view code) {
  LOYALD_ASSIGN(CodedSale coded, read_return_code(books, code));
  const SalePlace own = books.own_sale(coded.place.seq);
  if (coded.place != own) {
    const std::uint32_t version = coded.entry.sale().programme_version();
    if (!books.programmes.version(version)) {
      return fail(Errc::failed_precondition,
                  "the sale was decided by version " + std::to_string(version) +
                      " of the programme, which this store does not have yet",
                  "sync first");
    }
    return FoundSale{coded.place, coded.hash, std::move(coded.entry), true};
  }
  const bool is_recorded = own.seq > 0 && own.seq <= books.journal.head().seq;
  if (!is_recorded || books.journal.hash_at(own.seq) != coded.hash) {
    return fail(Errc::failed_precondition,
                "this receipt is of this store, whose books do not have its sale",
                "the books were restored from an older copy; adjust by hand");
  }
  Recorded recorded = books.recorded(own.seq);
  return FoundSale{own, recorded.hash, std::move(recorded.entry), false};
}

std::int64_t came_back(Books& books, const FoundSale& found, std::size_t line) {
  const std::int64_t sold = found.entry.sale().lines(static_cast<int>(line) - 1).quantity();
  return std::clamp<std::int64_t>(books.returned(found.place, line), 0, sold);
}

bool was_voided(Books& books, const FoundSale& found) { return books.returned(found.place, 0) > 0; }

void set_asked(v1::SaleReturn& made, const FoundSale& found) {
  made.mutable_sale()->set_register_id(found.entry.register_id());
  made.mutable_sale()->set_checkout_id(found.entry.op_id());
  if (!found.is_foreign) return;
  v1::ForeignSale& foreign = *made.mutable_foreign();
  foreign.set_store_id(found.place.store);
  foreign.set_incarnation(found.place.incarnation.str());
  foreign.set_seq(found.place.seq);
  foreign.set_hash(to_string(found.hash));
}

Result<void> check_not_elsewhere(Books& books, const FoundSale& found,
                                 const std::vector<ReturnedQuantity>& lines) {
  bool is_elsewhere = false;
  for (const ReturnedQuantity& line : lines) {
    if (line.quantity > came_back(books, found, line.line)) return {};
    if (books.returned_quantities.find(found.place, line.line).elsewhere > 0) is_elsewhere = true;
  }
  if (!is_elsewhere) return {};
  return fail(Errc::failed_precondition, "this came back at another store already",
              "quantities are cumulative over all returns of the sale, at all stores");
}

}  // namespace loyald
