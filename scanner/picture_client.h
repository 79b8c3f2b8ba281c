// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/picture.h"
#include "scanner/picture_decoder.h"
#include "scanner/picture_process.h"
#include "store/base/clock.h"
#include "store/base/result.h"

namespace loyald::scanner {

// Decodes pictures in a child process, one at a time, and outlives whatever happens to the child:
// it dies on some pictures and may hang on others. It is started with the first picture, killed
// when it is too slow, and started again with growing pauses. All calls come from the thread that
// runs the io_context. Destroying the client kills the child and drops a picture under way without
// an answer.
class PictureClient {
 public:
  struct Options {
    // What to start; must end in run_picture_child().
    std::vector<std::string> command = own_picture_command();
    // For each picture; without, what picture_time_limit() says, and two seconds more for a child
    // that has just been started.
    std::optional<std::chrono::milliseconds> time_limit = std::nullopt;
    std::vector<Symbology> symbologies = default_symbologies();
  };
  static constexpr std::chrono::milliseconds kFirstPause{250};
  static constexpr std::chrono::milliseconds kLongestPause{5000};

  // What was found, nothing where there is no code, or an error: invalid_argument (the picture's
  // size), resource_exhausted (another picture is under way), unavailable (the child died or
  // pauses), deadline_exceeded (killed because it was too slow).
  using Done = std::function<void(Result<std::optional<DecodedPicture>>)>;

  // `io` and `clock` must outlive the client.
  PictureClient(boost::asio::io_context& io, const Clock& clock, Options options);
  PictureClient(const PictureClient&) = delete;
  PictureClient& operator=(const PictureClient&) = delete;
  ~PictureClient();

  // Calls `done` once, later, never from within.
  void decode(Picture picture, Effort effort, Done done);

  // Pictures that cost a child its life.
  std::uint64_t lost() const;

 private:
  class Link;
  std::shared_ptr<Link> link_;
};

}  // namespace loyald::scanner
