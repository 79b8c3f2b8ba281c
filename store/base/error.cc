// SPDX-License-Identifier: Apache-2.0
#include "store/base/error.h"

#include "store/base/check.h"

namespace loyald {

std::string_view name(Errc code) {
  switch (code) {
    case Errc::invalid_argument:
      return "invalid_argument";
    case Errc::not_a_card:
      return "not_a_card";
    case Errc::unauthenticated:
      return "unauthenticated";
    case Errc::permission_denied:
      return "permission_denied";
    case Errc::not_found:
      return "not_found";
    case Errc::already_exists:
      return "already_exists";
    case Errc::failed_precondition:
      return "failed_precondition";
    case Errc::insufficient:
      return "insufficient";
    case Errc::resource_exhausted:
      return "resource_exhausted";
    case Errc::unavailable:
      return "unavailable";
    case Errc::deadline_exceeded:
      return "deadline_exceeded";
    case Errc::data_loss:
      return "data_loss";
    case Errc::unimplemented:
      return "unimplemented";
    case Errc::internal:
      return "internal";
  }
  CHECK(false);
}

bool is_transient(Errc code) {
  return code == Errc::unavailable || code == Errc::deadline_exceeded ||
         code == Errc::resource_exhausted;
}

}  // namespace loyald
