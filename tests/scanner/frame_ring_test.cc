// SPDX-License-Identifier: Apache-2.0
#include "scanner/frame_ring.h"

#include <doctest/doctest.h>
#include <linux/videodev2.h>

#include <cerrno>

#include "scanner/video_format.h"
#include "tests/scanner/scripted_video.h"

namespace loyald::scanner {
namespace {

struct Streaming {
  testing::ScriptedVideo video;
  std::unique_ptr<VideoPort> port;

  Streaming() {
    video.formats = {{V4L2_PIX_FMT_GREY, {{640, 480}}}};
    port = video.port();
    REQUIRE(negotiate(*port));
  }
  FrameRing start() {
    auto ring = FrameRing::start(*port);
    REQUIRE(ring);
    return *std::move(ring);
  }
};

std::string text_of(Result<std::optional<ByteView>> frame) {
  REQUIRE(frame);
  return *frame ? to_string(**frame) : "none";
}

TEST_CASE("the newest frame, and every buffer goes back") {
  Streaming camera;
  FrameRing ring = camera.start();
  CHECK(camera.video.streaming);
  CHECK(camera.video.empty.size() == FrameRing::kBuffers);
  CHECK(text_of(ring.newest()) == "none");
  CHECK(camera.video.frame("one"));
  CHECK(text_of(ring.newest()) == "one");
  CHECK(text_of(ring.newest()) == "none");
  CHECK(camera.video.empty.size() == FrameRing::kBuffers);
  for (const char* text : {"two", "three", "four", "five"}) CHECK(camera.video.frame(text));
  CHECK_FALSE(camera.video.frame("six"));
  CHECK(text_of(ring.newest()) == "five");
  CHECK(camera.video.empty.size() == FrameRing::kBuffers - 1);
  CHECK(camera.video.frame("seven"));
  CHECK(text_of(ring.newest()) == "seven");
}

TEST_CASE("broken frames are passed over and counted") {
  Streaming camera;
  FrameRing ring = camera.start();
  camera.video.frame("good");
  camera.video.frame("torn", V4L2_BUF_FLAG_ERROR);
  camera.video.frame("");
  CHECK(text_of(ring.newest()) == "good");
  CHECK(ring.broken() == 2);
  camera.video.frame("torn", V4L2_BUF_FLAG_ERROR);
  CHECK(text_of(ring.newest()) == "none");
  CHECK(camera.video.empty.size() == FrameRing::kBuffers);
}

TEST_CASE("fewer and more buffers than asked for; the memory is given back") {
  Streaming camera;
  camera.video.most_buffers = 2;
  {
    FrameRing ring = camera.start();
    CHECK(camera.video.mapped == 2);
    for (int i = 0; i < 10; ++i) {
      CHECK(camera.video.frame(std::to_string(i)));
      CHECK(text_of(ring.newest()) == std::to_string(i));
    }
    const FrameRing moved = std::move(ring);
    CHECK(camera.video.mapped == 2);
  }
  CHECK(camera.video.mapped == 0);
  camera.video.most_buffers = 1;
  CHECK_FALSE(FrameRing::start(*camera.port));
  CHECK(camera.video.mapped == 0);
}

TEST_CASE("whatever fails is said, and nothing stays behind") {
  struct Row {
    unsigned long request;
    int error;
    std::string message;
  };
  const std::vector<Row> rows{
      {VIDIOC_REQBUFS, EBUSY, "the camera gives no buffers: Device or resource busy"},
      {VIDIOC_QUERYBUF, EINVAL, "the camera hides a buffer: Invalid argument"},
      {VIDIOC_QBUF, EIO, "the camera went away: Input/output error"},
      {VIDIOC_STREAMON, ENOSPC, "the camera does not start: No space left on device"},
  };
  for (const Row& row : rows) {
    Streaming camera;
    camera.video.failing = row.request;
    camera.video.failing_with = row.error;
    const auto ring = FrameRing::start(*camera.port);
    REQUIRE_FALSE(ring);
    CHECK(ring.error().message == row.message);
    CHECK(camera.video.mapped == 0);
  }
  Streaming camera;
  FrameRing ring = camera.start();
  camera.video.failing = VIDIOC_DQBUF;
  camera.video.failing_with = ENODEV;
  const auto frame = ring.newest();
  REQUIRE_FALSE(frame);
  CHECK(frame.error().message == "the camera went away: No such device");
}

}  // namespace
}  // namespace loyald::scanner
