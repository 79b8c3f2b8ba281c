# SPDX-License-Identifier: Apache-2.0
"""loyalctl programme check, diff and shadow, as they are called.

  programme_test.py BINARIES
"""
import collections
import gzip
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
sys.path.insert(0, str(ROOT / "tests" / "replay"))
import chain  # noqa: E402
import sales  # noqa: E402

BINARIES = None
PROGRAMME = ROOT / "packaging" / "programmes" / "supermarket.toml"
REPLAY = ROOT / "tests" / "replay" / "programme.toml"
SALES = ROOT / "tests" / "replay" / "sales-small.csv.gz"


def zstd_of(data):
    """A Zstandard frame (RFC 8878) of uncompressed blocks: Python has no zstd of its own."""
    frame = struct.pack("<IBBI", 0xFD2FB528, 0x80, 0x38, len(data))
    for begin in range(0, len(data), 65536):
        block = data[begin:begin + 65536]
        last = begin + 65536 >= len(data)
        frame += struct.pack("<I", int(last) | len(block) << 3)[:3] + block
    return frame


class Case(unittest.TestCase):
    def setUp(self):
        self._directory = tempfile.TemporaryDirectory(prefix="loyald-programme-")
        self.directory = pathlib.Path(self._directory.name)

    def tearDown(self):
        self._directory.cleanup()

    def loyalctl(self, *arguments, code=0):
        done = subprocess.run([BINARIES / "loyalctl", "programme", *map(str, arguments)],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def file(self, name, text):
        path = self.directory / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def changed(self, before, after):
        text = PROGRAMME.read_text()
        self.assertIn(before, text)
        return self.file("changed.toml", text.replace(before, after, 1))


class Check(Case):
    def test_a_good_file_is_fine_even_when_strict(self):
        done = self.loyalctl("check", "--strict", PROGRAMME)
        self.assertIn("is fine", done.stdout)

    def test_warnings_fail_only_when_strict(self):
        path = self.changed('[[earn]]\nid = "fuel"',
                            '[[earn]]\nid = "old"\nunit = "points"\nquantity = 1\nper = 1\n'
                            'when.valid_until = "2026-06-30"\n\n[[earn]]\nid = "fuel"')
        warning = "warning: earn old: when.valid_until: ended on 2026-06-30"
        for strict, code in (([], 0), (["--strict"], 1)):
            done = self.loyalctl("check", path, "--today", "2026-07-01", *strict, code=code)
            self.assertIn(warning, done.stdout)
        self.loyalctl("check", path, "--today", "2026-06-30", "--strict")

    def test_an_error_names_the_key_and_fails(self):
        path = self.changed('unit = "points"', 'unit = "point"')
        done = self.loyalctl("check", path, code=1)
        self.assertIn("there is no unit point", done.stderr)
        self.assertIn("did you mean points?", done.stderr)


    def test_all_mistakes_of_form_are_told_at_once(self):
        path = self.changed('quantity = 1\nper = 100', 'quantiy = 1\nper = "100"')
        done = self.loyalctl("check", path, code=1)
        self.assertLess(done.stderr.index("did you mean quantity?"),
                        done.stderr.index("earn[1].per: must be an integer, not text"))


class Diff(Case):
    def test_of_two_files(self):
        done = self.loyalctl("diff", PROGRAMME, self.changed("per = 100", "per = 200"))
        self.assertEqual(done.stdout, "earn base: per 100 -> 200\n")
        self.assertEqual(self.loyalctl("diff", PROGRAMME, PROGRAMME).stdout, "no difference\n")

    def test_of_a_file_with_mistakes_is_refused(self):
        done = self.loyalctl("diff", PROGRAMME, self.changed("per = 100", "per = 0"), code=1)
        self.assertIn("per: must be 1 to 1000000, not 0", done.stderr)


class Shadow(Case):
    def shadow(self, *arguments):
        return json.loads(self.loyalctl("shadow", *arguments, "--format", "json").stdout)

    def test_earns_what_the_sales_alone_say(self):
        owned = sales.balances(sales.read(SALES, collections.Counter()))
        report = self.shadow(REPLAY, "--sales", SALES, "--redeem", "never")
        units = {row["unit"]: row for row in report["units"]}
        self.assertEqual(units["points"]["outstanding"], sum(p for p, _ in owned.values()))
        self.assertEqual(units["fuel"]["outstanding"], sum(f for _, f in owned.values()))
        self.assertEqual(report["input"][0]["members"], len(owned))
        self.assertEqual(report["input"][0]["rows"], 995)

    def test_winners_and_losers_beside_another(self):
        better = self.changed("per = 100", "per = 50")
        report = self.shadow(better, "--against", PROGRAMME, "--sales", SALES)
        everybody = report["segments"][0]
        self.assertEqual(everybody["less"], 0)
        self.assertGreater(everybody["more"], 0)
        self.assertEqual(everybody["members"],
                         everybody["more"] + everybody["less"] + everybody["same"])
        self.assertEqual(sum(row["members"] for row in report["segments"]
                             if row["by"] == "spend"), everybody["members"])
        worse = self.shadow(PROGRAMME, "--against", better, "--sales", SALES)
        self.assertEqual(worse["segments"][0]["difference_minor"],
                         -everybody["difference_minor"])

    def test_the_same_input_gives_the_same_bytes_however_it_is_packed(self):
        plain = self.file("sales.csv", gzip.decompress(SALES.read_bytes()))
        packed = self.file("sales.csv.zst", zstd_of(plain.read_bytes()))
        other = self.file("replay.toml", REPLAY.read_text().replace("USD", "EUR"))
        for form in ("text", "json", "csv"):
            outputs = {self.loyalctl("shadow", PROGRAMME, "--against", other, "--sales", path,
                                     "--format", form).stdout
                       for path in (SALES, plain, packed, plain)}
            self.assertEqual(len(outputs), 1)

    def test_segments_and_values(self):
        tags = self.file("tags.csv", "member,tag\n26,early\n59,early\n")
        report = self.shadow(PROGRAMME, "--sales", SALES, "--segments", tags,
                             "--value", "points=1/2")
        early = [row for row in report["segments"] if row["by"] == "tag"]
        self.assertEqual([(row["segment"], row["members"]) for row in early], [("early", 2)])
        points = next(row for row in report["units"] if row["unit"] == "points")
        self.assertEqual(points["worth"], "1 = 0.02, given")
        self.assertEqual(points["liability_minor"], 2 * points["outstanding"])

    def test_mistakes_are_named(self):
        text = self.file("sales.csv", "when,store_id,basket_id,household_id,paid_cents\n"
                                      "2026-01-01,1,b,m,100\n2026-01-01,1,b,m,1.00\n")
        for arguments, *expected in (
                (["--sales", text], "no column sold_at", "--map sold_at=COLUMN"),
                (["--sales", text, "--map", "sold_at=wen"], "no column wen", "did you mean when?"),
                (["--sales", self.directory / "none.csv"], "none.csv", "No such file"),
                (["--sales", self.file("cut.csv.gz", SALES.read_bytes()[:3000])], "is damaged"),
                (["--sales", SALES, "--value", "point=1/1"], "no such unit", "points"),
                (["--sales", SALES, "--value", "points=1"], "not the worth of a unit"),
                (["--sales", SALES, "--against", REPLAY], "in USD and in EUR")):
            done = self.loyalctl("shadow", PROGRAMME, *arguments, code=1)
            for words in expected:
                self.assertIn(words, done.stderr)
        done = self.loyalctl("shadow", PROGRAMME, "--sales", text, "--map", "sold_at=when")
        self.assertRegex(done.stdout, r"left out +the amount is not a whole number +1 +3\n")
        self.assertRegex(done.stderr, r"2 rows in \d+ ms, \d+ rows/s\n$")
        self.loyalctl("shadow", PROGRAMME, "--sales", text, "--format", "pdf", code=105)


class Recorded(Case):
    def test_a_state_directory_is_a_source_of_sales_beside_its_daemon(self):
        store = chain.Store(BINARIES, self.directory / "store", 1, programme=PROGRAMME)
        try:
            store.start()
            for number in range(3):
                store.call("Checkout", checkoutId=f"sale-{number}", register="1",
                           card=chain.card_number(1), businessDate="2026-05-01",
                           lines=[{"sku": "bread", "amount": 1000}])
            report = json.loads(self.loyalctl("shadow", PROGRAMME, "--sales", store.state,
                                              "--format", "json").stdout)
            self.assertEqual(report["input"][0]["sales"], 3)
            self.assertEqual(report["units"][0]["earned"], 30)
        finally:
            store.api.close()
            store.kill()
        done = self.loyalctl("shadow", PROGRAMME, "--sales", self.directory, code=1)
        self.assertIn("holds no books", done.stderr)


class HeadOffice(Case):
    def test_published_versions_are_compared_by_name(self):
        office = chain.HeadOffice(BINARIES, self.directory / "head-office", 1)
        try:
            office.start()
            access = ["--token", chain.ADMIN_TOKEN, "--url", f"http://127.0.0.1:{office.port}"]
            self.assertIn("no loyalty programme",
                          self.loyalctl("diff", "in-force", PROGRAMME, *access, code=1).stderr)
            self.loyalctl("publish", PROGRAMME, *access)
            changed = self.changed("per = 100", "per = 200")
            self.assertEqual(self.loyalctl("diff", "in-force", changed, *access).stdout,
                             "earn base: per 100 -> 200\n")
            self.loyalctl("publish", changed, "--valid-from", "2100-01-01", *access)
            self.assertEqual(self.loyalctl("diff", "version:2", "in-force", *access).stdout,
                             "earn base: per 200 -> 100\n")
            self.assertIn("version 3 is not here",
                          self.loyalctl("diff", "version:3", "in-force", *access, code=1).stderr)
            report = json.loads(self.loyalctl("shadow", changed, "--sales", SALES, "--format",
                                              "json", *access).stdout)
            self.assertEqual([row["programme"] for row in report["cost"]],
                             ["in force (version 1)", "proposed"])
        finally:
            office.api.close()
            office.kill()


if __name__ == "__main__":
    BINARIES = pathlib.Path(sys.argv[1]).resolve()
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], verbosity=2)
