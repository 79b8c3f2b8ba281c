// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/aside.h"
#include "store/base/result.h"
#include "store/fold.h"

namespace loyald {

// An entry that another machine wrote, if its bytes are an entry of a form known here that the fold
// can take. Depends on the bytes alone, so that a rebuild from the archive decides the same.
// Errors: invalid_argument, saying what is wrong with it.
Result<v1::JournalEntry> read_entry(std::string_view bytes);

// One of many.
struct ReadEntry {
  Seq seq = 0;
  const v1::JournalEntry* entry = nullptr;  // on the arena; null: it cannot be read
  std::string fault;                        // then: why
  EntryEffects effects;
};
// So many are worth another thread.
inline constexpr std::size_t kWorthAside = 64;
// A store's entries that follow `before`, read half here and half aside.
std::vector<ReadEntry> read_entries(Seq before, std::span<const std::string_view> entries,
                                    StoreId store, google::protobuf::Arena& arena,
                                    const Aside& aside);

}  // namespace loyald
