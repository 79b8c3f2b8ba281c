// SPDX-License-Identifier: Apache-2.0
#include "daemon/hotkeys.h"

#include "sync/rpc/message_codec.h"

namespace loyald::daemon {
namespace {

std::string event_of(const HotkeySettings& hotkey) {
  v1::HotkeyEvent event;
  event.set_register_(hotkey.register_id);
  event.set_key(hotkey.key);
  event.set_action(hotkey.action);
  return rpc::encode(rpc::Codec::json, event).value_or("");
}

}  // namespace

Hotkeys::Hotkeys(boost::asio::io_context& io, const Clock& clock,
                 const std::vector<HotkeySettings>& settings, EventStream& events)
    : settings_(settings) {
  for (const HotkeySettings& each : settings) {
    if (!each.keyboard) {
      keys_.push_back(nullptr);
      continue;
    }
    keys_.push_back(std::make_unique<scanner::Hotkey>(
        io, clock, *each.keyboard, each.code,
        [&events, &each] { events.announce(each.register_id, "hotkey", event_of(each)); }));
  }
}

void Hotkeys::start() {
  for (const auto& key : keys_) {
    if (key) key->start();
  }
}

void Hotkeys::stop() {
  for (const auto& key : keys_) {
    if (key) key->stop();
  }
}

void Hotkeys::retry_now() {
  for (const auto& key : keys_) {
    if (key) key->retry_now();
  }
}

void Hotkeys::add_to(v1::StatusResponse& status) const {
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    v1::HotkeyStatus& hotkey = *status.add_hotkeys();
    hotkey.set_register_(settings_[i].register_id);
    hotkey.set_key(settings_[i].key);
    hotkey.set_action(settings_[i].action);
    hotkey.set_state(keys_[i] ? keys_[i]->state() : "page");
  }
}

}  // namespace loyald::daemon
