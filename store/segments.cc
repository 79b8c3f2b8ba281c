// SPDX-License-Identifier: Apache-2.0
#include "store/segments.h"

#include <algorithm>
#include <set>

#include "store/base/check.h"
#include "store/base/text.h"

namespace loyald {
namespace {

Result<void> check_segment(const std::string& segment) {
  const bool is_printable = std::ranges::none_of(segment, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
  if (segment.empty() || segment.size() > kMaxSegmentBytes || !is_printable || !is_utf8(segment)) {
    return fail(Errc::invalid_argument, "a segment is a text of 1 to " +
                                            std::to_string(kMaxSegmentBytes) +
                                            " bytes that can be printed");
  }
  return {};
}

}  // namespace

Result<void> check_segments(const SegmentChange& change) {
  const std::size_t count = change.add.size() + change.remove.size();
  if (count == 0) {
    return fail(Errc::invalid_argument, "no segment was named",
                "name at least one to add or to remove");
  }
  if (count > static_cast<std::size_t>(kMaxSegmentsOfMember)) {
    return fail(Errc::invalid_argument, "more than " + std::to_string(kMaxSegmentsOfMember) +
                                            " segments were named at once");
  }
  for (const std::string& segment : change.add) LOYALD_TRY(check_segment(segment));
  for (const std::string& segment : change.remove) {
    LOYALD_TRY(check_segment(segment));
    if (std::ranges::find(change.add, segment) != change.add.end()) {
      return fail(Errc::invalid_argument,
                  "segment \"" + segment + "\" is both to be added and to be removed");
    }
  }
  return {};
}

Segments::Segments(sql::Database& database)
    : read_(database, "SELECT record FROM segments WHERE member_id = ?1"),
      write_(database,
             "INSERT INTO segments VALUES(?1, ?2) ON CONFLICT(member_id) DO UPDATE SET "
             "record = excluded.record"),
      delete_(database, "DELETE FROM segments WHERE member_id = ?1") {}

v1::MemberSegments Segments::read(const MemberId& member) {
  v1::MemberSegments segments;
  auto row = read_.run(sql::blob(member.bytes));
  if (!row.next()) return segments;
  CHECK(segments.ParseFromArray(row.blob(0).data(), static_cast<int>(row.blob(0).size())));
  return segments;
}

void Segments::replace(const MemberId& member, const v1::MemberSegments& segments) {
  if (segments.hlc() == 0) return delete_.execute(sql::blob(member.bytes));
  write_.execute(sql::blob(member.bytes), sql::Blob{segments.SerializeAsString()});
}

Result<bool> Segments::change(const MemberId& member, const SegmentChange& change, StoreId writer,
                              Timestamp now) {
  LOYALD_TRY(check_segments(change));
  const v1::MemberSegments known = read(member);
  std::set<std::string> tags(known.tags().begin(), known.tags().end());
  for (const std::string& segment : change.add) tags.insert(segment);
  for (const std::string& segment : change.remove) tags.erase(segment);
  if (tags.size() > static_cast<std::size_t>(kMaxSegmentsOfMember)) {
    return fail(Errc::resource_exhausted,
                "a member is in at most " + std::to_string(kMaxSegmentsOfMember) + " segments",
                "take them out of others first");
  }
  v1::MemberSegments changed;
  changed.mutable_tags()->Assign(tags.begin(), tags.end());
  if (std::ranges::equal(changed.tags(), known.tags())) return false;
  changed.set_hlc(std::max(hlc_of(now), known.hlc() + 1));
  changed.set_store_id(writer);
  replace(member, changed);
  return true;
}

}  // namespace loyald
