// SPDX-License-Identifier: Apache-2.0
#include "store/capture.h"

#include "store/base/check.h"
#include "store/fold.h"

namespace loyald {

Result<OpenHold> find_open_hold(Books& books, const HoldName& name) {
  const std::string which = "\"" + name.hold_id + "\" of register \"" + name.register_id + "\"";
  const auto seq = books.find_operation(name.register_id, name.hold_id);
  if (!seq) {
    return fail(Errc::not_found, "there is no hold " + which + " here",
                "check the register and the id; a hold of another store is not known here");
  }
  OpenHold hold{*seq, books.recorded(*seq).entry, {}};
  if (!hold.entry.has_hold()) {
    return fail(Errc::invalid_argument,
                which + " is a " + std::string(kind_of(hold.entry)) + ", not a hold");
  }
  const auto state = books.holds.find(*seq);
  CHECK(state);
  hold.state = *state;
  if (state->closed_by == 0) return hold;
  const v1::JournalEntry by = books.recorded(state->closed_by).entry;
  return fail(Errc::failed_precondition,
              "the hold " + which + " was " + (by.has_sale() ? "captured" : "released") +
                  " before, by \"" + by.op_id() + "\" of register \"" + by.register_id() + "\"",
              "sell without it, or make a new hold");
}

Error with_fate_of(const OpenHold& hold, Date day, Timestamp now, Error error) {
  if (error.code != Errc::insufficient || !is_over(hold.state, day, now)) return error;
  error.message += "; the hold was over at " + format(hold.state.valid_until) +
                   ", and not all of its units are there any more";
  return error;
}

}  // namespace loyald
