"""The clients of ``benchmarks.inventory``: processes that reserve through the door as fast as they can.

Arguments: how many, the first and the last SKU, how many lines, how many seconds, a seed. Each says how many
reservations it made, and in what time; what is sold out counts, since it was answered.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from random import Random


def main() -> None:
    """Fork the clients, let them begin together, and wait for them."""
    import django

    django.setup()
    # Loaded before the fork, so that each client need not load it again.
    from hongshu.store.inventory import services  # noqa: F401

    begins_at = time.monotonic() + 1.0
    clients = []
    for number in range(int(sys.argv[1])):
        pid = os.fork()
        if pid == 0:
            _reserve(number, begins_at)
            os._exit(0)
        clients.append(pid)
    failed = [pid for pid in clients if os.waitpid(pid, 0)[1] != 0]
    sys.exit(len(failed))


def _reserve(number: int, begins_at: float) -> None:
    from hongshu.kernel.ids import Id, new_id
    from hongshu.store.inventory.contracts import OutOfStock
    from hongshu.store.inventory.services import take_stock

    first, last, lines = map(int, sys.argv[2:5])
    run_s, seed = float(sys.argv[5]), int(sys.argv[6])
    random = Random(seed * 1000 + number)
    with suppress(OutOfStock):
        take_stock(wanted={Id(first): 1}, holder_kind="bench", holder_id=new_id(), hold_s=900.0)
    time.sleep(max(0.0, begins_at - time.monotonic()))
    count, began = 0, time.monotonic()
    while time.monotonic() - began < run_s:
        wanted = {Id(random.randint(first, last)): 1 for _ in range(lines)}
        with suppress(OutOfStock):
            take_stock(wanted=wanted, holder_kind="bench", holder_id=new_id(), hold_s=900.0)
        count += 1
    os.write(1, f"{count} {time.monotonic() - began}\n".encode())


if __name__ == "__main__":
    main()
