# SPDX-License-Identifier: Apache-2.0
"""New cards from the real programs: numbers, CSV, pictures and sheets, read back by other programs and
by a store's camera; head office away; two of them over one PostgreSQL where LOYALD_TEST_POSTGRES names
one.

  cards_test.py BINARIES
"""
import csv
import http.client
import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
import chain  # noqa: E402

FORMATS = """card_format = [
  { name = "bonus card", prefix = "042", min_length = 13, max_length = 13, check = "mod10" },
  { name = "staff card", prefix = "LC", min_length = 12, max_length = 12, characters = "alphanumeric", check = "mod97", symbologies = ["code128"] },
]"""
DPI = 200
CARD_MM = (85.60, 53.98)


class Loyalctl:
    """loyalctl, asking head office or a store."""

    def __init__(self, binaries, *where):
        self.binary, self.where = binaries / "loyalctl", where

    def run(self, *arguments):
        return subprocess.run([self.binary, *map(str, arguments), *self.where], capture_output=True,
                              text=True, env=dict(os.environ, USER="ann"))

    def good(self, *arguments):
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done

    def bad(self, *arguments):
        done = self.run(*arguments)
        assert done.returncode == 1, (done.returncode, done.stdout, done.stderr)
        return done.stderr


def read_csv(text):
    rows = list(csv.reader(text.splitlines(keepends=True)))
    assert rows[0] == ["number", "text", "symbology"], rows[0]
    return rows[1:]


def check_numbers(numbers, count):
    assert len(numbers) == len(set(numbers)) == count, (len(numbers), len(set(numbers)), count)
    for number in numbers:
        assert number.startswith("042") and chain.mod10(number[:-1]) == number, number


def pgm(path):
    raw = path.read_bytes()
    magic, width, height, brightest = raw[:64].split(maxsplit=4)[:4]
    assert magic == b"P5" and brightest == b"255"
    width, height = int(width), int(height)
    return width, height, raw[-width * height:]


def cut(picture, place):
    """A card out of a sheet, by what its size on paper is."""
    width, _, luma = picture
    dots = DPI / 25.4
    left = int(((210 - 2 * CARD_MM[0]) / 2 + CARD_MM[0] * (place % 2)) * dots)
    top = int(((297 - 5 * CARD_MM[1]) / 2 + CARD_MM[1] * (place // 2)) * dots)
    columns, rows = int(CARD_MM[0] * dots), int(CARD_MM[1] * dots)
    return columns, rows, b"".join(luma[(top + y) * width + left:(top + y) * width + left + columns]
                                   for y in range(rows))


def show(store, picture):
    """Holds a picture before the camera of the store's register; what it takes it for."""
    width, height, luma = picture
    connection = http.client.HTTPConnection("127.0.0.1", store.port, timeout=30)
    connection.request("POST", f"/picture?register=1&effort=single&width={width}&height={height}", luma,
                       {"content-type": "application/octet-stream"})
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def from_head_office(binaries, directory, office, ask, store):
    """One batch onto everything, and read back."""
    files = directory / "printed"
    files.mkdir()
    outputs = ["--csv", files / "cards.csv", "--pdf", files / "cards.pdf", "--svg", files / "svg", "--png",
               files / "png"]
    order = ["card", "issue", "--format", "bonus card", "--count", 13, "--symbology", "ean13", "--reason",
             "opening, shop 1", *outputs]
    said = ask.good(*order).stderr
    batch = said.split("batch ")[1].strip()
    rows = read_csv(open(files / "cards.csv", newline="").read())
    numbers = [row[0] for row in rows]
    check_numbers(numbers, 13)
    assert all(row == [row[0], row[0], "ean13"] for row in rows), rows
    for kind in ("svg", "png"):
        assert {p.name for p in (files / kind).iterdir()} == {f"{n}.{kind}" for n in numbers}

    subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), files / "cards.pdf", files / "sheet"], check=True)
    for i, number in enumerate(numbers):
        scan = show(store, cut(pgm(files / f"sheet-{i // 10 + 1}.pgm"), i % 10))
        assert scan.get("card") == number and scan.get("format") == "loyalty card", (scan, number)
    assert store.call("Identify", card=numbers[0])["member"].get("isNew")

    # Nothing is overwritten; the same batch again is the same cards; another content is refused.
    assert "is not overwritten" in ask.bad(*order)
    again = ask.good("card", "issue", "--format", "bonus card", "--count", 13, "--symbology", "ean13",
                     "--batch", batch)
    assert [row[0] for row in read_csv(again.stdout)] == numbers
    assert batch in ask.bad("card", "issue", "--format", "bonus card", "--count", 14, "--batch", batch)

    listed = ask.good("card", "batches").stdout
    assert batch in listed and "by ann: opening, shop 1" in listed and "fetched 2 times" in listed, listed
    assert batch in ask.good("card", "batches", numbers[-1]).stdout
    assert "not handed out here" in ask.bad("card", "batches", chain.card_number(1))

    # Letters and two check digits, in the format's own code.
    staff = read_csv(ask.good("card", "issue", "--format", "staff card", "--count", 3).stdout)
    for number, _, symbology in staff:
        assert symbology == "code128" and number.startswith("LC") and len(number) == 12
        assert int("".join(str(int(c, 36)) for c in number)) % 97 == 1, number

    for arguments, words in (
            (["--count", 1], "bonus card"),  # there are two formats
            (["--count", 1, "--format", "bonus crd"], 'did you mean "bonus card"'),
            (["--count", 1, "--format", "staff card", "--symbology", "qr"], "symbologies"),
            (["--count", 1, "--format", "bonus card", "--symbology", "itf"], "even number"),
            (["--count", 1, "--format", "bonus card", "--symbology", "code128", "--signed"], "too long")):
        assert words in ask.bad("card", "issue", *arguments), (arguments, ask.bad("card", "issue", *arguments))

    # Head office is away: no file is left, and the batch can be asked for again.
    office.stop()
    late = ["card", "issue", "--format", "bonus card", "--count", 20, "--csv", files / "late.csv"]
    said = ask.bad(*late)
    assert "--batch " in said and not (files / "late.csv").exists(), said
    office.start()
    ask.good(*late, "--batch", said.split("--batch ")[1].split()[0])
    check_numbers(numbers + [row[0] for row in read_csv(open(files / "late.csv", newline="").read())], 33)


