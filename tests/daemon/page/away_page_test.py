# SPDX-License-Identifier: Apache-2.0
"""The cashier sees plainly when head office is away, what that means, and when it is back.

  away_page_test.py BINARY_DIR

A real head office and a real store on a line that is cut and mended.
"""
import pathlib
import sys
import tempfile

from till_browser import Keys, Till

SOURCES = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(SOURCES / "packaging"))
import chain  # noqa: E402

CARD = chain.card_number(1)


def sell(store, number, amount):
    store.call("Checkout", checkoutId=f"sale-{number}", register="1", card=CARD,
               lines=[{"sku": "bread", "amount": amount}])


def play(office, line, store, till):
    till.open("?register=1")
    till.shows("link", "head office connected")
    if till.element("setup-register").is_displayed():
        till.type("1", Keys.TAB, "anna", Keys.ENTER)
        till.dialog("")
    sell(store, 1, 300_000)
    chain.until("head office has counted it",
                lambda: store.call("Status")["headOffice"]["waiting"] == 0)
    store.scan(CARD)
    till.until(lambda: till.safe_to_spend().get("points") == 3000, "all may be spent")

    line.cut()
    till.shows("link", "head office away")
    sell(store, 2, 1_000)
    store.scan(CARD)
    # They were credited here, so nobody else may spend them.
    till.until(lambda: till.safe_to_spend().get("points") == 3010, "all may be spent still")
    till.shows("banner", "Entries waiting to be sent: 1")
    till.shows("banner", "at most 3,010 Points")
    till.picture("away")

    line.mend()
    till.shows("link", "head office connected")
    till.until(lambda: "Redeeming is limited" not in till.text("banner"), "the banner is gone")
    till.picture("back")


def main():
    binaries = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="away-page-") as directory:
        directory = pathlib.Path(directory)
        office = chain.HeadOffice(binaries, directory / "head-office", 1)
        line = chain.Line(office.port)
        store = chain.Store(binaries, directory / "store", 1, line.port)
        till = None
        try:
            office.start()
            office.call("PublishProgramme", validFrom="2020-01-01", toml=(
                SOURCES / "packaging" / "programmes" / "supermarket.toml").read_text())
            store.start()
            chain.until("the programme arrives", lambda: store.call("Status")["programmeVersion"])
            till = Till(f"http://127.0.0.1:{store.port}")
            play(office, line, store, till)
            print("ok")
        finally:
            if till:
                till.quit()
            store.kill()
            office.kill()


if __name__ == "__main__":
    main()
