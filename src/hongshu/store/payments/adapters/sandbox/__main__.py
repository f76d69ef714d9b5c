"""Run the payment sandbox until SIGTERM or SIGINT."""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path

from hongshu.store.payments.adapters.accounts import sandbox_keys
from hongshu.store.payments.adapters.sandbox.bank import Bank
from hongshu.store.payments.adapters.sandbox.server import SandboxServer


def main() -> None:
    """Parse the command line, make keys where they are missing, and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True, help="folder of its keys and its memory")
    parser.add_argument("--pages-url", default="", help="where browsers reach it (default: this machine)")
    given = parser.parse_args()
    keys = sandbox_keys(given.folder)
    bank = Bank(given.folder / "bank.sqlite3")
    server = SandboxServer(given.port, bank, keys=keys, pages_url=given.pages_url)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    ended.wait()
    server.shutdown()
    serving.join()
    server.server_close()
    bank.close_file()


if __name__ == "__main__":
    main()
