// SPDX-License-Identifier: Apache-2.0
// The keyboard. A button's data-key is its key: in the open dialog, else in the footer.
import { byId } from "./dom.js";

// The dialog on top: they stand in the page in the order in which they may cover each other.
export function openDialog() {
  return [...document.querySelectorAll("dialog[open]")].at(-1) ?? null;
}

function buttonFor(key) {
  const within = openDialog() ?? document.querySelector("footer");
  const buttons = within.querySelectorAll("button[data-key]:not([hidden]):not(:disabled)");
  return [...buttons].find((button) => button.dataset.key === key);
}

// What Esc does to a dialog by itself, except that browsers let a page refuse it only once.
export function cancel(dialog) {
  if (dialog.dispatchEvent(new Event("cancel", { cancelable: true }))) dialog.close();
}

// `onReward(1…9)`: Alt and a digit, anywhere. `onClear()`: Esc outside of dialogs. `onKey()`: any
// other key. `onHotkey(code)` comes first and says whether the key was one.
export function listenToKeys({ onReward, onClear, onKey, onHotkey }) {
  document.addEventListener("keydown", (event) => {
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey;
    if (plain && onHotkey(event.code, event.repeat)) {
      event.preventDefault();
      return;
    }
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (event.altKey && digit && openDialog() === null) {
      event.preventDefault();
      onReward(Number(digit[1]));
    } else if (/^F\d+$/.test(event.key) && !event.altKey && !event.ctrlKey) {
      const button = buttonFor(event.key);
      if (!button) return;
      event.preventDefault();
      if (!event.repeat) button.click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (openDialog() === null) onClear();
      else cancel(openDialog());
      return;
    }
    onKey();
    // What is typed while nothing has the focus is meant for the one input.
    if (document.activeElement === document.body && openDialog() === null) byId("who-text").focus();
  });
  document.addEventListener("click", (event) => {
    event.target.closest("[data-close]")?.closest("dialog").close();
    if (document.activeElement === document.body && openDialog() === null) byId("who-text").focus();
  });
}
