// SPDX-License-Identifier: Apache-2.0
#include "scanner/pgm.h"

#include <charconv>
#include <optional>

namespace loyald::scanner {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The header's next number; blanks and comments to the end of the line go before it.
std::optional<int> take_number(std::string_view& rest) {
  while (!rest.empty() && (is_blank(rest.front()) || rest.front() == '#')) {
    const bool comment = rest.front() == '#';
    const std::size_t end = comment ? rest.find('\n') : 0;
    if (end == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(end + 1);
  }
  int number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc{}) return std::nullopt;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return number;
}

}  // namespace

Result<Picture> parse_pgm(std::string_view bytes) {
  constexpr std::string_view kMagic = "P5";
  std::string_view rest = bytes;
  if (!rest.starts_with(kMagic)) {
    return fail(Errc::invalid_argument, "not a binary PGM picture: it does not begin with P5");
  }
  rest.remove_prefix(kMagic.size());
  const auto width = take_number(rest);
  const auto height = take_number(rest);
  const auto brightest = take_number(rest);
  if (!width || !height || !brightest || rest.empty() || !is_blank(rest.front())) {
    return fail(Errc::invalid_argument, "the PGM picture's header is malformed");
  }
  if (*brightest != 255) {
    return fail(Errc::invalid_argument, "the PGM picture has not 8 bits per pixel");
  }
  rest.remove_prefix(1);
  LOYALD_TRY(check_picture_size(*width, *height));
  Picture picture = blank_picture(*width, *height);
  if (rest.size() < picture.luma.size()) {
    return fail(Errc::invalid_argument, "the PGM picture is cut off");
  }
  picture.luma.assign(rest.begin(),
                      rest.begin() + static_cast<std::ptrdiff_t>(picture.luma.size()));
  return picture;
}

std::string to_pgm(const Picture& picture) {
  std::string out =
      "P5\n" + std::to_string(picture.width) + " " + std::to_string(picture.height) + "\n255\n";
  out.append(picture.luma.begin(), picture.luma.end());
  return out;
}

}  // namespace loyald::scanner
