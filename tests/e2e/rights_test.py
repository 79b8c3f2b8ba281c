# SPDX-License-Identifier: Apache-2.0
"""What two real stores may spend of one member's points, with the line up and down.

  rights_test.py BINARIES
"""
import subprocess

from till import CARD, chain, points, safe, sell


def is_refused(call):
    try:
        call()
        return False
    except chain.Failure as error:
        return "may be spent" in error.message


def play(binaries, directory, processes):
    def start(process):
        processes.append(process)
        process.start()
        return process

    office = start(chain.HeadOffice(binaries, directory / "office", 2))
    address = ["--token", chain.ADMIN_TOKEN, "--url", f"http://127.0.0.1:{office.port}"]

    def loyalctl(*arguments):
        done = subprocess.run([binaries / "loyalctl", "headoffice", *arguments, *address],
                              capture_output=True, text=True, check=True)
        return done.stdout

    programme = directory / "programme.toml"
    programme.write_text(chain.SIMPLE_PROGRAMME)
    subprocess.run([binaries / "loyalctl", "programme", "publish", programme, *address], check=True,
                   capture_output=True)
    line = chain.Line(office.port)
    first = start(chain.Store(binaries, directory / "1", 1, line_port=office.port))
    second = start(chain.Store(binaries, directory / "2", 2, line_port=line.port))
    for store in (first, second):
        chain.until("the programme arrives", lambda: store.call("Status")["programmeVersion"] > 0)

    sell(first, 1, 300_000)
    chain.until("store 2 has heard of it", lambda: points(second).get("confirmed", 0) == 3000)
    assert safe(first) == 3000, "what was credited here may be spent here"
    assert safe(second) == 0, "and nowhere else"
    assert "store 1 may spend 3000 points" in loyalctl("member", CARD)

    # A customer at store 2's till: store 1 is asked to give back, and the register hears of it.
    events = second.events()
    assert safe(second, register="1") == 0
    assert "memberId" in events.next("units")
    chain.until("store 2 holds it now", lambda: safe(second) == 3000)
    events.close()
    chain.until("store 1 does not", lambda: safe(first) == 0)
    assert "store 2 may spend 3000 points" in loyalctl("member", CARD)

    # The line is down: store 2 spends what it holds, and store 1, which is online, nothing of it.
    line.cut()
    sell(second, 2, 100_000, points=2000)
    assert is_refused(lambda: sell(first, 3, 100_000, points=1)), "nobody spends the same twice"
    line.mend()
    chain.until("head office has all",
                lambda: second.call("Status")["headOffice"].get("waiting", 0) == 0)
    noticed = loyalctl("exceptions")
    assert "OVERSPENT" not in noticed and "RIGHTS" not in noticed, noticed


if __name__ == "__main__":
    chain.play(play, "rights")
