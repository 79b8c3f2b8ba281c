// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>

#include "store/base/random.h"
#include "store/store.h"

// A store with many members, each with one sale, and the real daemon on it.
namespace loyald::bench {

inline constexpr Moment kMoment{{1'790'000'000'000}, {20'717}};

// The card of a member, by number from 0: 042, nine digits and their check digit.
std::string card(std::uint64_t number);
// Five lines on a member's card.
CheckoutRequest checkout(const std::string& id, std::uint64_t member);

// Makes a store's books at `path`, with a programme and so many members, and checkpoints them.
std::unique_ptr<Store> make_filled_books(const std::string& path, std::uint64_t members,
                                         Random& random);

// loyald on the books "books.sqlite" of a directory, at "register.sock" in it. Destroying it stops
// it.
class Daemon {
 public:
  // `more` is appended to its configuration.
  Daemon(const std::string& binary, const std::string& directory, const std::string& more = "");
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;
  ~Daemon();

 private:
  pid_t process_ = 0;
};

}  // namespace loyald::bench
