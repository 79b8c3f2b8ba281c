// SPDX-License-Identifier: Apache-2.0
#include "store/report_table.h"

#include <doctest/doctest.h>

namespace loyald {
namespace {

const std::vector<Table> kTables{
    {"one_row",
     "One row",
     {{"who"},
      {"count", ColumnKind::number},
      {"left_over", ColumnKind::money},
      {"part", ColumnKind::share}},
     {{"Zoë, \"Z\"", std::int64_t{7}, std::int64_t{-1234}, std::int64_t{5}},
      {"b", std::int64_t{12}, {}, {}}}},
    {"none", "None", {{"who"}}, {}}};

TEST_CASE("people read money with its point and shares as percent") {
  CHECK_EQ(as_text(kTables),
           "One row\n"
           "  who       count  left over    part\n"
           "  Zoë, \"Z\"      7     -12.34  0.05 %\n"
           "  b            12          -       -\n"
           "\n"
           "None\n"
           "  nothing\n");
}

TEST_CASE("programs read integers") {
  CHECK_EQ(as_csv(kTables),
           "# one_row\n"
           "who,count,left_over_minor,part_bp\n"
           "\"Zoë, \"\"Z\"\"\",7,-1234,5\n"
           "b,12,,\n"
           "\n"
           "# none\n"
           "who\n");
  CHECK_EQ(as_json(kTables),
           "{\n"
           "  \"one_row\": [\n"
           "    {\"who\": \"Zoë, \\\"Z\\\"\", \"count\": 7, \"left_over_minor\": -1234, "
           "\"part_bp\": 5},\n"
           "    {\"who\": \"b\", \"count\": 12, \"left_over_minor\": null, \"part_bp\": null}\n"
           "  ],\n"
           "  \"none\": []\n"
           "}\n");
}

}  // namespace
}  // namespace loyald
