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
[[scanner]]
name = "till 3"
register = "3"
hid = { device = "/dev/hidraw0", feedback = true }
[[scanner]]
name = "till 4"
register = "4"
serial = { device = "/dev/ttyS0", baud = 19200, mode = "7E1", ends = "stx-etx", tab_ends = true, prefix = "~", suffix = "\u001d", silence_ms = 40, feedback = "honeywell-ack" }
[[scanner]]
name = "bridge"
register = "1"
line = { socket = "scan.sock", idle_s = 60 }
[[scanner]]
name = "network"
register = "1"
line = { port = 7414, address = "::1" }
[[scanner]]
name = "camera 1"
register = "1"
camera = { device = "/dev/video0" }
[[scanner]]
name = "camera 2"
register = "1"
camera = { device = "/dev/video2", captures = "always" }
repeat_ms = 500
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
  REQUIRE(settings->scanners.size() == 8);
  const auto& serial = std::get<scanner::SerialOptions>(settings->scanners[0]);
  CHECK(serial.device == "/dev/ttyACM0");
  CHECK(serial.line.baud == 9600);
  CHECK(serial.line.data_bits == 8);
  CHECK(serial.feedback == scanner::Feedback::none);
  CHECK(serial.framing.ends == scanner::LineFramer::Ends::lines);
  CHECK(serial.repeat == scanner::kDefaultRepeat);
  const auto& wedge = std::get<scanner::WedgeOptions>(settings->scanners[1]);
  CHECK(wedge.device == "/etc/input");
  CHECK(wedge.layout == "de");
  CHECK(wedge.repeat == std::chrono::milliseconds(0));
  const auto& hid = std::get<scanner::HidOptions>(settings->scanners[2]);
  CHECK(hid.name == "till 3");
  CHECK(hid.register_id == "3");
  CHECK(hid.device == "/dev/hidraw0");
  CHECK(hid.feedback);
  CHECK(hid.repeat == scanner::kDefaultRepeat);
  const auto& framed = std::get<scanner::SerialOptions>(settings->scanners[3]);
  CHECK(framed.line.baud == 19200);
  CHECK(framed.line.data_bits == 7);
  CHECK(framed.line.parity == scanner::SerialLine::Parity::even);
  CHECK(framed.framing.ends == scanner::LineFramer::Ends::stx_etx);
  CHECK(framed.framing.tab_terminates);
  CHECK(framed.framing.prefix == "~");
  CHECK(framed.framing.suffix == "\x1d");
  CHECK(framed.framing.silence_when_expected == std::chrono::milliseconds(40));
  CHECK(framed.feedback == scanner::Feedback::honeywell_ack);
  const auto& bridge = std::get<scanner::LineOptions>(settings->scanners[4]);
  CHECK(bridge.socket == "/etc/loyald/scan.sock");
  CHECK(bridge.idle == std::chrono::minutes(1));
  const auto& network = std::get<scanner::LineOptions>(settings->scanners[5]);
  CHECK(network.socket.empty());
  CHECK(network.port == 7414);
  CHECK(network.address == "::1");
  const auto& camera = std::get<scanner::CameraOptions>(settings->scanners[6]);
  CHECK(camera.device == "/dev/video0");
  CHECK_FALSE(camera.captures_always);
  CHECK(camera.repeat == std::chrono::seconds(2));
  const auto& always = std::get<scanner::CameraOptions>(settings->scanners[7]);
  CHECK(always.captures_always);
  CHECK(always.repeat == std::chrono::milliseconds(500));
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
  const std::string line = "\n[[scanner]]\nname = \"line\"\nregister = \"1\"\n[scanner.line]\n";
  const std::string wedge =
      "\n[[scanner]]\nname = \"hand\"\nregister = \"1\"\n[scanner.wedge]\ndevice = \"/dev/x\"\n";
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
       "scanner[1]: has none of the tables serial, wedge, hid, line and camera", "exactly one"},
      {kAlone, "", scanner + "wedge.device = \"/dev/input/event0\"",
       "scanner[1]: has both a serial and a wedge table", "remove one"},
      {kAlone, "", "\n[[scanner]]\nname = \"t\"\nregister = \"1\"\nhid = {}",
       "scanner[1].hid.device: is required", ""},
      {kAlone, "", "\n[[scanner]]\nname = \"till\"\nserial.device = \"/dev/x\"",
       "scanner[1].register: is required", ""},
      {kAlone, "", wedge + "mode = \"filtre\"", "scanner[1].wedge.mode: \"filtre\" is not known",
       "did you mean \"filter\"?"},
      {kAlone, "", wedge + "mode = \"filter\"\npass_controls = \"some\"",
       "scanner[1].wedge.pass_controls: \"some\" is not known", "known are none, gs, all"},
      {kAlone, "", wedge + "pass_controls = \"gs\"",
       "scanner[1].wedge.pass_controls: is for the mode \"filter\" alone", "mode"},
      {kAlone, "", wedge + "gap_ms = 50", "scanner[1].wedge.gap_ms: is not for the mode \"listen\"",
       "mode"},
      {kAlone, "", wedge + "mode = \"own\"\ngap_ms = 10",
       "scanner[1].wedge.gap_ms: must be 20 to 1000, not 10", ""},
      {kAlone, "", wedge + "mode = \"own\"\nprefix = \"12345678901234567\"",
       "scanner[1].wedge.prefix: has more than 16 bytes", ""},
      {kAlone, "",
       "\n[[scanner]]\nname = \"w\"\nregister = \"1\"\npass = \"keys\"\n" +
           std::string("wedge.device = \"/dev/x\""),
       "scanner[1].pass: is not for a scanner that is a keyboard", "wedge.mode = \"filter\""},
      {kAlone, "", scanner + "pass = \"key\"", "scanner[1].pass: \"key\" is not known",
       "did you mean \"keys\"?"},
      {kAlone, "", scanner + "pace_ms = 4", "scanner[1].pace_ms: is for pass = \"keys\" alone", ""},
      {kAlone, "", scanner + "pass = \"keys\"\npace_ms = 21",
       "scanner[1].pace_ms: must be 0 to 20, not 21", ""},
      {kAlone, "", scanner + "pass = \"port\"\ndesktop_layout = \"de\"",
       "scanner[1].desktop_layout: is for pass = \"keys\" alone", ""},
      {kAlone, "",
       "\n[[scanner]]\nname = \"a/b\"\nregister = \"1\"\npass = \"port\"\n" +
           std::string("serial.device = \"/dev/x\""),
       "scanner[1].name: \"a/b\" cannot be the name of a port", "\"/\""},
      {kAlone, "", scanner + "repeat_ms = 60001", "scanner[1].repeat_ms: must be 0 to 60000", ""},
      {kAlone, "", "\n[[scanner]]\nname = \"t\"\nregister = \"1\"\n[scanner.serial]\nbaud = 1",
       "scanner[1].serial.device: is required", ""},
      {kAlone, "", scanner + "serial.mode = \"8n1\"",
       "scanner[1].serial.mode: \"8n1\" is not known", "\"7E1\""},
      {kAlone, "", scanner + "serial.ends = \"line\"", "scanner[1].serial.ends: \"line\"",
       "stx-etx"},
      {kAlone, "", scanner + "serial.prefix = \"\\u0002\"", "scanner[1].serial.prefix: has a char",
       "serial.ends"},
      {kAlone, "", scanner + "serial.suffix = \"12345678901234567\"",
       "scanner[1].serial.suffix: has more than 16 bytes", ""},
      {kAlone, "", scanner + "serial.silence_ms = 4",
       "scanner[1].serial.silence_ms: must be 5 to 60000", ""},
      {kAlone, "", scanner + "serial.feedback = \"beep\"", "scanner[1].serial.feedback: \"beep\"",
       "known are none, bel,"},
      {kAlone, "", line, "scanner[1].line: has neither a socket nor a port", "port = 7414"},
      {kAlone, "", line + "socket = \"s\"\nport = 1", "scanner[1].line: has both", "exactly one"},
      {kAlone, "", line + "port = 0", "scanner[1].line.port: must be 1 to 65535", ""},
      {kAlone, "", line + "port = 1\naddress = \"localhost\"",
       "scanner[1].line.address: \"localhost\" is not an IP address", "127.0.0.1"},
      {kAlone, "", line + "socket = \"s\"\naddress = \"::1\"",
       "scanner[1].line.address: a Unix socket has none", "remove"},
      {kAlone, "", line + "socket = \"/" + std::string(107, 's') + "\"",
       "scanner[1].line.socket: ", "107"},
      {kAlone, "", line + "port = 1\nidle_s = 0", "scanner[1].line.idle_s: must be 1 to 86400", ""},
      {kAlone, "", "\n[[scanner]]\nname = \"c\"\nregister = \"1\"\n[scanner.camera]",
       "scanner[1].camera.device: is required", ""},
      {kAlone, "",
       "\n[[scanner]]\nname = \"c\"\nregister = \"1\"\n[scanner.camera]\ndevice = \"v\"\n"
       "captures = \"never\"",
       "scanner[1].camera.captures: \"never\"", "listened, always"},
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

