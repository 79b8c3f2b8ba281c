// SPDX-License-Identifier: Apache-2.0
#include "daemon/headoffice_access.h"

namespace loyald::daemon {
namespace {

bool is_same(const Hash& a, const Hash& b) {
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned>(a[i]) ^ static_cast<unsigned>(b[i]);
  }
  return difference == 0;
}

}  // namespace

HeadOfficeAccess::HeadOfficeAccess(std::string_view admin_token,
                                   const std::vector<KnownStore>& stores)
    : admin_(sha256(admin_token)) {
  for (const KnownStore& store : stores) {
    stores_[store.id] = store.token.empty() ? std::nullopt : std::optional(sha256(store.token));
  }
}

Result<void> HeadOfficeAccess::require_admin(std::string_view token) const {
  if (is_same(sha256(token), admin_)) return {};
  return fail(Errc::unauthenticated, "this is not the administrator's token",
              "it is admin_token in head office's configuration");
}

Result<void> HeadOfficeAccess::require_store(std::string_view token,
                                             const std::optional<EnrolledStore>& certificate,
                                             StoreId store) const {
  const auto known = stores_.find(store);
  const bool has_token = known != stores_.end() && known->second;
  // A store that is not known is compared too, so that the time does not tell.
  const bool matches = is_same(sha256(token), has_token ? *known->second : admin_);
  if (has_token && matches) return {};
  if (known != stores_.end() && certificate && certificate->store == store) return {};
  return fail(Errc::unauthenticated,
              certificate ? "this certificate is of store " + std::to_string(certificate->store) +
                                ", not of store " + std::to_string(store)
                          : "this is not the token of store " + std::to_string(store),
              "compare head_office.token and store.id at the store with [[store]] at head office, "
              "or enrol the store");
}

}  // namespace loyald::daemon
