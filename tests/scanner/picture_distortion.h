// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scanner/picture.h"
#include "store/base/random.h"

namespace loyald::scanner::testing {

// What lies between a printed code and a camera's frame. Each answers a new picture.

// On a grey background of that size, turned about the centre; the code keeps its size.
Picture placed(const Picture& code, int width, int height, double degrees);
// To a multiple of its size, with linear interpolation.
Picture scaled(const Picture& picture, double factor);
// Every pixel off by up to `amplitude`.
Picture noisy(const Picture& picture, int amplitude, Random& random);
// Each pixel the mean of the 3 x 3 around it.
Picture blurred(const Picture& picture);
// White for black: written apart from scanner/picture_resample.h, which it tests.
Picture negative(const Picture& picture);

}  // namespace loyald::scanner::testing
