// SPDX-License-Identifier: Apache-2.0
#include "sync/agent/recovery.h"

#include <algorithm>

#include "sync/wire_hash.h"

namespace loyald {
namespace {

// Whether it can be the life that begins after `seq`: every field has its size and range.
bool is_sound(const v1::Genesis& genesis, Seq seq) {
  return genesis.incarnation().size() == 16 && genesis.parent_incarnation().size() == 16 &&
         genesis.parent_hash().size() == 32 && genesis.device_pubkey().size() == 32 &&
         genesis.parent_seq() == seq && genesis.store_id() <= INT64_MAX &&
         genesis.created_hlc() <= INT64_MAX;
}

}  // namespace

Recovery::Recovery(Journal& journal, Life life, Seq cursor)
    : journal_(journal),
      tail_{std::move(life), 0, {}, {}},
      incarnation_(tail_.life.genesis.incarnation()),
      entries_(&tail_.entries) {
  const Seq first = tail_.life.parent_seq() + 1;
  next_ = std::max(first, std::min(journal_.end_of(tail_.life), cursor) + 1);
}

v1::FetchTailRequest Recovery::next() const {
  v1::FetchTailRequest request;
  request.set_store_id(tail_.life.genesis.store_id());
  request.set_incarnation(incarnation_);
  request.set_from_seq(next_);
  return request;
}

Result<bool> Recovery::agree(const Hash& before) {
  if (journal_.hash_at(tail_.life, next_ - 1) == before) return true;
  const Seq first = tail_.life.parent_seq() + 1;
  if (next_ == first) {
    return fail(Errc::data_loss, "head office has another beginning of this store's journal");
  }
  next_ = next_ - first > step_ ? next_ - step_ : first;
  step_ *= 2;
  return false;
}

Result<bool> Recovery::take(const v1::FetchTailResponse& page) {
  const auto before = sync::hash_from_wire(page.prev_hash());
  if (!before) return fail(Errc::data_loss, "head office sent a malformed hash");
  if (!has_agreed_) {
    LOYALD_ASSIGN(has_agreed_, agree(*before));
    if (!has_agreed_) return false;
    tail_.agreed = next_ - 1;
    hash_ = *before;
  }
  if (*before != hash_) {
    return fail(Errc::data_loss, "what head office has of this journal does not fit together");
  }
  LOYALD_TRY(collect(page));
  if (next_ <= page.cursor_seq()) {
    if (!page.entries().empty()) return false;
    return fail(Errc::data_loss, "head office does not have what it has counted");
  }
  if (sync::to_wire(hash_) != page.cursor_hash()) {
    return fail(Errc::data_loss, "what head office has of this journal does not fit together");
  }
  if (!page.has_successor() || journal_.lives.knows(page.successor().incarnation())) return true;
  if (!is_sound(page.successor(), next_ - 1)) {
    return fail(Errc::data_loss, "head office sent a malformed genesis");
  }
  if (tail_.later.size() >= kMostLives) {
    return fail(Errc::resource_exhausted, "this store's journal had too many lives since");
  }
  tail_.later.push_back({page.successor(), {}});
  incarnation_ = page.successor().incarnation();
  entries_ = &tail_.later.back().entries;
  hash_ = genesis_hash(page.successor());
  return false;
}

Result<void> Recovery::collect(const v1::FetchTailResponse& page) {
  for (const std::string& entry : page.entries()) {
    hash_ = entry_hash(hash_, next_, entry);
    if (collected_ == 0 && tail_.later.empty() && journal_.hash_at(tail_.life, next_) == hash_) {
      tail_.agreed = next_;
    } else if (collected_ < kMostEntries) {
      entries_->push_back(entry);
      ++collected_;
    } else {
      return fail(Errc::resource_exhausted,
                  "these books lack more than " + std::to_string(kMostEntries) + " entries",
                  "restore a newer backup, or begin with an empty state directory");
    }
    ++next_;
  }
  return {};
}

}  // namespace loyald
