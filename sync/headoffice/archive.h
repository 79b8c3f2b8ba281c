// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/base/hash.h"
#include "store/base/result.h"
#include "store/sql/statement.h"
#include "sync/headoffice/incarnations.h"

namespace loyald {

struct Segment {
  Seq first_seq = 0;
  Seq last_seq = 0;
  Hash head_hash{};  // after last_seq
  std::vector<std::string> entries;
};

// The table journal_segment: the stores' journals byte for byte, one row for what one push added.
// Rows are written once and never changed. Belongs to its connection's thread. Everything throws
// sql::Error.
class Archive {
 public:
  explicit Archive(sql::Database& database);

  // Needs a transaction. `entries` must not be empty.
  void append(const JournalName& name, Seq first_seq, std::span<const std::string_view> entries,
              const Hash& head_hash, Timestamp now);

  // The first segment that begins at `first_seq` or later; nothing behind the last. data_loss where
  // its bytes are no sequence of entries.
  Result<std::optional<Segment>> next(const JournalName& name, Seq first_seq);
  // The last segment that begins at `seq` or earlier; errors as above.
  Result<std::optional<Segment>> containing(const JournalName& name, Seq seq);

 private:
  sql::Statement append_;
  sql::Statement next_;
  sql::Statement containing_;
};

}  // namespace loyald
