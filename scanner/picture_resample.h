// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scanner/picture.h"

namespace loyald::scanner {

// White for black.
Picture inverted(const Picture& picture);

// The middle half of each side, enlarged twofold with linear interpolation: about as large as
// `picture`.
Picture doubled_centre(const Picture& picture);

}  // namespace loyald::scanner
