// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/csv_table.h"

#include "tests/support/doctest.h"

namespace loyald::loyalctl {
namespace {

using Fields = std::vector<std::string>;

CsvTable good(std::string_view text) {
  auto table = parse_csv(text);
  REQUIRE_MESSAGE(table, (table ? "" : table.error().message));
  return *std::move(table);
}

std::string refusal(std::string_view text) {
  const auto table = parse_csv(text);
  REQUIRE_FALSE(table);
  return table.error().message;
}

TEST_CASE("quotations, separators, line ends and empty lines as programs write them") {
  const CsvTable comma = good("card, name\r\n1,\"Berg, Anna\"\r\n\r\n2,\"say \"\"hi\"\"\"\r\n");
  CHECK(comma.columns == Fields{"card", "name"});
  REQUIRE(comma.rows.size() == 2);
  CHECK(comma.rows[0].fields == Fields{"1", "Berg, Anna"});
  CHECK(comma.rows[1].fields == Fields{"2", "say \"hi\""});
  CHECK(comma.rows[1].line == 4);
  const CsvTable german = good(
      "\xef\xbb\xbf"
      "card;name\n1;\"two\nlines\"\n2;\n");
  CHECK(german.columns[0] == "card");
  CHECK(german.rows[0].fields == Fields{"1", "two\nlines"});
  CHECK(german.rows[1].line == 4);
  CHECK(german.rows[1].fields == Fields{"2", ""});
  CHECK(good("a\tb\n1\t2").rows[0].fields == Fields{"1", "2"});
  CHECK(good("card").rows.empty());
}

TEST_CASE("what is wrong is said with its line") {
  CHECK(refusal("").find("line 1") == 0);
  CHECK(refusal("a,b\n1\n") == "line 2: has 1 fields, the first line 2");
  CHECK(refusal("a,b\n1,2\n1,\"2\n3,4\n") == "line 3: a quotation begins here and never ends");
  CHECK(refusal("a,b\n1,\"2\"x\n").find("line 2") == 0);
  CHECK(refusal("a,a\n") == "line 1: two columns are called \"a\"");
  CHECK(refusal("a,\n") == "line 1: column 2 has no name");
  CHECK(refusal("a\n\xff\n") == "the file is not UTF-8");
}

}  // namespace
}  // namespace loyald::loyalctl
