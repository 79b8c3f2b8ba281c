# SPDX-License-Identifier: Apache-2.0
"""The cashier's page in a headless Chromium, worked as a cashier does: by keyboard alone.

Whatever imports this is skipped (77) where there is no browser or nothing to work it with.
"""
import json
import os
import pathlib
import sys

SKIPPED = 77
CHROMIUM = "/usr/bin/chromium"
CHROMEDRIVER = "/usr/bin/chromedriver"
for program in (CHROMIUM, CHROMEDRIVER):
    if not os.access(program, os.X_OK):
        print(f"skipped: {program} is not installed")
        sys.exit(SKIPPED)
try:
    from selenium import webdriver
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import WebDriverWait
except ImportError:
    print("skipped: python3-selenium is not installed")
    sys.exit(SKIPPED)

DEADLINE_S = 20
# A directory that gets a picture of every step.
SCREENSHOTS = os.environ.get("LOYALD_SCREENSHOTS")


class Till:
    def __init__(self, url, arguments=()):
        self.url = url
        self.pictures = 0
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--lang=en",
                         "--disable-dev-shm-usage",
                         # It talks to the page alone, not to its maker.
                         "--disable-background-networking", "--disable-component-update",
                         "--disable-sync", "--disable-quic", "--no-first-run", *arguments):
            options.add_argument(argument)
        options.add_experimental_option("prefs", {"intl.accept_languages": "en"})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service(CHROMEDRIVER), options=options)
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": 1024, "height": 768, "deviceScaleFactor": 1, "mobile": False})

    def quit(self):
        self.driver.quit()

    def open(self, query=""):
        self.driver.get(self.url + "/" + query)

    def reload(self):
        self.driver.refresh()

    def picture(self, name):
        if SCREENSHOTS:
            self.pictures += 1
            path = pathlib.Path(SCREENSHOTS) / f"{self.pictures:02}-{name}.png"
            self.driver.save_screenshot(str(path))

    def until(self, condition, what):
        """The first true value of `condition`."""
        wait = WebDriverWait(self.driver, DEADLINE_S, poll_frequency=0.05,
                             ignored_exceptions=[StaleElementReferenceException])
        said = f"{self.text('notice')!r}, {self.text('banner')!r}"
        return wait.until(lambda _: condition(),
                          f"not within {DEADLINE_S} s: {what}; the page said {said} before")

    def element(self, element_id):
        return self.driver.find_element(By.ID, element_id)

    def text(self, element_id):
        """What an element says, also one behind a dialog."""
        return self.driver.execute_script(
            "return document.getElementById(arguments[0])?.textContent ?? ''", element_id)

    def shows(self, element_id, text):
        self.until(lambda: text in self.text(element_id), f"{element_id} shows {text!r}")

    def focused(self):
        return self.driver.switch_to.active_element

    def focus_is_on(self, element_id):
        self.until(lambda: self.focused().get_attribute("id") == element_id,
                   f"the focus is on {element_id}")

    def type(self, *keys):
        """Types on the keyboard: whatever has the focus at each key gets it."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def type_with_alt(self, key):
        ActionChains(self.driver).key_down(Keys.ALT).send_keys(key).key_up(Keys.ALT).perform()

    def press(self, key, lands_on=None):
        """A key of the footer or of a dialog, and where the focus is then."""
        self.type(key)
        if lands_on:
            self.focus_is_on(lands_on)

    def dialog(self, name):
        """Waits until this dialog is the one on top; "" means that none is open."""
        script = "return [...document.querySelectorAll('dialog[open]')].at(-1)?.id ?? ''"
        wanted = f"{name}-dialog" if name else ""
        self.until(lambda: self.driver.execute_script(script) == wanted, f"dialog {name!r} is open")

    def add_line(self, amount, quantity="", sku="", category="", department=""):
        self.press(Keys.F4, "line-amount")
        count = self.line_count()
        fields = (quantity, sku, category, department)
        keys = [amount]
        for field in fields:
            keys += [Keys.TAB, field]
        self.type(*keys, Keys.ENTER)
        self.until(lambda: self.line_count() == count + 1, f"the line {amount} is in the basket")

    def line_count(self):
        return len(self.driver.find_elements(By.CSS_SELECTOR, "#lines tr"))

    def line_text(self, line):
        return self.driver.find_elements(By.CSS_SELECTOR, "#lines tr")[line - 1].text

    def safe_to_spend(self):
        """The big numbers of the member shown, by unit."""
        return self.driver.execute_script("""
            const units = [...document.querySelectorAll('#member [data-unit]')];
            return Object.fromEntries(units.map((unit) =>
              [unit.dataset.unit, Number(unit.querySelector('[data-safe]').dataset.safe)]))""")

    def outbox(self):
        """The bookings kept on this till, by their key in localStorage."""
        return self.driver.execute_script("""
            return Object.fromEntries(Object.entries(localStorage)
              .filter(([key]) => key.startsWith('loyald.outbox.')))""")

    def kept(self):
        return [json.loads(text) for text in self.outbox().values()]

    def put_back(self, outbox):
        self.driver.execute_script("""
            for (const [key, text] of Object.entries(arguments[0])) localStorage[key] = text""",
                                   outbox)

    def module(self, name, expression):
        """The value of an expression over one of the page's modules, `m`."""
        value = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            f"import(arguments[0]).then((m) => done([{expression}]), (e) => done(`${{e}}`))",
            f"{self.url}/{name}")
        assert isinstance(value, list), value
        return value[0]

    def complaints(self):
        """What the browser's console says, but for calls that got no answer or a refusal."""
        return [entry["message"] for entry in self.driver.get_log("browser")
                if entry["level"] == "SEVERE" and entry["source"] != "network"]
