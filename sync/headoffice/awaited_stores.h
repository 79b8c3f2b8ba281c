// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "store/base/ids.h"
#include "store/sql/statement.h"

namespace loyald {

// The tables awaited_store and follow_due. These books came from a backup, and such stores have not
// said yet how far they have come: what they were granted since is not known, nor which programmes
// they have. Until all have, head office takes nothing from what seems to be nobody's: it grants
// nothing, moves and settles nothing, and publishes no programme. Belongs to its connection's
// thread. Everything throws sql::Error; what writes needs a transaction.
class AwaitedStores {
 public:
  explicit AwaitedStores(sql::Database& database);

  bool any();
  std::vector<StoreId> all();
  void add(StoreId store);
  // It has said all, or is given up. True where it was awaited.
  bool remove(StoreId store);

  // Whose units are to be looked at once nobody is awaited any more.
  void put_off(const MemberId& owner);
  std::vector<MemberId> take_put_off(std::size_t limit);

 private:
  sql::Statement all_;
  sql::Statement add_;
  sql::Statement remove_;
  sql::Statement is_awaited_;
  sql::Statement put_off_;
  sql::Statement put_off_rows_;
  sql::Statement drop_;
};

}  // namespace loyald
