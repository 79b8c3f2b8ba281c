# SPDX-License-Identifier: Apache-2.0
"""The rules of the house that a machine can check: rooms and arrows, who may include what, banned
calls, sizes, format. Each finding says what to do instead.

  tidy_test.py ROOT
"""
import pathlib
import re
import statistics
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1]).resolve()

# A room may include itself and these. The longest matching prefix is a file's room.
ARROWS = {
    "proto": [],
    "store/base": [],
    "store/programme": ["store/base"],
    "store": ["proto", "store/base", "store/programme"],
    "scanner": ["store/base"],
    "sync/certificates": ["store/base"],
    "sync/rpc": ["store/base"],
    "sync/postgres": ["store", "store/base"],
    "sync/headoffice": ["proto", "store", "store/base", "store/programme", "sync", "sync/postgres"],
    "sync": ["proto", "store", "store/base", "store/programme"],
    "daemon": ["proto", "store", "store/base", "store/programme", "scanner", "sync", "sync/certificates",
               "sync/headoffice", "sync/rpc"],
    "tests": None,  # everything
}

# What only some places may include, and why.
ONLY = [
    (r"<sqlite3\.h>", r"store/sqlite/|tests/", "go through store/sqlite"),
    (r"<libpq-fe\.h>", r"sync/postgres/", "go through sync/postgres/database.h"),
    (r"\"store/sqlite/", r"store/(sqlite/|store\.cc$)|sync/headoffice/books_place\.cc$|daemon/loyalctl/|tests/",
     "books take a store/sql/database.h"),
    (r"<boost/beast", r"sync/rpc/[^/]*\.cc$|sync/rpc/(request_parser|http_connection|http_text)\.h$|tests/sync/rpc/",
     "go through sync/rpc/http_server.h"),
    (r"<curl/", r"sync/rpc/", "go through sync/rpc/http_client.h"),
    (r"<openssl/", r"sync/certificates/[^/]*\.cc$|sync/certificates/openssl\.h$|sync/rpc/tls_context\.cc$|store/base/(hash|mac)\.cc$",
     "go through sync/certificates/, sync/rpc/tls_context.h, store/base/mac.h or hash.h"),
    (r"<boost/asio/ssl", r"sync/rpc/(peer_stream\.cc|tls_native\.h)$", "go through sync/rpc/peer_stream.h"),
    (r"<ZXing/", r"scanner/(picture_decoder|barcode_writer)\.cc$|tests/bench/picture_bench\.cc$",
     "go through scanner/picture_decoder.h or barcode_writer.h"),
    (r"<turbojpeg", r"scanner/jpeg_luma\.cc$|tests/", "go through scanner/jpeg_luma.h"),
    (r"<linux/videodev2", r"scanner/(frame_ring|video_format)\.cc$|tests/",
     "go through scanner/video_format.h and frame_ring.h"),
    (r"<cairo", r"daemon/loyalctl/card_(sheet|png)\.cc$|tests/daemon/loyalctl/",
     "the daemons draw nothing: go through daemon/loyalctl/card_sheet.h or card_png.h"),
    (r"<toml", r"store/toml_message\.cc$|store/toml_[a-z_]+\.(h|cc)$", "go through store/toml_message.h"),
    (r"<xkbcommon/", r"scanner/", "go through scanner/key_layout.h"),
    (r"<libudev\.h>", r"scanner/udev_handle\.h$", "go through scanner/device_list.h or device_watch.h"),
    (r"<spdlog/", r"daemon/", "return errors; only the process logs"),
]

