# SPDX-License-Identifier: Apache-2.0
"""The computer's own camera as a scanner: Chromium's stands in, which films from a file.

  webcam_page_test.py BINARY_DIR

It films the barcode of a product and then, for a second, that of a card, again and again.
"""
import os
import sys
import tempfile

try:
    from selenium.webdriver.common.keys import Keys

    from till_browser import CHROMEDRIVER, CHROMIUM, Till
except ImportError:
    print("skipped: python3-selenium is not installed")
    sys.exit(77)

from loyald_process import Loyald, SerialScanner, ean13

CARD = ean13("290000000001")
PRODUCT = ean13("400638133393")
WIDTH, HEIGHT, FRAMES_A_SECOND = 640, 480, 10
# A card that was out of sight for so long counts again.
PRODUCT_S, CARD_S = 4, 1
MODULE = 4
BLACK, WHITE = 16, 235

# ISO/IEC 15420: the bars of the digits in number set A, and the sets that say the first digit.
SET_A = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011",
         "0110111", "0001011")
FIRST = ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA",
         "ABBABA")


def bars(digits):
    """The 95 modules of an EAN-13, 1 is black."""
    def right(digit):
        return SET_A[int(digit)].translate(str.maketrans("01", "10"))

    left = [SET_A[int(digit)] if number_set == "A" else right(digit)[::-1]
            for number_set, digit in zip(FIRST[int(digits[0])], digits[1:7])]
    return "101" + "".join(left) + "01010" + "".join(map(right, digits[7:])) + "101"


def frame(digits):
    """A picture of it in the middle of a white card, in Y'CbCr 4:2:0."""
    code = bytes(BLACK if bar == "1" else WHITE for bar in bars(digits) for _ in range(MODULE))
    margin = bytes([WHITE]) * ((WIDTH - len(code)) // 2)
    row = margin + code + bytes([WHITE]) * (WIDTH - len(code) - len(margin))
    blank = bytes([WHITE]) * WIDTH
    colours = bytes([128]) * (WIDTH * HEIGHT // 2)
    third = HEIGHT // 3
    return b"FRAME\n" + blank * third + row * third + blank * third + colours


def film(path):
    with open(path, "wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for digits, seconds in ((PRODUCT, PRODUCT_S), (CARD, CARD_S)):
            file.write(frame(digits) * FRAMES_A_SECOND * seconds)


def play(till):
    till.open("?register=1&cashier=anna")
    till.shows("link", "ready")
    till.until(lambda: till.element("do-webcam").is_displayed(), "the camera is offered")
    assert not till.element("webcam").is_displayed()
    assert till.text("member").startswith("No member yet"), till.text("member")

    till.press(Keys.F10, "who-text")
    till.until(lambda: till.element("webcam").is_displayed(), "the cashier sees the picture")
    till.shows("member", CARD[-4:])
    till.picture("card in front of the camera")
    # A product that comes into view is not worth a word.
    assert "Not a loyalty card" not in till.text("notice"), till.text("notice")

    # It stays on until it is put off.
    till.reload()
    till.until(lambda: till.element("webcam").is_displayed(), "the camera is on again")
    till.type(Keys.ESCAPE)
    till.type(Keys.ESCAPE)
    till.shows("member", "No member yet")
    till.shows("member", CARD[-4:])
    till.press(Keys.F10)
    till.shows("notice", "The camera is off.")
    assert not till.element("webcam").is_displayed()
    till.reload()
    till.shows("link", "ready")
    till.until(lambda: till.element("do-webcam").is_displayed(), "the camera is offered")
    assert not till.element("webcam").is_displayed()
    assert till.complaints() == [], till.complaints()


def main():
    for path in (CHROMIUM, CHROMEDRIVER):
        if not os.access(path, os.X_OK):
            print(f"skipped: {path} is not installed")
            return 77
    scanner = SerialScanner()
    with tempfile.TemporaryDirectory(prefix="webcam-page-") as directory:
        filmed = os.path.join(directory, "film.y4m")
        film(filmed)
        loyald = Loyald(os.path.join(sys.argv[1], "loyald"), directory, scanner.device)
        till = None
        try:
            loyald.start()
            till = Till(loyald.url, ("--use-fake-ui-for-media-stream",
                                     "--use-fake-device-for-media-stream",
                                     f"--use-file-for-fake-video-capture={filmed}"))
            play(till)
        except Exception:
            if till is not None:
                till.picture("failed")
            print("loyald says:\n" + loyald.log_text()[-4000:])
            raise
        finally:
            if till is not None:
                till.quit()
            loyald.kill()
            scanner.close()
    print("ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
