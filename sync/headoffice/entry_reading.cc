// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/entry_reading.h"

#include <cstdint>

#include "store/fold.h"
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

Result<const v1::JournalEntry*> read_entry(std::string_view bytes, google::protobuf::Arena& arena) {
  auto* entry = google::protobuf::Arena::CreateMessage<v1::JournalEntry>(&arena);
  LOYALD_TRY(read(bytes, *entry));
  return entry;
}

}  // namespace loyald
