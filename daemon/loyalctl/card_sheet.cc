// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/card_sheet.h"

#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>

#include <algorithm>

#include "scanner/dark_areas.h"

// All lengths are millimetres, from the sheet's or the card's top left corner.
namespace loyald::loyalctl {
namespace {

constexpr double kPointsPerMm = 72 / 25.4;
constexpr double kSheetWidth = 210;
constexpr double kSheetHeight = 297;
constexpr double kCardWidth = 85.60;
constexpr double kCardHeight = 53.98;
constexpr int kColumns = 2;
constexpr int kRows = 5;
constexpr double kLeft = (kSheetWidth - kColumns * kCardWidth) / 2;
constexpr double kTop = (kSheetHeight - kRows * kCardHeight) / 2;

// Crop marks stay clear of the cards, so that a cut beside them leaves no ink.
constexpr double kMarkGap = 1.5;
constexpr double kMarkLength = 5;
constexpr double kMarkWidth = 0.1;

constexpr double kMargin = 4.5;  // of a card, where nothing is printed
constexpr double kTitleSize = 4.2;
constexpr double kTitleBaseline = 8.6;
constexpr double kProgrammeSize = 2.8;
constexpr double kProgrammeBaseline = 12.6;
constexpr double kNumberSize = 3.6;
constexpr double kNumberRoom = 4.4;  // from a code's lower edge to the number's baseline
constexpr double kFooterSize = 2.2;

constexpr double kBlack = 0;
constexpr double kGrey = 0.35;

cairo_status_t write_on(void* closure, const unsigned char* bytes, unsigned int size) {
  const auto& write = *static_cast<CardSheet::Write*>(closure);
  const std::string_view part(reinterpret_cast<const char*>(bytes), size);
  return write(part) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

}  // namespace

struct CardSheet::Drawing {
  Drawing(CardFace card_face, Write to)
      : face(std::move(card_face)),
        write(std::move(to)),
        surface(cairo_pdf_surface_create_for_stream(write_on, &write, kSheetWidth * kPointsPerMm,
                                                    kSheetHeight * kPointsPerMm)),
        pen(cairo_create(surface)) {
    cairo_scale(pen, kPointsPerMm, kPointsPerMm);
  }
  ~Drawing() {
    cairo_destroy(pen);
    cairo_surface_destroy(surface);
  }
  Drawing(const Drawing&) = delete;
  Drawing& operator=(const Drawing&) = delete;

  void draw_marks();
  void draw_footer();
  void draw_card(double x, double y, const PrintedCard& card, const CardCode& code);
  void draw_code(double x, double y, const CardCode& code);
  void draw_text(const std::string& text, double middle, double baseline, double size, double ink,
                 cairo_font_weight_t weight);

