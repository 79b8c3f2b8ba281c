// SPDX-License-Identifier: Apache-2.0
#include "daemon/config.h"

#include "tests/support/doctest.h"

namespace loyald::daemon {
namespace {

constexpr const char* kFile = "/etc/loyald/loyald.toml";

constexpr const char* kAlone = R"(
state_directory = "/var/lib/loyald"
programme_file = "programme.toml"
[store]
id = 7
name = "Market Street"
[[card_format]]
name = "Bonus card"
prefix = "042"
min_length = 13
max_length = 13
check = "mod10"
symbologies = ["ean13", "qr"]
)";

constexpr const char* kLinked = R"(
state_directory = "/var/lib/loyald"
[store]
id = 7
[head_office]
url = "https://office.example:7412/"
token = "0123456789abcdef"
[[card_format]]
name = "Bonus card"
min_length = 8
max_length = 13
)";

TEST_CASE("a whole configuration comes out as values, with the defaults of its schema") {
  const auto settings = parse_config(kAlone, kFile);
  REQUIRE_MESSAGE(settings, settings.error().message);
  CHECK(settings->state_directory == "/var/lib/loyald");
  CHECK(settings->guard_directory == "/var/lib/loyald-guard");
  CHECK(settings->programme_file == "/etc/loyald/programme.toml");
  CHECK(settings->store_id == 7);
  CHECK(settings->port == 7411);
  CHECK(settings->socket == "/var/lib/loyald/register.sock");
  CHECK_FALSE(settings->head_office);
  CHECK_FALSE(settings->redeem.has_head_office);
  REQUIRE(settings->cards.formats().size() == 1);
  CHECK(settings->cards.formats()[0].check == scanner::Check::mod10);
  CHECK(settings->cards.formats()[0].symbologies ==
        std::vector{scanner::Symbology::ean13, scanner::Symbology::qr});
}

TEST_CASE("a store with a head office") {
  const auto settings = parse_config(std::string(kLinked) + R"(
[redeem]
floor_limit = 250
floor_limit_per_day = 9000
floor_limit_by_unit = { stamps = 10 }
offline_after_s = 30
[[scanner]]
name = "till 1"
register = "1"
serial.device = "/dev/ttyACM0"
[[scanner]]
name = "till 2"
register = "2"
wedge = { device = "../input", layout = "de" }
repeat_ms = 0
)",
                                     kFile);
  REQUIRE_MESSAGE(settings, settings.error().message);
  REQUIRE(settings->head_office);
  CHECK(settings->head_office->url == "https://office.example:7412");
  CHECK(settings->head_office->interval == std::chrono::seconds(5));
  CHECK(settings->redeem.has_head_office);
  CHECK(settings->redeem.floor_limit == 250);
  CHECK(settings->redeem.floor_limit_per_day == 9000);
  CHECK(settings->redeem.floor_limit_by_unit.at("stamps") == 10);
  CHECK(settings->redeem.offline_after == std::chrono::seconds(30));
  REQUIRE(settings->scanners.size() == 2);
  const auto& serial = std::get<scanner::SerialOptions>(settings->scanners[0]);
  CHECK(serial.device == "/dev/ttyACM0");
  CHECK(serial.baud == 9600);
  const auto& wedge = std::get<scanner::WedgeOptions>(settings->scanners[1]);
  CHECK(wedge.device == "/etc/input");
  CHECK(wedge.layout == "de");
  CHECK(wedge.repeat == std::chrono::milliseconds(0));
}

struct Mistake {
  const char* base;
  std::string from;  // replaced by `to` in the base; empty: `to` is appended
  std::string to;
  std::string message;  // what the error's message must contain
  std::string hint;
};

