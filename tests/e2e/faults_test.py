# SPDX-License-Identifier: Apache-2.0
"""Faults against the real binaries: what breaks, breaks plainly, and nothing is lost or doubled.

  faults_test.py BINARIES FAULT_DISK_LIBRARY
"""
import contextlib
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
import chain  # noqa: E402

PROGRAMME = ROOT / "tests" / "replay" / "programme.toml"
BINARIES = None
FAULT_DISK = None
CARD = chain.card_number(1)


class Case(unittest.TestCase):
    def setUp(self):
        self._directory = tempfile.TemporaryDirectory(prefix="loyald-e2e-")
        self.directory = pathlib.Path(self._directory.name)
        self.processes = []

    def tearDown(self):
        for process in self.processes:
            process.api.close()
            process.kill()
        self._directory.cleanup()

    def store(self, number=1, name="store", **options):
        if "line_port" not in options:
            options["programme"] = PROGRAMME
        store = chain.Store(BINARIES, self.directory / name, number, **options)
        self.processes.append(store)
        return store

    def head_office(self, stores=1):
        office = chain.HeadOffice(BINARIES, self.directory / "head-office", stores)
        self.processes.append(office)
        return office

    def loyalctl(self, *arguments):
        return subprocess.run([BINARIES / "loyalctl", *map(str, arguments)], capture_output=True,
                              text=True)

    def publish(self, office):
        done = self.loyalctl("programme", "publish", PROGRAMME, "--valid-from", "2016-01-01",
                             "--token", chain.ADMIN_TOKEN, "--url",
                             f"http://127.0.0.1:{office.port}")
        self.assertEqual(done.returncode, 0, done.stderr)

    def chain_of_one(self):
        """A head office and a store that has its programme."""
        office = self.head_office()
        office.start()
        self.publish(office)
        store = self.store(line_port=office.port)
        store.start()
        chain.until("the programme arrives", lambda: store.call("Status")["programmeVersion"] > 0)
        return office, store

    def all_counted(self, store):
        chain.until("head office has all",
                    lambda: store.call("Status")["headOffice"].get("waiting", 0) == 0, 120)

    def audit(self, *processes):
        for process in processes:
            for command in (["journal", "verify"], ["ledger", "rebuild", "--check"]):
                done = self.loyalctl(*command, process.state)
                self.assertEqual(done.returncode, 0, f"{command}: {done.stdout}{done.stderr}")


def sell(store, number, amount=1000, card=CARD, **more):
    return store.call("Checkout", checkoutId=f"sale-{number}", register="1", card=card,
                      businessDate="2026-05-01",
                      lines=[{"sku": "bread", "amount": amount}], **more)["receipt"]


def points(store, card=CARD):
    member = store.call("Identify", register="1", card=card, businessDate="2026-05-01")["member"]
    return next((b["safeToSpend"] for b in member["balances"] if b["unit"] == "points"), 0)


