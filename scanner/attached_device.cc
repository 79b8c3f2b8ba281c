// SPDX-License-Identifier: Apache-2.0
#include "scanner/attached_device.h"

#include <algorithm>
#include <array>
#include <utility>

namespace loyald::scanner {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kMakers{{
    {"0c2e", "Honeywell"},
    {"05e0", "Zebra (Symbol)"},
    {"05f9", "Datalogic"},
    {"23d0", "Youjie"},
    {"1eab", "Newland"},
    {"065a", "Opticon"},
    {"0536", "Hand Held Products"},
}};

constexpr std::array<std::string_view, 14> kWords{
    "barcode", "scanner", "reader",  "honeywell",  "zebra",   "symbol", "datalogic",
    "newland", "netum",   "opticon", "metrologic", "inateck", "eyoyo",  "tera"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// As a word of its own: "tera" is a maker, "interactive" is not.
bool has_word(std::string_view text, std::string_view word) {
  const auto is_letter = [&](std::size_t at) {
    return at < text.size() && text[at] >= 'a' && text[at] <= 'z';
  };
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    if ((at == 0 || !is_letter(at - 1)) && !is_letter(at + word.size())) return true;
  }
  return false;
}

}  // namespace

std::string_view name(DeviceKind kind) {
  switch (kind) {
    case DeviceKind::keyboard:
      return "keyboard";
    case DeviceKind::hid_pos:
      return "HID-POS device";
    case DeviceKind::serial:
      return "serial port";
    case DeviceKind::camera:
      return "camera";
  }
  return "";
}

bool is_relay_clone(std::string_view vendor, std::string_view product, std::string_view name) {
  return (vendor == "1209" && product == "4c59") || name.starts_with("loyald relay");
}

std::string why_scanner(const AttachedDevice& device) {
  if (device.kind == DeviceKind::hid_pos) return "it is a point-of-sale device";
  for (const auto& [vendor, maker] : kMakers) {
    if (device.vendor == vendor) return "made by " + std::string(maker);
  }
  const std::string known_as = lower(device.name);
  const auto word =
      std::ranges::find_if(kWords, [&](std::string_view each) { return has_word(known_as, each); });
  return word == kWords.end() ? "" : "its name says \"" + std::string(*word) + "\"";
}

}  // namespace loyald::scanner
