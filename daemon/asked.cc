// SPDX-License-Identifier: Apache-2.0
#include "daemon/asked.h"

namespace loyald::daemon {

std::optional<Asked> asked_for(Books& books, const RedeemPolicy& policy, const Moment& moment,
                               const LookedFor& looked_for, const Result<MemberView>& view) {
  if (looked_for.register_id.empty()) return std::nullopt;
  // Who shows a code that is refused has not said who they are.
  if (!view && !looked_for.who.code.empty()) return std::nullopt;
  if (link_state(books, policy, moment.now).link != Link::connected) return std::nullopt;
  Asked asked;
  asked.register_id = looked_for.register_id;
  asked.said = looked_for.said;
  if (!view || !books.is_followed(view->member)) asked.unheard = looked_for.who;
  if (view && is_worth_asking(*view, moment.today)) {
    asked.member = view->member;
    asked.owner = view->owner;
  }
  if (!asked.unheard && !asked.owner) return std::nullopt;
  return asked;
}

}  // namespace loyald::daemon
