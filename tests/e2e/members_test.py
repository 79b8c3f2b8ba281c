# SPDX-License-Identifier: Apache-2.0
"""loyalctl with members, against the real daemons: taking them in from a file, segments.

  members_test.py BINARIES
"""
import datetime
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
import chain  # noqa: E402

PROGRAMME = ROOT / "tests" / "replay" / "programme.toml"
BINARIES = None
EXPIRES = (datetime.date.today() + datetime.timedelta(days=20)).isoformat()
COLUMNS = "card,name,phone,mail,birthday,language,consent:marketing,points,points_expires,fuel\n"


class Members(unittest.TestCase):
    def setUp(self):
        self._directory = tempfile.TemporaryDirectory(prefix="loyald-members-")
        self.directory = pathlib.Path(self._directory.name)
        self.processes = []

    def tearDown(self):
        for process in self.processes:
            process.api.close()
            process.kill()
        self._directory.cleanup()

    def start(self, process):
        self.processes.append(process)
        process.start()
        return process

    def store(self, **options):
        return self.start(chain.Store(BINARIES, self.directory / "store", 1, **options))

    def loyalctl(self, *arguments):
        return subprocess.run([BINARIES / "loyalctl", *map(str, arguments)], capture_output=True,
                              text=True)

    def import_csv(self, store, rows, *more):
        path = self.directory / "members.csv"
        path.write_text(COLUMNS + rows)
        return self.loyalctl("member", "import", path, "--store-url",
                             f"http://127.0.0.1:{store.port}", *more)

    def member(self, store, card):
        return store.call("Identify", card=card)["member"]

    def seq(self, store):
        return store.call("Status").get("seq", 0)

    def test_members_are_taken_in_once(self):
        store = self.store(programme=PROGRAMME)
        one, two = chain.card_number(1), chain.card_number(2)
        rows = (f"{one},Anna,+49 170 1234567,,1990-09-22,de,yes,120,{EXPIRES},7\n"
                f"{two},,,,,,,50,,\n"
                ",Ben,,ben@example.org,,,no,,,\n")
        dry = self.import_csv(store, rows, "--dry-run")
        self.assertEqual(dry.returncode, 0, dry.stderr)
        self.assertIn("170 points for 2 members, 120 of them with an expiry date", dry.stdout)
        self.assertEqual(self.seq(store), 0)

        done = self.import_csv(store, rows)
        self.assertEqual(done.returncode, 0, done.stderr)
        anna = self.member(store, one)
        self.assertEqual(anna["name"], "Anna")
        self.assertEqual(anna["balances"][0]["safeToSpend"], 120)
        self.assertEqual(anna["balances"][0]["expiring"],
                         [{"expiresOn": EXPIRES, "quantity": 120}])
        self.assertTrue(anna["consents"][0]["given"])
        self.assertFalse(self.member(store, "ben@example.org")["consents"][0].get("given", False))
        seq = self.seq(store)
        self.assertEqual(seq, 3 + 2 + 3)

        again = self.import_csv(store, rows)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("3 of the members were imported before", again.stdout)
        self.assertEqual(self.seq(store), seq)
        # Another row beside them: only that one is new.
        more = self.import_csv(store, rows + f"{chain.card_number(3)},,,,,,,1,,\n")
        self.assertEqual(more.returncode, 0, more.stderr)
        self.assertEqual(self.seq(store), seq + 2)

        shown = self.loyalctl("member", "show", one, "--store-url",
                              f"http://127.0.0.1:{store.port}")
        self.assertIn("name       Anna", shown.stdout)
        self.assertIn("consent    marketing: yes", shown.stdout)
        store.kill()
        for command in (["journal", "verify"], ["ledger", "rebuild", "--check"]):
            checked = self.loyalctl(*command, store.state)
            self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_with_any_mistake_nothing_is_taken_in_and_all_are_told(self):
        store = self.store(programme=PROGRAMME)
        one = chain.card_number(1)
        self.assertEqual(self.import_csv(store, f"{one},Anna,+49 170 1234567,,,,,5,,\n").returncode,
                         0)
        seq = self.seq(store)
        done = self.import_csv(store, f"{chain.card_number(2)},,,,,,,5,,\n"
                                      f"{chain.card_number(3)},Cleo,+491701234567,,,,,,,\n"
                                      "4006381333931,,,,,,,5,,\n"
                                      f"{one},Anna,,,,,,6,,\n"
                                      f"{chain.card_number(4)},,,,,,,many,,\n"
                                      "4006381333931,,,,,,,many,,\n")
        self.assertEqual(done.returncode, 1)
        for line in (":3: phone: belongs to a member already", ":4: card: ",
                     ":5: was imported before with other content", ":6: points: \"many\"",
                     ":7: points: ", ":7: card: ", "nothing was imported"):
            self.assertIn(line, done.stderr)
        self.assertNotIn(":2:", done.stderr)
        self.assertEqual(self.seq(store), seq)
        path = self.directory / "columns.csv"
        path.write_text(f"card,pionts\n{chain.card_number(2)},5\n")
        wrong = self.loyalctl("member", "import", path, "--store-url",
                              f"http://127.0.0.1:{store.port}")
        self.assertIn("did you mean \"points\"?", wrong.stderr)

    def store_of_a_chain(self):
        """A store with head office's programme, and how loyalctl finds that head office."""
        office = self.start(chain.HeadOffice(BINARIES, self.directory / "head-office", 1))
        address = ["--token", chain.ADMIN_TOKEN, "--url", f"http://127.0.0.1:{office.port}"]
        published = self.loyalctl("programme", "publish", PROGRAMME, *address)
        self.assertEqual(published.returncode, 0, published.stderr)
        store = self.store(line_port=office.port)
        chain.until("the programme arrives", lambda: store.call("Status")["programmeVersion"] > 0)
        return store, address

    def all_counted(self, store):
        chain.until("head office has all",
                    lambda: store.call("Status")["headOffice"].get("waiting", 0) == 0)

    def test_members_who_are_one_person_are_found_merged_and_parted_again(self):
        store, address = self.store_of_a_chain()
        one, two = chain.card_number(1), chain.card_number(2)
        for number, card, name in ((1, one, "Anna Müller"), (2, two, "MUELLER, Anna")):
            store.call("Enrol", enrolId=f"enrol-{number}", register="1", card=card,
                       profile={"name": name, "birthday": "1990-05-03"})
            store.call("Checkout", checkoutId=f"sale-{number}", register="1", card=card,
                       lines=[{"sku": "bread", "amount": 1000 * number}])
        self.all_counted(store)
        chain.until("their profiles arrive", lambda: "same_name_and_birthday" in self.loyalctl(
            "headoffice", "duplicates", *address).stdout)
        listed = self.loyalctl("headoffice", "duplicates", *address)
        self.assertIn(f"card {two}", listed.stdout)
        refused = self.loyalctl("headoffice", "merge", two, one, *address)
        self.assertIn("--reason is required", refused.stderr)
        merged = self.loyalctl("headoffice", "merge", two, one, "--reason", "twice", "--by", "carla",
                               *address)
        self.assertEqual(merged.returncode, 0, merged.stderr)
        self.assertTrue(merged.stdout.startswith("they are one\n"), merged.stdout)
        chain.until("the store sees one member",
                    lambda: self.member(store, two)["memberId"] == self.member(store, one)["memberId"])
        shown = self.loyalctl("headoffice", "member", two, *address).stdout
        self.assertIn("by carla: twice", shown)
        self.assertEqual(self.loyalctl("headoffice", "duplicates", *address).stdout,
                         "nobody looks like somebody else\n")
        again = self.loyalctl("headoffice", "merge", two, one, "--reason", "twice", *address)
        self.assertTrue(again.stdout.startswith("they are one already\n"), again.stdout)
        # The store may be spending what goes back; it is asked to release that first.
        chain.until("they are parted", lambda: "they are two" in self.loyalctl(
            "headoffice", "unmerge", two, "--reason", "sisters", *address).stdout)
        chain.until("the store sees two members",
                    lambda: self.member(store, two)["memberId"] != self.member(store, one)["memberId"])
        books = self.directory / "head-office" / "state"
        verified = self.loyalctl("journal", "verify", books)
        # The merge, what followed when the store had released it, and the undoing.
        self.assertIn("head office: 3 archived entries verify", verified.stdout)
        rebuilt = self.loyalctl("ledger", "rebuild", "--check", books)
        self.assertEqual(rebuilt.returncode, 0, rebuilt.stderr)

    def test_segments_reach_the_stores(self):
        store, address = self.store_of_a_chain()
        one, two = chain.card_number(1), chain.card_number(2)
        for number, card in ((1, one), (2, two)):
            store.call("Checkout", checkoutId=f"sale-{number}", register="1", card=card,
                       lines=[{"sku": "bread", "amount": 1000}])
        self.all_counted(store)
        path = self.directory / "cards.csv"
        path.write_text(f"name,card\nAnna,{one}\nBen,{two}\n")
        done = self.loyalctl("headoffice", "segment", "--add", "gold", "--add", "local", "--file",
                             path, *address)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("2 members changed", done.stdout)
        done = self.loyalctl("headoffice", "segment", "--remove", "local", *address, two, "nobody")
        self.assertEqual(done.returncode, 1)
        self.assertIn("unknown: nobody", done.stderr)
        # What a store writes of the member meanwhile must not undo it.
        store.call("UpdateMember", updateId="u", register="1", card=two, profile={"name": "Ben"})
        chain.until("segments arrive",
                    lambda: self.member(store, two).get("tags") == ["gold"], 60)
        chain.until("the others too",
                    lambda: self.member(store, one).get("tags") == ["gold", "local"], 60)
        shown = self.loyalctl("headoffice", "member", two, *address)
        self.assertIn("segment gold", shown.stdout)
        with self.assertRaises(chain.Failure) as refused:
            store.call("SetSegments", card=one, add=["own"])
        self.assertIn("head office", str(refused.exception))


if __name__ == "__main__":
    BINARIES = pathlib.Path(sys.argv[1]).resolve()
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], verbosity=2)