TEST_CASE("who gets what a scanner reads") {
  const auto settings =
      parse_config(std::string(kAlone) +
                       "\n[[scanner]]\nname = \"a\"\nregister = \"1\"\npace_ms = 8\n"
                       "[scanner.wedge]\ndevice = \"/dev/a\"\nmode = \"filter\"\n"
                       "pass_controls = \"gs\"\ngap_ms = 200\nprefix = \"<\"\n"
                       "[[scanner]]\nname = \"b\"\nregister = \"1\"\n"
                       "wedge.device = \"/dev/b\"\n"
                       "[[scanner]]\nname = \"c\"\nregister = \"1\"\npass = \"keys\"\n"
                       "desktop_layout = \"de\"\nserial.device = \"/dev/c\"\n"
                       "[[scanner]]\nname = \"d\"\nregister = \"1\"\npass = \"port\"\n"
                       "serial.device = \"/dev/d\"\n",
                   kFile);
  REQUIRE(settings);
  const auto& filter = std::get<scanner::WedgeOptions>(settings->scanners[0]);
  CHECK(filter.mode == scanner::PassMode::filter);
  CHECK(filter.passing.controls == scanner::PassControls::gs);
  CHECK(filter.passing.filter.gap == std::chrono::milliseconds(200));
  CHECK(filter.passing.per_key == std::chrono::milliseconds(8));
  CHECK(filter.affixes.prefix == "<");
  CHECK(std::get<scanner::WedgeOptions>(settings->scanners[1]).mode == scanner::PassMode::listen);
  REQUIRE(settings->passes.size() == 4);
  CHECK(settings->passes[1].to == PassTo::nothing);
  CHECK(settings->passes[2].to == PassTo::keys);
  CHECK(settings->passes[2].typing.layout == "de");
  CHECK(settings->passes[2].typing.name == "c");
  CHECK(settings->passes[3].to == PassTo::port);
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
