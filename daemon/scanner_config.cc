// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <set>

#include "daemon/config_check.h"
#include "store/requests.h"

namespace loyald::daemon {
namespace {

constexpr std::size_t kMaxScanners = 32;
constexpr std::uint32_t kMinute = 60'000;

template <class Table>
const v1::DeviceMatchConfig* match_in(const Table& table) {
  return table.has_match() ? &table.match() : nullptr;
}

// The common part of all kinds: whose scans they are, and when one is a double read.
template <class Options>
Result<Options> common(const ConfigCheck& check, const std::string& at,
                       const v1::ScannerConfig& from) {
  Options options;
  options.name = from.name();
  options.register_id = from.register_();
  if (!from.has_repeat_ms()) return options;
  LOYALD_TRY(check.number(at + ".repeat_ms", from.repeat_ms(), 0, kMinute));
  options.repeat = std::chrono::milliseconds(from.repeat_ms());
  return options;
}

// What a scanner puts around a code: any bytes but those that frame it.
Result<std::string> affix(const ConfigCheck& check, const std::string& key,
                          const std::string& value) {
  constexpr std::string_view kFraming("\0\r\n\x02\x03", 5);
  constexpr std::size_t kMost = scanner::LineFramer::kMaxAffixBytes;
  if (value.size() > kMost) {
    return check.fail(key, "has more than " + std::to_string(kMost) + " bytes", "");
  }
  if (value.find_first_of(kFraming) != std::string::npos) {
    return check.fail(key, "has a character that ends or begins a scan",
                      "set serial.ends to what the scanner sends, and leave it out here");
  }
  return value;
}

Result<scanner::LineFramer::Ends> ends_named(const ConfigCheck& check, const std::string& key,
                                             const std::string& name) {
  if (name.empty() || name == "lines") return scanner::LineFramer::Ends::lines;
  if (name == "silence") return scanner::LineFramer::Ends::silence;
  if (name == "stx-etx") return scanner::LineFramer::Ends::stx_etx;
  return check.fail(key, "\"" + name + "\" is not known", "known are lines, silence, stx-etx");
}

Result<void> read_framing(const ConfigCheck& check, const std::string& at,
                          const v1::SerialScannerConfig& from,
                          scanner::LineFramer::Options& framing) {
  constexpr std::uint32_t kLeast = 5;
  LOYALD_ASSIGN(framing.ends, ends_named(check, at + ".ends", from.ends()));
  framing.tab_terminates = from.tab_ends();
  LOYALD_ASSIGN(framing.prefix, affix(check, at + ".prefix", from.prefix()));
  LOYALD_ASSIGN(framing.suffix, affix(check, at + ".suffix", from.suffix()));
  if (!from.has_silence_ms()) return {};
  LOYALD_TRY(check.number(at + ".silence_ms", from.silence_ms(), kLeast, kMinute));
  framing.silence_when_expected = std::chrono::milliseconds(from.silence_ms());
  framing.silence_otherwise = framing.silence_when_expected;
  return {};
}

Result<ScannerSettings> read_serial(const ConfigCheck& check, const std::string& scanner,
                                    const v1::ScannerConfig& config) {
  const v1::SerialScannerConfig& from = config.serial();
  const std::string at = scanner + ".serial";
  LOYALD_ASSIGN(auto serial, common<scanner::SerialOptions>(check, scanner, config));
  LOYALD_ASSIGN(serial.device,
                read_place(check, at, scanner::DeviceKind::serial, from.device(), match_in(from)));
  if (!from.mode().empty()) {
    const auto line = scanner::serial_line_named(from.mode());
    if (!line) {
      return check.fail(at + ".mode", "\"" + from.mode() + "\" is not known",
                        "write data bits, parity and stop bits like \"8N1\", \"7E1\" or \"7O2\"");
    }
    serial.line = *line;
  }
  if (from.has_baud()) serial.line.baud = from.baud();
  LOYALD_TRY(read_framing(check, at, from, serial.framing));
  if (!from.feedback().empty()) {
    const auto feedback = scanner::feedback_named(from.feedback());
    if (!feedback) {
      return check.fail(at + ".feedback", "\"" + from.feedback() + "\" is not known",
                        "known are " + scanner::feedback_names());
    }
    serial.feedback = *feedback;
  }
  return serial;
}

Result<ScannerSettings> read_wedge(const ConfigCheck& check, const std::string& scanner,
                                   const v1::ScannerConfig& config) {
  const v1::WedgeScannerConfig& from = config.wedge();
  LOYALD_ASSIGN(auto wedge, common<scanner::WedgeOptions>(check, scanner, config));
  LOYALD_ASSIGN(wedge.device, read_place(check, scanner + ".wedge", scanner::DeviceKind::keyboard,
                                         from.device(), match_in(from)));
  if (!from.layout().empty()) wedge.layout = from.layout();
  LOYALD_TRY(read_wedge_pass(check, scanner, config, wedge));
  return wedge;
}

Result<ScannerSettings> read_hid(const ConfigCheck& check, const std::string& scanner,
                                 const v1::ScannerConfig& config) {
  LOYALD_ASSIGN(auto hid, common<scanner::HidOptions>(check, scanner, config));
  LOYALD_ASSIGN(hid.device, read_place(check, scanner + ".hid", scanner::DeviceKind::hid_pos,
                                       config.hid().device(), match_in(config.hid())));
  hid.feedback = config.hid().feedback();
  return hid;
}

Result<ScannerSettings> read_line(const ConfigCheck& check, const std::string& scanner,
                                  const v1::ScannerConfig& config) {
  const v1::LineScannerConfig& from = config.line();
  const std::string at = scanner + ".line";
  constexpr std::uint32_t kDay = 86'400;
  if (from.socket().empty() == !from.has_port()) {
    return check.fail(
        at, from.has_port() ? "has both a socket and a port" : "has neither a socket nor a port",
        "set exactly one: socket = \"/run/loyald/scan.sock\" or port = 7414");
  }
  LOYALD_ASSIGN(auto line, common<scanner::LineOptions>(check, scanner, config));
  if (from.has_port()) {
    LOYALD_TRY(check.number(at + ".port", from.port(), 1, UINT16_MAX));
    line.port = static_cast<std::uint16_t>(from.port());
    if (!from.address().empty()) line.address = from.address();
    if (const auto fine = scanner::check_address(line.address); !fine) {
      return check.fail(at + ".address", fine.error().message, fine.error().hint);
    }
  } else {
    if (!from.address().empty()) {
      return check.fail(at + ".address", "a Unix socket has none", "remove it");
    }
    line.socket = check.absolute(from.socket());
    if (const auto fine = scanner::check_socket_path(line.socket); !fine) {
      return check.fail(at + ".socket", fine.error().message, fine.error().hint);
    }
  }
  if (from.has_idle_s()) {
    LOYALD_TRY(check.number(at + ".idle_s", from.idle_s(), 1, kDay));
    line.idle = std::chrono::seconds(from.idle_s());
  }
  return line;
}

Result<ScannerSettings> read_camera(const ConfigCheck& check, const std::string& scanner,
                                    const v1::ScannerConfig& config) {
  const v1::CameraConfig& from = config.camera();
  LOYALD_ASSIGN(auto camera, common<scanner::CameraOptions>(check, scanner, config));
  LOYALD_ASSIGN(camera.device, read_place(check, scanner + ".camera", scanner::DeviceKind::camera,
                                          from.device(), match_in(from)));
  if (!from.captures().empty() && from.captures() != "listened" && from.captures() != "always") {
    return check.fail(scanner + ".camera.captures", "\"" + from.captures() + "\" is not known",
                      "known are listened, always");
  }
  camera.captures_always = from.captures() == "always";
  return camera;
}

Result<ScannerSettings> read_scanner(const ConfigCheck& check, const std::string& at,
                                     const v1::ScannerConfig& from) {
  LOYALD_TRY(check.required(at + ".name", from.name(), kMaxNameBytes));
  LOYALD_TRY(check.required(at + ".register", from.register_(), kMaxIdBytes));
  using Read =
      Result<ScannerSettings> (*)(const ConfigCheck&, const std::string&, const v1::ScannerConfig&);
  struct Kind {
    bool is_there;
    const char* name;
    Read read;
  };
  const std::array<Kind, 5> kinds{{{from.has_serial(), "serial", read_serial},
                                   {from.has_wedge(), "wedge", read_wedge},
                                   {from.has_hid(), "hid", read_hid},
                                   {from.has_line(), "line", read_line},
                                   {from.has_camera(), "camera", read_camera}}};
  const Kind* only = nullptr;
  for (const Kind& kind : kinds) {
    if (!kind.is_there) continue;
    if (only != nullptr) {
      return check.fail(at,
                        std::string("has both a ") + only->name + " and a " + kind.name + " table",
                        "a scanner is of exactly one kind: remove one, or make two scanners");
    }
    only = &kind;
  }
  if (only == nullptr) {
    return check.fail(at, "has none of the tables serial, wedge, hid, line and camera",
                      "a scanner has exactly one: " + at +
                          ".serial.device = \"/dev/serial/by-id/…\", .wedge.device = "
                          "\"/dev/input/by-id/…-event-kbd\", .hid.device = \"/dev/hidraw…\", "
                          ".line.port = 7414 or "
                          ".camera.device = \"/dev/v4l/by-id/…-video-index0\"");
  }
  return only->read(check, at, from);
}

}  // namespace

Result<void> read_scanners(const ConfigCheck& check, const v1::DaemonConfig& config,
                           DaemonSettings& settings) {
  if (static_cast<std::size_t>(config.scanner_size()) > kMaxScanners) {
    return check.fail("scanner", "there are more than " + std::to_string(kMaxScanners), "");
  }
  std::set<std::string> names;
  for (int i = 0; i < config.scanner_size(); ++i) {
    const v1::ScannerConfig& from = config.scanner(i);
    const std::string at = "scanner[" + std::to_string(i + 1) + "]";
    LOYALD_ASSIGN(ScannerSettings scanner, read_scanner(check, at, from));
    if (!names.insert(from.name()).second) {
      return check.fail(at + ".name", "\"" + from.name() + "\" is taken already",
                        "give every scanner a name of its own");
    }
    PassSettings pass;
    if (!from.has_wedge()) {
      LOYALD_ASSIGN(pass, read_pass(check, at, from));
    }
    settings.scanners.push_back(std::move(scanner));
    settings.passes.push_back(std::move(pass));
  }
  return {};
}

}  // namespace loyald::daemon
