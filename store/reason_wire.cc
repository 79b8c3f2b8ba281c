// SPDX-License-Identifier: Apache-2.0
#include "store/reason_wire.h"

namespace loyald {

programme::Reason reason_from(const v1::Reason& from) {
  programme::Reason reason{static_cast<programme::ReasonCode>(from.code())};
  reason.numbers.assign(from.numbers().begin(), from.numbers().end());
  reason.words.assign(from.words().begin(), from.words().end());
  return reason;
}

programme::Reason reason_from(const v1::LineEarning& earning, const v1::BasketLine& line) {
  programme::BasketLine named;
  named.sku = line.sku();
  named.category = line.category();
  named.department = line.department();
  named.brand = line.brand();
  named.tags.assign(line.tags().begin(), line.tags().end());
  return reason_of(
      {static_cast<programme::ReasonCode>(earning.not_counted()), earning.not_counted_tag()},
      named);
}

}  // namespace loyald
