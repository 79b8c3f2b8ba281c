// SPDX-License-Identifier: Apache-2.0
//
// What our decoder costs and reads, against ZXing-cpp called bare and against zbar, on generated
// pictures of cards of 1280 x 720 (tests/scanner/card_pictures.h).
//
//   picture_bench [PICTURES]      of each kind of trouble; default 40
//
// All are asked for QR, EAN-13 and Code 128. Times are interleaved: every picture goes to each in
// turn, and each figure is the median over kRounds rounds.
#include <zbar.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "scanner/picture_child.h"
#include "scanner/picture_client.h"
#include "scanner/picture_decoder.h"
#include "store/base/check.h"
#include "store/base/clock.h"
#include "tests/scanner/card_pictures.h"

// Last: its Error.h defines macros with ordinary names.
#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

namespace {

using namespace loyald;
using namespace loyald::scanner;
using testing::CardPicture;
using testing::Trouble;

constexpr int kWidth = 1280;
constexpr int kHeight = 720;
constexpr int kRounds = 5;

const std::vector<Symbology> kSymbologies{Symbology::qr, Symbology::ean13, Symbology::code128};

// One of the decoders that are compared: the text in a picture, or nothing.
struct Reader {
  std::string name;
  std::function<std::string(const Picture&)> read;
};

std::string text_of(const std::optional<DecodedPicture>& decoded) {
  return decoded ? decoded->text : "";
}

// A camera's frame in the daemon: through the socket to the child and back.
std::string through_child(boost::asio::io_context& io, PictureClient& client,
                          const Picture& picture) {
  std::optional<std::string> text;
  client.decode(picture, Effort::frame, [&text](Result<std::optional<DecodedPicture>> decoded) {
    CHECK(decoded);
    text = text_of(*decoded);
  });
  io.restart();
  while (!text) io.run_one();
  return *text;
}

std::string bare_zxing(const Picture& picture) {
  const ZXing::ImageView view(picture.luma.data(), picture.width, picture.height,
                              ZXing::ImageFormat::Lum);
  const auto found =
      ZXing::ReadBarcode(view, ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode |
                                                               ZXing::BarcodeFormat::EAN13 |
                                                               ZXing::BarcodeFormat::Code128));
  return found.isValid() ? found.text() : "";
}

class Zbar {
 public:
  Zbar() : scanner_(zbar::zbar_image_scanner_create()) {
    zbar::zbar_image_scanner_set_config(scanner_, zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
    for (const auto type : {zbar::ZBAR_QRCODE, zbar::ZBAR_EAN13, zbar::ZBAR_CODE128}) {
      zbar::zbar_image_scanner_set_config(scanner_, type, zbar::ZBAR_CFG_ENABLE, 1);
    }
    // It can look for white on black since 0.23.91, but does not unless it is told to.
    zbar::zbar_image_scanner_set_config(scanner_, zbar::ZBAR_NONE, zbar::ZBAR_CFG_TEST_INVERTED, 1);
  }
  Zbar(const Zbar&) = delete;
  Zbar& operator=(const Zbar&) = delete;
  ~Zbar() { zbar::zbar_image_scanner_destroy(scanner_); }

  std::string read(const Picture& picture) {
    zbar::zbar_image_t* image = zbar::zbar_image_create();
    zbar::zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar::zbar_image_set_size(image, static_cast<unsigned>(picture.width),
                              static_cast<unsigned>(picture.height));
    zbar::zbar_image_set_data(image, picture.luma.data(), picture.luma.size(), nullptr);
    std::string text;
    if (zbar::zbar_scan_image(scanner_, image) > 0) {
      const zbar::zbar_symbol_t* symbol = zbar::zbar_image_first_symbol(image);
      text.assign(zbar::zbar_symbol_get_data(symbol), zbar::zbar_symbol_get_data_length(symbol));
    }
    zbar::zbar_image_destroy(image);
    return text;
  }

 private:
  zbar::zbar_image_scanner_t* scanner_;
};

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

// Milliseconds per frame of each reader, and each one's ratio to the first.
void print_times(const char* what, const std::vector<Picture>& frames,
                 const std::vector<Reader>& readers) {
  std::vector<std::vector<double>> rounds(readers.size());
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::chrono::steady_clock::duration> took(readers.size());
    for (const Picture& frame : frames) {
      for (std::size_t i = 0; i < readers.size(); ++i) {
        const auto began = std::chrono::steady_clock::now();
        readers[i].read(frame);
        took[i] += std::chrono::steady_clock::now() - began;
      }
    }
    for (std::size_t i = 0; i < readers.size(); ++i) {
      rounds[i].push_back(std::chrono::duration<double, std::milli>(took[i]).count() /
                          static_cast<double>(frames.size()));
    }
  }
  std::printf("\n%s: %zu frames, median of %d rounds\n", what, frames.size(), kRounds);
  for (std::size_t i = 0; i < readers.size(); ++i) {
    std::vector<double> ratios;
    for (std::size_t round = 0; round < rounds[i].size(); ++round) {
      ratios.push_back(rounds[i][round] / rounds[0][round]);
    }
    std::printf("  %-28s %8.2f ms   x %.2f\n", readers[i].name.c_str(), median(rounds[i]),
                median(ratios));
  }
}

