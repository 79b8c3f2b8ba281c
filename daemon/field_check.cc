// SPDX-License-Identifier: Apache-2.0
#include "daemon/field_check.h"

#include <algorithm>

#include "store/base/amounts.h"
#include "store/base/text.h"

namespace loyald::daemon {

tl::unexpected<Error> fail_in(const std::string& field, Error error) {
  error.message = field + ": " + error.message;
  return fail(std::move(error));
}

Result<std::string> parse_text(const std::string& field, const std::string& value,
                               std::size_t max_bytes) {
  if (value.size() > max_bytes) {
    return fail(Errc::invalid_argument, field + ": has " + std::to_string(value.size()) +
                                            " bytes, at most " + std::to_string(max_bytes) +
                                            " are taken");
  }
  const bool printable = std::ranges::none_of(value, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
  if (!printable || !is_utf8(value)) {
    return fail(Errc::invalid_argument, field + ": has characters that cannot be printed");
  }
  return value;
}

Result<std::string> parse_required(const std::string& field, const std::string& value,
                                   std::size_t max_bytes) {
  if (value.empty()) return fail(Errc::invalid_argument, field + ": is required");
  return parse_text(field, value, max_bytes);
}

Result<std::int64_t> parse_number(const std::string& field, std::int64_t value, std::int64_t least,
                                  std::int64_t most) {
  if (value >= least && value <= most) return value;
  return fail(Errc::invalid_argument, field + ": must be " + std::to_string(least) + " to " +
                                          std::to_string(most) + ", not " + std::to_string(value));
}

Result<std::optional<Date>> parse_day(const std::string& field, const std::string& value,
                                      Date first) {
  if (value.empty()) return std::nullopt;
  auto date = parse_date(value, first);
  if (!date) return fail_in(field, std::move(date).error());
  return *date;
}

std::int32_t shown(std::int64_t number) {
  return static_cast<std::int32_t>(std::clamp(number, -kMaxAmount, kMaxAmount));
}

std::int32_t shown(std::uint64_t number) {
  return static_cast<std::int32_t>(std::min(number, static_cast<std::uint64_t>(kMaxAmount)));
}

}  // namespace loyald::daemon
