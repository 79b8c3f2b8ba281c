// SPDX-License-Identifier: Apache-2.0
#include "store/toml_message.h"

#include <doctest/doctest.h>

#include "proto/loyald/v1/config.pb.h"
#include "proto/loyald/v1/programme.pb.h"

namespace loyald {
namespace {

template <class Message>
Message filled(std::string_view toml) {
  Message message;
  const auto result = fill_from_toml(toml, "loyald.toml", message);
  if (!result) FAIL(result.error().message);
  return message;
}

template <class Message>
Error error_of(std::string_view toml) {
  Message message;
  const auto result = fill_from_toml(toml, "loyald.toml", message);
  REQUIRE_FALSE(result);
  CHECK_EQ(name(result.error().code), name(Errc::invalid_argument));
  return result.error();
}

TEST_CASE("every form of field is filled") {
  const auto config = filled<v1::DaemonConfig>(R"(
state_directory = "/var/lib/loyald"
store.id = 4294967295
register_api = { port = 0 }

[[card_format]]
name = "Bonus"
symbologies = ["qr", "ean13"]
min_length = 13

[[card_format]]
name = "Old"

[redeem]
floor_limit_by_unit = { points = 500, "coffee stamps" = 3 }
)");
  CHECK_EQ(config.state_directory(), "/var/lib/loyald");
  CHECK_EQ(config.store().id(), 4294967295U);
  CHECK(config.register_api().has_port());
  CHECK_EQ(config.register_api().port(), 0);
  CHECK_FALSE(config.has_head_office());
  REQUIRE_EQ(config.card_format_size(), 2);
  CHECK_EQ(config.card_format(0).symbologies(1), "ean13");
  CHECK_EQ(config.card_format(0).min_length(), 13);
  CHECK_EQ(config.card_format(1).name(), "Old");
  CHECK_FALSE(config.redeem().has_floor_limit());
  REQUIRE_EQ(config.redeem().floor_limit_by_unit_size(), 2);
  CHECK_EQ(config.redeem().floor_limit_by_unit().at("coffee stamps"), 3);
}

TEST_CASE("an empty file is a message of defaults, and what was in the message before is gone") {
  v1::DaemonConfig config;
  config.set_state_directory("/old");
  REQUIRE(fill_from_toml("# nothing\n", "loyald.toml", config));
  CHECK(config.state_directory().empty());
}

TEST_CASE("integers of all widths, and true or false") {
  const auto programme = filled<v1::Programme>(R"(
[[unit]]
expires_after_months = -1
[[earn]]
quantity = 9223372036854775807
earn_on_rewards = true
)");
  CHECK_EQ(programme.unit(0).expires_after_months(), -1);
  CHECK_EQ(programme.earn(0).quantity(), INT64_MAX);
  CHECK(programme.earn(0).earn_on_rewards());
}

TEST_CASE("an unknown key is named with its line, its path, and the nearest known key") {
  const Error error =
      error_of<v1::Programme>("[[earn]]\nid = \"a\"\n[[earn]]\nminimum_spent = 5\n");
  CHECK_EQ(error.message, "loyald.toml:4: earn[2].minimum_spent: unknown key");
  CHECK_EQ(error.hint, "did you mean minimum_spend?");
  CHECK_EQ(error_of<v1::Programme>("[zzz]\n").hint, "");
}

TEST_CASE("wrong kinds say what is wanted and what was written") {
  const auto message = [](std::string_view toml) {
    return error_of<v1::DaemonConfig>(toml).message;
  };
  CHECK_EQ(message("store.id = 1.0"),
           "loyald.toml:1: store.id: must be an integer, not a number with a point");
  CHECK_EQ(message("store.id = \"1\""), "loyald.toml:1: store.id: must be an integer, not text");
  CHECK_EQ(message("state_directory = 2026-11-21"),
           "loyald.toml:1: state_directory: must be text in quotes, not a date or time");
  CHECK_EQ(message("store = 5"), "loyald.toml:1: store: must be a table, [store], not an integer");
  CHECK_EQ(message("\n[scanner]\nname = \"x\""),
           "loyald.toml:2: scanner: must be an array of tables, [[scanner]], not a table");
  CHECK_EQ(message("[[card_format]]\nsymbologies = \"qr\""),
           "loyald.toml:2: card_format[1].symbologies: must be an array, not text");
  CHECK_EQ(
      message("[[card_format]]\nsymbologies = [\"qr\", true]"),
      "loyald.toml:2: card_format[1].symbologies[2]: must be text in quotes, not true or false");
  CHECK_EQ(message("redeem.floor_limit_by_unit = 5"),
           "loyald.toml:1: redeem.floor_limit_by_unit: must be a table, not an integer");
  CHECK_EQ(message("redeem.floor_limit_by_unit.points = \"5\""),
           "loyald.toml:1: redeem.floor_limit_by_unit.points: must be an integer, not text");
  CHECK_EQ(error_of<v1::Programme>("[[earn]]\nearn_on_rewards = 1").message,
           "loyald.toml:2: earn[1].earn_on_rewards: must be true or false, not an integer");
}

TEST_CASE("integers outside the field's range are refused, not cut") {
  CHECK_EQ(error_of<v1::DaemonConfig>("store.id = -1").message,
           "loyald.toml:1: store.id: must be 0 to 4294967295, not -1");
  CHECK_EQ(error_of<v1::DaemonConfig>("store.id = 4294967296").message,
           "loyald.toml:1: store.id: must be 0 to 4294967295, not 4294967296");
  CHECK_EQ(
      error_of<v1::Programme>("[[unit]]\npending_days = 2147483648").message,
      "loyald.toml:2: unit[1].pending_days: must be -2147483648 to 2147483647, not 2147483648");
}

TEST_CASE("of several errors the first in the file is returned, whatever its key") {
  CHECK_EQ(error_of<v1::DaemonConfig>("zzz = 1\nstore.id = true\naaa = 1\n").message,
           "loyald.toml:1: zzz: unknown key");
  CHECK_EQ(error_of<v1::DaemonConfig>("[store]\nx = 1\n[register_api]\nx = 1\n").message,
           "loyald.toml:2: store.x: unknown key");
}

TEST_CASE("all mistakes of form can be had, in the file's order") {
  v1::DaemonConfig config;
  std::vector<std::string> messages;
  const char* const text = "zzz = 1\nstore.id = true\nstate_directory = 5\naaa = 1\n";
  for (const Error& each : mistakes_in_toml(text, "f", config)) messages.push_back(each.message);
  CHECK_EQ(messages,
           std::vector<std::string>{"f:1: zzz: unknown key",
                                    "f:2: store.id: must be an integer, not true or false",
                                    "f:3: state_directory: must be text in quotes, not an integer",
                                    "f:4: aaa: unknown key"});
  CHECK(mistakes_in_toml("store.id = 1\n", "f", config).empty());
}

TEST_CASE("text that is not TOML names the line") {
  const std::string message = error_of<v1::DaemonConfig>("name = \"a\"\n\nstore = = 5\n").message;
  CHECK_EQ(message.substr(0, 15), "loyald.toml:3: ");
  CHECK_EQ(error_of<v1::DaemonConfig>("store.id = 1\nstore.id = 2\n").message.substr(0, 15),
           "loyald.toml:2: ");
  CHECK_EQ(error_of<v1::DaemonConfig>("state_directory = \"\xff\"").message.substr(0, 15),
           "loyald.toml:1: ");
  CHECK_FALSE(error_of<v1::DaemonConfig>("store = " + std::string(100'000, '[')).message.empty());
}

TEST_CASE("a file above the limit is refused") {
  const std::string comment(kMaxTomlBytes, '#');
  filled<v1::DaemonConfig>(comment);
  CHECK_EQ(error_of<v1::DaemonConfig>(comment + "#").message,
           "loyald.toml:1: the file has more than 1048576 bytes");
}

}  // namespace
}  // namespace loyald
