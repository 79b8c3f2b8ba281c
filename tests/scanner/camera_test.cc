// SPDX-License-Identifier: Apache-2.0
#include "scanner/camera.h"

#include <doctest/doctest.h>
#include <linux/videodev2.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>

#include "scanner/barcode_writer.h"
#include "tests/scanner/picture_distortion.h"
#include "tests/scanner/run_until.h"
#include "tests/scanner/scripted_video.h"

namespace loyald::scanner {
namespace {

using testing::run_until;
using testing::ScriptedVideo;

Picture card(Symbology symbology, const std::string& text) {
  const bool linear = symbology != Symbology::qr;
  const BarcodeShape shape{
      .width = 200, .height = linear ? 100 : 200, .quiet_zone = linear ? 10 : 4};
  return testing::placed(draw_barcode(text, symbology, shape).value(), 640, 480, 0);
}

std::vector<std::uint8_t> yuyv(const Picture& picture) {
  std::vector<std::uint8_t> frame(picture.luma.size() * 2, 0x80);
  for (std::size_t i = 0; i < picture.luma.size(); ++i) frame[2 * i] = picture.luma[i];
  return frame;
}

// A camera whose driver is a script, and the daemon's end of it with the real decoding child.
struct Counter {
  ScriptedVideo video;
  SystemClock clock;
  boost::asio::io_context io;
  std::vector<Scan> scans;
  CameraOptions options;
  int wake = -1;  // the open device's; written to, it is readable
  int openings = 0;
  bool is_there = true;
  std::unique_ptr<Camera> camera;

