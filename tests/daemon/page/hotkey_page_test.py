# SPDX-License-Identifier: Apache-2.0
"""The register's actions by hotkey: keys of the page, and a key of a keyboard on the store's PC.

  hotkey_page_test.py BINARY_DIR

The keyboard is a FIFO of the kernel's records, which loyald takes for one.
"""
import os
import struct
import time

from counter import counter
from loyald_process import ean13, until
from till_browser import Keys

CARD = ean13("290000000001")
KEY_PAUSE, KEY_F9 = 119, 67
EV_KEY = 1

HOTKEYS = """
[[hotkey]]
register = "1"
key = "F9"
action = "redeem_best"

[[hotkey]]
register = "1"
key = "F10"
action = "undo"

[[hotkey]]
register = "2"
key = "F4"
action = "undo"

[[hotkey]]
register = "1"
key = "Insert"
action = "look_up"

[[hotkey]]
register = "1"
key = "Pause"
action = "redeem_best"
keyboard = {{ device = "{keyboard}" }}
"""


class Keyboard:
    def __init__(self, path):
        self.path = path
        os.mkfifo(path)
        self.file = None

    def tap(self, key):
        if self.file is None:
            self.file = os.open(self.path, os.O_WRONLY | os.O_NONBLOCK)
        now = int(time.monotonic())
        for value in (1, 2, 0):
            os.write(self.file, struct.pack("llHHi", now, 0, EV_KEY, key, value))


def play(loyald, keyboard, scanner, till):
    until(lambda: all(key["state"] in ("page", "reading")
                      for key in loyald.call("Status")["hotkeys"]), "the keyboard is read")
    loyald.call("Checkout", checkoutId="before", register="1", card=CARD,
                lines=[{"sku": "bread", "amount": 30_000}])
    till.open("?register=1&cashier=anna")
    till.shows("link", "ready")

    # Look up: begins to type, then takes what was typed.
    till.press(Keys.F4, "line-amount")
    till.press(Keys.INSERT, "who-text")
    till.type(CARD, Keys.INSERT)
    till.until(lambda: till.safe_to_spend().get("points") == 300, "the member is shown")

    # Without a basket nothing can be redeemed.
    till.press(Keys.F9)
    till.shows("notice", "No reward can be used now.")
    till.add_line("30", sku="bread", category="bakery")
    till.shows("to-pay", "30.00 €")
    till.shows("rewards", "300 Points → 3.00 € off")

    # In place of the page's own F9, the history.
    till.press(Keys.F9)
    till.shows("to-pay", "27.00 €")
    till.dialog("")
    till.picture("redeemed")
    till.press(Keys.F10)
    till.shows("to-pay", "30.00 €")
    till.shows("notice", "Pay with points is not used.")

    # The same from the keyboard of the PC, whatever has the focus; its other keys are none.
    till.shows("rewards", "300 Points → 3.00 € off")
    keyboard.tap(KEY_F9)
    keyboard.tap(KEY_PAUSE)
    till.shows("to-pay", "27.00 €")
    # In the browser that key does nothing by itself.
    till.type(Keys.PAUSE)
    till.press(Keys.F10)
    till.shows("to-pay", "30.00 €")

    # Undo goes on with what Esc does, and closes what is open; nothing is redeemed in a dialog.
    till.press(Keys.F3)
    till.dialog("enrol")
    keyboard.tap(KEY_PAUSE)
    till.press(Keys.F10)
    till.dialog("")
    till.shows("to-pay", "30.00 €")
    till.type(Keys.F10)
    till.shows("notice", "once more")
    till.type(Keys.F10)
    till.until(lambda: till.line_count() == 0, "the basket is empty")

    # Another register's key is not ours: F4 is the page's own.
    till.press(Keys.F4, "line-amount")
    problems = loyald.call("Status").get("problems", [])
    assert problems == [], problems
    assert till.complaints() == [], till.complaints()


def main():
    keyboards = []

    def config(directory):
        keyboards.append(Keyboard(str(directory / "keyboard")))
        return HOTKEYS.format(keyboard=keyboards[0].path)

    with counter(config) as (loyald, scanner, till):
        play(loyald, keyboards[0], scanner, till)
    print("ok")


if __name__ == "__main__":
    main()
