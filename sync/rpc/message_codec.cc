// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/message_codec.h"

#include <google/protobuf/util/json_util.h>

#include "sync/rpc/http.h"
#include "sync/rpc/json_shape.h"

namespace loyald::rpc {
namespace {

Result<void> decode_json(std::string_view body, google::protobuf::Message& message) {
  LOYALD_TRY(check_json_shape(body, *message.GetDescriptor()));
  const auto status =
      google::protobuf::util::JsonStringToMessage({body.data(), body.size()}, &message);
  if (status.ok()) return {};
  // What the shape does not decide: "(lines[0].quantity): invalid value "abc" for type TYPE_INT32".
  return fail(Errc::invalid_argument, "the body is not a valid " + message.GetTypeName() + ": " +
                                          status.message().ToString());
}

}  // namespace

std::optional<Codec> codec_of(std::string_view content_type) {
  const std::string type = media_type(content_type);
  if (type == "application/json") return Codec::json;
  if (type == "application/proto") return Codec::proto;
  return std::nullopt;
}

std::string_view content_type(Codec codec) {
  return codec == Codec::json ? "application/json" : "application/proto";
}

Result<void> decode(Codec codec, std::string_view body, google::protobuf::Message& message) {
  if (codec == Codec::json) return decode_json(body, message);
  if (message.ParseFromArray(body.data(), static_cast<int>(body.size()))) return {};
  return fail(Errc::invalid_argument, "the body is not a valid " + message.GetTypeName());
}

Result<std::string> encode(Codec codec, const google::protobuf::Message& message) {
  std::string out;
  if (codec == Codec::proto) {
    if (message.SerializeToString(&out)) return out;
    return fail(Errc::internal, "cannot encode " + message.GetTypeName());
  }
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  const auto status = google::protobuf::util::MessageToJsonString(message, &out, options);
  if (status.ok()) return out;
  return fail(Errc::internal, "cannot encode " + message.GetTypeName() +
                                  " as JSON: " + status.message().ToString());
}

}  // namespace loyald::rpc
