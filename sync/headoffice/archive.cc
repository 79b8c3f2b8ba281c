// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/archive.h"

#include "store/base/bytes.h"
#include "store/base/check.h"
#include "sync/wire_hash.h"

namespace loyald {
namespace {

constexpr std::size_t kLengthBytes = 4;

std::optional<std::vector<std::string>> split(std::string_view payload) {
  std::vector<std::string> entries;
  while (!payload.empty()) {
    if (payload.size() < kLengthBytes) return std::nullopt;
    std::size_t length = 0;
    for (std::size_t i = 0; i < kLengthBytes; ++i) {
      length = length << 8 | static_cast<std::uint8_t>(payload[i]);
    }
    payload.remove_prefix(kLengthBytes);
    if (payload.size() < length) return std::nullopt;
    entries.emplace_back(payload.substr(0, length));
    payload.remove_prefix(length);
  }
  return entries;
}

Result<std::optional<Segment>> read(const JournalName& name, sql::Statement::Rows row) {
  if (!row.next()) return std::nullopt;
  Segment segment;
  segment.first_seq = static_cast<Seq>(row.int64(0));
  segment.last_seq = static_cast<Seq>(row.int64(1));
  const auto hash = sync::hash_from_wire(row.blob(2));
  auto entries = split(row.blob(3));
  if (!hash || !entries || entries->size() != segment.last_seq - segment.first_seq + 1) {
    return fail(Errc::data_loss, "the archive of store " + std::to_string(name.store_id) +
                                     " from entry " + std::to_string(segment.first_seq) +
                                     " on cannot be read");
  }
  segment.head_hash = *hash;
  segment.entries = *std::move(entries);
  return segment;
}

}  // namespace

Archive::Archive(sql::Database& database)
    : append_(database, "INSERT INTO journal_segment VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
      next_(database,
            "SELECT first_seq, last_seq, head_hash, payload FROM journal_segment "
            "WHERE store_id = ?1 AND incarnation = ?2 AND first_seq >= ?3 "
            "ORDER BY first_seq LIMIT 1"),
      containing_(database,
                  "SELECT first_seq, last_seq, head_hash, payload FROM journal_segment "
                  "WHERE store_id = ?1 AND incarnation = ?2 AND first_seq <= ?3 "
                  "ORDER BY first_seq DESC LIMIT 1") {}

void Archive::append(const JournalName& name, Seq first_seq,
                     std::span<const std::string_view> entries, const Hash& head_hash,
                     Timestamp now) {
  CHECK(!entries.empty());
  std::string payload;
  for (const std::string_view entry : entries) {
    append_u32be(payload, static_cast<std::uint32_t>(entry.size()));
    payload += entry;
  }
  append_.execute(name.store_id, sql::blob(name.incarnation.bytes), first_seq,
                  first_seq + entries.size() - 1, sql::blob(head_hash), now.ms, sql::Blob{payload});
}

Result<std::optional<Segment>> Archive::next(const JournalName& name, Seq first_seq) {
  return read(name, next_.run(name.store_id, sql::blob(name.incarnation.bytes), first_seq));
}

Result<std::optional<Segment>> Archive::containing(const JournalName& name, Seq seq) {
  return read(name, containing_.run(name.store_id, sql::blob(name.incarnation.bytes), seq));
}

}  // namespace loyald
