# SPDX-License-Identifier: Apache-2.0
"""Two real stores and a head office over HTTPS: one is enrolled with a code, the other has a token;
they hear only of who was there; one is closed for good.

  enrolment_test.py BINARIES
"""
import subprocess

from till import CARD, chain, points, safe, sell


def play(binaries, directory, processes):
    def start(process):
        processes.append(process)
        process.start()
        return process

    office = start(chain.HeadOffice(binaries, directory / "office", 2, keys='feed = "seen"', tls=True))
    authority = office.state / "authority-certificate.pem"
    url = f"https://localhost:{office.port}"

    def loyalctl(*arguments, fails=False):
        done = subprocess.run([binaries / "loyalctl", *arguments], capture_output=True, text=True)
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def at_office(*arguments, **how):
        return loyalctl(*arguments, "--token", chain.ADMIN_TOKEN, "--url", url, "--ca-file",
                        str(authority), **how)

    programme = directory / "programme.toml"
    programme.write_text(chain.SIMPLE_PROGRAMME)
    at_office("programme", "publish", str(programme))
    assert "no trusted connection" in loyalctl(
        "headoffice", "stores", "--token", chain.ADMIN_TOKEN, "--url", url, fails=True)

    # Without a token and a certificate a store does not start, and says what to do.
    timing = "interval_s = 1\ntimeout_s = 5\n"
    first = chain.Store(binaries, directory / "1", 1, link=f'url = "{url}"\n{timing}')
    processes.append(first)
    try:
        first.start()
        raise AssertionError("it started")
    except RuntimeError as error:
        assert "loyalctl enrol" in str(error), error

    # The code: for this store, from this head office, once.
    config = ["--config", str(first.config)]
    code = at_office("headoffice", "enrol", "1").splitlines()[0]
    other = at_office("headoffice", "enrol", "2").splitlines()[0]
    assert "has 32 characters" in loyalctl("enrol", code[:-1], *config, fails=True)
    assert "not valid for store 1" in loyalctl("enrol", other, *config, fails=True)
    elsewhere = code[:-4] + ("0000" if code[-4:] != "0000" else "1111")
    assert "not the head office" in loyalctl("enrol", elsewhere, *config, fails=True)
    assert "enrolled as store-1-1" in loyalctl("enrol", code.lower(), *config)
    assert "not valid" in loyalctl("enrol", code, *config, fails=True)
    mode = (first.state / "certificate.pem").stat().st_mode & 0o777
    assert mode == 0o600, oct(mode)
    start(first)

    link = f'url = "{url}"\ntoken = "token-of-store-2"\nca_file = "{authority}"\n{timing}'
    second = start(chain.Store(binaries, directory / "2", 2, link=link))
    for store in (first, second):
        chain.until("the programme arrives", lambda: store.call("Status")["programmeVersion"] > 0)

    # A customer of store 1 comes to store 2, which has never heard of them.
    sell(first, 1, 300_000)
    chain.until("head office has it", lambda: first.call("Status").get("countedSeq", 0) > 0)
    events = second.events()
    assert points(second, register="1").get("confirmed", 0) == 0
    assert events.next("units")["asked"] == CARD
    assert points(second).get("confirmed", 0) == 3000
    events.close()
    stores = at_office("headoffice", "stores")
    assert stores.count(" active ") == 2, stores

    # Store 1 is closed for good: what it holds is anybody's, and it records nothing any more.
    assert "this is store 1" in loyalctl("decommission", "2", "--reason", "the lease ended",
                                         "--socket", str(first.state / "register.sock"), fails=True)
    at_first = ["--socket", str(first.state / "register.sock")]
    assert "closed for good" in loyalctl("decommission", "1", "--reason", "the lease ended", *at_first)
    assert "has all of" in loyalctl("sync", "now", *at_first)
    chain.until("head office knows", lambda: " closed " in at_office("headoffice", "stores"))
    try:
        sell(first, 2, 1000)
        raise AssertionError("it sold")
    except chain.Failure as error:
        assert "given up for good: the lease ended" in error.message, error.message
    events = second.events()
    points(second, register="1")
    chain.until("store 2 may spend all",
                lambda: safe(second, register="1") == 3000)
    events.close()
    sell(second, 3, 100_000, points=3000)
    first.stop()
    start(first)
    assert "given up for good" in loyalctl("status", *at_first)
    assert "given up for good" in at_office("headoffice", "enrol", "1", fails=True)
    noticed = at_office("headoffice", "exceptions")
    assert "OVERSPENT" not in noticed and "RIGHTS" not in noticed, noticed


if __name__ == "__main__":
    chain.play(play, "enrolment")
