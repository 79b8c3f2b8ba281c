# SPDX-License-Identifier: Apache-2.0
"""A head office and two stores on this machine: to try by hand, or (--script) as a told story."""
import argparse
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import uuid

import chain

PROGRAMME = pathlib.Path(__file__).parent / "programmes" / "supermarket.toml"
CARDS = [chain.card_number(n) for n in (1, 2, 3)]


class Demo:
    def __init__(self, binaries, directory, fixed_ports):
        self.binaries, self.directory = binaries, directory
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        ports = (7412, 7421, 7422) if fixed_ports else (None, None, None)
        self.office = chain.HeadOffice(binaries, directory / "head-office", 2, ports[0])
        self.lines = {n: chain.Line(self.office.port) for n in (1, 2)}
        self.stores = {n: chain.Store(binaries, directory / f"store-{n}", n, self.lines[n].port,
                                      port=ports[n]) for n in (1, 2)}

    def loyalctl(self, *arguments):
        done = subprocess.run([self.binaries / "loyalctl", *map(str, arguments)],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"loyalctl {' '.join(map(str, arguments))}: {done.stderr}")
        return done.stdout

    def publish(self):
        return self.loyalctl("programme", "publish", PROGRAMME, "--url",
                             f"http://127.0.0.1:{self.office.port}", "--token", chain.ADMIN_TOKEN,
                             "--valid-from", "2020-01-01")

    def start(self):
        self.office.start()
        published = self.publish()
        for store in self.stores.values():
            store.start()
        for n, store in self.stores.items():
            chain.until(f"the programme reaches store {n}",
                        lambda s=store: s.call("Status").get("programmeVersion", 0) > 0)
        cards = self.directory / "cards"
        cards.mkdir()
        for number in CARDS:
            for symbology in ("qr", "ean13"):
                svg = self.loyalctl("card", "draw", number, "--symbology", symbology)
                (cards / f"{number}-{symbology}.svg").write_text(svg)
        return published.strip()

    def stop(self):
        for process in (*self.stores.values(), self.office):
            process.stop()


def points(member, what):
    for balance in member["balances"]:
        if balance["unit"] == "points":
            return balance[what]
    return 0


class Story:
    """Plays it, says what it does and what came out, and stops at the first thing that is wrong."""

    def __init__(self, demo):
        self.demo, self.step = demo, 0
        self.one, self.two = demo.stores[1], demo.stores[2]
        self.sold = {}  # by store: the entry of its last sale

    def say(self, text):
        self.step += 1
        print(f"\n{self.step:2}. {text}")

    def check(self, what, value, expected):
        is_right = value == expected
        print(f"    {'ok ' if is_right else 'NOT'} {what}: {value}"
              + ("" if is_right else f", expected {expected}"))
        if not is_right:
            raise RuntimeError(f"{what} is {value}, expected {expected}")

    def checkout(self, store, card, amount, rewards=(), checkout_id=None, **line):
        line = {"sku": "bread", "department": "GROCERY", "amount": amount, **line}
        receipt = store.call("Checkout", checkoutId=checkout_id or str(uuid.uuid4()), register="1",
                             cashier="anna", card=card, lines=[line],
                             rewards=list(rewards))["receipt"]
        self.sold[store.number] = receipt["seq"]
        return receipt

    def member(self, store, card, register="1"):
        return store.call("Identify", register=register, card=card)["member"]

    def at_head_office(self, card):
        try:
            found = self.demo.office.call("GetMember", card=card)
        except chain.Failure as failure:
            if failure.code == "not_found":
                return 0
            raise
        return next((b["spendable"] for b in found["balances"] if b["unit"] == "points"), 0)

    def play(self):
        card = CARDS[0]
        self.say("Head office and two stores start; the programme is published to both.")
        print("    " + self.demo.start())

        self.say(f"Card {card} is scanned at store 1 (a serial scanner on a pseudo-terminal).")
        events = self.one.events("1")
        self.one.scan(card)
        scan = events.next("scan")
        self.check("the register is told the card", scan["card"], card)
        self.check("nobody has seen it before, and that is no error", scan["member"]["isNew"], True)
        self.one.scan("4006381333931")
        scan = events.next("scan")
        self.check("a product's code is reported as not a card", bool(scan["notACard"]), True)
        events.close()

        self.say("A sale of 600.00 EUR earns.")
        receipt = self.checkout(self.one, card, 60000)
        for line in receipt["text"]:
            print("      | " + line)
        self.check("safe to spend", points(self.member(self.one, card), "safeToSpend"), 600)

        self.say("The power of store 1 is cut (kill -9). It starts again: the points are on its disk.")
        self.one.kill()
        self.one.start()
        self.check("safe to spend", points(self.member(self.one, card), "safeToSpend"), 600)

        self.say("A sale of 40.00 EUR redeems 500 points for 5.00 EUR.")
        receipt = self.checkout(self.one, card, 4000, [{"reward": "five-off"}])
        self.check("to pay", receipt["paid"], 3500)
        self.check("safe to spend: 600 - 500 + 35",
                   points(self.member(self.one, card), "safeToSpend"), 135)

        self.say("Head office counts it, and store 2 has it after its pull.")
        chain.until("head office agrees", lambda: self.at_head_office(card) == 135)
        self.check("at head office", self.at_head_office(card), 135)
        # Without a register: a customer at a till of store 2 would have their points fetched from store 1.
        chain.until("store 2 agrees",
                    lambda: points(self.member(self.two, card, ""), "confirmed") == 135)
        self.check("confirmed at store 2", points(self.member(self.two, card, ""), "confirmed"), 135)
        self.offline(card)

    def offline(self, card):
        self.say("The line of store 1 goes down.")
        self.demo.lines[1].cut()
        link = chain.until("store 1 notices", lambda: (
            lambda s: s if s["state"] == "AWAY" else None)(
                self.one.call("Status")["headOffice"]))
        self.check("store 1 says so", link["state"], "AWAY")

        self.say("Checkouts go on: 50 sales of 10.00 EUR, and 100 points are paid with.")
        for _ in range(50):
            self.checkout(self.one, card, 1000)
        last = str(uuid.uuid4())
        receipt = self.checkout(self.one, card, 1000, [{"reward": "pay-with-points",
                                                       "quantity": 100}], last)
        self.check("to pay", receipt["paid"], 900)
        again = self.checkout(self.one, card, 1000, [{"reward": "pay-with-points",
                                                     "quantity": 100}], last)
        self.check("sent again, the same receipt comes back", again == receipt, True)
        expected = 135 + 50 * 10 - 100 + 9
        self.check("safe to spend at store 1",
                   points(self.member(self.one, card), "safeToSpend"), expected)
        self.check("since then, not counted yet",
                   points(self.member(self.one, card), "sinceThen"), expected - 135)
        self.check("head office knows nothing of it", self.at_head_office(card), 135)
        self.say("The power of store 1 is cut again, with the line still down.")
        self.one.kill()
        self.one.start()
        self.check("entries waiting", self.one.call("Status")["headOffice"]["waiting"], 51)

        self.say("The line comes back.")
        self.demo.lines[1].mend()
        chain.until("head office agrees to the point",
                    lambda: self.at_head_office(card) == expected)
        self.check("at head office", self.at_head_office(card), expected)
        for n in (1, 2):
            chain.until(f"store {n} agrees", lambda s=self.demo.stores[n]: points(
                self.member(s, card), "confirmed") == expected)
            self.check(f"confirmed at store {n}",
                       points(self.member(self.demo.stores[n], card), "confirmed"), expected)
        self.audit()

    def audit(self):
        self.say("Every journal and every wallet is checked from the first entry.")
        for directory in (self.demo.office.state, self.one.state, self.two.state):
            for command in (("journal", "verify"), ("ledger", "rebuild", "--check")):
                for line in self.demo.loyalctl(*command, directory).splitlines():
                    print(f"    {directory.parent.name}: {line}")
        seq = self.sold[1]
        self.say(f"Any number can be explained; entry {seq} of store 1:")
        for line in self.one.call("Explain", seq=seq)["text"]:
            print("      | " + line)
        self.say("All is stopped.")
        for process in (*self.demo.stores.values(), self.demo.office):
            self.check(f"{process.name} ends with", process.stop(), 0)


