// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/request_check.h"

namespace loyald {

Result<JournalName> read_journal_name(std::uint64_t store_id, std::string_view incarnation) {
  if (store_id == 0 || store_id > kMaxStored) {
    return fail(Errc::invalid_argument, "store_id must be a store's number, 1 or more");
  }
  LOYALD_ASSIGN(const Incarnation id, id_from_bytes<Incarnation>(incarnation));
  return JournalName{store_id, id};
}

}  // namespace loyald
