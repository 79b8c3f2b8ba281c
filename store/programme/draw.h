// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/programme/programme.h"

namespace loyald::programme {

// A store's next ticket of an instant win.
struct Draw {
  std::int64_t ticket = 0;  // from 1
  bool wins = false;
};

// The ticket after `drawn` others, of which `won` won; no ticket (0) once all are drawn. Selection
// sampling (Knuth, The Art of Computer Programming, vol. 2, 3.4.2, algorithm S) with a hash of the
// seed in place of the random number: exactly `prizes` of `tickets` win, whatever the seed. Pure,
// callable from any thread.
Draw draw(const InstantWin& kind, const std::string& reward, std::int64_t store, std::int64_t drawn,
          std::int64_t won);

}  // namespace loyald::programme
