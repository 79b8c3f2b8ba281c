# SPDX-License-Identifier: Apache-2.0
"""Backups, old copies, two PCs with one journal: with the real binaries.

  lives_test.py BINARIES
"""
import http.client
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
import chain  # noqa: E402

CARD = chain.card_number(1)
WITNESS = "Loyald-Journal"


def points(store):
    member = store.call("Identify", card=CARD)["member"]
    return next((b.get("confirmed", 0) + b.get("sinceThen", 0) for b in member["balances"]
                 if b["unit"] == "points"), 0)


class Lives(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="loyald-lives-")
        self.directory = pathlib.Path(self.temporary.name)
        self.processes = []
        self.office = self.begin(chain.HeadOffice(BINARIES, self.directory / "office", 2))
        self.address = ["--token", chain.ADMIN_TOKEN, "--url",
                        f"http://127.0.0.1:{self.office.port}"]
        programme = self.directory / "programme.toml"
        programme.write_text(chain.SIMPLE_PROGRAMME)
        self.ctl("programme", "publish", programme, *self.address)
        self.line = chain.Line(self.office.port)
        self.store = self.begin(chain.Store(BINARIES, self.directory / "1", 1,
                                            line_port=self.line.port))
        self.guard = pathlib.Path(str(self.store.state) + "-guard")
        chain.until("the programme arrives",
                    lambda: self.store.call("Status").get("programmeVersion", 0) > 0)
        self.sold = 0

    def tearDown(self):
        for process in self.processes:
            process.kill()
        self.temporary.cleanup()

    def begin(self, process):
        self.processes.append(process)
        process.start()
        return process

    def run_ctl(self, *arguments):
        return subprocess.run([BINARIES / "loyalctl", *arguments], capture_output=True, text=True)

    def ctl(self, *arguments):
        done = self.run_ctl(*arguments)
        self.assertEqual(done.returncode, 0, f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def refused(self, *arguments):
        done = self.run_ctl(*arguments)
        self.assertNotEqual(done.returncode, 0, f"{arguments}: {done.stdout}")
        return done.stderr

    def sell(self, count=1):
        for _ in range(count):
            self.sold += 1
            receipt = self.again(self.sold)
        return receipt

    def again(self, number):
        return self.store.call("Checkout", checkoutId=f"sale-{number}", register="1", card=CARD,
                               lines=[{"sku": "bread", "amount": 1000}])["receipt"]

    def sync_now(self):
        return self.ctl("sync", "now", "--store-url", f"http://127.0.0.1:{self.store.port}")

    def check_whole(self, life):
        self.assertIn("head office has all", self.sync_now())
        status = self.store.call("Status")
        self.assertEqual(status["life"], life)
        self.assertEqual(status.get("problems", []), [])
        self.assertEqual(points(self.store), 10 * self.sold)
        self.assertIn(f"points: spendable {10 * self.sold},", self.ctl("headoffice", "member", CARD,
                                                                *self.address))
        for process in (self.office, self.store):
            self.ctl("journal", "verify", process.state)
            self.ctl("ledger", "rebuild", "--check", process.state)

    def copy_of(self, source, name):
        copy = self.directory / name
        shutil.copytree(source, copy)
        return copy

    def put_back(self, copy, target):
        shutil.rmtree(target)
        shutil.copytree(copy, target)

    def test_a_backup_and_what_it_lacks(self):
        self.sell(3)
        backup = self.directory / "backup.sqlite"
        self.assertIn("bytes", self.ctl("backup", self.store.state, backup))
        self.assertIn("already", self.refused("backup", self.store.state, backup))
        self.sell(2)
        self.sync_now()
        self.line.cut()
        receipt = self.sell(2)  # nobody else has these
        self.assertIn("running", self.refused("restore", backup, self.store.state))
        self.store.stop()
        self.assertIn("no backup", self.refused("restore", self.directory / "programme.toml",
                                                self.store.state))
        said = self.ctl("restore", backup, self.store.state)
        self.assertIn("4 more were read", said)
        self.store.start()
        status = self.store.call("Status")
        self.assertEqual(status["life"], 2)
        self.assertIn("backup", status["lifeReason"])
        self.assertEqual(self.again(self.sold)["seq"], receipt["seq"])
        self.line.mend()
        self.check_whole(2)
        self.assertIn("RESTORED", self.ctl("headoffice", "exceptions", *self.address))

    def test_a_backup_where_the_books_are_gone(self):
        self.sell(3)
        backup = self.directory / "backup.sqlite"
        self.ctl("backup", self.store.state, backup)
        self.sell(2)
        self.sync_now()
        self.store.kill()
        for name in ("books.sqlite", "books.sqlite-shm"):
            (self.store.state / name).unlink(missing_ok=True)
        # A log without its books: it must not be played onto the backup.
        self.assertTrue((self.store.state / "books.sqlite-wal").exists())
        self.ctl("restore", backup, self.store.state)
        self.store.start()
        self.sell(1)
        self.check_whole(2)

    def test_an_old_copy_of_the_state_directory_is_noticed_before_anything_is_sold(self):
        self.sell(2)
        self.sync_now()
        self.store.stop()
        copy = self.copy_of(self.store.state, "copy")
        self.store.start()
        self.sell(3)
        self.sync_now()
        self.store.stop()
        self.put_back(copy, self.store.state)
        self.line.cut()
        self.store.start()
        status = self.store.call("Status")
        self.assertEqual(status["life"], 2)
        self.assertIn("there was an entry", status["lifeReason"])
        self.assertTrue(any("restored from a copy" in p for p in status["problems"]))
        # What the copy held may have been spent since.
        with self.assertRaises(chain.Failure):
            self.store.call("Checkout", checkoutId="spends", register="1", card=CARD,
                            lines=[{"sku": "bread", "amount": 1000}],
                            rewards=[{"reward": "pay", "quantity": 5}])
        self.sell(1)
        self.line.mend()
        self.check_whole(2)

    def test_a_register_is_a_witness_where_the_guard_file_went_back_too(self):
        self.sell(2)
        self.sync_now()
        self.store.stop()
        copy, guard = self.copy_of(self.store.state, "copy"), self.copy_of(self.guard, "guard")
        self.store.start()
        self.sell(3)
        self.sync_now()
        seen = self.raw("Status")[1]
        self.store.stop()
        self.put_back(copy, self.store.state)
        self.put_back(guard, self.guard)
        self.line.cut()
        self.store.start()
        self.assertEqual(self.raw("Status", "nonsense")[0]["life"], 1)
        self.raw("Status", seen)
        chain.until("another life begins", lambda: self.store.call("Status")["life"] == 2)
        self.raw("Status", seen)
        self.sell(1)
        self.assertEqual(self.store.call("Status")["life"], 2)
        self.line.mend()
        self.check_whole(2)

    def raw(self, method, witness=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.store.port, timeout=30)
        headers = {"content-type": "application/json"}
        if witness:
            headers[WITNESS] = witness
        connection.request("POST", "/loyald.v1.RegisterService/" + method, "{}", headers)
        response = connection.getresponse()
        answer = json.loads(response.read())
        connection.close()
        return answer, response.headers[WITNESS]

    def test_two_pcs_and_a_person_who_decides(self):
        self.sell(2)
        self.sync_now()
        self.store.stop()
        other = chain.Store(BINARIES, self.directory / "clone", 1, line_port=self.office.port)
        shutil.copytree(self.store.state, other.state)
        shutil.copytree(self.guard, str(other.state) + "-guard")
        self.store.start()
        self.sell(1)
        self.sync_now()
        self.begin(other)
        other.call("Checkout", checkoutId="of-the-clone", register="2", card=CARD,
                   lines=[{"sku": "bread", "amount": 1000}])
        chain.until("the clone has a life of its own", lambda: other.call("Status")["life"] == 2)
        self.ctl("sync", "now", "--store-url", f"http://127.0.0.1:{other.port}")
        self.sell(1)
        chain.until("the first is told", lambda: any(
            "another PC" in p for p in self.store.call("Status").get("problems", [])))
        other.stop()
        self.store.stop()
        self.assertIn("reason", self.refused("journal", "new-life", self.store.state))
        self.ctl("journal", "new-life", self.store.state, "--reason", "this is the right one")
        self.store.start()
        self.sold += 1  # the clone's, which head office has
        chain.until("it is whole", lambda: self.store.call("Status")["life"] > 2)
        self.check_whole(self.store.call("Status")["life"])

    def test_sync_now_says_what_is_the_matter(self):
        self.line.cut()
        self.sell(1)
        error = self.refused("sync", "now", "--timeout", "1", "--store-url",
                             f"http://127.0.0.1:{self.store.port}")
        self.assertIn("1 entries to send", error)
        self.line.mend()
        self.assertIn("head office has all of 1 entries", self.sync_now())

    def test_a_store_that_syncs_at_night_does_so_at_its_start_and_when_it_is_told_to(self):
        self.store.stop()
        config = self.store.directory / "loyald.toml"
        hour = (time.localtime().tm_hour + 12) % 24
        config.write_text(config.read_text().replace(
            "[head_office]\n", f'[head_office]\nnightly_from = "{hour:02}:00"\n'))
        self.store.start()
        chain.until("it has talked to head office and says when next",
                    lambda: "talks to head office next at" in self.store.log())
        self.sell(2)
        other = self.begin(chain.Store(BINARIES, self.directory / "2", 2,
                                       line_port=self.office.port))
        chain.until("another store has synced meanwhile",
                    lambda: other.call("Status").get("programmeVersion", 0) > 0)
        self.assertEqual(self.store.call("Status")["headOffice"]["waiting"], 2)
        self.check_whole(1)

    def test_head_office_begins_as_after_a_restore(self):
        self.sell(1)
        self.sync_now()
        backup = self.directory / "office.sqlite"
        self.assertIn("headoffice.key", self.ctl("backup", self.office.state, backup))
        self.sell(1)
        self.sync_now()
        self.office.stop()
        self.ctl("restore", backup, self.office.state)
        self.office.start()
        self.assertIn("awaited", self.office.log())
        chain.until("it has all again", lambda: f"points: spendable {10 * self.sold}," in self.ctl(
            "headoffice", "member", CARD, *self.address), 60)


if __name__ == "__main__":
    BINARIES = pathlib.Path(sys.argv[1]).resolve()
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], verbosity=2)
