// SPDX-License-Identifier: Apache-2.0
// The keys that the configuration gives this register's actions.
import { openDialog } from "./keys.js";

export class Hotkeys {
  // `actions`: what to do, by name.
  constructor(register, actions) {
    this.register = register;
    this.actions = actions;
    this.keys = new Map();
  }

  // As the status says them.
  set(hotkeys) {
    const ours = hotkeys.filter((hotkey) => hotkey.register === this.register);
    this.keys = new Map(ours.map((hotkey) => [hotkey.key, hotkey]));
  }

  // Whether this key is one. What the daemon hears on a keyboard of its own comes as an event, so
  // that here it only must not do anything else.
  press(code, isRepeat) {
    const hotkey = this.keys.get(code);
    if (!hotkey) return false;
    if (hotkey.state === "page" && !isRepeat) this.act(hotkey.action);
    return hotkey.state === "page" || /^F\d+$/.test(code);
  }

  // In a dialog there is nothing to look up or to redeem.
  act(action) {
    if (openDialog() && action !== "undo") return;
    this.actions[action]?.();
  }
}
