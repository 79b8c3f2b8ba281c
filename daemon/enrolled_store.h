// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/base/ids.h"

namespace loyald::daemon {

// Whom a store's certificate says it is: its subject's common name is "store-17-3", store 17, third
// enrolment. Pure; any thread.
struct EnrolledStore {
  StoreId store = 0;
  std::uint64_t enrolment = 0;  // from 1
  friend bool operator==(const EnrolledStore&, const EnrolledStore&) = default;
};

std::string common_name_of(const EnrolledStore& store);
// Nothing where it is no such name.
std::optional<EnrolledStore> enrolled_store(std::string_view common_name);

}  // namespace loyald::daemon
