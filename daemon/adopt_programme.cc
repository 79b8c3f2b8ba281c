// SPDX-License-Identifier: Apache-2.0
#include "daemon/adopt_programme.h"

#include "daemon/batch_loop.h"
#include "daemon/text_file.h"
#include "store/programme_file.h"

namespace loyald::daemon {

Result<std::uint32_t> adopt_programme_file(Store& store, const std::string& path, Date today) {
  LOYALD_ASSIGN(const std::string toml, read_text_file(path, kMaxProgrammeBytes));
  LOYALD_TRY(parse_programme(toml, path));
  try {
    Store::Batch batch(store);
    LOYALD_ASSIGN(const std::uint32_t version,
                  batch.run([&] { return store.adopt_programme(toml, today); }));
    batch.commit();
    return version;
  } catch (const sql::Error& error) {
    return fail(error_of(error));
  }
}

}  // namespace loyald::daemon
