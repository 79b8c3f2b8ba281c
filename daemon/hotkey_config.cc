// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "daemon/config_check.h"
#include "scanner/key_name.h"
#include "store/base/text.h"
#include "store/requests.h"

// [[hotkey]] of the configuration.
namespace loyald::daemon {
namespace {

constexpr int kMaxHotkeys = 32;

Result<void> check_action(const ConfigCheck& check, const std::string& key,
                          const std::string& action) {
  const std::array<std::string, 3> known{"look_up", "redeem_best", "undo"};
  for (const std::string& each : known) {
    if (each == action) return {};
  }
  const std::string near = nearest(action, known);
  return check.fail(
      key, "\"" + action + "\" is not known",
      near.empty() ? "known are look_up, redeem_best, undo" : "did you mean \"" + near + "\"?");
}

Result<std::uint16_t> read_key(const ConfigCheck& check, const std::string& at,
                               const std::string& name) {
  if (const auto code = scanner::key_named(name)) return *code;
  const std::string near = scanner::nearest_key_name(name);
  return check.fail(at, "there is no key \"" + name + "\"",
                    near.empty() ? "keys are named like \"F9\", \"Pause\", \"NumpadAdd\", \"KeyB\""
                                 : "did you mean \"" + near + "\"?");
}

Result<HotkeySettings> read_hotkey(const ConfigCheck& check, const std::string& at,
                                   const v1::HotkeyConfig& from) {
  LOYALD_TRY(check.required(at + ".register", from.register_(), kMaxIdBytes));
  LOYALD_TRY(check.required(at + ".key", from.key()));
  LOYALD_TRY(check.required(at + ".action", from.action()));
  HotkeySettings hotkey;
  hotkey.register_id = from.register_();
  hotkey.key = from.key();
  hotkey.action = from.action();
  LOYALD_ASSIGN(hotkey.code, read_key(check, at + ".key", from.key()));
  LOYALD_TRY(check_action(check, at + ".action", from.action()));
  if (from.has_keyboard()) {
    const v1::HotkeyKeyboardConfig& keyboard = from.keyboard();
    LOYALD_ASSIGN(hotkey.keyboard, read_place(check, at + ".keyboard",
                                              scanner::DeviceKind::keyboard, keyboard.device(),
                                              keyboard.has_match() ? &keyboard.match() : nullptr));
  } else if (scanner::types_text(from.key())) {
    return check.fail(at + ".key", "\"" + from.key() + "\" types something on the cashier page",
                      "take a key that types nothing, such as \"F9\", or name a keyboard that has "
                      "it for this alone");
  }
  return hotkey;
}

}  // namespace

Result<std::vector<HotkeySettings>> read_hotkeys(
    const ConfigCheck& check, const google::protobuf::RepeatedPtrField<v1::HotkeyConfig>& hotkeys) {
  if (hotkeys.size() > kMaxHotkeys) {
    return check.fail("hotkey", "there are more than " + std::to_string(kMaxHotkeys), "");
  }
  std::vector<HotkeySettings> read;
  for (int i = 0; i < hotkeys.size(); ++i) {
    const std::string at = "hotkey[" + std::to_string(i + 1) + "]";
    LOYALD_ASSIGN(HotkeySettings hotkey, read_hotkey(check, at, hotkeys[i]));
    for (const HotkeySettings& other : read) {
      if (other.register_id == hotkey.register_id && other.code == hotkey.code &&
          other.keyboard == hotkey.keyboard) {
        return check.fail(at + ".key", "\"" + hotkey.key + "\" has an action already",
                          "give each action of a register a key of its own");
      }
    }
    read.push_back(std::move(hotkey));
  }
  return read;
}

}  // namespace loyald::daemon
