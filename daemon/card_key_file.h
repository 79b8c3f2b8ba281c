// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "store/base/random.h"
#include "store/base/result.h"
#include "store/card_keys.h"

namespace loyald::daemon {

// The secrets of cards, of head office or of a store without one: what signed cards are signed
// with, and what rotating codes follow from. A file of mode 0600 beside the books, so that a backup
// of the books that gets into wrong hands signs no card; it must be backed up, too. One line for
// each:
//
//   signing 1 <64 hexadecimal digits>
//   rotating 1 <64 hexadecimal digits>
//
// Belongs to one thread at a time.
class CardKeyFile {
 public:
  // No file is a file without keys. failed_precondition (cannot be read, or says something else).
  static Result<CardKeyFile> read(std::string path);

  // Those that are here, as the books know them: public keys, and secrets of rotating codes.
  std::vector<CardKey> keys() const;
  bool has(CardKeyKind kind, int key) const { return secrets_.contains({kind, key}); }
  // Nothing where it is not here.
  std::optional<SigningSeed> signing_seed(int key) const {
    return secret(CardKeyKind::signing, key);
  }
  std::optional<CodeMaster> code_master(int key) const {
    return secret(CardKeyKind::rotating, key);
  }
  // Makes a key with a number that is not taken: on disk when this returns. unavailable; then it is
  // not kept.
  Result<CardKey> make(CardKeyKind kind, int key, Random& random);

 private:
  using Secret = std::array<std::uint8_t, 32>;
  using Secrets = std::map<std::pair<CardKeyKind, int>, Secret>;

  explicit CardKeyFile(std::string path) : path_(std::move(path)) {}
  std::optional<Secret> secret(CardKeyKind kind, int key) const;

  std::string path_;
  Secrets secrets_;
};

}  // namespace loyald::daemon
