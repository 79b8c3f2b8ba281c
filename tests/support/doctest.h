// SPDX-License-Identifier: Apache-2.0
#pragma once

// doctest and store/base/check.h both define CHECK. In tests it is doctest's: ours must come first,
// so that including it later changes nothing.
#include "store/base/check.h"

#include <doctest/doctest.h>  // IWYU pragma: export
