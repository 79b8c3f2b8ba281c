// SPDX-License-Identifier: Apache-2.0
#include "daemon/picture_endpoint.h"

#include <charconv>

#include "store/base/check.h"
#include "store/base/text.h"
#include "store/requests.h"
#include "sync/rpc/connect_error.h"
#include "sync/rpc/message_codec.h"

namespace loyald::daemon {
namespace {

// A card that stays in front of a camera is one scan.
constexpr std::chrono::milliseconds kPictureRepeat{3'000};
// Beyond it all are forgotten, which costs a camera one frame.
constexpr std::size_t kMaxConfirmations = 256;

Result<int> side(const rpc::HttpRequest& request, const std::string& name) {
  const std::string text = rpc::query_value(request.query, name).value_or("");
  int value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
    return fail(Errc::invalid_argument, name + ": must be a number of pixels");
  }
  return value;
}

Result<scanner::Picture> read_picture(rpc::HttpRequest& request) {
  if (rpc::media_type(request.headers.get("content-type")) != "application/octet-stream") {
    return fail(Errc::invalid_argument, "the body must be application/octet-stream",
                "send one byte of brightness per pixel, row after row");
  }
  if (request.body.size() > kMaxPictureBytes) {
    return fail(Errc::resource_exhausted,
                "the picture has more than " + std::to_string(kMaxPictureBytes) + " pixels",
                "send a smaller one");
  }
  scanner::Picture picture;
  LOYALD_ASSIGN(picture.width, side(request, "width"));
  LOYALD_ASSIGN(picture.height, side(request, "height"));
  picture.luma.assign(request.body.begin(), request.body.end());
  LOYALD_TRY(scanner::check_picture(picture));
  return picture;
}

rpc::HttpReply json_reply(const v1::ScanEvent& event) {
  auto json = rpc::encode(rpc::Codec::json, event);
  CHECK(json.has_value());
  rpc::HttpReply reply;
  reply.headers.add("Content-Type", "application/json");
  reply.headers.add("Cache-Control", "no-store");
  reply.body = *std::move(json);
  return reply;
}

}  // namespace

PictureEndpoint::PictureEndpoint(boost::asio::io_context& io, const Clock& clock, ScanHub& hub,
                                 scanner::PictureClient::Options options)
    : clock_(clock), hub_(hub), repeats_(kPictureRepeat), client_(io, clock, std::move(options)) {}

void PictureEndpoint::handle(rpc::HttpRequest request, rpc::Responder responder) {
  std::string register_id = rpc::query_value(request.query, "register").value_or("");
  if (register_id.empty() || register_id.size() > kMaxIdBytes || !is_utf8(register_id)) {
    return responder.send(
        rpc::error_reply(Error(Errc::invalid_argument, "register: is required, at most 64 bytes")));
  }
  const bool single = rpc::query_value(request.query, "effort") == "single";
  auto picture = read_picture(request);
  if (!picture) return responder.send(rpc::error_reply(picture.error()));
  client_.decode(*std::move(picture), single ? scanner::Effort::single : scanner::Effort::frame,
                 [this, responder, register_id,
                  single](Result<std::optional<scanner::DecodedPicture>> decoded) {
                   if (!decoded) return responder.send(rpc::error_reply(decoded.error()));
                   if (*decoded && (single || is_sure(register_id, **decoded))) {
                     return found(register_id, **decoded, responder);
                   }
                   v1::ScanEvent nothing;
                   nothing.set_register_(register_id);
                   responder.send(json_reply(nothing));
                 });
}

bool PictureEndpoint::is_sure(const std::string& register_id,
                              const scanner::DecodedPicture& picture) {
  if (confirmations_.size() >= kMaxConfirmations) confirmations_.clear();
  return confirmations_[register_id].is_sure(picture, clock_.steady());
}

void PictureEndpoint::found(const std::string& register_id, const scanner::DecodedPicture& picture,
                            const rpc::Responder& responder) {
  scanner::Scan scan;
  scan.text = picture.aim + picture.text;
  scan.symbology = picture.symbology;
  scan.aim = picture.aim;
  scan.source = "camera";
  scan.register_id = register_id;
  scan.time = clock_.now();
  const v1::ScanEvent event = hub_.event_of(scan);
  const bool is_card = !event.card().empty();
  // By what was read, so that a fresh code is heard after one of the same card that was refused.
  if (is_card && repeats_.is_fresh(register_id + "\n" + event.send(), clock_.steady())) {
    hub_.send(event);
  }
  responder.send(json_reply(event));
}

}  // namespace loyald::daemon
