// SPDX-License-Identifier: Apache-2.0
#include "store/found_sale.h"

#include <algorithm>

#include "store/return_code.h"
#include "store/view.h"

namespace loyald {
namespace {

FoundSale found_here(Books& books, Recorded recorded) {
  const SalePlace place = books.own_sale(recorded.seq);
  return {place, recorded.hash, std::move(recorded.entry),
          place.incarnation != books.name().incarnation};
}

}  // namespace

v1::ForeignSale foreign_sale(const SalePlace& place, const Hash& hash) {
  v1::ForeignSale foreign;
  foreign.set_store_id(place.store);
  foreign.set_incarnation(place.incarnation.str());
  foreign.set_seq(place.seq);
  foreign.set_hash(to_string(hash));
  return foreign;
}

Result<FoundSale> find_sale(Books& books, const SaleName& name) {
  LOYALD_ASSIGN(Recorded recorded, find_entry(books, name.register_id, name.checkout_id));
  if (!recorded.entry.has_sale()) {
    return fail(Errc::not_found, "\"" + name.checkout_id + "\" is not a sale but a " +
                                     std::string(kind_of(recorded.entry)));
  }
  return found_here(books, std::move(recorded));
}

Result<FoundSale> find_sale_of_code(Books& books, std::string_view code) {
  LOYALD_ASSIGN(CodedSale coded, read_return_code(books, code));
  const bool is_recorded = 0 < coded.place.seq && coded.place.seq <= books.journal.head().seq;
  if (is_recorded && coded.place == books.own_sale(coded.place.seq)) {
    Recorded recorded = books.recorded(coded.place.seq);
    if (recorded.hash == coded.hash) return found_here(books, std::move(recorded));
  }
  const JournalName ours = books.name();
  if (coded.place.store == ours.store_id && coded.place.incarnation == ours.incarnation) {
    return fail(Errc::failed_precondition,
                "this receipt is of this store, whose books do not have its sale",
                "the books were restored from an older copy; adjust by hand");
  }
  const std::uint32_t version = coded.entry.sale().programme_version();
  if (!books.programmes.version(version)) {
    return fail(Errc::failed_precondition,
                "the sale was decided by version " + std::to_string(version) +
                    " of the programme, which this store does not have yet",
                "sync first");
  }
  return FoundSale{coded.place, coded.hash, std::move(coded.entry), true};
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
  *made.mutable_foreign() = foreign_sale(found.place, found.hash);
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
