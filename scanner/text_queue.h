// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <optional>
#include <utility>

#include "scanner/key_decoder.h"

namespace loyald::scanner {

// Texts on their way from the relay's thread to the I/O thread, without locks. One thread puts, one
// takes.
class TextQueue {
 public:
  struct Item {
    KeyText text;
    Timestamp time;  // steady
  };
  static constexpr std::size_t kMaxWaiting = 16;

  // False where the queue is full: the text is lost.
  bool put(Item item) {
    const std::size_t put = put_.load(std::memory_order_relaxed);
    if (put - taken_.load(std::memory_order_acquire) == kMaxWaiting) return false;
    items_[put % kMaxWaiting] = std::move(item);
    put_.store(put + 1, std::memory_order_release);
    return true;
  }

  std::optional<Item> take() {
    const std::size_t taken = taken_.load(std::memory_order_relaxed);
    if (taken == put_.load(std::memory_order_acquire)) return std::nullopt;
    Item item = std::move(items_[taken % kMaxWaiting]);
    taken_.store(taken + 1, std::memory_order_release);
    return item;
  }

 private:
  std::array<Item, kMaxWaiting> items_;
  std::atomic<std::size_t> put_{0};    // ever
  std::atomic<std::size_t> taken_{0};  // ever
};

}  // namespace loyald::scanner
