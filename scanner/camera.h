// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "scanner/device_place.h"
#include "scanner/device_reader.h"
#include "scanner/frame_ring.h"
#include "scanner/linear_confirmation.h"
#include "scanner/luma.h"
#include "scanner/picture_client.h"
#include "scanner/scan_outlet.h"
#include "scanner/scan_source.h"
#include "scanner/video_port.h"

namespace loyald::scanner {

struct CameraOptions {
  // A card that stays in view is one scan.
  static constexpr std::chrono::milliseconds kRepeat{2000};

  std::string name;
  std::string register_id;
  DevicePlace device;  // "/dev/v4l/by-id/…-video-index0"
  std::chrono::milliseconds repeat = kRepeat;
  // Otherwise only while somebody listens to the register: a camera that looks at customers should
  // have a reason.
  bool captures_always = false;
  PictureClient::Options pictures;
  VideoOpener opener = open_video;
};

// A camera over V4L2: its frames go to the decoding child, one at a time; those that come meanwhile
// are dropped, and none is kept. A card and a product are scans alike.
class Camera final : public ScanSource, private ReadableDevice {
 public:
  // Frames are looked at no more often, whatever the camera sends.
  static constexpr std::chrono::milliseconds kLeastInterval{60};

  // The device need not be there yet. `io` and `clock` must outlive the camera.
  Camera(boost::asio::io_context& io, const Clock& clock, CameraOptions options, OnScan on_scan);

  const std::string& name() const override { return outlet_.name(); }
  const std::string& register_id() const override { return outlet_.register_id(); }
  // "stopped" also while nobody listens.
  SourceState state() const override;
  void start() override;
  void stop() override;
  void listened(bool somebody) override;
  void retry_now() override { reader_.retry_now(); }

  // What was agreed on with the camera; nothing while it does not capture.
  const std::optional<FrameShape>& shape() const { return shape_; }
  // Frames that were looked at.
  std::uint64_t frames() const { return frames_; }

 private:
  Result<FileDescriptor> open() override;
  bool is_byte_stream() const override { return false; }
  Result<void> on_readable(Timestamp now) override;
  std::optional<Timestamp> deadline() const override { return std::nullopt; }
  void on_deadline(Timestamp /*now*/) override {}
  void on_lost() override;

  void capture_if_wanted();
  void look_at(ByteView frame, Timestamp now);
  void on_decoded(const Result<std::optional<DecodedPicture>>& decoded);

  const Clock& clock_;
  DevicePlace place_;
  std::string device_;  // where it was found last
  bool captures_always_;
  VideoOpener opener_;
  bool is_started_ = false;
  bool is_listened_to_ = false;
  bool is_decoding_ = false;
  std::optional<Timestamp> last_look_;
  std::uint64_t frames_ = 0;
  std::uint64_t dropped_ = 0;
  std::optional<FrameShape> shape_;
  std::unique_ptr<VideoPort> port_;
  std::optional<FrameRing> ring_;  // uses the port
  LinearConfirmation confirmation_;
  ScanOutlet outlet_;
  PictureClient pictures_;
  DeviceReader reader_;
};

}  // namespace loyald::scanner
