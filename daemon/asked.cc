// SPDX-License-Identifier: Apache-2.0
#include "daemon/asked.h"

namespace loyald::daemon {

std::optional<Asked> asked_for(Books& books, const RedeemPolicy& policy, const Moment& moment,
                               const Identifier& who, const Result<MemberView>& view) {
  if (link_state(books, policy, moment.now).link != Link::connected) return std::nullopt;
  Asked asked;
  if (!view || !books.is_followed(view->member)) asked.unheard = who;
  if (view && is_worth_asking(*view, moment.today)) {
    asked.member = view->member;
    asked.owner = view->owner;
  }
  if (!asked.unheard && !asked.owner) return std::nullopt;
  return asked;
}

}  // namespace loyald::daemon