  CardFace face;
  Write write;
  cairo_surface_t* surface;
  cairo_t* pen;
  int on_sheet = 0;
  int sheets = 0;
};

void CardSheet::Drawing::draw_marks() {
  cairo_set_source_rgb(pen, kBlack, kBlack, kBlack);
  cairo_set_line_width(pen, kMarkWidth);
  const auto line = [this](double x, double y, double dx, double dy) {
    cairo_move_to(pen, x, y);
    cairo_rel_line_to(pen, dx, dy);
  };
  const double bottom = kTop + kRows * kCardHeight;
  const double right = kLeft + kColumns * kCardWidth;
  for (int i = 0; i <= kColumns; ++i) {
    line(kLeft + i * kCardWidth, kTop - kMarkGap, 0, -kMarkLength);
    line(kLeft + i * kCardWidth, bottom + kMarkGap, 0, kMarkLength);
  }
  for (int i = 0; i <= kRows; ++i) {
    line(kLeft - kMarkGap, kTop + i * kCardHeight, -kMarkLength, 0);
    line(right + kMarkGap, kTop + i * kCardHeight, kMarkLength, 0);
  }
  cairo_stroke(pen);
}

void CardSheet::Drawing::draw_footer() {
  if (face.footer.empty()) return;
  const std::string text = face.footer + " · sheet " + std::to_string(sheets);
  draw_text(text, kLeft + kCardWidth / 2, kTop + kRows * kCardHeight + kMarkGap + kMarkLength - 1,
            kFooterSize, kGrey, CAIRO_FONT_WEIGHT_NORMAL);
}

// Centred, and smaller where it would leave the card.
void CardSheet::Drawing::draw_text(const std::string& text, double middle, double baseline,
                                   double size, double ink, cairo_font_weight_t weight) {
  if (text.empty()) return;
  cairo_select_font_face(pen, "sans-serif", CAIRO_FONT_SLANT_NORMAL, weight);
  cairo_set_source_rgb(pen, ink, ink, ink);
  cairo_set_font_size(pen, size);
  cairo_text_extents_t extents;
  cairo_text_extents(pen, text.c_str(), &extents);
  constexpr double kRoom = kCardWidth - 2 * kMargin;
  const double scale = std::min(1.0, kRoom / std::max(extents.x_advance, 1.0));
  cairo_set_font_size(pen, size * scale);
  cairo_move_to(pen, middle - extents.x_advance * scale / 2, baseline);
  cairo_show_text(pen, text.c_str());
}

// One path, so that neighbouring areas leave no seam.
void CardSheet::Drawing::draw_code(double x, double y, const CardCode& code) {
  const double module = code.module_dots * kDotMm;
  const double row = code.height_mm / code.modules.height;
  for (const scanner::Area& area : scanner::dark_areas(code.modules)) {
    cairo_rectangle(pen, x + area.x * module, y + area.y * row, area.width * module,
                    area.height * row);
  }
  cairo_set_source_rgb(pen, kBlack, kBlack, kBlack);
  cairo_fill(pen);
}

void CardSheet::Drawing::draw_card(double x, double y, const PrintedCard& card,
                                   const CardCode& code) {
  const double middle = x + kCardWidth / 2;
  double top = kMargin;
  if (!face.title.empty()) {
    draw_text(face.title, middle, y + kTitleBaseline, kTitleSize, kBlack, CAIRO_FONT_WEIGHT_BOLD);
    top = kTitleBaseline + 1;
  }
  if (!face.programme.empty()) {
    draw_text(face.programme, middle, y + kProgrammeBaseline, kProgrammeSize, kGrey,
              CAIRO_FONT_WEIGHT_NORMAL);
    top = kProgrammeBaseline + 1;
  }
  // Code and number stand together in the middle of what is left.
  const double used = code.height_mm + kNumberRoom;
  const double code_top = top + std::max(0.0, (kCardHeight - kMargin - top - used) / 2);
  draw_code(middle - code.width_mm / 2, y + code_top, code);
  draw_text(grouped(card.number, face.symbology), middle, y + code_top + used, kNumberSize, kBlack,
            CAIRO_FONT_WEIGHT_NORMAL);
}

CardSheet::CardSheet(CardFace face, Write write)
    : drawing_(std::make_unique<Drawing>(std::move(face), std::move(write))) {}

CardSheet::~CardSheet() = default;

Result<void> CardSheet::add(const PrintedCard& card) {
  LOYALD_ASSIGN(const CardCode code, card_code(card.text, drawing_->face.symbology));
  if (drawing_->on_sheet == kColumns * kRows) {
    cairo_show_page(drawing_->pen);
    drawing_->on_sheet = 0;
  }
  if (drawing_->on_sheet == 0) {
    ++drawing_->sheets;
    drawing_->draw_marks();
    drawing_->draw_footer();
  }
  const int place = drawing_->on_sheet++;
  drawing_->draw_card(kLeft + place % kColumns * kCardWidth, kTop + place / kColumns * kCardHeight,
                      card, code);
  return {};
}

Result<void> CardSheet::finish() {
  if (drawing_->on_sheet > 0) cairo_show_page(drawing_->pen);
  cairo_surface_finish(drawing_->surface);
  for (const cairo_status_t status :
       {cairo_status(drawing_->pen), cairo_surface_status(drawing_->surface)}) {
    if (status == CAIRO_STATUS_SUCCESS) continue;
    return fail(Errc::unavailable,
                std::string("the sheets cannot be written: ") + cairo_status_to_string(status));
  }
  return {};
}

}  // namespace loyald::loyalctl
