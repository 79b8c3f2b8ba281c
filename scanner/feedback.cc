// SPDX-License-Identifier: Apache-2.0
#include "scanner/feedback.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "store/base/check.h"

namespace loyald::scanner {
namespace {

constexpr std::array<std::pair<Feedback, std::string_view>, 7> kNames{{
    {Feedback::none, "none"},
    {Feedback::bel, "bel"},
    {Feedback::honeywell, "honeywell"},
    {Feedback::honeywell_ack, "honeywell-ack"},
    {Feedback::datalogic, "datalogic"},
    {Feedback::ssi, "ssi"},
    {Feedback::cipherlab, "cipherlab"},
}};

constexpr std::string_view kHoneywellBeep = "\x16\x07\r";
constexpr std::string_view kOnFile =
    "\x1b"
    "7,";
constexpr std::string_view kNotOnFile =
    "\x1b"
    "8,";
constexpr std::string_view kCipherlabBeep = "#@////\r";

std::string twice(std::string_view command) { return std::string(command) + std::string(command); }

// Length without the checksum, BEEP, from the host, no status, which beep; then the two's
// complement of their sum.
std::string ssi_beep(std::uint8_t code) {
  const std::array<std::uint8_t, 5> packet{5, 0xe6, 4, 0, code};
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
    return outcome == Outcome::card_unknown ? twice(kNotOnFile) : std::string(kOnFile);
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
    case Feedback::ssi:
      return ssi_beep(known ? 0 : 6);  // one short high beep, two short low ones
    case Feedback::cipherlab:
      return known ? std::string(kCipherlabBeep) : twice(kCipherlabBeep);
    case Feedback::honeywell_ack:
      break;
  }
  CHECK(false);
}

}  // namespace loyald::scanner
