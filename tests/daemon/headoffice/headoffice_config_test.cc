// SPDX-License-Identifier: Apache-2.0
#include "daemon/headoffice_config.h"

#include "tests/support/doctest.h"

namespace loyald::daemon {
namespace {

constexpr const char* kFile = "/etc/loyald/headoffice.toml";

constexpr const char* kWhole = R"(
state_directory = "state"
admin_token = "0123456789abcdef-admin"
[[store]]
id = 1
name = "Main Street"
token = "0123456789abcdef-one"
[[store]]
id = 2
name = "Station"
token = "0123456789abcdef-two"
)";

// The error of the file with `from` replaced by `to`.
std::string error_of(const std::string& from, const std::string& to) {
  std::string text = kWhole;
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  const auto settings = parse_headoffice_config(text, kFile);
  if (settings) return "none";
  CHECK(settings.error().code == Errc::invalid_argument);
  return settings.error().message;
}

bool names(const std::string& error, const std::string& key) {
  CAPTURE(error);
  return error.find(key) != std::string::npos;
}

}  // namespace

TEST_CASE("a whole configuration comes out as values, with its defaults") {
  const auto settings = parse_headoffice_config(kWhole, kFile);
  REQUIRE(settings);
  CHECK(settings->state_directory == "/etc/loyald/state");
  CHECK(settings->address == "127.0.0.1");
  CHECK(settings->port == 7412);
  REQUIRE(settings->stores.size() == 2);
  CHECK(settings->stores[1].id == 2);
  CHECK(settings->stores[1].name == "Station");
}

TEST_CASE("what is missing, out of range or there twice is named") {
  CHECK(names(error_of("state_directory = \"state\"", ""), "state_directory"));
  CHECK(names(error_of("admin_token = \"0123456789abcdef-admin\"", ""), "admin_token"));
  CHECK(names(error_of("0123456789abcdef-admin", "short"), "admin_token"));
  CHECK(names(error_of("0123456789abcdef-two", "blank is no token"), "store[2].token"));
  CHECK(names(error_of("0123456789abcdef-two", "0123456789abcdef-one"), "store[2].token"));
  CHECK(names(error_of("0123456789abcdef-two", "0123456789abcdef-admin"), "store[2].token"));
  CHECK(names(error_of("id = 2", "id = 1"), "store[2].id"));
  CHECK(names(error_of("id = 2", "id = 0"), "store[2].id"));
  CHECK(names(error_of("id = 2", "id = 2147483648"), "store[2].id"));
  CHECK(names(error_of("name = \"Station\"", ""), "store[2].name"));
  CHECK(names(error_of("[[store]]", "port = 65536\n[[store]]"), "port"));
  CHECK(names(error_of("[[store]]", "adress = \"::\"\n[[store]]"), "adress"));
}

TEST_CASE("with TLS stores need no token, and what stores hear of can be chosen") {
  std::string text = kWhole;
  text.replace(text.find("token = \"0123456789abcdef-two\""), 30, "");
  CHECK_FALSE(parse_headoffice_config(text, kFile));
  text += "[tls]\nnames = [\"office.example\", \"10.0.0.5\"]\nstore_days = 90\n";
  text = "feed = \"seen\"\n" + text;
  const auto settings = parse_headoffice_config(text, kFile);
  REQUIRE_MESSAGE(settings, (settings ? "" : settings.error().message));
  REQUIRE(settings->tls);
  CHECK(settings->tls->names == std::vector<std::string>{"office.example", "10.0.0.5"});
  CHECK(settings->tls->store_certificates == std::chrono::days(90));
  CHECK(settings->stores[1].token.empty());
  CHECK(settings->feed_scope == FeedScope::seen);
  CHECK(names(error_of("[[store]]", "[tls]\n[[store]]"), "tls.names"));
  CHECK(names(error_of("[[store]]", "[tls]\nnames = [\"a\"]\nstore_days = 1\n[[store]]"),
              "tls.store_days"));
  CHECK(names(error_of("[[store]]", "feed = \"some\"\n[[store]]"), "feed"));
}

}  // namespace loyald::daemon
