# SPDX-License-Identifier: Apache-2.0
"""The real loyald inside User-Mode Linux, with scanners on the kernel's own input and HID layers: a code
that a device reads is an event on its register's stream.

  run_inside INIT /usr/bin/python3 loyald_test.py BINARIES
"""
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
import chain  # noqa: E402

PROGRAMME = ROOT / "tests" / "replay" / "programme.toml"
BINARIES = None
ROUNDS = 20


class Device:
    """A scanner that keeps its name when it is plugged in again, as /dev/input/by-id has."""

    def __init__(self, link, *kind):
        self.link, self.kind = pathlib.Path(link), kind
        self.plug_in()

    def plug_in(self):
        self.process = subprocess.Popen([BINARIES / "uml_device", *self.kind], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        node = self.process.stdout.readline().strip()
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(node)

    def scan(self, code):
        self.process.stdin.write(code + "\n")
        self.process.stdin.flush()

    def unplug(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Till:
    """The POS: a program that reads a keyboard."""

    def __init__(self, keyboard, layout):
        self.process = subprocess.Popen([BINARIES / "uml_till", keyboard, layout], text=True,
                                        stdout=subprocess.PIPE)
        assert self.line() == "reading"

    def line(self):
        return self.process.stdout.readline().rstrip("\n")

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Counter(unittest.TestCase):
    """A HID scanner at register 2, a German keyboard scanner at register 3, and the daemon."""
    GAP_MS = "10"  # between two keys
    HID_MORE = ""  # of the configuration
    WEDGE_MORE = ""

    def setUp(self):
        self._directory = tempfile.TemporaryDirectory(prefix="loyald-uml-")
        self.directory = pathlib.Path(self._directory.name)
        self.devices = [Device(self.directory / "hid", "hid"),
                        Device(self.directory / "keyboard", "keyboard", "de", self.GAP_MS)]
        self.hid, self.keyboard = self.devices
        self.store = chain.Store(BINARIES, self.directory / "store", 1, programme=PROGRAMME)
        with open(self.store.config, "a") as config:
            config.write(f"""
[[scanner]]
name = "presentation"
register = "2"
repeat_ms = 0
hid = {{ device = "{self.hid.link}" }}
{self.HID_MORE}
[[scanner]]
name = "hand"
register = "3"
repeat_ms = 0
wedge = {{ device = "{self.keyboard.link}", layout = "de"{self.WEDGE_MORE} }}
""")
        self.store.start()
        chain.until("all are read", lambda: all(
            scanner["state"].startswith("reading") for scanner in self.store.call("Status")["scanners"]))

    def tearDown(self):
        self.store.api.close()
        self.store.kill()
        for device in self.devices:
            device.unplug()
        self._directory.cleanup()


class Scanners(Counter):
    def scanners(self):
        return {s["name"]: s for s in self.store.call("Status")["scanners"]}

    def test_a_code_is_an_event_on_its_registers_stream(self):
        card = chain.card_number(1)
        for register, device, code, symbology in (
                ("2", self.hid, "]E0" + card, "ean13"),
                ("2", self.hid, "]Q1" + card, "qr"),
                ("3", self.keyboard, "]E0" + card, "ean13"),
                ("3", self.keyboard, card, "unknown")):
            with self.subTest(register=register, code=code[:3]):
                events = self.store.events(register)
                device.scan(code)
                scan = events.next("scan")
                self.assertEqual(scan["card"], card)
                self.assertEqual(scan["symbology"], symbology)
                self.assertEqual(scan["register"], register)
                self.assertEqual(scan["text"], card)
                events.close()

    def test_goods_are_no_card(self):
        events = self.store.events("2")
        self.hid.scan("]E04006381333931")
        self.assertTrue(events.next("scan")["notACard"])
        events.close()

    def test_unplugged_it_is_a_problem_and_plugged_in_again_it_reads(self):
        self.assertEqual(self.scanners()["presentation"]["kind"], "hid")
        self.assertEqual(self.scanners()["presentation"]["state"], "reading")
        self.hid.unplug()
        chain.until("the scanner that is gone is a problem",
                    lambda: self.scanners()["presentation"]["state"] != "reading")
        self.hid.plug_in()
        self.wait_for("presentation", "reading")
        events = self.store.events("2")
        self.hid.scan("]E0" + chain.card_number(2))
        self.assertEqual(events.next("scan")["card"], chain.card_number(2))
        events.close()

    def test_learn_finds_out_which_device_it_is(self):
        other = Device(self.directory / "other", "hid")
        learning = subprocess.Popen([BINARIES / "loyalctl", "scanner", "learn", "--device", other.link],
                                    text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while "Listening" not in (line := learning.stderr.readline()):
            self.assertTrue(line)
        other.scan("sheet")
        said, _ = learning.communicate(timeout=20)
        self.assertIn("[scanner.hid]", said)
        other.unplug()

    def wait_for(self, scanner, state):
        chain.until(f"{scanner}: {state}",
                    lambda: self.scanners()[scanner]["state"].startswith(state))

    def test_how_long_it_takes(self):
        """Not a benchmark: the keyboard's own time (13 digits and Enter, 28 reports, 10 ms) is in it."""
        card = chain.card_number(3)
        for register, device, code in (("2", self.hid, "]E0" + card), ("3", self.keyboard, card)):
            events = self.store.events(register)
            took = []
            for _ in range(ROUNDS):
                begin = time.monotonic()
                device.scan(code)
                self.assertEqual(events.next("scan")["card"], card)
                took.append(1000 * (time.monotonic() - begin))
            events.close()
            print(f"{device.kind[0]}: scan to event, {ROUNDS} scans: median "
                  f"{statistics.median(took):.1f} ms, longest {max(took):.1f} ms")


class Passing(Counter):
    """What is no card reaches the POS, and a card does not."""
    GAP_MS = "2"
    HID_MORE = 'pass = "keys"\ndesktop_layout = "de"'
    WEDGE_MORE = ', mode = "filter"'

    def setUp(self):
        super().setUp()
        self.tills = {"2": Till("loyald relay: presentation", "de"),
                      "3": Till("loyald relay: Honeywell Voyager 1400g", "de")}

    def tearDown(self):
        super().tearDown()
        for till in self.tills.values():
            till.close()

    def test_goods_reach_the_pos_and_cards_the_daemon(self):
        card = chain.card_number(1)
        for register, device, before, goods in (
                ("2", self.hid, "]E0", ("4006381333931", "4012345678901")),
                ("3", self.keyboard, "", ("4006381333931", "Zy-/_#4"))):
            with self.subTest(register=register):
                events = self.store.events(register)
                device.scan(before + goods[0])
                self.assertEqual(self.tills[register].line(), goods[0])
                device.scan(before + card)
                # The POS reads the goods that follow, and of the card nothing.
                device.scan(before + goods[1])
                self.assertEqual(self.tills[register].line(), goods[1])
                while (scan := events.next("scan"))["notACard"]:
                    pass
                self.assertEqual(scan["card"], card)
                events.close()

    def test_a_daemon_that_dies_gives_the_keyboard_back(self):
        self.store.kill()
        till = Till("Honeywell Voyager 1400g", "de")
        self.keyboard.scan(chain.card_number(1))
        self.assertEqual(till.line(), chain.card_number(1))
        till.close()


if __name__ == "__main__":
    BINARIES = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=2)
