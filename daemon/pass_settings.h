// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scanner/typed_pass.h"

namespace loyald::daemon {

// How the till's program gets what a scanner reads that is no keyboard and no card.
enum class PassTo { nothing, keys, port };

struct PassSettings {
  PassTo to = PassTo::nothing;
  scanner::TypedPass::Options typing;  // for `keys`
};

}  // namespace loyald::daemon
