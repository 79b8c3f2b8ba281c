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
// Every pixel off by about `sigma`, as a sensor in the dark is: nearly a normal distribution.
Picture grainy(const Picture& picture, double sigma, Random& random);
// Out of focus: a normal distribution of `sigma` pixels in each direction.
Picture unsharp(const Picture& picture, double sigma);
// Black becomes `black`, white `white`, linearly between: low contrast, or inverted.
Picture toned(const Picture& picture, int black, int white);
// A lamp's reflection: `brightness` added at the centre, less around it, white at most.
struct Glare {
  double x = 0;
  double y = 0;
  double radius = 0;
  double brightness = 0;
};
Picture with_glare(const Picture& picture, const Glare& glare);

// How a flat code is held before a camera.
struct Pose {
  double x = 0;  // where its middle is in the frame
  double y = 0;
  double scale = 1;  // pixels of the frame for one of the code
  double degrees = 0;
  double tilt_degrees = 0;    // away from the camera …
  double tilt_direction = 0;  // … on the side that lies there, in degrees
};
// Paints the code over what is in the frame, each pixel the mean of what it covers.
void paint(Picture& frame, const Picture& code, const Pose& pose);

// White for black: written apart from scanner/picture_resample.h, which it tests.
Picture negative(const Picture& picture);

}  // namespace loyald::scanner::testing
