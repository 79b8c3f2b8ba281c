# SPDX-License-Identifier: Apache-2.0
"""A small chain of real processes on this machine: head office, stores, lines that can be cut.

For the demo and for the tests. Everything listens on the loopback address; every process is a real
binary of the build. Readiness comes through systemd's notification protocol, which the daemons
speak anyway.
"""
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid

ADMIN_TOKEN = "demo-administrator"
# One point for each Euro, one point is worth a cent.
SIMPLE_PROGRAMME = """name = "Chain"
currency = "EUR"
[[unit]]
id = "points"
expires_after_months = 12
[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 100
[[reward]]
id = "pay"
unit = "points"
points_as_money = { cost = 1, value = 1 }
"""
START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 30


class Failure(Exception):
    """A call was answered with an error."""

    def __init__(self, status, code, message):
        super().__init__(f"{code}: {message}")
        self.status, self.code, self.message = status, code, message


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def mod10(digits):
    """The number with its GS1 check digit."""
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return digits + str((10 - total % 10) % 10)


def card_number(n):
    """A loyalty card as the sample configuration knows it: 042, nine digits, check digit."""
    return mod10(f"042{n:09d}")


class Api:
    """Connect calls with JSON bodies over kept connections, one per thread."""

    def __init__(self, port, token=None, timeout_s=30):
        self.port, self.timeout_s = port, timeout_s
        self.headers = {"content-type": "application/json"}
        if token:
            self.headers["authorization"] = "Bearer " + token
        self._local = threading.local()

    def close(self):
        """Closes this thread's connection; a later call opens another."""
        connection, self._local.connection = getattr(self._local, "connection", None), None
        if connection:
            connection.close()

    def call(self, procedure, **request):
        body = json.dumps(request)
        for attempt in (1, 2):
            connection = getattr(self._local, "connection", None)
            is_new = connection is None
            if is_new:
                connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                        timeout=self.timeout_s)
                self._local.connection = connection
            try:
                connection.request("POST", "/loyald.v1." + procedure, body, self.headers)
                response = connection.getresponse()
                answer = response.read()
                break
            except (OSError, http.client.HTTPException):
                self.close()
                # A kept connection may have been closed at the other end meanwhile.
                if is_new or attempt == 2:
                    raise
        if response.status == 200:
            return json.loads(answer)
        try:
            error = json.loads(answer)
        except ValueError:
            error = {}
        raise Failure(response.status, error.get("code", "unknown"),
                      error.get("message", answer[:200].decode("utf-8", "replace")))


class Process:
    """A daemon that says through NOTIFY_SOCKET when it is ready."""

    def __init__(self, name, command, directory, env=None):
        self.name, self.command, self.directory = name, [str(c) for c in command], directory
        self.env = env or {}
        self.process = None

    def start(self, wait=True, extra_env=None):
        self.directory.mkdir(parents=True, exist_ok=True)
        notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        path = "\0loyald-" + uuid.uuid4().hex
        notify.bind(path)
        env = dict(os.environ, **self.env, **(extra_env or {}))
        env["NOTIFY_SOCKET"] = "@" + path[1:]
        with open(self.directory / (self.name + ".log"), "ab") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, env=env, start_new_session=True)
        if wait:
            self._wait_ready(notify)
        notify.close()

    def _wait_ready(self, notify):
        deadline = time.monotonic() + START_TIMEOUT_S
        notify.settimeout(0.1)
        while time.monotonic() < deadline:
            try:
                if b"READY=1" in notify.recv(4096):
                    return
            except socket.timeout:
                if self.process.poll() is not None:
                    break
        raise RuntimeError(f"{self.name} did not get ready (exit code {self.process.poll()}):\n"
                           + self.log()[-2000:])

    def log(self):
        return (self.directory / (self.name + ".log")).read_text(errors="replace")

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        """As a power cut to the process: SIGKILL."""
        if self.is_running():
            self.process.kill()
        if self.process:
            self.process.wait()

    def stop(self):
        """A clean stop; returns the exit code."""
        if self.is_running():
            self.process.terminate()
            try:
                self.process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGABRT)
                self.process.wait()
                raise RuntimeError(f"{self.name} did not stop:\n" + self.log()[-2000:])
        return self.process.returncode if self.process else None


class Line:
    """A TCP line to head office that can be cut: what is on it is lost, nobody gets through."""

    def __init__(self, target_port):
        self.target_port = target_port
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self._lock = threading.Lock()
        self._is_cut = False
        self._open = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        with self._lock:
            self._is_cut = True
            sockets, self._open = self._open, set()
        for s in sockets:
            _close(s)

    def mend(self):
        with self._lock:
            self._is_cut = False

    @property
    def is_cut(self):
        return self._is_cut

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            try:
                far = None if self._is_cut else socket.create_connection(
                    ("127.0.0.1", self.target_port), timeout=5)
            except OSError:
                far = None
            with self._lock:
                if far is None or self._is_cut:
                    _close(near)
                    if far:
                        _close(far)
                    continue
                far.settimeout(None)
                self._open |= {near, far}
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        with self._lock:
            self._open -= {source, sink}
        _close(source)
        _close(sink)


