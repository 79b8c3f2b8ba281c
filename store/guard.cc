// SPDX-License-Identifier: Apache-2.0
#include "store/guard.h"

#include <algorithm>
#include <charconv>

#include "store/base/check.h"

namespace loyald {
namespace {

constexpr std::string_view kFirstLine = "loyald guard 1\n";

tl::unexpected<Error> malformed() {
  return fail(Errc::invalid_argument, "this is no place in a journal",
              "it is STORE:INCARNATION:SEQ:HASH");
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > INT64_MAX) {
    return std::nullopt;
  }
  return value;
}

// Up to the next separator, which goes with it.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

}  // namespace

JournalPlace place_of(Journal& journal) {
  const auto life = journal.lives.newest();
  CHECK(life);
  const Head head = journal.head();
  return {life->name(), head.seq, head.hash};
}

std::string to_text(const JournalPlace& place) {
  return std::to_string(place.journal.store_id) + ":" + place.journal.incarnation.hex() + ":" +
         std::to_string(place.seq) + ":" + to_hex(place.hash);
}

Result<JournalPlace> place_from_text(std::string_view text) {
  JournalPlace place;
  const auto store = number(take(text, ':'));
  const auto incarnation = id_from_hex<Incarnation>(take(text, ':'));
  const auto seq = number(take(text, ':'));
  const auto hash = from_hex(text);
  if (!store || !incarnation || !seq || !hash || hash->size() != place.hash.size()) {
    return malformed();
  }
  place.journal = {*store, *incarnation};
  place.seq = *seq;
  std::ranges::copy(*hash, place.hash.begin());
  return place;
}

std::optional<std::string> why_restored(Journal& journal, const JournalPlace& seen) {
  const std::vector<Life> lives = journal.lives.all();
  const auto life = std::ranges::find(lives, seen.journal, &Life::name);
  // Of a life that these books never had: whoever said it may have been at another PC of the store.
  if (life == lives.end()) return std::nullopt;
  const bool is_newest = life->number == lives.back().number;
  const Seq end = journal.end_of(*life);
  if (seen.seq > end) {
    // An older life ended where it was noticed.
    if (!is_newest) return std::nullopt;
    return "these books end with entry " + std::to_string(end) + ", there was an entry " +
           std::to_string(seen.seq);
  }
  if (!is_newest || journal.hash_at(*life, seen.seq) == seen.hash) return std::nullopt;
  return "entry " + std::to_string(seen.seq) + " of these books is not what it was";
}

std::string to_text(const GuardMark& mark) {
  return std::string(kFirstLine) + to_text(mark.place) + "\n" + mark.machine + "\n";
}

Result<GuardMark> mark_from_text(std::string_view text) {
  if (!text.starts_with(kFirstLine)) return malformed();
  text.remove_prefix(kFirstLine.size());
  GuardMark mark;
  LOYALD_ASSIGN(mark.place, place_from_text(take(text, '\n')));
  mark.machine = take(text, '\n');
  return mark;
}

std::optional<std::string> why_restored(Journal& journal, const GuardMark& seen,
                                        const std::string& machine) {
  if (seen.machine != machine) return "these books were another PC's";
  const bool is_known = journal.lives.knows(seen.place.journal.incarnation.str());
  if (!is_known) return "these books are older than the newest life of this store's journal";
  return why_restored(journal, seen.place);
}

}  // namespace loyald
