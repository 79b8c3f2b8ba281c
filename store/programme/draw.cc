// SPDX-License-Identifier: Apache-2.0
#include "store/programme/draw.h"

#include "store/base/hash.h"

namespace loyald::programme {
namespace {

std::uint64_t number_of(const InstantWin& kind, const std::string& reward, std::int64_t store,
                        std::int64_t ticket) {
  const Hash hash = sha256("loyald/draw/1|" + kind.seed + "|" + reward + "|" +
                           std::to_string(store) + "|" + std::to_string(ticket));
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8U | hash[i];
  return number;
}

}  // namespace

Draw draw(const InstantWin& kind, const std::string& reward, std::int64_t store, std::int64_t drawn,
          std::int64_t won) {
  const Tickets& all = kind.at(store);
  if (drawn >= all.tickets) return {};
  const auto left = static_cast<std::uint64_t>(all.tickets - drawn);
  const std::int64_t prizes = all.prizes > won ? all.prizes - won : 0;
  return {drawn + 1,
          number_of(kind, reward, store, drawn + 1) % left < static_cast<std::uint64_t>(prizes)};
}

}  // namespace loyald::programme
