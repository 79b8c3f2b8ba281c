// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <map>
#include <string>

#include "daemon/scan_hub.h"
#include "scanner/linear_confirmation.h"
#include "scanner/picture_client.h"
#include "scanner/repeat_filter.h"
#include "store/base/clock.h"
#include "sync/rpc/http.h"
#include "sync/rpc/responder.h"

namespace loyald::daemon {

inline constexpr std::size_t kMaxPictureBytes = 2 * 1024 * 1024;

// POST /picture?register=R&width=W&height=H with one grey byte per pixel
// (application/octet-stream): a camera's frame, or with &effort=single the only picture there is.
// The answer is a ScanEvent as JSON, with an empty text where the picture has no code. A card also
// goes to the register's listeners, like any scan. Of frames a linear code counts when two of the
// register's in a row have it. All calls come from the I/O thread.
class PictureEndpoint {
 public:
  // `hub` and `clock` must outlive this; it must be destroyed before the io_context.
  PictureEndpoint(boost::asio::io_context& io, const Clock& clock, ScanHub& hub,
                  scanner::PictureClient::Options options);

  void handle(rpc::HttpRequest request, rpc::Responder responder);

 private:
  bool is_sure(const std::string& register_id, const scanner::DecodedPicture& picture);
  void found(const std::string& register_id, const scanner::DecodedPicture& picture,
             const rpc::Responder& responder);

  const Clock& clock_;
  ScanHub& hub_;
  scanner::RepeatFilter repeats_;
  std::map<std::string, scanner::LinearConfirmation> confirmations_;  // by register
  scanner::PictureClient client_;
};

}  // namespace loyald::daemon