TEST_CASE("every mistake is named with the file, the key and what to do") {
  const std::string scanner =
      "\n[[scanner]]\nname = \"till\"\nregister = \"1\"\nserial.device = \"/dev/ttyS0\"\n";
  const std::string matched = "\n[[scanner]]\nname = \"t\"\nregister = \"1\"\nwedge.match = ";
  std::vector<Mistake> mistakes = {
      {kAlone, "state_directory", "state_direktory", ":2: state_direktory: unknown key",
       "did you mean state_directory?"},
      {kAlone, "state_directory = \"/var/lib/loyald\"", "", "state_directory: is required", ""},
      {kAlone, "id = 7", "", "store.id: is required", "head office"},
      {kAlone, "id = 7", "id = -1", "store.id: must be 0 to 4294967295", ""},
      {kAlone, "id = 7", "id = \"7\"", "store.id: must be an integer, not text", ""},
      {kAlone, "name = \"Market Street\"", "name = \"" + std::string(65, 'x') + "\"",
       "store.name: has more than 64 bytes", ""},
      {kAlone, "programme_file = \"programme.toml\"", "", "programme_file: is required",
       "[head_office]"},
      {kLinked, "[store]", "programme_file = \"x\"\n[store]",
       "programme_file: a store with a head office", "remove"},
      {kLinked, "https://office.example:7412/", "office.example", "head_office.url: must be http",
       "https://"},
      {kLinked, "https://office.example:7412/", "http://user@office.example",
       "head_office.url: must be http", ""},
      {kLinked, "0123456789abcdef", "short", "head_office.token: must have at least 16", "openssl"},
      {kLinked, "url = \"https://office.example:7412/\"\ntoken = \"0123456789abcdef\"",
       "url = \"http://office.example:7412\"", "head_office.token: is required where url is not",
       "loyalctl enrol"},
      {kLinked, "[head_office]", "[head_office]\ninterval_s = 0",
       "head_office.interval_s: must be 1 to 86400, not 0", ""},
      {kLinked, "[head_office]", "[head_office]\nnightly_from = \"2:00\"",
       "head_office.nightly_from: \"2:00\" is no time", "write it as \"02:00\""},
      {kLinked, "[head_office]", "[head_office]\nnightly_from = \"24:00\"", "is no time", ""},
      {kLinked, "[head_office]", "[head_office]\nnightly_minutes = 5",
       "head_office.nightly_minutes: must be 10 to 720, not 5", ""},
      {kAlone, "state_directory = \"/var/lib/loyald\"",
       "state_directory = \"/var/lib/loyald\"\nguard_directory = \"/var/lib/loyald/guard\"",
       "guard_directory: lies in the state directory", "name another directory"},
      {kLinked, "[head_office]", "[head_office]\ntimeout_s = 601", "head_office.timeout_s", ""},
      {kLinked, "", "\n[redeem]\noffline_after_s = 5", "redeem.offline_after_s: must be more than",
       "raise"},
      {kLinked, "", "\n[redeem]\nfloor_limit = 500",
       "redeem.floor_limit_per_day: is required where there is a floor limit", "in money"},
      {kLinked, "", "\n[redeem]\nfloor_limit = 3000000000",
       "redeem.floor_limit: must be 0 to 2000000000", ""},
      {kAlone, "", "\n[register_api]\nport = 65536", "register_api.port: must be 0 to 65535", ""},
      {kAlone, "", "\n[register_api]\nsocket = \"/" + std::string(107, 's') + "\"",
       "register_api.socket: the path has more than 107 bytes", ""},
      {kAlone, "min_length = 13", "min_length = 3", "card_format[1].min_length: must be 4 to 64",
       ""},
      {kAlone, "min_length = 13", "min_length = 14", "card_format[1]: ", ""},
      {kAlone, "\"mod10\"", "\"mod11\"", "card_format[1].check: \"mod11\" is not known",
       "did you mean \"mod10\"?"},
      {kAlone, "\"ean13\"", "\"ean15\"", "card_format[1].symbologies[1]: \"ean15\"",
       "did you mean \"ean13\"?"},
      {kAlone, "prefix = \"042\"", "characters = \"letters\"", "card_format[1].characters",
       "known are digits, alphanumeric"},
      {kAlone, "name = \"Bonus card\"", "", "card_format[1].name: is required", ""},
      {kAlone, "", scanner + scanner, "scanner[2].name: \"till\" is taken already", ""},
      {kAlone, "", "\n[[scanner]]\nname = \"till\"\nregister = \"1\"",
       "scanner[1]: has neither a serial nor a wedge table", "exactly one"},
      {kAlone, "", scanner + "wedge.device = \"/dev/input/event0\"",
       "scanner[1]: has both a serial and a wedge table", "exactly one"},
      {kAlone, "", "\n[[scanner]]\nname = \"till\"\nserial.device = \"/dev/x\"",
       "scanner[1].register: is required", ""},
      {kAlone, "", scanner + "repeat_ms = 60001", "scanner[1].repeat_ms: must be 0 to 60000", ""},
      {kAlone, "", "\n[[scanner]]\nname = \"t\"\nregister = \"1\"\n[scanner.serial]\nbaud = 1",
       "scanner[1].serial.device: is required", ""},
      {kAlone, "", scanner + "serial.match = { vendor = \"0c2e\" }",
       "scanner[1].serial: has both device and match", "keep device"},
      {kAlone, "", matched + "{ }", "scanner[1].wedge.match: says nothing of the device",
       "scanner list"},
      {kAlone, "", matched + "{ vendor = \"c2e\" }",
       "scanner[1].wedge.match.vendor: \"c2e\" is not 4 hexadecimal digits", "scanner list"},
      {kAlone, "", matched + "{ interface = \"0g\" }",
       "scanner[1].wedge.match.interface: \"0g\" is not 2 hexadecimal digits", ""},
      {kAlone, "", matched + "{ serial_number = \"A1\" }",
       "scanner[1].wedge.match.serial_number: unknown key", ""},
  };
  const std::string hotkey = "\n[[hotkey]]\nregister = \"1\"\nkey = \"F9\"\naction = \"undo\"\n";
  for (const Mistake& more : std::vector<Mistake>{
           {kAlone, "", hotkey + hotkey, "hotkey[2].key: \"F9\" has an action already", "own"},
           {kAlone, "", "\n[[hotkey]]\nkey = \"F9\"\naction = \"undo\"",
            "hotkey[1].register: is required", ""},
           {kAlone, "", "\n[[hotkey]]\nregister = \"1\"\naction = \"undo\"",
            "hotkey[1].key: is required", ""},
           {kAlone, "", "\n[[hotkey]]\nregister = \"1\"\nkey = \"Pauze\"\naction = \"undo\"",
            "hotkey[1].key: there is no key \"Pauze\"", "did you mean \"Pause\"?"},
           {kAlone, "", "\n[[hotkey]]\nregister = \"1\"\nkey = \"?\"\naction = \"undo\"",
            "hotkey[1].key: there is no key \"?\"", "NumpadAdd"},
           {kAlone, "", "\n[[hotkey]]\nregister = \"1\"\nkey = \"F9\"\naction = \"redeem\"",
            "hotkey[1].action: \"redeem\" is not known", "look_up"},
           {kAlone, "", "\n[[hotkey]]\nregister = \"1\"\nkey = \"KeyB\"\naction = \"undo\"",
            "hotkey[1].key: \"KeyB\" types something", "a key that types nothing"},
           {kAlone, "", hotkey + "keyboard = { }", "hotkey[1].keyboard.device: is required", ""},
       }) {
    mistakes.push_back(more);
  }
  for (const Mistake& mistake : mistakes) {
    std::string text = mistake.base;
    if (mistake.from.empty()) {
      text += mistake.to;
    } else {
      REQUIRE(text.find(mistake.from) != std::string::npos);
      text.replace(text.find(mistake.from), mistake.from.size(), mistake.to);
    }
    CAPTURE(mistake.message);
    const auto settings = parse_config(text, kFile);
    REQUIRE_FALSE(settings);
    CAPTURE(settings.error().message);
    CAPTURE(settings.error().hint);
    CHECK(settings.error().code == Errc::invalid_argument);
    CHECK(settings.error().message.starts_with(kFile));
    CHECK(settings.error().message.find(mistake.message) != std::string::npos);
    CHECK(settings.error().hint.find(mistake.hint) != std::string::npos);
  }
}