def run_until_stopped(demo):
    print(demo.start())
    for n, store in demo.stores.items():
        fifo = demo.directory / f"scan-at-store-{n}"
        os.mkfifo(fifo)
        threading.Thread(target=feed_scanner, args=(fifo, store), daemon=True).start()
    print(f"""
Running. Stop with Ctrl-C.

  cashier page, store 1   http://127.0.0.1:{demo.stores[1].port}/?register=1
  cashier page, store 2   http://127.0.0.1:{demo.stores[2].port}/?register=1
  head office             http://127.0.0.1:{demo.office.port}  (administrator's token: {chain.ADMIN_TOKEN})

  sample cards            {', '.join(CARDS)}
                          (to print: {demo.directory}/cards/)
  scan one at store 1     echo {CARDS[0]} > {demo.directory}/scan-at-store-1
  cut store 1's line      kill -USR1 {os.getpid()}   (again: mends it)
  how a store is doing    {demo.binaries}/loyalctl status --store-url http://127.0.0.1:{demo.stores[1].port}
  what head office counts {demo.binaries}/loyalctl headoffice stores --token {chain.ADMIN_TOKEN}
  logs and books          {demo.directory}
""", flush=True)
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    signal.signal(signal.SIGINT, lambda *_: stopped.set())
    signal.signal(signal.SIGUSR1, lambda *_: toggle(demo.lines[1]))
    while not stopped.wait(1):
        for process in (*demo.stores.values(), demo.office):
            if not process.is_running():
                raise RuntimeError(f"{process.name} ended:\n" + process.log()[-2000:])


def toggle(line):
    if line.is_cut:
        line.mend()
    else:
        line.cut()
    print("The line of store 1 is " + ("cut." if line.is_cut else "mended."), flush=True)


def feed_scanner(fifo, store):
    while True:
        with open(fifo) as texts:
            for text in texts:
                store.scan(text.strip())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binaries", type=pathlib.Path)
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--script", action="store_true", help="play the story, then end")
    arguments = parser.parse_args()
    demo = Demo(arguments.binaries.resolve(), arguments.directory.resolve(), not arguments.script)
    try:
        if arguments.script:
            Story(demo).play()
            print("\nThe whole story went as it should.")
        else:
            run_until_stopped(demo)
    except (RuntimeError, OSError, chain.Failure) as error:
        print(f"\npackaging/demo: {error}", file=sys.stderr)
        return 1
    finally:
        demo.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
