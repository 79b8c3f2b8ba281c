// SPDX-License-Identifier: Apache-2.0
#include "tests/scanner/scripted_video.h"

#include <algorithm>
#include <cerrno>
#include <stdexcept>

#include "store/base/bytes.h"

namespace loyald::scanner::testing {
namespace {

class Port final : public VideoPort {
 public:
  explicit Port(ScriptedVideo& video) : video_(video) {}
  int control(unsigned long request, void* argument) override {
    return video_.control(request, argument);
  }
  ByteView map(std::size_t bytes, off_t offset) override {
    const auto& memory = video_.memory.at(static_cast<std::size_t>(offset) / 4096);
    if (bytes != memory.size()) throw std::runtime_error("maps other than the whole buffer");
    ++video_.mapped;
    return memory;
  }
  void unmap(ByteView /*mapped*/) override { --video_.mapped; }

 private:
  ScriptedVideo& video_;
};

template <class Struct>
Struct& as(void* argument) {
  return *static_cast<Struct*>(argument);
}

void require(bool fine, const char* what) {
  if (!fine) throw std::runtime_error(what);
}

}  // namespace

std::uint32_t packed_bytes_per_line(std::uint32_t code, std::uint32_t width) {
  if (code == V4L2_PIX_FMT_MJPEG) return 0;
  return code == V4L2_PIX_FMT_YUYV || code == V4L2_PIX_FMT_UYVY ? width * 2 : width;
}

std::unique_ptr<VideoPort> ScriptedVideo::port() { return std::make_unique<Port>(*this); }

bool ScriptedVideo::frame(std::string_view bytes, std::uint32_t flags) {
  const ByteView view = as_bytes(bytes);
  return frame(std::vector<std::uint8_t>(view.begin(), view.end()), flags);
}

bool ScriptedVideo::frame(const std::vector<std::uint8_t>& bytes, std::uint32_t flags) {
  require(streaming, "a frame without STREAMON");
  if (empty.empty()) return false;
  const std::uint32_t index = empty.front();
  empty.pop_front();
  require(bytes.size() <= memory[index].size(), "the frame is larger than the buffer");
  std::ranges::copy(bytes, memory[index].begin());
  fills_[index] = {static_cast<std::uint32_t>(bytes.size()), flags};
  filled.push_back(index);
  return true;
}

int ScriptedVideo::control(unsigned long request, void* argument) {
  if (failing == request && failing_with != 0) return failing_with;
  switch (request) {
    case VIDIOC_QUERYCAP:
      as<v4l2_capability>(argument).capabilities = capabilities;
      as<v4l2_capability>(argument).device_caps = device_caps;
      return 0;
    case VIDIOC_ENUM_FMT:
      return enumerate_format(as<v4l2_fmtdesc>(argument));
    case VIDIOC_ENUM_FRAMESIZES:
      return enumerate_size(as<v4l2_frmsizeenum>(argument));
    case VIDIOC_ENUM_FRAMEINTERVALS:
      return enumerate_interval(as<v4l2_frmivalenum>(argument));
    case VIDIOC_S_FMT:
      return set_format(as<v4l2_format>(argument));
    case VIDIOC_S_PARM:
      interval = as<v4l2_streamparm>(argument).parm.capture.timeperframe;
      return 0;
    case VIDIOC_REQBUFS:
      return request_buffers(as<v4l2_requestbuffers>(argument));
    case VIDIOC_QUERYBUF: {
      auto& buffer = as<v4l2_buffer>(argument);
      if (buffer.index >= memory.size()) return EINVAL;
      buffer.length = static_cast<std::uint32_t>(memory[buffer.index].size());
      buffer.m.offset = buffer.index * 4096;
      return 0;
    }
    case VIDIOC_QBUF: {
      const std::uint32_t index = as<v4l2_buffer>(argument).index;
      const auto is_in = [index](const auto& queue) {
        return std::ranges::find(queue, index) != queue.end();
      };
      require(index < memory.size() && !is_in(empty) && !is_in(filled), "QBUF of a queued buffer");
      empty.push_back(index);
      return 0;
    }
    case VIDIOC_DQBUF:
      return dequeue(as<v4l2_buffer>(argument));
    case VIDIOC_STREAMON:
      require(!empty.empty(), "STREAMON without buffers");
      streaming = true;
      return 0;
    default:
      return ENOTTY;
  }
}

int ScriptedVideo::enumerate_format(v4l2_fmtdesc& description) const {
  if (description.type != V4L2_BUF_TYPE_VIDEO_CAPTURE) return EINVAL;
  if (description.index >= formats.size()) return EINVAL;
  description.pixelformat = formats[description.index].code;
  return 0;
}

int ScriptedVideo::enumerate_size(v4l2_frmsizeenum& size) const {
  for (const Format& format : formats) {
    if (format.code != size.pixel_format) continue;
    if (!format.stepwise.empty()) {
      if (size.index > 0) return EINVAL;
      size.type = V4L2_FRMSIZE_TYPE_STEPWISE;
      size.stepwise = format.stepwise.front();
      return 0;
    }
    if (format.sizes.empty()) return ENOTTY;
    if (size.index >= format.sizes.size()) return EINVAL;
    size.type = V4L2_FRMSIZE_TYPE_DISCRETE;
    size.discrete = {format.sizes[size.index].width, format.sizes[size.index].height};
    return 0;
  }
  return EINVAL;
}

int ScriptedVideo::enumerate_interval(v4l2_frmivalenum& out) const {
  for (const Format& format : formats) {
    if (format.code != out.pixel_format) continue;
    for (const Size& size : format.sizes) {
      if (size.width != out.width || size.height != out.height) continue;
      if (out.index >= size.intervals.size()) return EINVAL;
      out.type = V4L2_FRMIVAL_TYPE_DISCRETE;
      out.discrete = size.intervals[out.index];
      return 0;
    }
  }
  return EINVAL;
}

int ScriptedVideo::set_format(v4l2_format& format) {
  require(format.type == V4L2_BUF_TYPE_VIDEO_CAPTURE, "S_FMT of something else");
  v4l2_pix_format& pix = format.fmt.pix;
  if (insists.pixelformat != 0) pix.pixelformat = insists.pixelformat;
  if (insists.width != 0) pix.width = insists.width;
  if (insists.height != 0) pix.height = insists.height;
  const std::uint32_t packed = packed_bytes_per_line(pix.pixelformat, pix.width);
  pix.bytesperline = packed == 0 ? 0 : packed + padding;
  // Room for two planes of colour, and for any JPEG.
  pix.sizeimage = std::max(pix.bytesperline, pix.width) * pix.height * 2;
  agreed = pix;
  return 0;
}

int ScriptedVideo::request_buffers(v4l2_requestbuffers& request) {
  require(request.type == V4L2_BUF_TYPE_VIDEO_CAPTURE && request.memory == V4L2_MEMORY_MMAP,
          "REQBUFS of another kind");
  require(agreed.sizeimage > 0, "REQBUFS before S_FMT");
  request.count = std::min(request.count, most_buffers);
  memory.assign(request.count, std::vector<std::uint8_t>(agreed.sizeimage));
  fills_.assign(request.count, {});
  empty.clear();
  filled.clear();
  streaming = false;
  return 0;
}

int ScriptedVideo::dequeue(v4l2_buffer& buffer) {
  require(streaming, "DQBUF without STREAMON");
  if (filled.empty()) return EAGAIN;
  buffer.index = filled.front();
  filled.pop_front();
  buffer.bytesused = fills_[buffer.index].bytes;
  buffer.flags = fills_[buffer.index].flags;
  return 0;
}

}  // namespace loyald::scanner::testing
