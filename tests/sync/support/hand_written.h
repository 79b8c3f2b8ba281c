// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tests/sync/support/pair.h"

namespace loyald::testing {

// A store whose entries are written by hand, at a head office with a programme.
struct HandWritten {
  TemporaryDirectory directory;
  Office office{directory.file("office.db")};
  SigningSeed seed{1};
  v1::Genesis genesis;
  Hash head{};
  Seq seq = 0;

  explicit HandWritten(StoreId store = 1);

  // Pushes the entries; they must be accepted. Returns what was told.
  std::vector<v1::EntryException> push_all(const std::vector<std::string>& entries);
  // The codes alone.
  std::vector<std::string> push(const std::vector<std::string>& entries);
  std::vector<std::string> push(const v1::JournalEntry& entry);
};

}  // namespace loyald::testing
