// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/key_typist.h"
#include "scanner/pass_end.h"
#include "scanner/replay_pacer.h"
#include "scanner/uinput_clone.h"
#include "store/base/clock.h"

namespace loyald::scanner {

// Types scans for the till's program, each with Enter behind it, on a keyboard of its own that is
// there as long as the object, at a pace that loses nothing.
class TypedPass final : public PassEnd {
 public:
  struct Options {
    std::string name;           // of the scanner, for the keyboard's
    std::string layout = "us";  // the desktop's, as xkb names it
    std::chrono::milliseconds per_key = ReplayPacer::kDefaultPerKey;
    std::string uinput = kUinputPath;  // or a FIFO
  };
  // Between two tries to make the keyboard.
  static constexpr std::chrono::milliseconds kPause{5000};

  // invalid_argument where there is no such layout. `io` and `clock` must outlive the object.
  static Result<std::unique_ptr<TypedPass>> make(boost::asio::io_context& io, const Clock& clock,
                                                 Options options);

  void pass(std::string_view text, std::string_view bytes) override;
  const std::string& problem() const override { return problem_; }
  std::uint64_t dropped() const override { return dropped_; }

 private:
  TypedPass(boost::asio::io_context& io, const Clock& clock, Options options, KeyTypist typist);
  void plug_in();
  void send_due();
  void drop(std::string why);

  const Clock& clock_;
  Options options_;
  KeyTypist typist_;
  ReplayPacer pacer_;
  std::optional<UinputClone> keyboard_;
  std::optional<Timestamp> tried_;
  boost::asio::steady_timer timer_;
  std::vector<KeyEdge> keys_;
  // Handlers that are on their way hold it weakly.
  std::shared_ptr<bool> lives_ = std::make_shared<bool>(true);
  std::string problem_;
  std::uint64_t dropped_ = 0;
};

}  // namespace loyald::scanner
