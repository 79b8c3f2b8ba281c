# SPDX-License-Identifier: Apache-2.0
"""Makes sales-small.csv.gz: an invented week of a small chain, in the columns of real sales files.

  make_sales.py FILE.csv.gz

The same file every time. It has what real files have: coupons for nothing, weighed goods, fuel,
lines without a department, and two lines that cannot be sold (a negative amount, a broken number).
"""
import csv
import gzip
import io
import random
import sys

COLUMNS = ["sold_at", "store_id", "basket_id", "household_id", "product_id", "department",
           "category", "quantity", "paid_cents", "store_discount_cents", "coupon_discount_cents"]
DEPARTMENTS = ["GROCERY", "PRODUCE", "MEAT", "DELI", "FUEL", ""]


def rows():
    choose = random.Random(7)
    for basket in range(400):
        day, store = choose.randrange(7), choose.randrange(1, 24)
        household = choose.randrange(1, 61)
        for _ in range(choose.randrange(1, 5)):
            department = choose.choice(DEPARTMENTS)
            quantity = choose.randrange(500, 9000) if department == "FUEL" else choose.randrange(4)
            paid = 0 if quantity == 0 else choose.randrange(50, 6000)
            yield [f"2017-05-{day + 1:02}T{8 + basket % 12:02}:15:00", store, 900000 + basket,
                   household, choose.randrange(1000, 2000), department, "INVENTED", quantity, paid,
                   0, 0]
    yield ["2017-05-07T20:00:00", 1, 999998, 1, 1, "GROCERY", "BOTTLES", 1, -25, 0, 0]
    yield ["2017-05-07T20:00:00", 1, 999999, 1, 1, "GROCERY", "BOTTLES", "one", 25, 0, 0]


def main():
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows())
    with open(sys.argv[1], "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as packed:
        packed.write(text.getvalue().encode())


if __name__ == "__main__":
    main()
