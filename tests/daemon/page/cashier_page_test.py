#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The cashier's page against a real loyald and a real scanner: cashier_page_test.py BINARY_DIR

One cashier's day, by keyboard alone; every number that the page shows is compared with the API.
LOYALD_SCREENSHOTS=DIRECTORY keeps pictures. Exits 77 (skipped) where there is no Chromium.
"""
import re

from counter import counter
from loyald_process import SOURCES, ean13
from till_browser import Keys

CARD = ean13("290000000001")
OTHER_CARD = ean13("290000000002")
PRODUCT = ean13("400638133393")


# What is typed, and the minor units that it means; None: not an amount.
AMOUNTS = {
    "12.34": 1234, "12,34": 1234, "12,3": 1230, "12.": 1200, "12": 1200, ",5": 50, " 0.07 ": 7,
    "4.35": 435, "1.15": 115, "20000000": 2_000_000_000, "20000000.01": None, "1.234": None,
    "-1": None, "1e3": None, "": None, ".": None, "1,2,3": None, "99999999999999999999": None,
}
LINE_AMOUNTS = {
    "3x1,29": {"amount": 387, "quantity": 3}, "2 * 0.10": {"amount": 20, "quantity": 2},
    "5": {"amount": 500, "quantity": None}, "0x1": None, "x1": None, "1x2x3": None,
    "1000000000x9": None,
}


def equal(got, wanted, what):
    assert got == wanted, f"{what}: {got!r}, not {wanted!r}"


class Day:
    def __init__(self, loyald, scanner, till):
        self.loyald = loyald
        self.scanner = scanner
        self.till = till

    # --- what the steps share

    def scan_member(self, card, balances):
        self.scanner.scan(card)
        self.till.until(lambda: self.till.safe_to_spend() == balances, f"{card} has {balances}")
        equal(self.loyald.balances(card), balances, "the API's balances")

    def book(self):
        self.till.press(Keys.F8)
        self.till.dialog("receipt")
        self.till.focus_is_on("receipt-next")

    def next_customer(self):
        self.till.type(Keys.ENTER)
        self.till.dialog("")
        self.till.focus_is_on("who-text")

    def open_sale(self, place):
        """Opens the member's history and the entry at `place`, from 0, newest first."""
        self.till.press(Keys.F9)
        self.till.dialog("history")
        self.till.until(lambda: self.till.focused().tag_name == "tr", "the newest entry is chosen")
        self.till.type(*[Keys.ARROW_DOWN] * place, "")
        self.till.type(Keys.ENTER)
        self.till.dialog("entry")

    # --- the steps, in their order

    def choose_register(self):
        self.till.open()
        self.till.dialog("setup")
        self.till.focus_is_on("setup-register")
        self.till.type("1", Keys.TAB, "anna", Keys.ENTER)
        self.till.dialog("")
        self.till.shows("register", "Register 1 · anna")
        self.till.shows("link", "ready")
        self.till.shows("store", "Market Street")
        self.till.focus_is_on("who-text")
        self.scanner.scan(PRODUCT)
        self.till.shows("notice", f"Not a loyalty card: {PRODUCT}")

    def read_amounts(self):
        for text, minor in AMOUNTS.items():
            equal(self.till.module("amounts.js", f"m.parseMoney({text!r})"), minor, text)
        for text, line in LINE_AMOUNTS.items():
            equal(self.till.module("amounts.js", f"m.parseLineAmount({text!r})"), line, text)
        printed = self.till.module("amounts.js", "[5, 120, 0, -123, 2e9].map(m.plainMoney)")
        equal(printed, ["0.05", "1.20", "0.00", "-1.23", "20000000.00"], "printed amounts")

    def make_ids(self):
        """RFC 9562, 5.7: the time first, then version and variant."""
        made = self.till.module("operation_id.js", "m.newOperationId(0x0192f00dbeef)")
        assert re.fullmatch("0192f00d-beef-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", made), made

    def speak_both_languages(self):
        """Each text is there in both, with the same values to fill in, and each that is used."""
        page = SOURCES / "daemon" / "page"
        english, german = (
            dict(re.findall(r'^  (\w+):\s+"(.*)",$', part, re.MULTILINE))
            for part in (page / "messages.js").read_text().split("const german")[:2])
        equal(sorted(english), sorted(german), "the texts' names")
        for name, text in english.items():
            holes = [sorted(re.findall(r"{\w+}", each)) for each in (text, german[name])]
            equal(holes[0], holes[1], name)
        for file in page.glob("*.*"):
            used = re.findall(r'(?<!\w)t\("(\w+)"|data-(?:text|placeholder)="(\w+)"',
                              file.read_text())
            for name in (first or second for first, second in used):
                assert name in english, f"{file.name} uses {name}"

    def scan_new_card(self):
        self.scan_member(CARD, {"points": 0, "stamps": 0, "vouchers": 0})
        self.till.shows("member", "NEW")
        self.till.shows("member", CARD[-4:])
        self.till.picture("new-member")

    def collect(self):
        self.till.add_line("150,00", sku="groceries", category="grocery")
        self.till.add_line("2x6.00", sku="cappuccino", category="coffee")
        self.till.add_line("6", sku="cigarettes", category="tobacco")
        self.till.shows("to-pay", "168.00 €")
        self.till.shows("earned", "162 Points, 1 Coffee stamps")
        equal("150 Points" in self.till.line_text(1), True, self.till.line_text(1))
        self.till.until(lambda: "tobacco does not count" in self.till.line_text(3),
                        "why the cigarettes earn nothing")
        self.till.picture("basket")
        self.book()
        self.till.shows("receipt-amount", "168.00 €")
        self.till.shows("receipt-units", "Points +162, now 162")
        self.till.shows("receipt-text", "Collected 162 Points")
        self.till.picture("receipt")
        self.next_customer()
        [sale] = self.loyald.history(CARD, "sale")
        equal((sale["paid"], sale["register"], sale["cashier"]), (16800, "1", "anna"), "the sale")
        equal(self.till.kept(), [], "nothing is kept after a receipt")

    def redeem(self):
        self.scan_member(CARD, {"points": 162, "stamps": 1, "vouchers": 0})
        self.till.add_line("10", sku="bread", category="bakery")
        self.till.shows("rewards", "from 20.00 € on; 10.00 € missing")
        button = self.till.driver.find_element("css selector", '[data-reward="five-off"]')
        equal(button.get_attribute("title"),
              "From 20 EUR on; not for tobacco, gift cards, deposits and fuel.", "the terms")
        self.till.press(Keys.F6, "rewards")
        self.till.type("1")
        self.till.shows("notice", "5 EUR off:")
        self.till.type("2")
        self.till.shows("to-pay", "9.00 €")
        self.till.shows("rewards", "1.00 € off for 100 Points")
        self.till.type("2")
        self.till.shows("to-pay", "10.00 €")
        # The quantity typed is not possible: less is used, and why. Its key in the one input also.
        self.till.type(*[Keys.TAB] * 3)
        self.till.type("150")
        self.till.shows("rewards", "1.00 € off for 100 Points (only in steps of 100)")
        self.till.press(Keys.ENTER, "who-text")
        self.till.type("2", Keys.ENTER)
        self.till.shows("to-pay", "10.00 €")
        self.till.type_with_alt("2")
        self.till.shows("to-pay", "9.00 €")
        self.till.picture("reward")
        self.book()
        self.till.shows("receipt-amount", "9.00 €")
        self.next_customer()
        equal(self.loyald.balances(CARD), {"points": 71, "stamps": 1, "vouchers": 0}, "162 - 100 + 9, and 1")

    def edit_basket(self):
        self.scan_member(CARD, {"points": 71, "stamps": 1, "vouchers": 0})
        self.till.press(Keys.F4, "line-amount")
        self.till.type("12.345", Keys.ENTER)
        self.till.shows("notice", "“12.345” is not an amount")
        self.till.type(Keys.ESCAPE)
        self.till.add_line("3x1,29", sku="milk")
        self.till.add_line("5", sku="cheese")
        self.till.shows("total", "8.87 €")
        # Up to the last line, Enter to change it; up twice and Del to remove the first.
        self.till.type(Keys.ARROW_UP)
        self.till.type(Keys.ENTER)
        self.till.focus_is_on("line-amount")
        self.till.type("4,50", Keys.ENTER)
        self.till.shows("total", "8.37 €")
        self.till.type(Keys.ARROW_UP)
        self.till.type(Keys.ARROW_UP)
        self.till.type(Keys.DELETE)
        self.till.shows("total", "4.50 €")
        self.till.reload()
        self.till.shows("total", "4.50 €")
        self.till.until(lambda: self.till.safe_to_spend() == {"points": 71, "stamps": 1, "vouchers": 0},
                        "a reload keeps the customer and the basket")
        self.till.focus_is_on("who-text")
        self.till.type(Keys.ESCAPE)
        self.till.shows("notice", "Esc once more")
        self.till.type(Keys.ESCAPE)
        self.till.shows("member", "No member yet")
        equal(self.till.line_count(), 0, "lines after clearing")

    def scan_other_things(self):
        self.till.press(Keys.F4, "line-amount")
        self.scanner.scan(PRODUCT)
        self.till.shows("notice", "Taken as the article")
        equal(self.till.element("line-sku").get_attribute("value"), PRODUCT, "the article")
        self.till.type(Keys.ESCAPE)
        self.till.focus_is_on("who-text")
        self.till.type("nobody@example.org", Keys.ENTER)
        self.till.shows("notice", "F3 enrols a new member")
        self.till.type(CARD[:-1] + ("0" if CARD[-1] != "0" else "1"), Keys.ENTER)
        self.till.until(lambda: self.till.element("notice").get_attribute("data-kind") == "bad",
                        "a mistyped card is refused")
        self.till.type(CARD, Keys.ENTER)
        self.till.until(lambda: self.till.safe_to_spend() == {"points": 71, "stamps": 1, "vouchers": 0},
                        "a typed card is as good as a scanned one")

    def give_back(self):
        self.open_sale(1)
        # One of two cappuccinos: 6.00, and half of what the line earned.
        self.till.type(Keys.TAB)
        self.till.type("3", Keys.F8)
        self.till.shows("entry-dialog", "2 at most can still come back")
        self.till.type("1", Keys.F6)
        self.till.shows("explanation", "Rule \"base\"")
        self.till.picture("return")
        self.till.type(Keys.F8)
        self.till.dialog("receipt")
        self.till.shows("receipt-amount", "6.00 €")
        self.till.picture("returned")
        self.next_customer()
        [made] = self.loyald.history(CARD, "return")
        movements = {each["unit"]: each["quantity"] for each in made["movements"]}
        equal(movements["points"], -6, "points taken back")
        self.page_agrees(points=65, came_back=[0, 1, 0])
        # The other one: what is sent is how much came back in all.
        self.open_sale(2)
        self.till.type(Keys.TAB)
        self.till.type("1", Keys.F8)
        self.till.dialog("receipt")
        self.till.shows("receipt-amount", "6.00 €")
        self.next_customer()
        self.page_agrees(points=59, came_back=[0, 2, 0])

    def page_agrees(self, points, came_back):
        sale = self.loyald.history(CARD, "sale")[-1]
        equal([line["returned"] for line in sale["lines"]], came_back, "what came back")
        balances = self.loyald.balances(CARD)
        equal(balances["points"], points, "points after the return")
        self.till.until(lambda: self.till.safe_to_spend() == balances, "the page shows it at once")

    def void(self):
        self.till.add_line("20", sku="mistake")
        self.book()
        self.next_customer()
        equal(self.loyald.balances(CARD)["points"], 79, "59 + 20")
        self.scanner.scan(CARD)
        self.till.until(lambda: self.till.safe_to_spend().get("points") == 79, "the sale counts")
        self.open_sale(0)
        self.till.type(Keys.F7)
        self.till.shows("entry-dialog", "Press F7 again")
        self.till.type(Keys.F7)
        self.till.dialog("receipt")
        self.till.shows("receipt-amount", "20.00 €")
        self.next_customer()
        equal(self.loyald.balances(CARD)["points"], 59, "as before the voided sale")

    def lose_the_daemon(self):
        """Killed while a checkout is on its way: it is kept, sent again, and booked once."""
        self.till.until(lambda: self.till.safe_to_spend().get("points") == 59, "the member's 59")
        self.till.add_line("30", sku="dinner")
        self.till.shows("earned", "30 Points")
        self.loyald.freeze()
        self.till.type(Keys.F8)
        self.till.until(lambda: [item for item in self.till.kept() if item["attempts"] == 1],
                        "the request is on its way")
        self.loyald.kill()
        self.till.dialog("sending")
        self.till.shows("sending-text", "Kept on this till")
        self.till.shows("banner", "Loyalty is not reachable. Sell on")
        self.till.shows("banner", "sale of 30.00 €")
        self.till.picture("kept")
        self.till.type(Keys.F8)
        self.till.focus_is_on("who-text")
        # The next customer: the card's number is typed, as the scanner's daemon is away.
        self.till.type(OTHER_CARD, Keys.ENTER)
        self.till.shows("member", OTHER_CARD)
        self.till.add_line("7", sku="soup")
        self.till.type(Keys.F8)
        self.till.dialog("sending")
        self.till.picture("unreachable")
        kept = self.till.outbox()
        equal(len(kept), 2, "bookings kept on this till")

        self.loyald.start()
        self.till.dialog("receipt")
        self.till.shows("receipt-amount", "7.00 €")
        self.next_customer()
        equal(self.till.kept(), [], "nothing is kept once both are booked")
        equal(self.loyald.balances(CARD)["points"], 89, "59 + 30, once")
        equal(self.loyald.balances(OTHER_CARD)["points"], 7, "the second customer's")
        self.answer_was_lost(kept)

    def answer_was_lost(self, kept):
        """The till was switched off before it heard the receipts: it sends both again."""
        before = self.loyald.call("Status")["seq"]
        self.till.put_back(kept)
        self.till.reload()
        self.till.until(lambda: not self.till.outbox(), "both were sent again")
        equal(self.loyald.call("Status")["seq"], before, "the journal after sending again")
        equal(self.loyald.balances(CARD)["points"], 89, "still once")
        self.till.dialog("receipt")
        self.next_customer()

    def refused_later(self):
        """A card that is none, typed while the daemon was away: said, and nothing is recorded."""
        self.loyald.kill()
        self.till.shows("banner", "Loyalty is not reachable")
        self.till.focus_is_on("who-text")
        self.till.type("12345", Keys.ENTER)
        self.till.shows("member", "12345")
        self.till.add_line("3", sku="tea")
        self.till.type(Keys.F8)
        self.till.dialog("sending")
        self.loyald.start()
        self.till.shows("sending-text", "Not booked")
        self.till.picture("refused")
        # Esc leaves it for later; the banner keeps it.
        self.till.type(Keys.ESCAPE)
        self.till.dialog("")
        self.till.shows("banner", "Not booked: sale of 3.00 €. Not a card of this shop.")
        self.till.focus_is_on("who-text")
        self.till.reload()
        self.till.shows("banner", "Not booked: sale of 3.00 €")
        self.till.driver.find_element("css selector", "#banner button").send_keys(Keys.ENTER)
        self.till.dialog("sending")
        # F8 takes the sale up again; with the right card it is booked.
        self.till.type(Keys.F8)
        self.till.dialog("")
        self.till.shows("total", "3.00 €")
        self.till.shows("link", "ready")
        self.scanner.scan(OTHER_CARD)
        self.till.until(lambda: self.till.safe_to_spend().get("points") == 7, "the right card")
        self.book()
        self.next_customer()
        equal(self.loyald.balances(OTHER_CARD)["points"], 10, "7 + 3")
        equal(self.till.kept(), [], "nothing is kept after that")

    def enrol(self):
        self.scanner.scan(OTHER_CARD)
        self.till.until(lambda: self.till.safe_to_spend().get("points") == 10, "the card is known")
        self.till.press(Keys.F3, "enrol-name")
        equal(self.till.element("enrol-card").get_attribute("value"), OTHER_CARD, "the card")
        markup = "<b>Bob</b>"
        self.till.type(markup, Keys.TAB, "+49 170 1234567", Keys.F8)
        self.till.shows("notice", f"{markup} is a member now")
        self.till.shows("member", markup)
        self.till.picture("enrolled")
        self.till.focus_is_on("who-text")
        self.till.type("+49 170 1234567", Keys.ENTER)
        self.till.until(lambda: self.till.safe_to_spend().get("points") == 10, "found by phone")

    def enrol_again(self):
        """Somebody else's phone number is refused; what was typed is there to be put right."""
        self.scanner.scan(CARD)
        self.till.until(lambda: self.till.safe_to_spend().get("points") == 89, "the other card")
        self.till.press(Keys.F3, "enrol-name")
        self.till.type("Eve", Keys.TAB, "+49 170 1234567", Keys.F8)
        self.till.dialog("sending")
        self.till.shows("sending-text", "This phone number belongs to a member already")
        self.till.press(Keys.F8, "enrol-name")
        equal(self.till.element("enrol-name").get_attribute("value"), "Eve", "the name typed")
        self.till.type(Keys.TAB)
        self.till.type(Keys.DELETE)
        equal(self.till.element("enrol-phone").get_attribute("value"), "", "the phone taken out")
        self.till.type(Keys.F8)
        self.till.shows("notice", "Eve is a member now")
        self.till.shows("member", "Eve")
        equal(self.till.kept(), [], "nothing is kept after that")

    def block(self):
        self.till.press(Keys.F7, "card-action")
        self.scanner.scan(OTHER_CARD)
        self.till.until(
            lambda: self.till.element("card-text").get_attribute("value") == OTHER_CARD,
            "the scan goes into the dialog")
        self.till.type(Keys.F8)
        self.till.shows("notice", "The card is blocked")
        self.scanner.scan(OTHER_CARD)
        self.till.shows("member", "REPORTED LOST")
        self.till.shows("rewards", "Ask for another card")
        member = self.loyald.call("Identify", register="1", card=OTHER_CARD)["member"]
        equal(member["cardState"], "lost", "the card's state")
        self.till.type(Keys.ESCAPE)

    def speak_german(self):
        self.till.element("language").send_keys(Keys.ENTER)
        self.till.shows("do-checkout", "Buchen")
        self.till.focus_is_on("who-text")
        self.scanner.scan(CARD)
        self.till.shows("member", "Points einlösbar")
        self.till.add_line("21,50", sku="Brezel")
        self.till.shows("to-pay", "21,50 €")
        self.till.shows("rewards", "es fehlen 411 (89 von 500)")
        self.till.add_line("6", sku="Zigaretten", category="tobacco")
        self.line_says("ausgenommen: Kategorie tobacco")
        self.till.picture("german")
        self.till.element("language").send_keys(Keys.ENTER)
        self.line_says("tobacco does not count")
        self.till.element("language").send_keys(Keys.ENTER)
        self.line_says("ausgenommen: Kategorie tobacco")
        self.open_sale(0)
        self.till.press(Keys.F6)
        self.till.shows("explanation", "Geschäftstag")
        self.till.press(Keys.ESCAPE)
        self.till.press(Keys.ESCAPE)

    def line_says(self, why):
        self.till.until(lambda: why in self.till.line_text(2), f"line 2 says {why!r}")

    def nothing_was_complained_about(self):
        equal(self.till.complaints(), [], "errors on the browser's console")


STEPS = (
    Day.choose_register,
    Day.read_amounts,
    Day.make_ids,
    Day.speak_both_languages,
    Day.scan_new_card,
    Day.collect,
    Day.redeem,
    Day.edit_basket,
    Day.scan_other_things,
    Day.give_back,
    Day.void,
    Day.lose_the_daemon,
    Day.refused_later,
    Day.enrol,
    Day.enrol_again,
    Day.block,
    Day.speak_german,
    Day.nothing_was_complained_about,
)


def main():
    with counter() as parts:
        day = Day(*parts)
        for step in STEPS:
            try:
                step(day)
            except Exception:
                day.till.picture(f"failed-{step.__name__}")
                print(f"failed: {step.__name__}")
                raise
            print(f"ok: {step.__name__}", flush=True)


if __name__ == "__main__":
    main()
