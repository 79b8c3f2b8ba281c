// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/card_sheet.h"

#include <vector>

#include "tests/daemon/loyalctl/printed.h"

namespace loyald::loyalctl::testing {
namespace {

using loyald::testing::TemporaryDirectory;
using scanner::Symbology;

constexpr double kCardWidthMm = 85.60;
constexpr double kCardHeightMm = 53.98;

// A document of these cards, as a printer of so many dots to the inch would see it.
class Sheets {
 public:
  Sheets(const CardFace& face, const std::vector<PrintedCard>& cards, int dots_per_inch)
      : dots_per_mm_(dots_per_inch / 25.4) {
    std::ofstream pdf(directory_.file("sheet.pdf"), std::ios::binary);
    CardSheet sheet(face, [&pdf](std::string_view bytes) {
      pdf.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      return pdf.good();
    });
    for (const PrintedCard& card : cards) REQUIRE(sheet.add(card));
    REQUIRE(sheet.finish());
    pdf.close();
    command("pdftoppm -q -gray -r " + std::to_string(dots_per_inch) + " " +
            directory_.file("sheet.pdf") + " " + directory_.file("page"));
  }

  scanner::Picture page(std::size_t number) const {
    return read_pgm(directory_.file("page-" + std::to_string(number + 1) + ".pgm"));
  }
  // The card at a place, cut out with a pair of scissors.
  scanner::Picture card(const scanner::Picture& page, std::size_t place) const {
    return cut_out(
        page, dots((210 - 2 * kCardWidthMm) / 2 + kCardWidthMm * static_cast<int>(place % 2)),
        dots((297 - 5 * kCardHeightMm) / 2 + kCardHeightMm * static_cast<int>(place / 2 % 5)),
        dots(kCardWidthMm), dots(kCardHeightMm));
  }
  int dots(double mm) const { return static_cast<int>(mm * dots_per_mm_); }

 private:
  TemporaryDirectory directory_;
  double dots_per_mm_;
};

std::vector<PrintedCard> cards(int count, PrintedCard (*make)(int) = card_of) {
  std::vector<PrintedCard> made;
  for (int i = 1; i <= count; ++i) made.push_back(make(i));
  return made;
}

void check_read_back(Symbology symbology, const std::vector<PrintedCard>& printed, int dpi) {
  INFO(scanner::name(symbology), " at ", dpi, " dots to the inch");
  const Sheets sheets({symbology, "Bonus Card", "Corner Shop", "batch x"}, printed, dpi);
  scanner::Picture page;
  for (std::size_t i = 0; i < printed.size(); ++i) {
    if (i % 10 == 0) page = sheets.page(i / 10);
    CHECK(decoded(sheets.card(page, i), symbology) == printed[i].text);
  }
}

}  // namespace

TEST_CASE("every code on the sheets says what it should, and is on its card") {
  for (const Symbology symbology : {Symbology::qr, Symbology::ean13, Symbology::code128,
                                    Symbology::aztec, Symbology::pdf417, Symbology::datamatrix}) {
    check_read_back(symbology, cards(12), kDotsPerInch);
  }
  check_read_back(Symbology::code39, cards(2), kDotsPerInch);
  check_read_back(Symbology::itf, {{"04200000012325", "04200000012325"}}, kDotsPerInch);
}

TEST_CASE("an office printer's half as many dots are enough") {
  for (const Symbology symbology : {Symbology::qr, Symbology::ean13, Symbology::code128}) {
    check_read_back(symbology, cards(10), kDotsPerInch / 2);
  }
}

TEST_CASE("a signed text has room in a code that can hold it") {
  check_read_back(Symbology::qr, cards(10, signed_card_of), kDotsPerInch);
  check_read_back(Symbology::aztec, cards(2, signed_card_of), kDotsPerInch);
  CardSheet sheet({Symbology::code128, "", "", ""}, [](std::string_view) { return true; });
  CHECK(sheet.add(signed_card_of(1)).error().code == Errc::invalid_argument);
}

TEST_CASE("nothing is printed near a card's edge, and crop marks stay clear of it") {
  const Sheets sheets({Symbology::code128, std::string(64, 'W'), std::string(64, 'M'), "batch x"},
                      cards(10), kDotsPerInch);
  const scanner::Picture page = sheets.page(0);
  CHECK((page.width == 2480 || page.width == 2481));  // half a dot more or less
  CHECK(page.height == 3508);
  for (std::size_t place = 0; place < 10; ++place) {
    const scanner::Picture card = sheets.card(page, place);
    const int margin = sheets.dots(4);
    int inked = 0;
    for (int y = 0; y < card.height; ++y) {
      for (int x = 0; x < card.width; ++x) {
        const bool inside =
            x >= margin && x < card.width - margin && y >= margin && y < card.height - margin;
        if (!inside && card.at(x, y) < 250) ++inked;
      }
    }
    CHECK(inked == 0);
  }
  // Above the edge between the columns: the mark's 5 mm, 1.5 mm above the cards.
  const int x = sheets.dots(105);
  const auto is_marked = [&](double mm) {
    for (int near = x - 2; near <= x + 2; ++near) {
      if (page.at(near, sheets.dots(mm)) < 200) return true;
    }
    return false;
  };
  const double top = (297 - 5 * kCardHeightMm) / 2;
  CHECK(is_marked(top - 4));
  CHECK_FALSE(is_marked(top - 0.7));
  CHECK_FALSE(is_marked(top - 8));
}

TEST_CASE("what cannot be kept is said") {
  CardSheet sheet({}, [](std::string_view) { return false; });
  REQUIRE(sheet.add(card_of(1)));
  CHECK(sheet.finish().error().code == Errc::unavailable);
}

}  // namespace loyald::loyalctl::testing
