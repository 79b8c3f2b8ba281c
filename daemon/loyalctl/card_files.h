// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "daemon/loyalctl/card_sheet.h"
#include "daemon/loyalctl/new_file.h"
#include "store/base/result.h"

namespace loyald::loyalctl {

// Where cards go; empty: not there.
struct CardPaths {
  std::string csv;  // number, what the code says, symbology; RFC 4180
  std::string pdf;  // sheets of cards
  std::string svg;  // a directory with a picture of each code, NUMBER.svg
  std::string png;  // the same, NUMBER.png
};

// What one command may write of each; a printer's CSV may have any number.
inline constexpr std::int64_t kMostCardsOnSheets = 20'000;
inline constexpr std::int64_t kMostCardPictures = 10'000;

// Cards into files that were not there before, a card after the other. Files are begun when this is
// made and gone again unless finish() succeeded; pictures that were written stay. Belongs to one
// thread.
class CardFiles {
 public:
  // Errors: those of NewFile::create; invalid_argument (more cards than fit).
  static Result<std::unique_ptr<CardFiles>> create(const CardPaths& paths, std::int64_t cards);

  // Before the first card: what they look like.
  void set_face(const CardFace& face);
  // Errors: those of card_code and of NewFile.
  Result<void> add(const PrintedCard& card);
  Result<void> finish();

 private:
  explicit CardFiles(const CardPaths& paths) : paths_(paths) {}
  Result<void> add_pictures(const PrintedCard& card);

  CardPaths paths_;
  CardFace face_;
  std::optional<NewFile> csv_;
  std::optional<NewFile> pdf_;
  std::optional<CardSheet> sheet_;
};

// The first line of a CSV of cards, and a card's.
std::string csv_head();
std::string csv_line(const PrintedCard& card, scanner::Symbology symbology);

}  // namespace loyald::loyalctl