class Starting(Case):
    def run_daemon(self, config, *more):
        path = self.directory / "loyald.toml"
        path.write_text(config)
        return subprocess.run([BINARIES / "loyald", "--config", path, *more], capture_output=True,
                              text=True, timeout=60)

    def test_a_configuration_mistake_is_named_with_its_line(self):
        store = self.store()
        config = (store.directory / "loyald.toml").read_text()
        for before, after, *expected in (
                ("[redeem]", "[redeem]\nflor_limit = 3", "flor_limit", "floor_limit"),
                ("id = 1", 'id = "one"', "store.id"),
                ('check = "mod10"', 'check = "mod11"', "mod11", "mod10"),
                ("state_directory", "state_directroy", "state_directroy", "state_directory"),
                ("[store]", "[store", "loyald.toml:")):
            done = self.run_daemon(config.replace(before, after))
            self.assertEqual(done.returncode, 64, done.stderr)
            for words in expected:
                self.assertIn(words, done.stderr)

    def test_the_sample_configurations_are_right(self):
        for program, file in (("loyald", "loyald.toml"), ("loyald-headoffice", "headoffice.toml")):
            done = subprocess.run([BINARIES / program, "--check-config", "--config",
                                   ROOT / "packaging" / "config" / file], capture_output=True,
                                  text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(done.stderr, "")

    def test_a_card_format_that_products_fit_is_named(self):
        config = (self.store().directory / "loyald.toml").read_text()
        prefix = re.search(r'^prefix = .*$', config, re.MULTILINE).group()
        done = self.run_daemon(config.replace(prefix, 'prefix = "4"'), "--check-config")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("products have such numbers", done.stderr)

    def test_a_missing_file_is_named(self):
        done = subprocess.run([BINARIES / "loyald", "--config", "/nowhere/loyald.toml"],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 64)
        self.assertIn("/nowhere/loyald.toml", done.stderr)

    def test_a_programme_mistake_is_named(self):
        text = PROGRAMME.read_text()
        for before, after, *expected in (
                ('unit = "points"', 'unit = "point"', "point", "points"),
                ("minimum_spend", "minimum_spent", "minimum_spent", "minimum_spend"),
                ("per = 100", "per = 0", "per"),
                ("per = 100", "per = 1.5", "per")):
            path = self.directory / "programme.toml"
            path.write_text(text.replace(before, after, 1))
            done = self.loyalctl("programme", "check", path)
            self.assertEqual(done.returncode, 1)
            for words in expected:
                self.assertIn(words, done.stderr)

    def test_two_daemons_do_not_share_a_state_directory(self):
        first = self.store()
        first.start()
        second = self.store(name="second")
        config = (second.directory / "loyald.toml").read_text()
        done = self.run_daemon(config.replace(str(second.state), str(first.state)))
        self.assertEqual(done.returncode, 75, done.stderr)
        self.assertIn("another loyald", done.stderr)
        self.assertEqual(sell(first, 1)["seq"], 1)

    def test_a_port_in_use_is_named(self):
        first = self.store()
        first.start()
        second = self.store(name="second", port=first.port)
        done = self.run_daemon((second.directory / "loyald.toml").read_text())
        self.assertEqual(done.returncode, 75, done.stderr)
        self.assertIn(str(first.port), done.stderr)

    def test_a_stop_is_clean(self):
        store = self.store()
        store.start()
        sell(store, 1)
        self.assertEqual(store.stop(), 0)
        self.assertEqual((store.state / "books.sqlite-wal").stat().st_size
                         if (store.state / "books.sqlite-wal").exists() else 0, 0)
        store.start()
        self.assertEqual(points(store), 10)


class BadRequests(Case):
    def post(self, store, path, body, content_type="application/json"):
        connection = http.client.HTTPConnection("127.0.0.1", store.port, timeout=30)
        connection.request("POST", path, body, {"content-type": content_type})
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        return response.status, json.loads(answer)

    def test_each_is_answered_clearly_and_records_nothing(self):
        store = self.store()
        store.start()
        good = {"checkoutId": "x", "register": "1", "card": CARD,
                "lines": [{"sku": "a", "amount": 100}]}
        line = good["lines"][0]
        table = [
            ("malformed JSON", '{"checkoutId": ', 400, "invalid_argument", ""),
            ("not an object", "[]", 400, "invalid_argument", ""),
            ("wrong type", dict(good, lines="bread"), 400, "invalid_argument", "lines"),
            ("wrong number", dict(good, lines=[dict(line, amount="ten")]), 400,
             "invalid_argument", "amount"),
            ("fraction", dict(good, lines=[dict(line, amount=1.5)]), 400, "invalid_argument",
             "amount"),
            ("unknown field", dict(good, chekoutId="y"), 400, "invalid_argument", "chekoutId"),
            ("negative", dict(good, lines=[dict(line, amount=-1)]), 400, "invalid_argument",
             "lines[0].amount"),
            ("overflow", dict(good, lines=[dict(line, amount=3_000_000_000)]), 400,
             "invalid_argument", "amount"),
            ("above the limit", dict(good, lines=[dict(line, amount=2_000_000_001)]), 400,
             "invalid_argument", "amount"),
            ("no lines", dict(good, lines=[]), 400, "invalid_argument", "lines"),
            ("too many lines", dict(good, lines=[line] * 501), 400, "invalid_argument", "500"),
            ("no id", dict(good, checkoutId=""), 400, "invalid_argument", "checkout_id"),
            ("long id", dict(good, checkoutId="x" * 65), 400, "invalid_argument", "checkout_id"),
            ("bad date", dict(good, businessDate="1.5.2026"), 400, "invalid_argument",
             "YYYY-MM-DD"),
            ("wrong check digit", dict(good, card=CARD[:-1] + str((int(CARD[-1]) + 1) % 10)), None,
             None, "check digit"),
            ("not a card", dict(good, card="hello world"), None, None, "card"),
            ("unknown reward", dict(good, rewards=[{"reward": "free-lunch"}]), 404, "not_found",
             "free-lunch"),
        ]
        for what, body, status, code, words in table:
            with self.subTest(what):
                text = body if isinstance(body, str) else json.dumps(body)
                got, error = self.post(store, "/loyald.v1.RegisterService/Checkout", text)
                self.assertGreaterEqual(got, 400, error)
                self.assertLess(got, 500, error)
                if status:
                    self.assertEqual((got, error["code"]), (status, code), error)
                self.assertIn(words, error["message"])
        got, error = self.post(store, "/loyald.v1.RegisterService/Checkout",
                               json.dumps(dict(good, card="0" * 2_000_000)))
        self.assertEqual(error["code"], "resource_exhausted")
        self.assertEqual(store.call("Status")["seq"], 0)

    def test_the_same_id_with_other_content_is_refused_and_named(self):
        store = self.store()
        store.start()
        first = sell(store, 1)
        self.assertEqual(sell(store, 1), first)
        with self.assertRaises(chain.Failure) as refused:
            sell(store, 1, amount=1001)
        self.assertEqual(refused.exception.code, "already_exists")
        self.assertIn("1000 -> 1001", str(refused.exception))

    def test_an_unknown_phone_is_not_found(self):
        store = self.store()
        store.start()
        with self.assertRaises(chain.Failure) as refused:
            store.call("Identify", register="1", card="+49 170 1234567")
        self.assertEqual(refused.exception.code, "not_found")


class Disks(Case):
    def start_on(self, store):
        self.switch = self.directory / "switch"
        self.switch.write_text("")
        # The address sanitizer wants to be the first library; a preloaded one is ahead of it.
        store.start(extra_env={
            "LD_PRELOAD": str(FAULT_DISK), "LOYALD_FAULT_SWITCH": str(self.switch),
            "ASAN_OPTIONS": "verify_asan_link_order=0:"
                            + os.environ.get("ASAN_OPTIONS", "")})

    def test_a_full_disk_is_said_and_survived(self):
        store = self.store()
        self.start_on(store)
        sell(store, 1)
        self.switch.write_text("full")
        with self.assertRaises(chain.Failure) as refused:
            sell(store, 2)
        self.assertIn(refused.exception.code, ("resource_exhausted", "unavailable"))
        self.assertEqual(points(store), 10)  # reading goes on
        self.switch.write_text("")
        self.assertEqual(sell(store, 2)["seq"], 2)
        store.kill()
        self.audit(store)

    def test_after_a_failed_fsync_the_daemon_stops_itself(self):
        store = self.store()
        self.start_on(store)
        sell(store, 1)
        self.switch.write_text("fsync")
        with self.assertRaises((chain.Failure, OSError, http.client.HTTPException)):
            sell(store, 2)
        self.assertEqual(store.process.wait(30), 70)
        self.switch.write_text("")
        self.start_on(store)
        # The outcome was unknown; sending it again settles it, once.
        sell(store, 2)
        self.assertEqual(points(store), 20)
        store.kill()
        self.audit(store)


class Ledgers(Case):
    def test_a_touched_ledger_is_found_and_mended_at_both_ends(self):
        office, store = self.chain_of_one()
        sell(store, 1)
        self.all_counted(store)
        for process, file in ((store, "books.sqlite"), (office, "headoffice.sqlite")):
            done = self.loyalctl("ledger", "rebuild", process.state)
            self.assertEqual(done.returncode, 1)  # not under a running daemon
            self.assertIn("running", done.stderr)
            self.assertEqual(process.stop(), 0)
            with contextlib.closing(sqlite3.connect(process.state / file)) as books:
                with books:
                    books.execute("UPDATE lot SET amount = amount + 1")
            done = self.loyalctl("ledger", "rebuild", "--check", process.state)
            self.assertEqual(done.returncode, 1)
            self.assertIn("1 members, 1 differ", done.stdout)
            done = self.loyalctl("ledger", "rebuild", process.state)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.audit(process)

    def test_a_touched_journal_is_found(self):
        store = self.store()
        store.start()
        sell(store, 1)
        sell(store, 2)
        store.stop()
        with contextlib.closing(sqlite3.connect(store.state / "books.sqlite")) as books:
            with books:
                books.execute("UPDATE journal SET entry = CAST(entry || x'00' AS BLOB) "
                              "WHERE seq = 2")
        done = self.loyalctl("journal", "verify", store.state)
        self.assertEqual(done.returncode, 1)
        self.assertIn("journal entry 2 was changed", done.stderr)
        done = subprocess.run(store.command, capture_output=True, text=True)
        self.assertEqual(done.returncode, 70)
        self.assertIn("journal entry 2 was changed", done.stderr)


class Kills(Case):
    """kill -9 of either side in the middle of a thousand checkouts."""

    CHECKOUTS = 1000
    KILLS = 5

    def sell_all(self, store, answered):
        for i in range(self.CHECKOUTS):
            deadline = time.monotonic() + 120
            while True:
                try:
                    receipt = sell(store, i, amount=100 + i)
                    answered[i] = receipt
                    break
                except (OSError, http.client.HTTPException):
                    if time.monotonic() > deadline:
                        return
                    time.sleep(0.01)

    def play(self, store, victim):
        answered = {}
        selling = threading.Thread(target=self.sell_all, args=(store, answered))
        selling.start()
        choose = random.Random(3)
        at = sorted(choose.sample(range(20, self.CHECKOUTS - 20), self.KILLS))
        for number in at:
            chain.until("the sales go on", lambda n=number: len(answered) >= n, 120)
            victim.kill()
            victim.start()
        selling.join()
        self.assertEqual(len(answered), self.CHECKOUTS)
        for i in (0, at[0], self.CHECKOUTS - 1):
            self.assertEqual(sell(store, i, amount=100 + i), answered[i])
        return sum((100 + i) // 100 for i in range(self.CHECKOUTS))

    def test_of_the_store(self):
        store = self.store()
        store.start()
        expected = self.play(store, store)
        self.assertEqual(points(store), expected)
        self.assertEqual(store.call("Status")["seq"], self.CHECKOUTS)
        store.kill()
        self.audit(store)

    def test_of_head_office(self):
        office, store = self.chain_of_one()
        expected = self.play(store, office)
        self.all_counted(store)
        member = office.call("GetMember", card=CARD, businessDate="2026-05-01")
        self.assertEqual(next(b["spendable"] for b in member["balances"] if b["unit"] == "points"),
                         expected)
        self.assertEqual(office.call("ListStores")["stores"][0]["sales"], self.CHECKOUTS)
        self.audit(office, store)


class Backups(Case):
    """Head office's books are replaced by an older copy of them."""

    def test_stores_say_again_what_head_office_lost(self):
        office, store = self.chain_of_one()
        sell(store, 1)
        self.all_counted(store)
        office.stop()
        backup = self.directory / "backup"
        shutil.copytree(office.state, backup)
        office.start()
        store.call("Enrol", enrolId="e", register="1", card=CARD, profile={"name": "Anna"})
        sell(store, 2)
        self.all_counted(store)
        office.stop()
        shutil.rmtree(office.state)
        shutil.copytree(backup, office.state)
        said = subprocess.run([*office.command, "--after-restore"], capture_output=True, text=True)
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("again", said.stdout)
        office.start()
        member = {}

        def is_whole():
            try:
                member.update(office.call("GetMember", card=CARD, businessDate="2026-05-01"))
            except chain.Failure:
                return False
            return (member.get("name") == "Anna" and
                    any(b["spendable"] == 20 for b in member["balances"]))

        chain.until("head office knows it all again", is_whole, 60)
        running = subprocess.run([*office.command, "--after-restore"], capture_output=True,
                                 text=True)
        self.assertNotEqual(running.returncode, 0)  # the daemon has the books
        office.kill()
        store.kill()
        self.audit(office, store)


if __name__ == "__main__":
    BINARIES, FAULT_DISK = (pathlib.Path(a).resolve() for a in sys.argv[1:3])
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