  Counter() {
    video.formats = {{V4L2_PIX_FMT_YUYV, {{640, 480}}}};
    options.name = "front";
    options.register_id = "till-1";
    options.device = "/dev/video0";
    options.captures_always = true;
    options.pictures.command = {LOYALD_PICTURE_CHILD};
    options.pictures.time_limit = std::chrono::seconds(20);
    options.opener = [this](const std::string& device) -> Result<OpenVideo> {
      if (!is_there) return cannot_open(device, ENOENT);
      ++openings;
      FileDescriptor ready(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
      wake = ready.get();
      return OpenVideo{std::move(ready), video.port()};
    };
  }
  void start() {
    camera = std::make_unique<Camera>(io, clock, options,
                                      [this](Scan scan) { scans.push_back(std::move(scan)); });
    camera->start();
  }
  void wake_up() {
    const std::uint64_t one = 1;
    REQUIRE(write(wake, &one, sizeof one) == sizeof one);
  }
  // One frame after another, each as soon as the last was looked at.
  void show(const Picture& picture, std::uint64_t times) {
    for (std::uint64_t i = 0; i < times; ++i) {
      const std::uint64_t looked_at = camera->frames();
      video.frame(yuyv(picture));
      wake_up();
      REQUIRE(run_until(io, [&] {
        if (camera->frames() > looked_at) return true;
        // Dropped, because it came too soon after the last one.
        if (video.filled.empty()) video.frame(yuyv(picture));
        wake_up();
        return false;
      }));
    }
  }
};

TEST_CASE("a card held to the camera is one scan") {
  Counter counter;
  counter.start();
  REQUIRE(counter.camera->state().reading);
  CHECK(counter.camera->shape() == FrameShape{PixelFormat::yuyv, 640, 480, 1280});
  counter.show(blank_picture(640, 480), 1);
  CHECK(counter.scans.empty());
  const Picture qr = card(Symbology::qr, "LOY1:0420000001232");
  counter.show(qr, 1);
  REQUIRE(run_until(counter.io, [&] { return counter.scans.size() == 1; }));
  const Scan& scan = counter.scans.front();
  CHECK(scan.text == "]Q1LOY1:0420000001232");
  CHECK(scan.symbology == Symbology::qr);
  CHECK(scan.source == "front");
  CHECK(scan.register_id == "till-1");
  counter.show(qr, 3);
  counter.show(card(Symbology::qr, "LOY1:0420000001249"), 1);
  REQUIRE(run_until(counter.io, [&] { return counter.scans.size() == 2; }));
  CHECK(counter.scans[1].text == "]Q1LOY1:0420000001249");
}

TEST_CASE("a linear code must be read twice") {
  Counter counter;
  counter.start();
  const Picture ean = card(Symbology::ean13, "0420000001232");
  counter.show(ean, 1);
  counter.show(card(Symbology::ean13, "0420000001249"), 1);
  CHECK(counter.scans.empty());
  counter.show(ean, 3);
  REQUIRE(run_until(counter.io, [&] { return counter.scans.size() == 1; }));
  CHECK(counter.scans.front().text == "]E00420000001232");
}

TEST_CASE("it captures only while somebody listens") {
  Counter counter;
  counter.options.captures_always = false;
  counter.start();
  CHECK(counter.openings == 0);
  CHECK(counter.camera->state().text == "stopped");
  counter.camera->listened(true);
  CHECK(counter.camera->state().reading);
  CHECK(counter.video.mapped > 0);
  counter.show(card(Symbology::qr, "LOY1:0420000001232"), 1);
  counter.camera->listened(false);
  CHECK(counter.camera->state().text == "stopped");
  CHECK_FALSE(counter.camera->shape());
  CHECK(counter.video.mapped == 0);
  // What was under way when it was switched off is not delivered.
  counter.camera->listened(true);
  counter.camera->stop();
  counter.camera->listened(true);
  CHECK_FALSE(counter.camera->state().reading);
  counter.io.restart();
  counter.io.run();
  CHECK(counter.scans.empty());
}

TEST_CASE("unplugged and plugged in again, it goes on") {
  Counter counter;
  counter.is_there = false;
  counter.start();
  CHECK(counter.camera->state().text == "cannot open /dev/video0: No such file or directory");
  counter.is_there = true;
  REQUIRE(run_until(counter.io, [&] { return counter.camera->state().reading; }));
  counter.video.failing = VIDIOC_DQBUF;
  counter.video.failing_with = ENODEV;
  counter.wake_up();
  REQUIRE(run_until(counter.io, [&] { return !counter.camera->state().reading; }));
  CHECK(counter.camera->state().text == "the camera went away: No such device");
  CHECK(counter.video.mapped == 0);
  counter.video.failing_with = 0;
  REQUIRE(run_until(counter.io, [&] { return counter.camera->state().reading; }));
  counter.show(card(Symbology::qr, "LOY1:0420000001232"), 1);
  REQUIRE(run_until(counter.io, [&] { return counter.scans.size() == 1; }));
}

TEST_CASE("what is no camera is said, with its name") {
  Counter counter;
  counter.video.device_caps = V4L2_CAP_META_CAPTURE;
  counter.start();
  CHECK(counter.camera->state().text.starts_with("cannot use /dev/video0: it takes no pictures"));
  CHECK(counter.video.mapped == 0);
  const auto no_device = open_video("/dev/null");
  REQUIRE(no_device);
  CHECK(no_device->port->map(4096, 0).empty());
  v4l2_capability capability{};
  CHECK(no_device->port->control(VIDIOC_QUERYCAP, &capability) == ENOTTY);
  CHECK_FALSE(open_video("/nonexistent/video0"));
}

TEST_CASE("frames that are broken or cost the child its life are counted, and the camera goes on") {
  Counter counter;
  counter.options.pictures.command = {"/bin/false"};
  counter.start();
  counter.video.frame("cut off");
  counter.wake_up();
  REQUIRE(run_until(counter.io, [&] { return counter.camera->state().dropped == 1; }));
  counter.video.frame(yuyv(blank_picture(640, 480)), V4L2_BUF_FLAG_ERROR);
  counter.wake_up();
  REQUIRE(run_until(counter.io, [&] { return counter.camera->state().dropped == 2; }));
  counter.show(blank_picture(640, 480), 1);
  REQUIRE(run_until(counter.io, [&] { return counter.camera->state().dropped == 3; }));
  CHECK(counter.camera->state().reading);
}

}  // namespace
}  // namespace loyald::scanner
