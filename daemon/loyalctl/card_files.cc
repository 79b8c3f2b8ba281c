// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/card_files.h"

#include <cmath>
#include <filesystem>

#include "daemon/loyalctl/card_png.h"
#include "scanner/barcode_svg.h"
#include "store/csv.h"

namespace loyald::loyalctl {
namespace {

// About a millimetre on a printer of 300 dots to the inch, and sharp on a screen.
constexpr int kPngPixels = 10;

Result<void> limit(const std::string& path, const char* what, std::int64_t cards,
                   std::int64_t most) {
  if (path.empty() || cards <= most) return {};
  return fail(
      Errc::invalid_argument,
      std::string(what) + " are written for at most " + std::to_string(most) + " cards at once",
      "make several batches, or give a printer the --csv");
}

Result<void> open_in(std::optional<NewFile>& file, const std::string& path) {
  if (path.empty()) return {};
  LOYALD_ASSIGN(NewFile made, NewFile::create(path));
  file.emplace(std::move(made));
  return {};
}

Result<void> make_directory(const std::string& path) {
  if (path.empty()) return {};
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error) return {};
  return fail(Errc::unavailable, path + " cannot be made: " + error.message());
}

Result<void> write_whole(const std::string& path, std::string_view bytes) {
  LOYALD_ASSIGN(NewFile file, NewFile::create(path));
  LOYALD_TRY(file.write(bytes));
  return file.keep();
}

int whole_mm(double mm) { return static_cast<int>(std::ceil(mm)); }

}  // namespace

std::string csv_head() { return "number,text,symbology\r\n"; }

std::string csv_line(const PrintedCard& card, scanner::Symbology symbology) {
  return csv_field(card.number) + "," + csv_field(card.text) + "," +
         std::string(scanner::name(symbology)) + "\r\n";
}

Result<std::unique_ptr<CardFiles>> CardFiles::create(const CardPaths& paths, std::int64_t cards) {
  LOYALD_TRY(limit(paths.pdf, "sheets", cards, kMostCardsOnSheets));
  LOYALD_TRY(limit(paths.svg, "pictures", cards, kMostCardPictures));
  LOYALD_TRY(limit(paths.png, "pictures", cards, kMostCardPictures));
  std::unique_ptr<CardFiles> files(new CardFiles(paths));
  LOYALD_TRY(open_in(files->csv_, paths.csv));
  LOYALD_TRY(open_in(files->pdf_, paths.pdf));
  LOYALD_TRY(make_directory(paths.svg));
  LOYALD_TRY(make_directory(paths.png));
  if (files->csv_) LOYALD_TRY(files->csv_->write(csv_head()));
  return files;
}

void CardFiles::set_face(const CardFace& face) {
  face_ = face;
  if (!pdf_) return;
  sheet_.emplace(face, [this](std::string_view bytes) { return pdf_->write(bytes).has_value(); });
}

Result<void> CardFiles::add(const PrintedCard& card) {
  if (csv_) LOYALD_TRY(csv_->write(csv_line(card, face_.symbology)));
  if (sheet_) LOYALD_TRY(sheet_->add(card));
  if (paths_.svg.empty() && paths_.png.empty()) return {};
  return add_pictures(card);
}

Result<void> CardFiles::add_pictures(const PrintedCard& card) {
  LOYALD_ASSIGN(const CardCode code, card_code(card.text, face_.symbology));
  if (!paths_.svg.empty()) {
    LOYALD_TRY(write_whole(
        paths_.svg + "/" + card.number + ".svg",
        scanner::barcode_svg(code.modules, whole_mm(code.width_mm), whole_mm(code.height_mm))));
  }
  if (!paths_.png.empty()) {
    LOYALD_ASSIGN(const std::string png, to_png(enlarged(code, kPngPixels)));
    LOYALD_TRY(write_whole(paths_.png + "/" + card.number + ".png", png));
  }
  return {};
}

Result<void> CardFiles::finish() {
  if (sheet_) LOYALD_TRY(sheet_->finish());
  if (pdf_) LOYALD_TRY(pdf_->keep());
  if (csv_) LOYALD_TRY(csv_->keep());
  return {};
}

}  // namespace loyald::loyalctl