def at_once(askers, per_asker, count):
    """Several at the same time: no number comes twice."""
    numbers, problems = [], []

    def ask_for_some(ask):
        for _ in range(per_asker):
            done = ask.run("card", "issue", "--format", "bonus card", "--count", count)
            if done.returncode:
                problems.append(done.stderr)
            else:
                numbers.extend(row[0] for row in read_csv(done.stdout))

    threads = [threading.Thread(target=ask_for_some, args=(ask,)) for ask in askers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems, problems
    check_numbers(numbers, len(askers) * per_asker * count)


def check_signed(text):
    """The codes are signed: of a card of 13 digits, 176 digits with the number in them."""
    for number, code, symbology in read_csv(text):
        assert len(code) == 176 and code.isdigit() and number in code and symbology == "qr", code


def play(binaries, directory, processes):
    def start(process):
        processes.append(process)
        process.start()
        return process

    def asking(office):
        return Loyalctl(binaries, "--url", f"http://127.0.0.1:{office.port}", "--token",
                        chain.ADMIN_TOKEN)

    programme = directory / "programme.toml"
    programme.write_text(chain.SIMPLE_PROGRAMME)
    database = os.environ.get("LOYALD_TEST_POSTGRES", "")
    office = start(chain.HeadOffice(binaries, directory / "office", 2, keys=FORMATS, database=database))
    askers = [asking(office)]
    alone = start(chain.Store(binaries, directory / "alone", 7, programme=programme))
    from_head_office(binaries, directory, office, askers[0], alone)
    if database:
        second = chain.HeadOffice(binaries, directory / "office-2", 2, keys=FORMATS, database=database)
        shutil.copytree(office.state, second.state)
        askers.append(asking(start(second)))
    at_once(askers * 3, 2, 2_500)

    # A store without head office hands out its own; one of a chain says whom to ask.
    own = Loyalctl(binaries, "--socket", str(alone.state / "register.sock"))
    rows = read_csv(own.good("card", "issue", "--count", 3).stdout)
    check_numbers([row[0] for row in rows], 3)
    assert rows[0][2] == "qr", rows
    assert "by ann" in own.good("card", "batches", rows[0][0]).stdout
    check_signed(own.good("card", "issue", "--count", 3, "--signed").stdout)
    signed = ["card", "issue", "--format", "bonus card", "--count", 2, "--signed"]
    assert "card keys --new" in askers[0].bad(*signed)
    askers[0].good("card", "keys", "--new")
    check_signed(askers[0].good(*signed).stdout)
    member = start(chain.Store(binaries, directory / "member", 1, line_port=office.port))
    said = Loyalctl(binaries, "--socket", str(member.state / "register.sock")).bad("card", "issue", "--count", 1)
    assert "head office hands out" in said and "--url" in said, said

    # A head office that does not know what cards look like.
    plain = start(chain.HeadOffice(binaries, directory / "plain", 1))
    assert "[[card_format]]" in asking(plain).bad("card", "issue", "--count", 1)
    print("ok")


if __name__ == "__main__":
    chain.play(play, "cards")
