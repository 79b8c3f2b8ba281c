# SPDX-License-Identifier: Apache-2.0
"""The sales file of a replay, and what its members must own in the end, computed from it alone."""
import collections
import csv
import dataclasses
import gzip

# Limits of the register API (proto/loyald/v1/register.proto).
MAX_LINES, MAX_AMOUNT = 500, 2_000_000_000


@dataclasses.dataclass
class Basket:
    id: str
    store: int
    household: int
    day: str
    lines: list


def read(path, skipped):
    """Baskets in the file's order. What cannot be sold is counted in `skipped` by reason."""
    baskets = {}
    with gzip.open(path, "rt", newline="") as file:
        for row in csv.DictReader(file):
            try:
                quantity, paid = int(row["quantity"]), int(row["paid_cents"])
            except ValueError:
                skipped["line: quantity or amount is not a number"] += 1
                continue
            if paid < 0 or quantity < 0:
                skipped["line: negative amount or quantity (a return without its sale)"] += 1
                continue
            if paid > MAX_AMOUNT or quantity > MAX_AMOUNT:
                skipped["line: beyond the API's largest amount"] += 1
                continue
            basket = baskets.setdefault(row["basket_id"], Basket(
                row["basket_id"], int(row["store_id"]), int(row["household_id"]),
                row["sold_at"][:10], []))
            if len(basket.lines) == MAX_LINES:
                skipped["line: beyond the API's longest basket"] += 1
                continue
            basket.lines.append({"sku": row["product_id"], "department": row["department"],
                                 "category": row["category"], "quantity": quantity,
                                 "amount": paid})
    return list(baskets.values())


def balances(baskets):
    """household -> (points, fuel), by the terms of programme.toml."""
    owned = collections.defaultdict(lambda: [0, 0])
    for basket in baskets:
        fuel = sum(l["amount"] for l in basket.lines if l["department"] == "FUEL")
        rest = sum(l["amount"] for l in basket.lines) - fuel
        owned[basket.household][0] += rest // 100
        owned[basket.household][1] += fuel * 3 // 700 if fuel >= 1000 else 0
    return {household: tuple(units) for household, units in owned.items()}
