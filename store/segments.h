// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proto/loyald/v1/sync.pb.h"
#include "store/base/result.h"
#include "store/identifiers.h"
#include "store/sql/statement.h"

namespace loyald {

inline constexpr std::size_t kMaxSegmentBytes = 64;
inline constexpr int kMaxSegmentsOfMember = 50;

// Segments to put a member into and to take them out of.
struct SegmentChange {
  std::vector<std::string> add;
  std::vector<std::string> remove;
};
// invalid_argument where it is empty, too long, or has one segment in both.
Result<void> check_segments(const SegmentChange& change);

// The table segments: the segments members are in, beside the journal. Belongs to its connection's
// thread. Everything throws sql::Error.
class Segments {
 public:
  explicit Segments(sql::Database& database);

  // Empty where the member is in none.
  v1::MemberSegments read(const MemberId& member);
  // Takes a whole state, whatever was known: head office's word.
  void replace(const MemberId& member, const v1::MemberSegments& segments);
  // Changes what is known, as `writer` (0 = head office) says it at `now`; true where that is a
  // change. resource_exhausted above kMaxSegmentsOfMember. Needs a transaction.
  Result<bool> change(const MemberId& member, const SegmentChange& change, StoreId writer,
                      Timestamp now);

 private:
  sql::Statement read_;
  sql::Statement write_;
  sql::Statement delete_;
};

}  // namespace loyald
