// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/storm/audit.h"

#include <stdexcept>

#include "store/sql/statement.h"

namespace loyald::bench {
namespace {

void look_up(CentralBooks& books, const NightStore& store, Audit& audit) {
  const Seq end = store.head().seq;
  std::vector<int> times(end + 1);
  Seq from = 1;
  Hash hash{};
  while (true) {
    const auto segment = books.archive.next(store.journal(), from);
    if (!segment) throw std::runtime_error(segment.error().message);
    if (!*segment) break;
    for (Seq seq = (*segment)->first_seq; seq <= (*segment)->last_seq; ++seq) {
      if (seq > end || ++times[seq] > 1) ++audit.doubled;
    }
    hash = (*segment)->head_hash;
    from = (*segment)->first_seq + 1;
  }
  for (Seq seq = 1; seq <= end; ++seq) audit.lost += times[seq] == 0 ? 1U : 0U;
  audit.entries += end;
  const auto counted = books.incarnations.find(store.journal());
  if (books.incarnations.of_store(store.id()).size() != 1 || !counted || counted->seq != end ||
      counted->hash != store.head().hash || hash != counted->hash) {
    ++audit.other_chains;
  }
}

}  // namespace

Audit audit(const BooksPlace& place, const std::deque<NightStore>& stores) {
  const auto books = open_central_books_read_only(place);
  if (!books) throw std::runtime_error(books.error().message);
  Audit found;
  for (const NightStore& store : stores) look_up(**books, store, found);
  const auto add = [&](const char* sums, int sign) {
    sql::Statement read((*books)->database(), sums);
    auto row = read.run();
    while (row.next()) found.balances[std::string(row.text(0))] += sign * row.int64(1);
  };
  add("SELECT unit, sum(amount) FROM lot GROUP BY unit", 1);
  add("SELECT unit, sum(amount) FROM debt GROUP BY unit", -1);
  return found;
}

}  // namespace loyald::bench
