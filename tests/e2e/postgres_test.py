# SPDX-License-Identifier: Apache-2.0
"""Two head offices over one PostgreSQL, which LOYALD_TEST_POSTGRES names, and a store at each.

  postgres_test.py BINARIES
"""
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
import chain  # noqa: E402

DATABASE = os.environ["LOYALD_TEST_POSTGRES"]
CARDS = [chain.card_number(i) for i in range(1, 6)]


def sell(store, number, card, amount=100_000):
    store.call("Checkout", checkoutId=f"sale-{number}", register="1", card=card,
               lines=[{"sku": "bread", "amount": amount}])


def confirmed(store, card):
    member = store.call("Identify", card=card)["member"]
    return next((b.get("confirmed", 0) for b in member["balances"] if b["unit"] == "points"), 0)


def psql(statement):
    subprocess.run(["psql", "-q", DATABASE, "-c", statement], check=True, capture_output=True)


def cut_all_connections():
    """As a failover of the server does."""
    psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
         "WHERE application_name = 'loyald-headoffice'")


def play(binaries, directory, processes):
    def start(process):
        processes.append(process)
        process.start()
        return process

    def loyalctl(*arguments):
        return subprocess.run([binaries / "loyalctl", *arguments], capture_output=True, text=True)

    first = start(chain.HeadOffice(binaries, directory / "office-1", 2, database=DATABASE))
    second = chain.HeadOffice(binaries, directory / "office-2", 2, database=DATABASE)
    processes.append(second)
    refused = subprocess.run(second.command, capture_output=True, text=True)
    assert refused.returncode != 0 and "headoffice.key" in refused.stderr, refused.stderr
    shutil.copy(first.state / "headoffice.key", second.state / "headoffice.key")
    second.start()

    programme = directory / "programme.toml"
    programme.write_text(chain.SIMPLE_PROGRAMME)
    published = loyalctl("programme", "publish", programme, "--token", chain.ADMIN_TOKEN, "--url",
                         f"http://127.0.0.1:{first.port}")
    assert published.returncode == 0, published.stderr
    stores = [start(chain.Store(binaries, directory / "1", 1, line_port=first.port)),
              start(chain.Store(binaries, directory / "2", 2, line_port=second.port))]
    for store in stores:
        chain.until("the programme arrives", lambda: store.call("Status")["programmeVersion"] > 0)

    # What a store tells one of them, the other tells the other store.
    for number in range(50):
        sell(stores[number % 2], number, CARDS[number % 5])
    for store in stores:
        for card in CARDS:
            chain.until("both stores know of all sales",
                        lambda: confirmed(store, card) == 10 * 1000)

    # The server fails over in the middle of it, and one head office dies.
    for number in range(50, 100):
        sell(stores[number % 2], number, CARDS[number % 5])
        if number in (60, 75, 90):
            cut_all_connections()
        if number == 80:
            first.kill()
    first.start()
    for store in stores:
        for card in CARDS:
            chain.until("and of those meanwhile", lambda: confirmed(store, card) == 20 * 1000)

    for office in (first, second):
        config = office.state.parent / "headoffice.toml"
        for check in (("journal", "verify", config), ("ledger", "rebuild", "--check", config)):
            done = loyalctl(*check)
            assert done.returncode == 0, done.stdout + done.stderr

    # What somebody changed by hand is found, and mended from the journals.
    first.stop()
    psql("UPDATE lot SET amount = amount + 1")
    config = first.state.parent / "headoffice.toml"
    found = loyalctl("ledger", "rebuild", "--check", config)
    assert found.returncode != 0 and "5 differ" in found.stdout, found.stdout + found.stderr
    mended = loyalctl("ledger", "rebuild", config)
    assert mended.returncode == 0, mended.stdout + mended.stderr
    assert loyalctl("ledger", "rebuild", "--check", config).returncode == 0
    print("ok")


if __name__ == "__main__":
    chain.play(play, "postgres")
