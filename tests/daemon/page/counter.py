# SPDX-License-Identifier: Apache-2.0
"""A counter of one store: a running loyald, its scanner, and the page in a browser."""
import contextlib
import os
import pathlib
import sys
import tempfile

from loyald_process import Loyald, SerialScanner
from till_browser import Till


@contextlib.contextmanager
def counter(config=lambda directory: "", arguments=lambda directory: ()):
    """Yields the three. What is added to loyald's configuration, and the browser's arguments, may
    name files that are made in the directory for it. On a failure says what loyald said."""
    scanner = SerialScanner()
    with tempfile.TemporaryDirectory(prefix="loyald-page-") as name:
        directory = pathlib.Path(name)
        loyald = Loyald(os.path.join(sys.argv[1], "loyald"), directory, scanner.device,
                        config(directory))
        till = None
        try:
            loyald.start()
            till = Till(loyald.url, arguments(directory))
            yield loyald, scanner, till
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
