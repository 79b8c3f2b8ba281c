// SPDX-License-Identifier: Apache-2.0
#include "scanner/feedback.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "store/base/check.h"

namespace loyald::scanner {
namespace {

constexpr std::array<std::pair<Feedback, std::string_view>, 8> kNames{{
    {Feedback::none, "none"},
    {Feedback::bel, "bel"},
    {Feedback::honeywell, "honeywell"},
    {Feedback::honeywell_ack, "honeywell-ack"},
    {Feedback::datalogic, "datalogic"},
    {Feedback::datalogic_esc, "datalogic-esc"},
    {Feedback::ssi, "ssi"},
    {Feedback::cipherlab, "cipherlab"},
}};

constexpr std::string_view kHoneywellBeep = "\x16\x07\r";
constexpr std::string_view kOnFile =
    "\x1b"
    "7,";
constexpr std::string_view kOnFileAndGreen =
    "\x1b"
    "7\x1b"
    "2,";
constexpr std::string_view kNotOnFile =
    "\x1b"
    "8,";
constexpr std::string_view kGreenGoodTone = "\x1b[6q\x1b[3q\x1b[5q\x1b[7q";
constexpr std::string_view kRedBadTone = "\x1b[8q\x1b[4q\x1b[5q\x1b[9q";
constexpr std::string_view kCipherlabBeep = "#@////\r";

std::string twice(std::string_view command) { return std::string(command) + std::string(command); }

constexpr std::uint8_t kSsiBeep = 0xe6;
constexpr std::uint8_t kSsiLedOn = 0xe7;
constexpr std::uint8_t kSsiLedOff = 0xe8;
constexpr std::uint8_t kSsiDecodeLed = 1;

// Length without the checksum, what to do, from the host, no status, with which beep or light; then
// the two's complement of their sum.
std::string ssi_packet(std::uint8_t opcode, std::uint8_t which) {
  const std::array<std::uint8_t, 5> packet{5, opcode, 4, 0, which};
  std::uint32_t sum = 0;
  std::string out;
  for (const std::uint8_t byte : packet) {
    sum += byte;
    out.push_back(static_cast<char>(byte));
  }
  const std::uint32_t check = (0x10000U - sum) & 0xffffU;
  out.push_back(static_cast<char>(check >> 8U));
  out.push_back(static_cast<char>(check & 0xffU));
  return out;
}

}  // namespace

std::optional<Feedback> feedback_named(std::string_view name) {
  const auto known =
      std::ranges::find_if(kNames, [name](const auto& entry) { return entry.second == name; });
  if (known == kNames.end()) return std::nullopt;
  return known->first;
}

std::string feedback_names() {
  std::string names;
  for (const auto& [feedback, text] : kNames) {
    names += (names.empty() ? "" : ", ") + std::string(text);
  }
  return names;
}

std::string feedback_command(Feedback feedback, Outcome outcome) {
  if (feedback == Feedback::honeywell_ack) {
    if (outcome == Outcome::card_unknown) return twice(kNotOnFile);
    return std::string(outcome == Outcome::card_known ? kOnFileAndGreen : kOnFile);
  }
  if (outcome == Outcome::not_a_card) return {};
  const bool known = outcome == Outcome::card_known;
  switch (feedback) {
    case Feedback::none:
      return {};
    case Feedback::bel:
      return known ? "\x07" : "\x07\x07";
    case Feedback::honeywell:
      return known ? std::string(kHoneywellBeep) : twice(kHoneywellBeep);
    case Feedback::datalogic:
      // A bad read stops some scanners until they are enabled again.
      return known ? "B" : "FE";
    case Feedback::datalogic_esc:
      return std::string(known ? kGreenGoodTone : kRedBadTone);
    case Feedback::ssi:
      // One short high beep, two short low ones.
      return ssi_packet(kSsiBeep, known ? 0 : 6) +
             ssi_packet(known ? kSsiLedOn : kSsiLedOff, kSsiDecodeLed);
    case Feedback::cipherlab:
      return known ? std::string(kCipherlabBeep) : twice(kCipherlabBeep);
    case Feedback::honeywell_ack:
      break;
  }
  CHECK(false);
}

}  // namespace loyald::scanner
