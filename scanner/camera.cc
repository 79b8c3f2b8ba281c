// SPDX-License-Identifier: Apache-2.0
#include "scanner/camera.h"

#include <utility>

#include "scanner/video_format.h"

namespace loyald::scanner {

Camera::Camera(boost::asio::io_context& io, const Clock& clock, CameraOptions options,
               OnScan on_scan)
    : clock_(clock),
      place_(std::move(options.device)),
      captures_always_(options.captures_always),
      opener_(std::move(options.opener)),
      outlet_(std::move(options.name), std::move(options.register_id), options.repeat, clock,
              std::move(on_scan)),
      pictures_(io, clock, std::move(options.pictures)),
      reader_(io, clock, *this) {}

SourceState Camera::state() const {
  const std::uint64_t broken = ring_ ? ring_->broken() : 0;
  return {reader_.is_reading(), reader_.state(), outlet_.emitted(),
          dropped_ + broken + pictures_.lost(), reader_.is_reading() ? device_ : std::string()};
}

void Camera::start() {
  is_started_ = true;
  capture_if_wanted();
}

void Camera::stop() {
  is_started_ = false;
  capture_if_wanted();
}

void Camera::listened(bool somebody) {
  is_listened_to_ = somebody;
  capture_if_wanted();
}

void Camera::capture_if_wanted() {
  if (is_started_ && (captures_always_ || is_listened_to_)) {
    reader_.start();
  } else {
    reader_.stop();
  }
}

Result<FileDescriptor> Camera::open() {
  LOYALD_ASSIGN(device_, place_.find());
  LOYALD_ASSIGN(OpenVideo video, opener_(device_));
  auto shape = negotiate(*video.port);
  auto ring = shape ? FrameRing::start(*video.port) : fail(shape.error());
  if (!ring) {
    Error error = std::move(ring).error();
    error.message = "cannot use " + device_ + ": " + error.message;
    return fail(std::move(error));
  }
  shape_ = *shape;
  port_ = std::move(video.port);
  ring_.emplace(*std::move(ring));
  return std::move(video.descriptor);
}

Result<void> Camera::on_readable(Timestamp now) {
  // Also while one is decoded: what is fetched later must be new.
  LOYALD_ASSIGN(const std::optional<ByteView> frame, ring_->newest());
  if (frame && !is_decoding_ && (!last_look_ || now - *last_look_ >= kLeastInterval)) {
    look_at(*frame, now);
  }
  return {};
}

void Camera::on_lost() {
  dropped_ += ring_->broken();
  ring_.reset();
  port_.reset();
  shape_.reset();
}

void Camera::look_at(ByteView frame, Timestamp now) {
  auto picture = luma_of(*shape_, frame);
  if (!picture) {
    ++dropped_;
    return;
  }
  ++frames_;
  last_look_ = now;
  is_decoding_ = true;
  pictures_.decode(*std::move(picture), Effort::frame,
                   [this](const Result<std::optional<DecodedPicture>>& decoded) {
                     is_decoding_ = false;
                     on_decoded(decoded);
                   });
}

void Camera::on_decoded(const Result<std::optional<DecodedPicture>>& decoded) {
  // A frame that cost the child its life is counted by the client. What was under way when the
  // camera was stopped comes too late.
  if (!decoded || !*decoded || !reader_.is_reading()) return;
  const DecodedPicture& found = **decoded;
  if (confirmation_.is_sure(found, clock_.steady())) outlet_.emit(found.aim + found.text, true);
}

}  // namespace loyald::scanner