TEST_CASE("a scanner may be said by what it is") {
  const auto settings = parse_config(std::string(kAlone) + R"(
[[scanner]]
name = "till 1"
register = "1"
wedge = { match = { vendor = "0x0C2E", product = "0b61", serial = "A1" } }
[[scanner]]
name = "till 2"
register = "2"
serial.match = { port = "1-1.2", interface = "0A" }
)",
                                     kFile);
  REQUIRE_MESSAGE(settings, settings.error().message);
  using scanner::DeviceKind;
  CHECK(std::get<scanner::WedgeOptions>(settings->scanners[0]).device ==
        scanner::DevicePlace(DeviceKind::keyboard, {"0c2e", "0b61", "A1", "", ""}));
  CHECK(std::get<scanner::SerialOptions>(settings->scanners[1]).device ==
        scanner::DevicePlace(DeviceKind::serial, {"", "", "", "1-1.2", "0a"}));
}

TEST_CASE("keys for a register's actions") {
  const auto settings = parse_config(std::string(kAlone) + R"(
[[hotkey]]
register = "1"
key = "F9"
action = "redeem_best"
[[hotkey]]
register = "1"
key = "F9"
action = "undo"
keyboard = { device = "../input/event3" }
[[hotkey]]
register = "1"
key = "KeyB"
action = "look_up"
keyboard.match = { vendor = "05F3", product = "00ff" }
)",
                                     kFile);
  REQUIRE_MESSAGE(settings, settings.error().message);
  REQUIRE(settings->hotkeys.size() == 3);
  const HotkeySettings& page = settings->hotkeys[0];
  CHECK(page.register_id == "1");
  CHECK(page.code == 67);
  CHECK(page.action == "redeem_best");
  CHECK_FALSE(page.keyboard);
  CHECK(settings->hotkeys[1].keyboard == scanner::DevicePlace("/etc/input/event3"));
  CHECK(settings->hotkeys[2].keyboard ==
        scanner::DevicePlace(scanner::DeviceKind::keyboard, {"05f3", "00ff", "", "", ""}));
  CHECK(settings->hotkeys[2].code == 48);
}

TEST_CASE("a store without card formats cannot read a card") {
  const auto settings =
      parse_config("state_directory = \"/s\"\nprogramme_file = \"p\"\nstore.id = 1\n", kFile);
  REQUIRE_FALSE(settings);
  CHECK(settings.error().message == std::string(kFile) + ": card_format: at least one is required");
}

TEST_CASE("a file that is not there") {
  const auto settings = read_config("/nonexistent/loyald.toml");
  REQUIRE_FALSE(settings);
  CHECK(settings.error().code == Errc::not_found);
}

}  // namespace
}  // namespace loyald::daemon