struct Count {
  int read = 0;
  int misread = 0;
  int wrong_card = 0;  // of the misread: a card for all that one can tell from its text
};

void print_shares(int per_trouble, const std::vector<Reader>& readers, Random& random) {
  const CardRecogniser recogniser = testing::shop_of_pictures();
  std::printf("\nread, read wrong, of these taken for a card\n%-14s %8s", "", "pictures");
  for (const Reader& reader : readers) std::printf("%23s", reader.name.c_str());
  std::printf("\n");
  std::vector<Count> all(readers.size());
  for (const Trouble trouble : testing::kTroubles) {
    std::vector<Count> counts(readers.size());
    for (int n = 0; n < per_trouble; ++n) {
      const CardPicture card =
          card_picture(trouble, testing::random_card(random), kWidth, kHeight, random);
      for (std::size_t i = 0; i < readers.size(); ++i) {
        const std::string text = readers[i].read(card.picture);
        if (text.empty()) continue;
        ++(text == card.text ? counts[i].read : counts[i].misread);
        if (text != card.text && recogniser.recognise(text)) ++counts[i].wrong_card;
      }
    }
    std::printf("%-14s %8d", std::string(name(trouble)).c_str(), per_trouble);
    for (std::size_t i = 0; i < readers.size(); ++i) {
      std::printf("%15d %3d %3d", counts[i].read, counts[i].misread, counts[i].wrong_card);
      all[i].read += counts[i].read;
      all[i].misread += counts[i].misread;
      all[i].wrong_card += counts[i].wrong_card;
    }
    std::printf("\n");
  }
  const auto total = static_cast<double>(per_trouble) * testing::kTroubles.size();
  std::printf("%-14s %8.0f", "all", total);
  for (const Count& count : all) {
    std::printf("%14.1f%% %3d %3d", 100 * count.read / total, count.misread, count.wrong_card);
  }
  std::printf("\n");
}

int run(int per_trouble) {
  boost::asio::io_context io;
  const SystemClock clock;
  PictureClient client(io, clock, {own_picture_command(), std::chrono::seconds(20), kSymbologies});
  PictureDecoder frames;
  PictureDecoder pictures;
  Zbar zbar;
  const Reader ours{"loyald, frame", [&frames](const Picture& picture) {
                      return text_of(frames.decode(picture, Effort::frame, kSymbologies));
                    }};
  const Reader child{"loyald, through the child", [&io, &client](const Picture& picture) {
                       return through_child(io, client, picture);
                     }};
  const Reader all_attempts{
      "loyald", [&pictures](const Picture& picture) {
        return text_of(pictures.decode(picture, Effort::single, kSymbologies));
      }};
  const Reader zxing{"ZXing bare", bare_zxing};
  const Reader peer{"zbar", [&zbar](const Picture& picture) { return zbar.read(picture); }};

  SeededRandom random(1);
  std::vector<Picture> with_card;
  std::vector<Picture> without;
  for (int i = 0; i < per_trouble; ++i) {
    with_card.push_back(
        card_picture(Trouble::rotated, testing::random_card(random), kWidth, kHeight, random)
            .picture);
    without.push_back(testing::empty_frame(kWidth, kHeight, random));
  }
  std::printf("QR, EAN-13 and Code 128, frames of %d x %d\n", kWidth, kHeight);
  print_times("frames with a card", with_card, {zxing, ours, child, peer});
  print_times("frames without one", without, {zxing, ours, child, peer});
  print_shares(per_trouble, {all_attempts, zxing, peer}, random);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], kPictureChildOption) == 0) {
    return run_picture_child(kPictureChildFd);
  }
  return run(argc > 1 ? std::stoi(argv[1]) : 40);
}
