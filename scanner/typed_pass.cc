// SPDX-License-Identifier: Apache-2.0
#include "scanner/typed_pass.h"

#include <linux/input-event-codes.h>

#include <algorithm>
#include <utility>

namespace loyald::scanner {

Result<std::unique_ptr<TypedPass>> TypedPass::make(boost::asio::io_context& io, const Clock& clock,
                                                   Options options) {
  LOYALD_ASSIGN(KeyTypist typist, KeyTypist::make(options.layout));
  std::unique_ptr<TypedPass> pass(new TypedPass(io, clock, std::move(options), std::move(typist)));
  pass->plug_in();
  return pass;
}

TypedPass::TypedPass(boost::asio::io_context& io, const Clock& clock, Options options,
                     KeyTypist typist)
    : clock_(clock),
      options_(std::move(options)),
      typist_(std::move(typist)),
      pacer_(options_.per_key),
      timer_(io) {}

void TypedPass::pass(std::string_view text, std::string_view) {
  if (!keyboard_ && clock_.steady() - *tried_ >= kPause) plug_in();
  if (!keyboard_) return drop(problem_);
  keys_.clear();
  if (!typist_.type(text, keys_)) {
    return drop("a scan has a character that the layout \"" + options_.layout +
                "\" has no key for");
  }
  keys_.push_back({KEY_ENTER, true});
  keys_.push_back({KEY_ENTER, false});
  pacer_.add(keys_, true, clock_.steady());
  problem_.clear();
  send_due();
}

void TypedPass::plug_in() {
  tried_ = clock_.steady();
  auto made = UinputClone::named(options_.name, options_.uinput);
  if (made) {
    keyboard_.emplace(*std::move(made));
    problem_.clear();
  } else {
    problem_ = made.error().message;
  }
}

void TypedPass::send_due() {
  keys_.clear();
  pacer_.take_due(clock_.steady(), keys_);
  if (keyboard_ && !keyboard_->type(keys_)) {
    keyboard_.reset();
    pacer_ = ReplayPacer(options_.per_key);
    return drop("our keyboard broke");
  }
  const auto due = pacer_.due();
  if (!due) return;
  timer_.expires_after(std::max(*due - clock_.steady(), std::chrono::milliseconds(0)));
  timer_.async_wait([this, lives = std::weak_ptr(lives_)](boost::system::error_code error) {
    if (!error && !lives.expired()) send_due();
  });
}

void TypedPass::drop(std::string why) {
  ++dropped_;
  problem_ = std::move(why);
}

}  // namespace loyald::scanner
