// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scanner/picture.h"
#include "store/base/bytes.h"
#include "store/base/result.h"

namespace loyald::scanner {

// The brightness of a JPEG, also of one without Huffman tables, as cameras send them. One that is
// cut off or that carries rubbish is taken as far as it goes: many cameras' are never quite right.
// data_loss where there is no picture in it, invalid_argument where its size is not taken.
Result<Picture> jpeg_luma(ByteView jpeg);

}  // namespace loyald::scanner
