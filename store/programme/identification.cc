// SPDX-License-Identifier: Apache-2.0
#include "store/programme/identification.h"

namespace loyald::programme {

const char* name(ShownAs kind) {
  switch (kind) {
    case ShownAs::card:
      return "card";
    case ShownAs::signed_code:
      return "signed";
    case ShownAs::rotating_code:
      return "rotating";
    case ShownAs::phone:
      return "phone";
    case ShownAs::mail:
      return "mail";
  }
  return "";
}

}  // namespace loyald::programme
