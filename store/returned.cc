// SPDX-License-Identifier: Apache-2.0
#include "store/returned.h"

#include "store/base/check.h"

namespace loyald {

std::optional<ReturnedOfSale> returned_by(const v1::JournalEntry& entry, StoreId store,
                                          const Incarnation& incarnation) {
  const auto place = [&](Seq seq, bool is_foreign, const v1::ForeignSale& foreign) {
    if (!is_foreign) return SalePlace{store, incarnation, seq};
    const auto of = id_from_bytes<Incarnation>(foreign.incarnation());
    CHECK(of);
    return SalePlace{foreign.store_id(), *of, foreign.seq()};
  };
  if (entry.has_sale_void()) {
    const v1::SaleVoid& made = entry.sale_void();
    return ReturnedOfSale{place(made.sale_seq(), made.has_foreign(), made.foreign()), {{0, 0, 1}}};
  }
  if (!entry.has_sale_return()) return std::nullopt;
  const v1::SaleReturn& made = entry.sale_return();
  ReturnedOfSale returned{place(made.sale_seq(), made.has_foreign(), made.foreign()), {}};
  for (const v1::ReturnedLine& line : made.lines()) {
    if (line.quantity_after() == line.quantity_before()) continue;
    returned.parts.push_back({line.line(), line.quantity_before(), line.quantity_after()});
  }
  return returned;
}

void fold_returned(const ReturnedOfSale& returned, ReturnedHere& here) {
  for (const ReturnedPart& part : returned.parts) {
    here[{returned.sale, part.line}] += part.after - part.before;
  }
}

ReturnedQuantities::ReturnedQuantities(sql::Database& database)
    : find_(database,
            "SELECT here, elsewhere FROM returned "
            "WHERE store_id = ?1 AND incarnation = ?2 AND sale_seq = ?3 AND line = ?4"),
      add_here_(database,
                "INSERT INTO returned VALUES(?1, ?2, ?3, ?4, ?5, 0) "
                "ON CONFLICT DO UPDATE SET here = here + excluded.here"),
      set_elsewhere_(database,
                     "INSERT INTO returned VALUES(?1, ?2, ?3, ?4, 0, ?5) "
                     "ON CONFLICT DO UPDATE SET elsewhere = excluded.elsewhere"),
      all_here_(database,
                "SELECT store_id, incarnation, sale_seq, line, here FROM returned WHERE here <> 0"),
      clear_here_(database, "UPDATE returned SET here = 0") {}

ReturnedQuantities::Known ReturnedQuantities::find(const SalePlace& sale, std::size_t line) {
  auto row =
      find_.run(sale.store, sql::blob(sale.incarnation.bytes), sale.seq, std::uint64_t{line});
  return row.next() ? Known{row.int64(0), row.int64(1)} : Known{};
}

void ReturnedQuantities::fold(const ReturnedOfSale& returned) {
  ReturnedHere here;
  fold_returned(returned, here);
  for (const auto& [key, quantity] : here) {
    const auto& [sale, line] = key;
    add_here_.execute(sale.store, sql::blob(sale.incarnation.bytes), sale.seq, std::uint64_t{line},
                      quantity);
  }
}

void ReturnedQuantities::set_elsewhere(const SalePlace& sale, std::size_t line,
                                       std::int64_t quantity) {
  set_elsewhere_.execute(sale.store, sql::blob(sale.incarnation.bytes), sale.seq,
                         std::uint64_t{line}, quantity);
}

ReturnedHere ReturnedQuantities::here() {
  ReturnedHere here;
  auto row = all_here_.run();
  while (row.next()) {
    const auto incarnation = id_from_bytes<Incarnation>(row.blob(1));
    CHECK(incarnation);
    const SalePlace sale{static_cast<StoreId>(row.int64(0)), *incarnation,
                         static_cast<Seq>(row.int64(2))};
    here[{sale, static_cast<std::uint32_t>(row.int64(3))}] = row.int64(4);
  }
  return here;
}

void ReturnedQuantities::replace_here(const ReturnedHere& here) {
  clear_here_.execute();
  for (const auto& [key, quantity] : here) {
    const auto& [sale, line] = key;
    add_here_.execute(sale.store, sql::blob(sale.incarnation.bytes), sale.seq, std::uint64_t{line},
                      quantity);
  }
}

}  // namespace loyald
