// SPDX-License-Identifier: Apache-2.0
#include "daemon/enrolled_store.h"

#include <charconv>

namespace loyald::daemon {
namespace {

constexpr std::string_view kPrefix = "store-";

// All of it, decimal digits, from 1.
std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_all = error == std::errc() && end == text.data() + text.size();
  if (!is_all || number == 0 || text.starts_with('0')) return std::nullopt;
  return number;
}

}  // namespace

std::string common_name_of(const EnrolledStore& store) {
  return std::string(kPrefix) + std::to_string(store.store) + "-" + std::to_string(store.enrolment);
}

std::optional<EnrolledStore> enrolled_store(std::string_view common_name) {
  if (!common_name.starts_with(kPrefix)) return std::nullopt;
  common_name.remove_prefix(kPrefix.size());
  const std::size_t dash = common_name.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto store = number_in(common_name.substr(0, dash));
  const auto enrolment = number_in(common_name.substr(dash + 1));
  if (!store || !enrolment) return std::nullopt;
  return EnrolledStore{*store, *enrolment};
}

}  // namespace loyald::daemon
