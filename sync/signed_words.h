// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "store/base/bytes.h"
#include "store/base/hash.h"
#include "store/base/ids.h"
#include "store/base/signature.h"

// What the two ends sign, and how a message carries the signature; proto/loyald/v1/sync.proto.
namespace loyald::sync {

// A store's: this is my journal so far.
inline std::string head_words(const JournalName& journal, Seq seq, const Hash& hash) {
  std::string words = "lj1/head";
  append_u64be(words, journal.store_id);
  words += journal.incarnation.str();
  append_u64be(words, seq);
  words += to_string(hash);
  return words;
}

// Head office's: so far I have counted it.
inline std::string receipt_words(std::uint64_t feed_epoch, const JournalName& journal, Seq seq,
                                 const Hash& hash, Timestamp now) {
  std::string words = "lj1/rcpt";
  append_u64be(words, feed_epoch);
  append_u64be(words, journal.store_id);
  words += journal.incarnation.str();
  append_u64be(words, seq);
  words += to_string(hash);
  append_u64be(words, static_cast<std::uint64_t>(now.ms));
  return words;
}

inline bool is_signed_on_wire(std::string_view words, std::string_view bytes,
                              std::string_view public_key) {
  Signature signature;
  PublicKey key;
  if (bytes.size() != signature.size() || public_key.size() != key.size()) return false;
  std::ranges::copy(bytes, signature.begin());
  std::ranges::copy(public_key, key.begin());
  return is_signed(words, signature, key);
}

}  // namespace loyald::sync
