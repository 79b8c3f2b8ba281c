# SPDX-License-Identifier: Apache-2.0
"""A real loyald on a temporary state directory, its scanner, and its API."""
import json
import os
import pathlib
import pty
import signal
import socket
import subprocess
import time
import tty
import urllib.error
import urllib.request

SOURCES = pathlib.Path(__file__).resolve().parents[3]
PROGRAMME = SOURCES / "packaging" / "programmes" / "supermarket.toml"
DEADLINE_S = 30

CONFIG = """
state_directory = "{state}"
programme_file = "{programme}"

[store]
id = 1
name = "Market Street"

[register_api]
port = {port}

[[card_format]]
name = "bonus card"
prefix = "29"
min_length = 13
max_length = 13
check = "mod10"

[[scanner]]
name = "till-1"
register = "1"
repeat_ms = 0

[scanner.serial]
device = "{device}"
"""


def ean13(twelve_digits):
    """The 13 digits: with the check digit of EAN-13."""
    weighted = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(twelve_digits))
    return twelve_digits + str(-weighted % 10)


def until(condition, what, deadline_s=DEADLINE_S):
    """The first true value of `condition`, for what no browser is there to wait for."""
    end = time.monotonic() + deadline_s
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)  # polling, under a deadline
    raise AssertionError(f"not within {deadline_s} s: {what}")


class SerialScanner:
    """A barcode scanner on a serial line: the daemon opens the terminal's other end."""

    def __init__(self):
        self.ours, self.theirs = pty.openpty()
        tty.setraw(self.theirs)
        self.device = os.ttyname(self.theirs)

    def scan(self, text):
        os.write(self.ours, text.encode() + b"\r")

    def close(self):
        os.close(self.ours)
        os.close(self.theirs)


class CallFailed(Exception):
    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code = code


class Loyald:
    def __init__(self, binary, directory, device, more=""):
        self.binary = binary
        self.directory = pathlib.Path(directory)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.config = self.directory / "loyald.toml"
        self.config.write_text(CONFIG.format(state=self.directory / "state", programme=PROGRAMME,
                                             port=self.port, device=device) + more)
        self.log = open(self.directory / "loyald.log", "ab")
        self.process = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        self.process = subprocess.Popen([self.binary, "--config", self.config], stdout=self.log,
                                        stderr=subprocess.STDOUT)
        until(self._reads_scanner, "loyald answers and reads its scanner")

    def _reads_scanner(self):
        if self.process.poll() is not None:
            raise AssertionError("loyald ended:\n" + self.log_text())
        try:
            return all(scanner["state"] == "reading" for scanner in self.call("Status")["scanners"])
        except OSError:
            return False

    def freeze(self):
        """It still holds its port, but answers nobody."""
        self.process.send_signal(signal.SIGSTOP)

    def kill(self):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(DEADLINE_S)

    def log_text(self):
        self.log.flush()
        return (self.directory / "loyald.log").read_text(errors="replace")

    def call(self, method, **request):
        """A call of the register API, as any POS program makes it."""
        http = urllib.request.Request(f"{self.url}/loyald.v1.RegisterService/{method}",
                                      json.dumps(request).encode(),
                                      {"content-type": "application/json"})
        try:
            with urllib.request.urlopen(http, timeout=DEADLINE_S) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            body = json.load(error)
            raise CallFailed(body["code"], body["message"]) from error

    def balances(self, card):
        """What the member may spend, by unit."""
        member = self.call("Identify", register="1", card=card)["member"]
        return {each["unit"]: each["safeToSpend"] for each in member["balances"]}

    def history(self, card, kind):
        entries = self.call("History", card=card)["entries"]
        return [entry for entry in entries if entry["kind"] == kind]