def _close(s):
    try:
        s.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    s.close()


class HeadOffice(Process):
    """With `tls` it speaks HTTPS, as localhost; `keys` are more lines of its configuration."""

    def __init__(self, binaries, directory, store_count, port=None, database="", keys="", tls=False,
                 tokens=True):
        directory = pathlib.Path(directory)
        self.port = port or free_port()
        self.state = directory / "state"
        config = directory / "headoffice.toml"
        super().__init__("headoffice", [binaries / "loyald-headoffice", "--config", config],
                         directory)
        directory.mkdir(parents=True, exist_ok=True)
        text = (f'state_directory = "{self.state}"\naddress = "127.0.0.1"\nport = {self.port}\n'
                f'admin_token = "{ADMIN_TOKEN}"\n{keys}\n')
        if database:
            text += f'database = "{database}"\n'
        for i in range(1, store_count + 1):
            text += f'\n[[store]]\nid = {i}\nname = "Store {i}"\n'
            if tokens:
                text += f'token = "token-of-store-{i}"\n'
        if tls:
            text += '\n[tls]\nnames = ["localhost", "127.0.0.1"]\n'
        config.write_text(text)
        self.api = None if tls else Api(self.port, ADMIN_TOKEN)

    def call(self, method, **request):
        return self.api.call("HeadOfficeService/" + method, **request)


class Store(Process):
    """A store's daemon with a serial scanner, which is a pseudo-terminal here."""

    def __init__(self, binaries, directory, number, line_port=None, port=None, programme=None,
                 interval_s=1, floor_limit=0, link=""):
        """`link`: its [head_office], in place of the usual one."""
        directory = pathlib.Path(directory)
        self.number, self.port = number, port or free_port()
        self.state = directory / "state"
        self.config = config = directory / "loyald.toml"
        super().__init__(f"store-{number}", [binaries / "loyald", "--config", config], directory)
        directory.mkdir(parents=True, exist_ok=True)
        self.scanner, slave = os.openpty()
        self._slave = slave  # kept open, so that the terminal outlives a restart of the daemon
        text = f"""state_directory = "{self.state}"
"""
        if programme:
            text += f'programme_file = "{programme}"\n'
        text += f"""
[store]
id = {number}
name = "Store {number}"

[register_api]
port = {self.port}

[redeem]
floor_limit = {floor_limit}
floor_limit_per_day = {100 * floor_limit}
offline_after_s = 3

[[card_format]]
name = "loyalty card"
prefix = "042"
min_length = 13
max_length = 13
check = "mod10"

[[scanner]]
name = "till 1"
register = "1"
serial = {{ device = "{os.ttyname(slave)}" }}
"""
        if link:
            text += "\n[head_office]\n" + link
        elif line_port:
            text += f"""
[head_office]
url = "http://127.0.0.1:{line_port}"
token = "token-of-store-{number}"
interval_s = {interval_s}
timeout_s = 5
"""
        config.write_text(text)
        self.api = Api(self.port)

    def call(self, method, **request):
        return self.api.call("RegisterService/" + method, **request)

    def scan(self, text):
        os.write(self.scanner, text.encode() + b"\r")

    def events(self, register="1"):
        return Events(self.port, register)


class Events:
    """The server-sent events of a register, as (type, payload)."""

    def __init__(self, port, register, timeout_s=30):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout_s)
        self.connection.request("GET", "/events?register=" + register)
        self.response = self.connection.getresponse()
        if self.response.status != 200:
            raise RuntimeError(f"/events answered {self.response.status}")

    def next(self, kind):
        """Waits for the next event of a kind."""
        event, payload = "message", ""
        while line := self.response.readline():
            line = line.decode().rstrip("\r\n")
            if line.startswith("event:"):
                event = line[6:].strip()
            elif line.startswith("data:"):
                payload += line[5:].strip()
            elif not line:
                if event == kind and payload:
                    return json.loads(payload)
                event, payload = "message", ""
        raise RuntimeError("the event stream ended")

    def close(self):
        self.connection.close()


def until(what, condition, timeout_s=30):
    """Asks until the condition holds; returns what it returned."""
    deadline = time.monotonic() + timeout_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise RuntimeError("this did not come true: " + what)
        time.sleep(0.02)


def play(story, name):
    """Runs story(binaries, directory, processes) in a new directory, with the directory of binaries from
    the command line; whatever it put into `processes` ends with it."""
    processes = []
    with tempfile.TemporaryDirectory(prefix=f"loyald-{name}-") as directory:
        try:
            story(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(directory), processes)
        finally:
            for process in processes:
                process.kill()
