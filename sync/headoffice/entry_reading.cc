// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/entry_reading.h"

#include <cstdint>

#include "sync/limits.h"

namespace loyald {

namespace {

Result<void> read(std::string_view bytes, v1::JournalEntry& entry) {
  if (!entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return fail(Errc::invalid_argument, "the bytes are no journal entry");
  }
  if (entry.format() != sync::kEntryFormat) {
    return fail(Errc::invalid_argument,
                "entries of form " + std::to_string(entry.format()) + " are not known here");
  }
  if (!is_well_formed(entry)) {
    return fail(Errc::invalid_argument, "the entry is of an unknown kind or names no member");
  }
  // The database holds signed numbers.
  if (entry.hlc() > static_cast<std::uint64_t>(INT64_MAX)) {
    return fail(Errc::invalid_argument, "the entry's clock is beyond all dates");
  }
  return {};
}

}  // namespace

Result<v1::JournalEntry> read_entry(std::string_view bytes) {
  v1::JournalEntry entry;
  LOYALD_TRY(read(bytes, entry));
  return entry;
}

std::vector<ReadEntry> read_entries(Seq before, std::span<const std::string_view> entries,
                                    StoreId store, google::protobuf::Arena& arena,
                                    const Aside& aside) {
  std::vector<ReadEntry> all(entries.size());
  const auto read_some = [&](std::size_t first, std::size_t end) {
    for (std::size_t i = first; i < end; ++i) {
      auto* entry = google::protobuf::Arena::CreateMessage<v1::JournalEntry>(&arena);
      all[i].seq = before + 1 + i;
      if (const auto done = read(entries[i], *entry)) {
        all[i].entry = entry;
        all[i].effects = effects_of(*entry, store);
      } else {
        all[i].fault = done.error().message;
      }
    }
  };
  const std::size_t half = entries.size() < kWorthAside ? 0 : entries.size() / 2;
  const auto first_half = [&] { read_some(0, half); };
  const auto wait = half == 0 ? run_at_once(first_half) : aside(first_half);
  read_some(half, entries.size());
  wait();
  return all;
}

}  // namespace loyald
