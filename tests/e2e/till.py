# SPDX-License-Identifier: Apache-2.0
"""What a register asks of a store, for the tests with real stores under chain.SIMPLE_PROGRAMME."""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
import chain  # noqa: E402

CARD = chain.card_number(1)


def sell(store, number, amount, points=0):
    request = {"checkoutId": f"sale-{number}", "register": "1", "card": CARD,
               "lines": [{"sku": "bread", "amount": amount}]}
    if points:
        request["rewards"] = [{"reward": "pay", "quantity": points}]
    return store.call("Checkout", **request)


def points(store, register=""):
    member = store.call("Identify", register=register, card=CARD)["member"]
    return next(b for b in member["balances"] if b["unit"] == "points")


def safe(store, register=""):
    return points(store, register).get("safeToSpend", 0)
