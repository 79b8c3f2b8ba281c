// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/card_files.h"

#include "store/csv.h"
#include "tests/daemon/loyalctl/printed.h"

namespace loyald::loyalctl::testing {
namespace {

using scanner::Symbology;

struct InDirectory {
  loyald::testing::TemporaryDirectory directory;
  CardPaths paths{directory.file("cards.csv"), directory.file("cards.pdf"), directory.file("svg"),
                  directory.file("png")};

  void write(Symbology symbology, const std::vector<PrintedCard>& cards) {
    const auto files = CardFiles::create(paths, std::ssize(cards));
    REQUIRE_MESSAGE(files, (files ? "" : files.error().message));
    (*files)->set_face({symbology, "Bonus Card", "", ""});
    for (const PrintedCard& card : cards) REQUIRE((*files)->add(card));
    REQUIRE((*files)->finish());
  }
};

}  // namespace

TEST_CASE_FIXTURE(InDirectory, "SVG and PNG say what they should") {
  const std::pair<Symbology, PrintedCard> codes[] = {
      {Symbology::qr, card_of(1)},     {Symbology::qr, signed_card_of(2)},
      {Symbology::ean13, card_of(3)},  {Symbology::code128, card_of(4)},
      {Symbology::aztec, card_of(5)},  {Symbology::pdf417, card_of(6)},
      {Symbology::code39, card_of(7)}, {Symbology::datamatrix, card_of(8)}};
  paths.csv.clear();
  paths.pdf.clear();
  for (const auto& [symbology, card] : codes) {
    INFO(scanner::name(symbology));
    write(symbology, {card});
    CHECK(decoded(read_png(paths.png + "/" + card.number + ".png"), symbology) == card.text);
    const std::string rendered = directory.file("rendered.png");
    command("rsvg-convert -d 300 -p 300 " + paths.svg + "/" + card.number + ".svg -o " + rendered);
    CHECK(decoded(read_png(rendered), symbology) == card.text);
  }
}

TEST_CASE_FIXTURE(InDirectory, "a CSV has a line for each card, whatever its code says") {
  paths = {paths.csv, "", "", ""};
  const std::vector<PrintedCard> cards{card_of(1), {"A1", "said \"so\", twice\r\nand again"}};
  write(Symbology::qr, cards);
  const std::string text = file_text(paths.csv);
  CHECK(text.starts_with("number,text,symbology\r\n"));
  CsvReader reader(text);
  REQUIRE(reader.next());
  for (const PrintedCard& card : cards) {
    const auto row = reader.next();
    REQUIRE(row);
    CHECK(row->fields == std::vector<std::string>{card.number, card.text, "qr"});
  }
  CHECK_FALSE(reader.next());
}

TEST_CASE_FIXTURE(InDirectory, "files that are there are found before anything is done") {
  std::ofstream(paths.pdf) << "mine";
  CHECK(CardFiles::create(paths, 1).error().code == Errc::already_exists);
  CHECK_FALSE(std::filesystem::exists(paths.csv));
  CHECK(file_text(paths.pdf) == "mine");
  std::filesystem::remove(paths.pdf);
  write(Symbology::qr, {card_of(1)});
  std::filesystem::remove(paths.csv);
  std::filesystem::remove(paths.pdf);
  const auto files = CardFiles::create(paths, 1);
  REQUIRE(files);
  (*files)->set_face({});
  CHECK((*files)->add(card_of(1)).error().code == Errc::already_exists);
}

TEST_CASE_FIXTURE(InDirectory, "what goes wrong on the way leaves no half of a file") {
  paths = {paths.csv, paths.pdf, "", ""};
  {
    const auto files = CardFiles::create(paths, 2);
    REQUIRE(files);
    (*files)->set_face({Symbology::ean13, "", "", ""});
    REQUIRE((*files)->add(card_of(1)));
    CHECK((*files)->add({"1", "not an EAN"}).error().code == Errc::invalid_argument);
  }
  CHECK_FALSE(std::filesystem::exists(paths.csv));
  CHECK_FALSE(std::filesystem::exists(paths.pdf));
}

TEST_CASE_FIXTURE(InDirectory, "more than there is room for is refused at once") {
  CHECK(CardFiles::create(paths, kMostCardsOnSheets + 1).error().code == Errc::invalid_argument);
  paths.pdf.clear();
  CHECK(CardFiles::create(paths, kMostCardPictures + 1).error().code == Errc::invalid_argument);
  paths = {paths.csv, "", "", ""};
  CHECK(CardFiles::create(paths, 1'000'000));
}

}  // namespace loyald::loyalctl::testing
