// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/returns.h"

#include "store/base/check.h"
#include "store/fold.h"

namespace loyald {
namespace {

constexpr const char* kColumns =
    "SELECT store_id, incarnation, sale_seq, line, by_store, by_incarnation, by_seq, "
    "quantity_before, quantity_after, member_id, business_date FROM returned_part ";

template <class Id>
Id id_at(const sql::Statement::Rows& row, int column) {
  const auto id = id_from_bytes<Id>(row.blob(column));
  CHECK(id);
  return *id;
}

PartOfReturn read(const sql::Statement::Rows& row) {
  return {{static_cast<StoreId>(row.int64(0)), id_at<Incarnation>(row, 1),
           static_cast<Seq>(row.int64(2))},
          {static_cast<std::uint32_t>(row.int64(3)), row.int64(7), row.int64(8)},
          {static_cast<StoreId>(row.int64(4)), id_at<Incarnation>(row, 5)},
          static_cast<Seq>(row.int64(6)),
          id_at<MemberId>(row, 9),
          {static_cast<std::int32_t>(row.int64(10))}};
}

std::string select(std::string_view rest) { return kColumns + std::string(rest); }

std::string entry_text(const PartOfReturn& part) {
  return "entry " + std::to_string(part.by_seq) + " of store " + std::to_string(part.by.store_id) +
         " (incarnation " + part.by.incarnation.hex() + ")";
}

std::string taken_text(const PartOfReturn& part) {
  if (part.part.line == 0) return "voided it";
  return "took back " + std::to_string(part.part.after - part.part.before) + " of line " +
         std::to_string(part.part.line) + ", " + std::to_string(part.part.after) + " in all";
}

}  // namespace

std::vector<PartOfReturn> parts_of(const v1::JournalEntry& entry, const JournalName& journal,
                                   Seq seq) {
  std::vector<PartOfReturn> parts;
  const auto returned = returned_by(entry, journal.store_id, journal.incarnation);
  if (!returned) return parts;
  for (const ReturnedPart& part : returned->parts) {
    parts.push_back(
        {returned->sale, part, journal, seq, member_of(entry), {entry.business_date()}});
  }
  return parts;
}

std::string returned_twice_text(const PartOfReturn& part, const PartOfReturn& other) {
  return "of sale " + std::to_string(part.sale.seq) + " of store " +
         std::to_string(part.sale.store) + " the same came back twice: " + entry_text(other) + " " +
         taken_text(other) + "; " + entry_text(part) + " " + taken_text(part);
}

Returns::Returns(sql::Database& database)
    : find_same_(database, select("WHERE store_id = ?1 AND incarnation = ?2 AND sale_seq = ?3 "
                                  "AND NOT (by_store = ?4 AND by_incarnation = ?5 AND by_seq = ?6) "
                                  "AND (line = 0 OR ?7 = 0 OR "
                                  "(line = ?7 AND quantity_before < ?9 AND ?8 < quantity_after)) "
                                  "ORDER BY line, by_store, by_incarnation, by_seq LIMIT 1")),
      put_(database,
           "INSERT INTO returned_part VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) "
           "ON CONFLICT(store_id, incarnation, sale_seq, line, by_store, by_incarnation, "
           "by_seq) DO UPDATE SET quantity_before = excluded.quantity_before, "
           "quantity_after = excluded.quantity_after, member_id = excluded.member_id, "
           "business_date = excluded.business_date"),
      sales_of_(database,
                "SELECT store_id, incarnation, sale_seq, max(business_date) AS last "
                "FROM returned_part WHERE member_id = ?1 AND business_date >= ?2 "
                "GROUP BY store_id, incarnation, sale_seq "
                "ORDER BY last DESC, store_id, incarnation, sale_seq LIMIT ?3"),
      sums_(database,
            "SELECT line, CAST(sum(quantity_after - quantity_before) AS BIGINT) FROM returned_part "
            "WHERE store_id = ?1 AND incarnation = ?2 AND sale_seq = ?3 "
            "GROUP BY line ORDER BY line"),
      all_(database, kColumns),
      clear_(database, "DELETE FROM returned_part") {}

std::optional<PartOfReturn> Returns::find_same(const PartOfReturn& part) {
  auto row = find_same_.run(part.sale.store, sql::blob(part.sale.incarnation.bytes), part.sale.seq,
                            part.by.store_id, sql::blob(part.by.incarnation.bytes), part.by_seq,
                            std::uint64_t{part.part.line}, part.part.before, part.part.after);
  if (!row.next()) return std::nullopt;
  return read(row);
}

void Returns::put(const PartOfReturn& part) {
  put_.execute(part.sale.store, sql::blob(part.sale.incarnation.bytes), part.sale.seq,
               std::uint64_t{part.part.line}, part.by.store_id,
               sql::blob(part.by.incarnation.bytes), part.by_seq, part.part.before, part.part.after,
               sql::blob(part.member.bytes), part.business_date.days);
}

std::vector<v1::ReturnedSale> Returns::of_member(const MemberId& member, Date since) {
  std::vector<v1::ReturnedSale> sales;
  auto row = sales_of_.run(sql::blob(member.bytes), since.days, std::uint64_t{kMostReturnedSales});
  while (row.next()) {
    v1::ReturnedSale& sale = sales.emplace_back();
    sale.set_store_id(static_cast<StoreId>(row.int64(0)));
    sale.set_incarnation(std::string(row.blob(1)));
    sale.set_seq(static_cast<Seq>(row.int64(2)));
    sale.set_business_date(static_cast<std::int32_t>(row.int64(3)));
    auto sum = sums_.run(sale.store_id(), sql::Blob{sale.incarnation()}, sale.seq());
    while (sum.next()) {
      v1::ReturnedLineSum& line = *sale.add_lines();
      line.set_line(static_cast<std::uint32_t>(sum.int64(0)));
      line.set_quantity(sum.int64(1));
    }
  }
  return sales;
}

std::set<PartOfReturn> Returns::all() {
  std::set<PartOfReturn> parts;
  auto row = all_.run();
  while (row.next()) parts.insert(read(row));
  return parts;
}

void Returns::replace_all(const std::set<PartOfReturn>& parts) {
  clear_.execute();
  for (const PartOfReturn& part : parts) put(part);
}

}  // namespace loyald
