# SPDX-License-Identifier: Apache-2.0
"""The computer's own camera as a scanner: Chromium's stands in, which films from a file.

  webcam_page_test.py BINARY_DIR

It films the barcode of a product and then, for a second, that of a card, again and again.
"""
from counter import counter
from loyald_process import ean13
from till_browser import Keys

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


def camera(directory):
    """The browser's arguments for a camera that films both."""
    path = directory / "film.y4m"
    with open(path, "wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for digits, seconds in ((PRODUCT, PRODUCT_S), (CARD, CARD_S)):
            file.write(frame(digits) * FRAMES_A_SECOND * seconds)
    return ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={path}")


# Keeps every notice, and what the daemon read in each frame.
KEEP = """
window.notices = [];
window.codes = [];
const notice = document.getElementById("notice");
new MutationObserver(() => notices.push(notice.textContent))
  .observe(notice, { childList: true, characterData: true, subtree: true });
const fetched = window.fetch;
window.fetch = async (url, ...more) => {
  const reply = await fetched(url, ...more);
  if (url.startsWith("/picture")) reply.clone().json().then(({ text }) => codes.push(text));
  return reply;
};
"""
GONE = """
document.getElementById("webcam").srcObject.getTracks()[0].dispatchEvent(new Event("ended"));
"""
BACK = "navigator.mediaDevices.dispatchEvent(new Event('devicechange'))"


def play(till):
    run = till.driver.execute_script
    shown = till.element
    till.open("?register=1&cashier=anna")
    till.shows("link", "ready")
    till.until(lambda: shown("do-webcam").is_displayed(), "the camera is offered")
    assert not shown("webcam").is_displayed()
    assert till.text("member").startswith("No member yet"), till.text("member")

    run(KEEP)
    till.press(Keys.F10, "who-text")
    till.until(lambda: shown("webcam").is_displayed(), "the cashier sees the picture")
    till.shows("member", CARD[-4:])
    till.picture("card in front of the camera")
    # A product that comes into view is read, and not worth a word.
    till.until(lambda: {PRODUCT, CARD} <= set(run("return codes")), "both are read")
    notices = run("return notices")
    assert any("Points" in each for each in notices), notices
    assert not any("Not a loyalty card" in each for each in notices), notices

    # As the browser says that the camera was unplugged, and that there is another one.
    run(GONE)
    till.until(lambda: not shown("webcam").is_displayed(), "the camera is gone")
    run(BACK)
    till.until(lambda: shown("webcam").is_displayed(), "the camera is back")

    # It stays on until it is put off.
    till.reload()
    till.until(lambda: shown("webcam").is_displayed(), "the camera is on again")
    till.type(Keys.ESCAPE)
    till.type(Keys.ESCAPE)
    till.shows("member", "No member yet")
    till.shows("member", CARD[-4:])
    till.press(Keys.F10)
    till.shows("notice", "The camera is off.")
    assert not shown("webcam").is_displayed()
    till.reload()
    till.shows("link", "ready")
    till.until(lambda: shown("do-webcam").is_displayed(), "the camera is offered")
    assert not shown("webcam").is_displayed()
    assert till.complaints() == [], till.complaints()


def main():
    with counter(arguments=camera) as (_, _, till):
        play(till)
    print("ok")


if __name__ == "__main__":
    main()
