// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "scanner/card_recogniser.h"
#include "scanner/picture.h"
#include "scanner/symbology.h"
#include "store/base/random.h"

namespace loyald::scanner::testing {

// What is wrong with a picture of a card, one thing at a time; the sizes are for frames of 1280 x
// 720, and the same part of smaller ones.
enum class Trouble {
  none,          // held straight, more or less
  rotated,       // at any angle
  skewed,        // tilted by 20 to 45 degrees
  low_contrast,  // printed pale, seen in the dark: 40 to 70 levels between black and white
  small,         // far away: few pixels per module
  blurred,       // out of focus or not held still
  noisy,         // a cheap sensor in the dark
  phone,         // white on black on a glossy screen with a lamp's reflection beside or on it
};
inline constexpr std::array kTroubles{Trouble::none,         Trouble::rotated, Trouble::skewed,
                                      Trouble::low_contrast, Trouble::small,   Trouble::blurred,
                                      Trouble::noisy,        Trouble::phone};

std::string_view name(Trouble trouble);

struct CardPicture {
  Picture picture;
  std::string text;
  Symbology symbology = Symbology::unknown;
};

// 042, nine digits and their check digit.
std::string random_card(Random& random);
// A shop that has no other cards.
CardRecogniser shop_of_pictures();

// A frame of that size with one code somewhere near the middle: QR, EAN-13 or Code 128 at random,
// on a phone QR. It carries `text`, thirteen digits of an EAN-13.
CardPicture card_picture(Trouble trouble, const std::string& text, int width, int height,
                         Random& random);

// A frame without a code: what lies on a counter, more or less.
Picture empty_frame(int width, int height, Random& random);

}  // namespace loyald::scanner::testing
