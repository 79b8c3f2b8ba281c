// SPDX-License-Identifier: Apache-2.0
#include "scanner/video_format.h"

#include <doctest/doctest.h>
#include <linux/videodev2.h>

#include <cerrno>

#include "tests/scanner/scripted_video.h"

namespace loyald::scanner {
namespace {

using testing::ScriptedVideo;

constexpr v4l2_fract kThirty{1, 30};
constexpr v4l2_fract kFive{1, 5};

Result<FrameShape> agree(ScriptedVideo& video) { return negotiate(*video.port()); }

ScriptedVideo camera(std::vector<ScriptedVideo::Format> formats) {
  ScriptedVideo video;
  video.formats = std::move(formats);
  return video;
}

TEST_CASE("what is best of what a camera offers") {
  using enum PixelFormat;
  struct Row {
    std::vector<VideoOffer> offers;
    VideoOffer best;
  };
  const std::vector<Row> rows{
      {{{mjpg, 1280, 720}, {grey, 640, 480}}, {mjpg, 1280, 720}},
      {{{mjpg, 1280, 720}, {uyvy, 1280, 720}, {yuyv, 1280, 720}}, {yuyv, 1280, 720}},
      {{{yu12, 1280, 720}, {nv12, 1280, 720}, {grey, 1280, 720}}, {grey, 1280, 720}},
      // USB 2 carries little that is not compressed.
      {{{yuyv, 1280, 720, true}, {mjpg, 1280, 720}}, {mjpg, 1280, 720}},
      {{{yuyv, 1280, 720, true}, {yuyv, 640, 480}}, {yuyv, 640, 480}},
      {{{yuyv, 1280, 720, true}}, {yuyv, 1280, 720, true}},
      {{{grey, 1920, 1080}, {grey, 640, 480}}, {grey, 640, 480}},
      {{{grey, 320, 240}, {grey, 1920, 1080}, {grey, 800, 600}}, {grey, 1920, 1080}},
      {{{grey, 3840, 2160}, {grey, 2592, 1944}}, {grey, 2592, 1944}},
      {{{grey, 3840, 2160}, {mjpg, 320, 240}}, {mjpg, 320, 240}},
  };
  for (const Row& row : rows) CHECK(best_offer(row.offers) == row.best);
  CHECK_FALSE(best_offer({}));
}

TEST_CASE("a usual USB camera: many formats, discrete sizes") {
  ScriptedVideo video = camera({
      {V4L2_PIX_FMT_H264, {{1280, 720, {kThirty}}}},
      {V4L2_PIX_FMT_YUYV, {{640, 480, {kThirty}}, {1280, 720, {kFive}}}},
      {V4L2_PIX_FMT_MJPEG, {{1920, 1080, {kThirty}}, {1280, 720, {kFive, kThirty}}}},
  });
  const auto shape = agree(video);
  REQUIRE(shape);
  CHECK(*shape == FrameShape{PixelFormat::mjpg, 1280, 720, 0});
  CHECK(video.interval.numerator == 1);
  CHECK(video.interval.denominator == 15);
}

TEST_CASE("each format, with padded lines") {
  const std::vector<std::pair<std::uint32_t, PixelFormat>> formats{
      {V4L2_PIX_FMT_GREY, PixelFormat::grey},   {V4L2_PIX_FMT_NV12, PixelFormat::nv12},
      {V4L2_PIX_FMT_YUV420, PixelFormat::yu12}, {V4L2_PIX_FMT_YUYV, PixelFormat::yuyv},
      {V4L2_PIX_FMT_UYVY, PixelFormat::uyvy},
  };
  for (const auto& [code, format] : formats) {
    ScriptedVideo video = camera({{code, {{1280, 720}}}});
    video.padding = 64;
    const auto shape = agree(video);
    REQUIRE(shape);
    CHECK(*shape == FrameShape{format, 1280, 720, least_bytes_per_line(format, 1280) + 64});
  }
}

TEST_CASE("sizes that the driver gives as a range, or not at all") {
  ScriptedVideo any = camera({{V4L2_PIX_FMT_YUYV, {}, {{16, 4096, 2, 16, 4096, 2}}}});
  CHECK(agree(any)->width == 1280);
  ScriptedVideo steps = camera({{V4L2_PIX_FMT_YUYV, {}, {{320, 1920, 160, 240, 1080, 120}}}});
  CHECK(*agree(steps) == FrameShape{PixelFormat::yuyv, 1280, 720, 2560});
  ScriptedVideo small = camera({{V4L2_PIX_FMT_YUYV, {}, {{160, 320, 2, 120, 240, 2}}}});
  CHECK(agree(small)->width == 320);
  ScriptedVideo silent = camera({{V4L2_PIX_FMT_GREY}});
  CHECK(*agree(silent) == FrameShape{PixelFormat::grey, 1280, 720, 1280});
}

TEST_CASE("the driver's answer counts, not what it was asked") {
  // v4l2loopback has whatever its writer has.
  ScriptedVideo video = camera({{V4L2_PIX_FMT_YUYV, {{1280, 720}}}});
  video.insists.pixelformat = V4L2_PIX_FMT_UYVY;
  video.insists.width = 800;
  video.insists.height = 600;
  CHECK(*agree(video) == FrameShape{PixelFormat::uyvy, 800, 600, 1600});
  video.insists.pixelformat = V4L2_PIX_FMT_RGB24;
  const auto refused = agree(video);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "it insists on a picture that is not read here");
  video.insists.pixelformat = V4L2_PIX_FMT_UYVY;
  video.insists.width = 8192;
  CHECK_FALSE(agree(video));
}

TEST_CASE("what cannot be used is said so") {
  ScriptedVideo video = camera({{V4L2_PIX_FMT_YUYV, {{1280, 720}}}});
  const auto message = [&] {
    const auto shape = agree(video);
    return shape ? "" : shape.error().message;
  };
  // The second node of a USB camera: the device as a whole captures, this node does not.
  video.device_caps = V4L2_CAP_META_CAPTURE | V4L2_CAP_STREAMING;
  CHECK(message() == "it takes no pictures");
  video.device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_READWRITE;
  CHECK(message() == "its driver does not stream");
  // An old driver that knows no device_caps.
  video.capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
  CHECK(message().empty());
  video.failing = VIDIOC_QUERYCAP;
  video.failing_with = ENOTTY;
  CHECK(message() == "it is no camera");
  video.failing = VIDIOC_S_FMT;
  video.failing_with = EBUSY;
  CHECK(message() == "another program uses the camera");
  video.failing_with = EIO;
  CHECK(message() == "it does not take its own format: Input/output error");
  video.failing = VIDIOC_S_PARM;
  CHECK(message().empty());
  video.formats = {{V4L2_PIX_FMT_RGB24, {{1280, 720}}}};
  CHECK(message() == "it has no picture format that is read here");
}

TEST_CASE("a driver that never stops counting does not keep us") {
  class Endless final : public VideoPort {
   public:
    int control(unsigned long request, void* argument) override {
      if (request == VIDIOC_QUERYCAP) {
        static_cast<v4l2_capability*>(argument)->capabilities =
            V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
      }
      if (request == VIDIOC_ENUM_FMT) {
        static_cast<v4l2_fmtdesc*>(argument)->pixelformat = V4L2_PIX_FMT_GREY;
      }
      if (request == VIDIOC_ENUM_FRAMESIZES) {
        auto* size = static_cast<v4l2_frmsizeenum*>(argument);
        size->type = V4L2_FRMSIZE_TYPE_DISCRETE;
        size->discrete = {640, 480};
      }
      if (request == VIDIOC_ENUM_FRAMEINTERVALS) {
        auto* interval = static_cast<v4l2_frmivalenum*>(argument);
        interval->type = V4L2_FRMIVAL_TYPE_DISCRETE;
        interval->discrete = {1, 1};
      }
      return 0;
    }
    ByteView map(std::size_t /*bytes*/, off_t /*offset*/) override { return {}; }
    void unmap(ByteView /*mapped*/) override {}
  };
  Endless port;
  CHECK(negotiate(port));
}

}  // namespace
}  // namespace loyald::scanner
