// SPDX-License-Identifier: Apache-2.0
#include "store/sales_file.h"

#include <doctest/doctest.h>

#include "store/csv.h"

namespace loyald {
namespace {

const std::string kHeader =
    "sold_at,store_id,basket_id,household_id,product_id,department,quantity,paid_cents\n";

SalesFile read(const std::string& rows) {
  auto sales = read_sales(kHeader + rows, "s.csv", {});
  if (!sales) FAIL(sales.error().message);
  return *std::move(sales);
}

const RowNote* note(const SalesFile& file, std::string_view words) {
  for (const RowNote& each : file.notes) {
    if (each.reason.find(words) != std::string::npos) return &each;
  }
  return nullptr;
}

TEST_CASE("rows of one store and basket are one sale, and sales are in the order of time") {
  const SalesFile file = read(
      "2026-03-02T10:00:05,1,b1,m1,11,DELI,1,250\n"
      "2026-03-01T09:30,2,b1,m2,12,\"A, \"\"B\"\"\",2,100\n"
      "2026-03-02 10:00:05,1,b1,m1,13,DELI,3,50\n"
      "2026-03-01,2,b0,m2,14,,1,1\n");
  REQUIRE_EQ(file.sales.size(), 3);
  CHECK_EQ(file.rows, 4);
  CHECK_EQ(file.left_out, 0);
  CHECK_EQ(file.sales[0].basket, "b0");
  CHECK_FALSE(file.sales[0].second);
  CHECK_EQ(file.sales[1].store, 2);
  CHECK_EQ(file.sales[1].second, 9 * 3600 + 30 * 60);
  CHECK_EQ(file.sales[1].lines.lines[0].department, "A, \"B\"");
  CHECK_EQ(format(file.sales[2].day), "2026-03-02");
  REQUIRE_EQ(file.sales[2].lines.lines.size(), 2);
  CHECK_EQ(file.sales[2].lines.lines[1].quantity, 3);
  CHECK_EQ(file.sales[2].lines.lines[1].amount, Money{50});
}

TEST_CASE("within a day the time decides, then the store, then the basket") {
  const SalesFile file = read(
      "2026-03-01T12:00:01,1,a,m,1,D,1,1\n"
      "2026-03-01T12:00:00,2,b,m,1,D,1,1\n"
      "2026-03-01T12:00:00,1,z,m,1,D,1,1\n"
      "2026-03-01T12:00:00,1,c,m,1,D,1,1\n");
  std::string order;
  for (const RecordedSale& sale : file.sales) order += sale.basket;
  CHECK_EQ(order, "czba");
}

TEST_CASE("no row is dropped in silence") {
  const SalesFile file = read(
      "2026-03-01,1,b1,m1,1,D,1,100\n"
      "yesterday,1,b2,m1,1,D,1,100\n"  // line 3
      "2026-03-01T25:00,1,b2,m1,1,D,1,100\n"
      "2026-03-01,x,b2,m1,1,D,1,100\n"
      "2026-03-01,1,,m1,1,D,1,100\n"
      "2026-03-01,1,b2,m1,1,D,1,1.50\n"
      "2026-03-01,1,b2,m1,1,D,1,-100\n"
      "2026-03-01,1,b2,m1,1,D,-1,100\n"
      "2026-03-01,1,b2,m1,1,D,1,2000000001\n"
      "2026-03-01,1,b2,m1\n"
      "2026-03-01,1,\"b2,m1,1,D,1,100\n");
  CHECK_EQ(file.rows, 11);
  CHECK_EQ(file.left_out, 10);
  CHECK_EQ(file.sales.size(), 1);
  std::int64_t noted = 0;
  for (const RowNote& each : file.notes) {
    CHECK(each.left_out);
    noted += each.rows;
  }
  CHECK_EQ(noted, 10);
  REQUIRE(note(file, "not YYYY-MM-DD"));
  CHECK_EQ(note(file, "not YYYY-MM-DD")->first, std::vector<std::int64_t>{3, 4});
  CHECK(note(file, "the store is not"));
  CHECK(note(file, "no basket id"));
  CHECK(note(file, "amount is not a whole number"));
  CHECK(note(file, "negative amount"));
  CHECK(note(file, "negative quantity"));
  CHECK(note(file, "above 2000000000"));
  CHECK(note(file, "not as many fields"));
  CHECK(note(file, "a quotation"));
}

TEST_CASE("what looks odd but was sold is kept, and said") {
  const SalesFile file = read(
      "2026-03-01,1,b1,,1,D,1,100\n"
      "2026-03-01,1,b2,m1,1,D,1,0\n"
      "2026-03-01,1,b2,m1,1,D,0,100\n"
      "2026-03-02,1,b2,m2,1,D,1,100\n");
  CHECK_EQ(file.left_out, 0);
  REQUIRE_EQ(file.sales.size(), 2);
  CHECK_EQ(file.sales[1].lines.lines.size(), 3);
  CHECK_EQ(file.sales[1].member, "m1");
  CHECK(note(file, "no member"));
  CHECK(note(file, "amount 0"));
  CHECK(note(file, "quantity 0"));
  CHECK(note(file, "another member"));
  CHECK(note(file, "another day"));
  for (const RowNote& each : file.notes) CHECK_FALSE(each.left_out);
}

TEST_CASE("many bad rows are counted, the first are named") {
  std::string rows = "2026-03-01,1,b1,m1,1,D,1,100\n";
  for (int i = 0; i < 50; ++i) rows += "?,1,b1,m1,1,D,1,100\n";
  const SalesFile file = read(rows);
  REQUIRE_EQ(file.notes.size(), 1);
  CHECK_EQ(file.notes[0].rows, 50);
  CHECK_EQ(file.notes[0].first.size(), kMaxNotedRows);
}

TEST_CASE("columns may have other names") {
  const auto columns = map_columns("amount=total,discount=a+b,member=who,tags=labels");
  REQUIRE(columns);
  const auto file = read_sales(
      "who,total,a,b,labels,sold_at,store_id,basket_id\r\n"
      "m,100,20,,x;y,2026-03-01,1,b\r\n",
      "s.csv", *columns);
  REQUIRE(file);
  const programme::BasketLine& line = file->sales[0].lines.lines[0];
  CHECK_EQ(file->sales[0].member, "m");
  CHECK_EQ(line.amount, Money{100});
  CHECK_EQ(line.list_amount, Money{120});
  CHECK_EQ(line.tags, std::vector<std::string>{"x", "y"});
  CHECK_EQ(line.quantity, 1);
}

TEST_CASE("a column that is not there is named, with the nearest") {
  CHECK_EQ(map_columns("amuont=x").error().hint, "did you mean amount?");
  CHECK_FALSE(map_columns("amount"));
  CHECK_FALSE(map_columns("amount="));
  const auto missing = read_sales("sold_at,store_id,basket_id,household,paid_cents\n", "s.csv", {});
  REQUIRE_FALSE(missing);
  CHECK_EQ(missing.error().message, "s.csv: there is no column household_id for the member");
  CHECK_NE(missing.error().hint.find("--map member=COLUMN"), std::string::npos);
  const auto named = read_sales(kHeader, "s.csv", *map_columns("brand=make"));
  REQUIRE_FALSE(named);
  CHECK_EQ(named.error().message, "s.csv: there is no column make for the brand");
}

TEST_CASE("a file of which nothing can be used is an error that says why") {
  CHECK_EQ(read_sales("", "s.csv", {}).error().message, "s.csv: there is no header");
  CHECK_EQ(read_sales(kHeader, "s.csv", {}).error().hint, "the file has no rows");
  CHECK_NE(read_sales(kHeader + "?,1,b,m,1,D,1,1\n", "s.csv", {}).error().hint.find("YYYY"),
           std::string::npos);
}

TEST_CASE("a row with a quote that is never closed costs no other row") {
  const std::string text = "a,b\n\"open,1\nc,2\n" + std::string(kMaxCsvRowBytes, 'x') + "\nd,3\n";
  CsvReader rows(text);
  std::vector<std::string> first;
  std::vector<std::int64_t> broken;
  while (const auto row = rows.next()) {
    if (row->broken.empty()) {
      first.push_back(row->fields[0]);
    } else {
      broken.push_back(row->line);
    }
  }
  CHECK_EQ(first, std::vector<std::string>{"a", "c", "d"});
  CHECK_EQ(broken, std::vector<std::int64_t>{2, 4});
}

}  // namespace
}  // namespace loyald
