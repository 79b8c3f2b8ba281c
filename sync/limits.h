// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

// What one message between a store and head office may hold. The store keeps to it when it fills a
// message, head office when it takes one.
namespace loyald::sync {

// Beyond 512 entries a push gains no throughput to speak of, and loses more when it is lost.
inline constexpr std::size_t kMaxPushEntries = 512;
inline constexpr std::size_t kMaxPushBytes = 256 * 1024;  // of entries; one entry always fits
inline constexpr std::size_t kMaxPushProfiles = 200;
inline constexpr std::size_t kMaxProfileBytes = 3 * 1024;  // encoded

inline constexpr std::size_t kMaxPullRows = 1000;
// Of rows, encoded. A page has at least one row where there is one, however large.
inline constexpr std::size_t kMaxPullBytes = 256 * 1024;

// Exceptions told in the answer to a push; head office keeps all of them.
inline constexpr std::size_t kMaxExceptionsTold = 100;

// The forms of the messages that this program speaks (OpenRequest.oldest_protocol). Head office is
// updated first, and speaks those of its stores until the last of them has been.
inline constexpr unsigned kOldestProtocol = 1;
inline constexpr unsigned kNewestProtocol = 1;

// The newest form of entries that this program reads and writes (JournalEntry.format).
inline constexpr unsigned kEntryFormat = 1;

}  // namespace loyald::sync
