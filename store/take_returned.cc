// SPDX-License-Identifier: Apache-2.0
#include "store/take_returned.h"

#include <algorithm>

#include "store/base/check.h"

namespace loyald {
namespace {

Result<SalePlace> place_of(const v1::ReturnedSale& sale) {
  const auto incarnation = id_from_bytes<Incarnation>(sale.incarnation());
  const bool is_sound =
      std::ranges::all_of(sale.lines(), [](const auto& line) { return line.quantity() >= 0; });
  if (!incarnation || !is_sound || sale.store_id() > INT64_MAX || sale.seq() > INT64_MAX) {
    return fail(Errc::data_loss, "head office sent a member with a malformed return");
  }
  return SalePlace{sale.store_id(), *incarnation, sale.seq()};
}

}  // namespace

Result<void> take_returned(Books& books, const v1::MemberState& state, Seq counts_seq) {
  if (state.returned().empty()) return {};
  const auto member = id_from_bytes<MemberId>(state.member_id());
  CHECK(member);
  ReturnedHere since;  // by our entries that head office has not counted
  for (const Seq seq : books.entries_after(*member, counts_seq)) {
    if (const auto returned = books.returned_by(books.recorded(seq).entry, seq)) {
      fold_returned(*returned, since);
    }
  }
  for (const v1::ReturnedSale& sale : state.returned()) {
    LOYALD_ASSIGN(const SalePlace place, place_of(sale));
    for (const v1::ReturnedLineSum& line : sale.lines()) {
      const auto later = since.find({place, line.line()});
      const std::int64_t counted = books.returned_quantities.find(place, line.line()).here -
                                   (later == since.end() ? 0 : later->second);
      books.returned_quantities.set_elsewhere(place, line.line(),
                                              std::max<std::int64_t>(0, line.quantity() - counted));
    }
  }
  return {};
}

}  // namespace loyald
