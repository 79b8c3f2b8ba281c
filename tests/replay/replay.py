# SPDX-License-Identifier: Apache-2.0
"""Plays real sales through running daemons over their public API, with outages, and audits the end.

  replay.py BINARIES FILE.csv.gz [--stores 10] [--seed 1] [--outages 40]

Each store_id is folded onto one of the daemons, each household is a member with a card made from its
number. Outages are drawn from the seed and happen while the sales run: a line cut, a store killed
with kill -9, head office killed, head office stopped (SIGSTOP, so that connections hang). Registers
behave as registers must: they keep a checkout's id and send it again until it is answered; one in
twenty sends an answered checkout once more.

Afterwards: every checkout is at head office exactly once, every member's balance there equals a sum
computed from the file alone, every store's copy agrees, every journal and wallet verifies.
"""
import argparse
import collections
import http.client
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "packaging"))
import chain  # noqa: E402
import sales  # noqa: E402

AS_OF = "2017-07-01"
RESEND_ONE_IN = 20


class Replay:
    def __init__(self, binaries, directory, baskets, stores, seed, outages):
        self.binaries, self.baskets, self.seed = binaries, baskets, seed
        self.random = random.Random(seed)
        self.office = chain.HeadOffice(binaries, directory / "head-office", stores)
        self.lines = [chain.Line(self.office.port) for _ in range(stores)]
        self.stores = [chain.Store(binaries, directory / f"store-{i + 1}", i + 1,
                                   self.lines[i].port) for i in range(stores)]
        self.queues = [[b for b in baskets if b.store % stores == i] for i in range(stores)]
        self.lock, self.done, self.resent = threading.Lock(), 0, 0
        self.latencies, self.failures, self.happened = [], [], collections.Counter()
        self.schedule = self._draw(outages)

    def _draw(self, outages):
        """(checkout number, what, store), in order; everything that begins also ends."""
        total, schedule = len(self.baskets), []
        for _ in range(outages):
            kind = self.random.choice(["cut", "cut", "kill store", "kill head office",
                                       "hang head office"])
            begin = self.random.randrange(max(1, total * 9 // 10))
            length = self.random.randrange(1, max(2, total // 20))
            store = self.random.randrange(len(self.stores))
            schedule += [(begin, kind, store), (min(begin + length, total), "end " + kind, store)]
        return sorted(schedule)

    def start(self):
        self.office.start()
        subprocess.run([self.binaries / "loyalctl", "programme", "publish",
                        HERE / "programme.toml", "--valid-from", "2016-01-01", "--token",
                        chain.ADMIN_TOKEN, "--url", f"http://127.0.0.1:{self.office.port}"],
                       check=True, stdout=subprocess.DEVNULL)
        for store in self.stores:
            store.start()
        for store in self.stores:
            chain.until("the programme reaches every store",
                        lambda s=store: s.call("Status")["programmeVersion"] > 0)

    # --- registers

    def work(self, index):
        try:
            choose = random.Random(f"{self.seed}/{index}")
            for basket in self.queues[index]:
                request = {
                    "checkoutId": basket.id, "register": str(basket.store), "cashier": "replay",
                    "businessDate": basket.day, "card": chain.card_number(basket.household),
                    "lines": basket.lines}
                receipt = self.checkout(self.stores[index], request)
                if choose.randrange(RESEND_ONE_IN) == 0:
                    again = self.checkout(self.stores[index], request)
                    with self.lock:
                        self.resent += 1
                    if again != receipt:
                        raise RuntimeError(f"{basket.id} sent again gave another receipt")
                with self.lock:
                    self.done += 1
        except Exception as error:  # a failed register must fail the replay, not only its thread
            self.failures.append(f"store {index + 1}: {error!r}")

    def checkout(self, store, request):
        """Sends until it is answered, as a register does whose daemon may be restarting."""
        deadline = time.monotonic() + 120
        while True:
            began = time.perf_counter()
            try:
                receipt = store.call("Checkout", **request)["receipt"]
                self.latencies.append(time.perf_counter() - began)
                return receipt
            except (OSError, http.client.HTTPException):
                pass
            except chain.Failure as failure:
                if failure.code not in ("unavailable", "deadline_exceeded"):
                    raise
            if time.monotonic() > deadline:
                raise RuntimeError("no answer for two minutes")
            time.sleep(0.01)

    # --- outages

    def nemesis(self):
        cuts = collections.Counter()
        for at, what, index in self.schedule:
            while self.done < at and not self.failures and self.done < len(self.baskets):
                time.sleep(0.002)
            if not what.startswith("end "):
                self.happened[what] += 1
            if what == "cut":
                cuts[index] += 1
                self.lines[index].cut()
            elif what == "end cut":
                cuts[index] -= 1
                if cuts[index] == 0:
                    self.lines[index].mend()
            elif what == "kill store":
                self.stores[index].kill()
                self.stores[index].start()
            elif what == "kill head office":
                self.office.kill()
                self.office.start()
            elif what == "hang head office":
                self.office.process.send_signal(signal.SIGSTOP)
                cuts["hang"] += 1
            elif what == "end hang head office":
                cuts["hang"] -= 1
                if cuts["hang"] == 0:
                    self.office.process.send_signal(signal.SIGCONT)

    def run(self):
        began = time.monotonic()
        threads = [threading.Thread(target=self.work, args=(i,)) for i in range(len(self.stores))]
        threads.append(threading.Thread(target=self.guarded_nemesis))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.seconds = time.monotonic() - began
        if self.failures:
            raise RuntimeError("; ".join(self.failures))

    def guarded_nemesis(self):
        try:
            self.nemesis()
        except Exception as error:
            self.failures.append(f"nemesis: {error!r}")
        finally:
            if self.office.is_running():
                self.office.process.send_signal(signal.SIGCONT)
            for line in self.lines:
                line.mend()

    # --- audit

    def audit(self):
        began = time.monotonic()
        heads = [store.call("Status") for store in self.stores]

        def all_counted():
            listed = {s["storeId"]: s for s in self.office.call("ListStores")["stores"]}
            return all(listed[h["storeId"]]["cursorHash"] == h["headHash"] for h in heads)
        chain.until("head office has counted every store to its head", all_counted, 120)
        self.caught_up = time.monotonic() - began

        listed = self.office.call("ListStores")["stores"]
        at_head_office = sum(s["sales"] for s in listed)
        if at_head_office != len(self.baskets):
            raise RuntimeError(f"{at_head_office} checkouts at head office, "
                               f"{len(self.baskets)} were made")
        expected = sales.balances(self.baskets)
        owned = self.balances_at_head_office()
        want = {h: units for h, units in expected.items() if units != (0, 0)}
        by_member = {self.member_of(h): units for h, units in want.items()}
        if owned != by_member:
            wrong = [m for m in set(owned) | set(by_member) if owned.get(m) != by_member.get(m)]
            raise RuntimeError(f"{len(wrong)} members differ at head office, for example {wrong[0]}: "
                               f"{owned.get(wrong[0])}, from the file {by_member.get(wrong[0])}")
        for store in self.stores:
            chain.until(f"store {store.number} has it all",
                        lambda s=store: s.call("Status")["headOffice"]["waiting"] == 0)
            chain.until(f"store {store.number} agrees", lambda s=store: not self.differs(
                s, expected, sample=20), 60)
            wrong = self.differs(store, expected)
            if wrong:
                raise RuntimeError(f"store {store.number} differs: {wrong}")
        self.members = len(expected)
        for directory in (self.office.state, *(s.state for s in self.stores)):
            for command in (["journal", "verify"], ["ledger", "rebuild", "--check"]):
                done = subprocess.run([self.binaries / "loyalctl", *command, directory],
                                      capture_output=True, text=True)
                if done.returncode != 0:
                    raise RuntimeError(f"{' '.join(command)} {directory}: {done.stderr}")

    def member_of(self, household):
        return self.stores[0].call("Identify", register="1",
                                   card=chain.card_number(household))["member"]["memberId"]

    def balances_at_head_office(self):
        owned, after = {}, ""
        while True:
            page = self.office.call("ListBalances", afterMemberId=after, limit=1000,
                                    businessDate=AS_OF)
            for member in page["members"]:
                units = {b["unit"]: b["spendable"] for b in member["balances"]}
                owned[member["memberId"]] = (units.get("points", 0), units.get("fuel", 0))
                after = member["memberId"]
            if not page["more"]:
                return {m: units for m, units in owned.items() if units != (0, 0)}

    @staticmethod
    def differs(store, expected, sample=None):
        """What a store's copy says otherwise, of all members or of the first few."""
        for household, units in list(expected.items())[:sample]:
            member = store.call("Identify", register="1", businessDate=AS_OF,
                                card=chain.card_number(household))["member"]
            said = {b["unit"]: b["confirmed"] for b in member["balances"]}
            since = [b["sinceThen"] for b in member["balances"]]
            if (said.get("points", 0), said.get("fuel", 0)) != units or any(since):
                return f"household {household}: {said} and {since} since, from the file {units}"
        return None

    def stop(self):
        for process in (*self.stores, self.office):
            process.kill()


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binaries", type=pathlib.Path)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--stores", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--outages", type=int, default=40)
    arguments = parser.parse_args()
    if not arguments.file.exists():
        print(f"skipped: {arguments.file} is not here")
        return 77
    skipped = collections.Counter()
    baskets = sales.read(arguments.file, skipped)
    with tempfile.TemporaryDirectory(prefix="loyald-replay-") as directory:
        replay = Replay(arguments.binaries.resolve(), pathlib.Path(directory), baskets,
                        arguments.stores, arguments.seed, arguments.outages)
        try:
            replay.start()
            replay.run()
            replay.audit()
        except (RuntimeError, OSError, chain.Failure, subprocess.CalledProcessError) as error:
            print(f"replay: seed {arguments.seed}: {error}", file=sys.stderr)
            for process in (replay.office, *replay.stores):
                tail = process.log().splitlines()[-5:]
                print(f"--- {process.name}\n" + "\n".join(tail), file=sys.stderr)
            return 1
        finally:
            replay.stop()
    print(f"checkouts     {len(baskets)} on {arguments.stores} stores, all at head office exactly once")
    print(f"per second    {len(baskets) / replay.seconds:.0f}")
    print(f"seconds       {replay.seconds:.1f}, and {replay.caught_up:.1f} until head office had all")
    print(f"latency       p50 {percentile(replay.latencies, .5) * 1000:.1f} ms, "
          f"p99 {percentile(replay.latencies, .99) * 1000:.1f} ms, as the registers saw it")
    print("outages       " + ", ".join(f"{n} x {what}" for what, n in replay.happened.items())
          + f" (seed {arguments.seed})")
    print(f"sent again    {replay.resent} answered checkouts: the same receipt each time")
    print(f"members       {replay.members}: balances equal the file's sums at head office and in "
          f"{arguments.stores} stores")
    print("skipped       " + (", ".join(f"{n} {why}" for why, n in skipped.items()) or "nothing"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
