// SPDX-License-Identifier: Apache-2.0
//
// A camera by hand, or in a virtual machine: what was agreed on with it, and what it reads.
//
//   camera_probe DEVICE [SECONDS]      (default 10); ends with 0 at the first code, 1 without one
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdio>
#include <cstring>
#include <string>

#include "scanner/camera.h"
#include "scanner/picture_child.h"
#include "store/base/clock.h"

namespace {

using namespace loyald;
using namespace loyald::scanner;

const char* name(PixelFormat format) {
  constexpr const char* kNames[] = {"GREY", "NV12", "YU12", "YUYV", "UYVY", "MJPG"};
  return kNames[static_cast<std::size_t>(format)];
}

int probe(const std::string& device, int seconds) {
  boost::asio::io_context io;
  const SystemClock clock;
  CameraOptions options;
  options.name = "probe";
  options.device = device;
  options.captures_always = true;
  int scans = 0;
  Camera camera(io, clock, std::move(options), [&](const Scan& scan) {
    std::printf("scan %s\n", scan.text.c_str());
    ++scans;
    io.stop();
  });
  camera.start();
  if (camera.shape()) {
    std::printf("format %s %d x %d, %zu bytes per line\n", name(camera.shape()->format),
                camera.shape()->width, camera.shape()->height, camera.shape()->bytes_per_line);
  }
  boost::asio::steady_timer end(io, std::chrono::seconds(seconds));
  end.async_wait([&io](const boost::system::error_code&) { io.stop(); });
  io.run();
  const SourceState state = camera.state();
  std::printf("%s; %llu frames looked at, %llu dropped\n", state.text.c_str(),
              static_cast<unsigned long long>(camera.frames()),
              static_cast<unsigned long long>(state.dropped));
  return scans > 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], kPictureChildOption) == 0) {
    return run_picture_child(kPictureChildFd);
  }
  if (argc < 2) {
    std::fprintf(stderr, "camera_probe DEVICE [SECONDS]\n");
    return 64;
  }
  return probe(argv[1], argc > 2 ? std::stoi(argv[2]) : 10);
}
