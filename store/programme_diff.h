// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

namespace loyald {

enum class ChangeKind { added, removed, changed, moved };

// "added", "removed", "changed", "moved"
const char* name(ChangeKind kind);

// One difference, in words for whoever answers for the programme.
struct ProgrammeChange {
  ChangeKind kind = ChangeKind::changed;
  std::string place;  // "earn base"; empty for the file's own keys
  std::string text;   // "per 100 -> 200", "added: unit = "points", quantity = 1", "removed"
  friend bool operator==(const ProgrammeChange&, const ProgrammeChange&) = default;
};

// "earn base: per 100 -> 200"
std::string in_words(const ProgrammeChange& change);

// What turns `before` into `after`: two messages of one type that people write as TOML, both valid.
// Walks the schema, so that a key added to it is compared without a word here. Tables in an array
// are the same where their `id` is; a change of their order is told where order has a meaning (in a
// programme everywhere but for units and groups). The order within lists of words has none. A value
// that is 0, "" or false is one that is not set. In the schema's order; equal messages give
// nothing. Pure, callable from any thread.
std::vector<ProgrammeChange> programme_diff(const google::protobuf::Message& before,
                                            const google::protobuf::Message& after);

}  // namespace loyald