# (pattern, where, why)
BANNED = [
    (r"system_clock::now|steady_clock::now|\btime\(nullptr\)|localtime",
     r"(store|sync/agent|sync/headoffice|scanner)/(?!base/clock\.cc)",
     "the core takes `now` as an argument"),
    (r"\brand\(\)|random_device|std::uniform_|mt19937", r".*", "use store/base/random.h"),
    (r"sleep_for|usleep\(|\bsleep\(", r".*\.(cc|h)$", "wait for what you wait for"),
    (r"\batoi\(|\batol\(|\bstrtol\(|\bstoi\(", r"(?!tests/)", "std::from_chars, and look at its error"),
    (r"\b(float|double)\b", r"store/(?!toml_)", "no floating point near money or points"),
    (r"using namespace (?!loyald|std::(chrono_|string_)literals)", r".*\.h$", "not in headers"),
    (r"\b\w*(Manager|Helper|Util|Utils|Processor)\b", r".*", "name what it is"),
    (r"co_await[^;]*[{\[]", r".*",
     "g++ 12 destroys temporaries in a co_await expression twice: name every argument before it"),
    (r"std::thread\b|std::mutex|std::async", r"(store|sync/agent|sync/headoffice)/", "no threads in the core"),
    (r"\bTODO\b|\bFIXME\b|\bXXX\b", r".*", "do it, or say in the README what is missing"),
]

MAX_LINES = 500
MAX_P90 = 300


def files():
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "--cached", "--others",
                             "--exclude-standard"], capture_output=True, text=True)
    names = listed.stdout.split()
    if not names:  # a source archive
        names = [str(p.relative_to(ROOT)) for p in ROOT.rglob("*") if p.is_file()]
    return [n for n in names if re.search(r"\.(h|cc)$", n) and (ROOT / n).exists()
            and not n.startswith("build/")]


def room_of(path):
    rooms = [r for r in ARROWS if path == r or path.startswith(r + "/")]
    return max(rooms, key=len) if rooms else None


def code_lines(text):
    """Lines without what stands in comments and string literals."""
    text = re.sub(r'R"(\w*)\(.*?\)\1"', '""', text, flags=re.S)
    for number, line in enumerate(text.split("\n"), 1):
        line = re.sub(r'"(\\.|[^"\\])*"', '""', line)
        yield number, re.sub(r"//.*", "", line)


def check(name, text, findings):
    room = room_of(name)
    for number, line in enumerate(text.split("\n"), 1):
        include = re.match(r'#include ([<"])([^>"]+)', line)
        if include:
            quoted, path = include.groups()
            target = room_of(path) if quoted == '"' else None
            if quoted == '"' and target is None:
                findings.append(f"{name}:{number}: write includes from the root: {path}")
            if target and ARROWS[room] is not None and target != room \
                    and target not in ARROWS[room]:
                findings.append(f"{name}:{number}: {room} may not include {target} ({path})")
            for pattern, where, instead in ONLY:
                if re.search(pattern, line) and not re.match(where, name):
                    findings.append(f"{name}:{number}: {path} is not included here: {instead}")
    for number, line in code_lines(text):
        for pattern, where, why in BANNED:
            if re.match(where, name) and re.search(pattern, line):
                findings.append(f"{name}:{number}: {line.strip()[:60]}: {why}")
    lines = text.count("\n")
    if lines > MAX_LINES:
        findings.append(f"{name}: {lines} lines; {MAX_LINES} are the limit: split it")
    if not text.startswith("// SPDX-License-Identifier: Apache-2.0\n"):
        findings.append(f"{name}: begin with // SPDX-License-Identifier: Apache-2.0")
    if name.endswith(".h") and "#pragma once" not in text:
        findings.append(f"{name}: #pragma once")


def check_format(names, findings):
    done = subprocess.run(["clang-format", "--dry-run", "-Werror", *names], cwd=ROOT,
                          capture_output=True, text=True)
    for name in sorted({line.split(":")[0] for line in done.stderr.splitlines()
                        if "[-Wclang-format-violations]" in line}):
        findings.append(f"{name}: run clang-format -i on it")


def main():
    findings, sizes = [], []
    check_format(files(), findings)
    for name in files():
        text = (ROOT / name).read_text()
        check(name, text, findings)
        if not name.startswith("tests/"):
            sizes.append(text.count("\n"))
    sizes.sort()
    p90 = sizes[len(sizes) * 9 // 10]
    if p90 > MAX_P90:
        findings.append(f"one file in ten has more than {p90} lines; {MAX_P90} are the limit")
    for finding in findings:
        print(finding)
    print(f"{len(sizes)} files, median {statistics.median(sizes):.0f} lines, p90 {p90}, "
          f"largest {sizes[-1]}; {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
