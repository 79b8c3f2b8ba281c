// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/base/result.h"
#include "store/base/time.h"

// Checks of single fields of a register's message. Errors are invalid_argument and name the field:
// "lines[2].amount: must be 0 to 2000000000, not -5". Pure; any thread.
namespace loyald::daemon {

// UTF-8 without control characters, of at most so many bytes.
Result<std::string> parse_text(const std::string& field, const std::string& value,
                               std::size_t max_bytes);
// The same, and not empty.
Result<std::string> parse_required(const std::string& field, const std::string& value,
                                   std::size_t max_bytes);
Result<std::int64_t> parse_number(const std::string& field, std::int64_t value, std::int64_t least,
                                  std::int64_t most);
// "YYYY-MM-DD", or nothing where it is empty.
Result<std::optional<Date>> parse_day(const std::string& field, const std::string& value,
                                      Date first = kFirstDate);

// An error of something within the field, as one that names it.
tl::unexpected<Error> fail_in(const std::string& field, Error error);

// A number as replies write it. Nobody's wallet gets beyond kMaxAmount in earnest; where a broken
// programme lets it, that much is shown, because an error would keep the shop from selling. It is
// still safe: no operation may spend more than kMaxAmount at once.
std::int32_t shown(std::int64_t number);
std::int32_t shown(std::uint64_t number);

}  // namespace loyald::daemon
