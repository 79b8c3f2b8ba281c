// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/push_check.h"

#include <algorithm>

#include "store/journal.h"
#include "sync/headoffice/request_check.h"
#include "sync/limits.h"
#include "sync/wire_hash.h"

namespace loyald {
namespace {

Result<void> check_sizes(const v1::PushRequest& request) {
  if (static_cast<std::size_t>(request.entries_size()) > sync::kMaxPushEntries) {
    return fail(Errc::invalid_argument,
                "a push has at most " + std::to_string(sync::kMaxPushEntries) + " entries");
  }
  std::size_t bytes = 0;
  for (const std::string& entry : request.entries()) {
    if (entry.size() > kMaxEntryBytes) {
      return fail(Errc::invalid_argument,
                  "an entry has at most " + std::to_string(kMaxEntryBytes) + " bytes");
    }
    bytes += entry.size();
  }
  if (bytes > sync::kMaxPushBytes) {
    return fail(Errc::invalid_argument, "the entries of a push have at most " +
                                            std::to_string(sync::kMaxPushBytes) + " bytes");
  }
  if (static_cast<std::size_t>(request.profiles_size()) > sync::kMaxPushProfiles) {
    return fail(Errc::invalid_argument,
                "a push has at most " + std::to_string(sync::kMaxPushProfiles) + " profiles");
  }
  return {};
}

}  // namespace

Result<CheckedPush> check_push(const v1::PushRequest& request) {
  CheckedPush push;
  LOYALD_ASSIGN(push.name, read_journal_name(request.store_id(), request.incarnation()));
  LOYALD_TRY(check_sizes(request));
  if (request.first_seq() == 0 || request.first_seq() > kMaxStored - sync::kMaxPushEntries) {
    return fail(Errc::invalid_argument, "first_seq must be an entry's place, 1 or more");
  }
  const auto prev_hash = sync::hash_from_wire(request.prev_hash());
  const auto head_hash = sync::hash_from_wire(request.head_hash());
  if (!prev_hash || !head_hash) {
    return fail(Errc::invalid_argument, "prev_hash and head_hash have 32 bytes each");
  }
  push.first_seq = request.first_seq();
  push.prev_hash = *prev_hash;
  push.head_hash = *head_hash;
  push.entries.assign(request.entries().begin(), request.entries().end());
  return push;
}

Result<std::vector<Hash>> run_chain(const CheckedPush& push) {
  std::vector<Hash> chain{push.prev_hash};
  chain.reserve(push.entries.size() + 1);
  Seq seq = push.first_seq;
  for (const std::string_view entry : push.entries) {
    chain.push_back(entry_hash(chain.back(), seq++, entry));
  }
  if (chain.back() != push.head_hash) {
    return fail(Errc::invalid_argument,
                "the entries do not give the hash that came with them: they changed on the way or "
                "on the store's disk",
                "run \"loyalctl journal verify\" at the store");
  }
  return chain;
}

v1::Verdict judge(const CheckedPush& push, const std::vector<Hash>& chain, Seq cursor,
                  const Hash& cursor_hash) {
  if (push.before() > cursor) return v1::GAP;
  // The chain at the cursor is not in this push; the store compares the cursor that it is answered.
  if (push.last() < cursor) return v1::DUPLICATE;
  if (chain[cursor - push.before()] != cursor_hash) return v1::FORK;
  return push.last() == cursor ? v1::DUPLICATE : v1::ACCEPTED;
}

}  // namespace loyald
