// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/key_decoder.h"
#include "scanner/key_event.h"
#include "store/base/result.h"

namespace loyald::scanner {

inline constexpr std::size_t kSheetParts = 5;

// The texts of the configuration sheet: together all 95 printable ASCII characters, each once, so
// that a layout which differs in one key shows.
const std::array<std::string, kSheetParts>& sheet_texts();

// The layouts that scanners are sold with, as xkb names them; the commonest first.
std::span<const std::string_view> sheet_layouts();

// How a scanner is set.
struct LearnedSettings {
  // Of a keyboard: every known layout that explains all its keys, in the order of sheet_layouts().
  // Empty for bytes.
  std::vector<std::string> layouts;
  // What it puts around each code, other than the AIM identifier, STX and the terminator.
  std::string prefix;
  std::string suffix;
  std::string terminator;  // "\r" (Enter), "\t", "\n", "\r\n", "\x03" …; empty: none
  bool sends_aim = false;

  friend bool operator==(const LearnedSettings&, const LearnedSettings&) = default;
};

// Finds out from scans of the sheet, in any order and also repeated, how a scanner is set. Sans-io.
class LearnedSheet {
 public:
  // Fails with failed_precondition where the layouts' tables are not installed.
  static Result<LearnedSheet> make();

  // Which part of the sheet was scanned, from 0: from all keys between two pauses, or all bytes.
  // Nothing, and nothing changed, where it was no part, or by no layout that explains the others.
  std::optional<std::size_t> add(std::span<const KeyEvent> keys);
  std::optional<std::size_t> add(std::string_view bytes);

  std::size_t parts_read() const;
  bool is_complete() const { return parts_read() == kSheetParts; }

  // What all scans so far agree in. failed_precondition where there is none, or where they do not
  // agree (the scanner's settings changed meanwhile).
  Result<LearnedSettings> settings() const;

  // Forgets all scans: another scanner, or the same one again.
  void start_over();

 private:
  // What was found around a part of the sheet.
  struct Around {
    std::size_t part = 0;
    std::string prefix;
    std::string suffix;
    std::string terminator;
    bool has_aim = false;
  };
  struct Layout {
    std::string name;
    KeyDecoder decoder;
    bool explains = true;  // all keys so far
  };
  static std::optional<Around> around_part(std::string_view text, std::string terminator);
  static std::optional<Around> decoded(KeyDecoder& decoder, std::span<const KeyEvent> keys);

  explicit LearnedSheet(std::vector<Layout> layouts) : layouts_(std::move(layouts)) {}

  std::vector<Layout> layouts_;
  bool has_keys_ = false;
  std::map<std::size_t, std::vector<Around>> read_;  // by part
};

}  // namespace loyald::scanner
