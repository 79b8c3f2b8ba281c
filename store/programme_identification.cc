// SPDX-License-Identifier: Apache-2.0
#include "store/programme_identification.h"

namespace loyald {
namespace {

programme::Allowance allowance(const v1::Allowed& from) {
  return {!from.has_earn() || from.earn(), !from.has_redeem() || from.redeem()};
}

}  // namespace

programme::Identification read_identification(const v1::Identification& from) {
  using programme::ShownAs;
  programme::Identification to;
  to.of(ShownAs::card) = allowance(from.card());
  to.of(ShownAs::signed_code) = allowance(from.signed_());
  to.of(ShownAs::rotating_code) = allowance(from.rotating());
  to.of(ShownAs::phone) = allowance(from.phone());
  to.of(ShownAs::mail) = allowance(from.mail());
  return to;
}

}  // namespace loyald
