"""``python -m benchmarks inventory``: reservations a second, beside pgbench of the same statement.

The door is ``take_stock`` with its commit, from processes with a connection each. The floor is pgbench
calling the same function with as many connections on the same server: what the database itself can do, less
what pgbench needs. A durable server; every reservation is a commit that is flushed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import machine
from benchmarks.pages import folder_of, postgresql_version
from benchmarks.site import open_site
from hongshu.kernel.private_database import binaries

_FIRST = 1_000_000
_CASES = {
    "spread": "one unit of a SKU picked at random from all",
    "hot_1": "one unit of the same SKU, whose lot lies in one row",
    "hot_16": "one unit of the same SKU, whose lot is spread over 16 rows",
    "three_lines": "one unit each of three SKUs picked at random",
    "sold_out": "one unit of a SKU of which nothing is left: refused",
}


@dataclass(frozen=True, slots=True)
class InventoryPlan:
    """The size of the stock, and how long is measured."""

    skus: int
    lots_of_sku: int = 2
    clients: int = 8
    rounds: int = 3
    run_s: float = 4.0
    cases: tuple[str, ...] = tuple(_CASES)


FULL = InventoryPlan(skus=50_000)
SMALL = InventoryPlan(skus=40, clients=2, rounds=1, run_s=0.5, cases=("three_lines", "hot_16"))


def measure_inventory(
    plan: InventoryPlan, *, seed: int, world: Path | None, plans: Path | None, say: Callable[[str], object]
) -> dict[str, Any]:
    """Lay the stock down, reserve through the door and by pgbench in turns; what was seen."""
    began = time.monotonic()
    with folder_of(world) as folder, open_site(folder) as (_, cluster):
        import django

        django.setup()
        _fill(plan)
        answer: dict[str, Any] = {
            "benchmark": "inventory",
            "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "commit": machine.commit(),
            "machine": {**machine.describe(), "postgresql": postgresql_version()},
            "seed": seed,
            "plan": asdict(plan),
            "cases": {},
        }
        for name in plan.cases:
            about = _CASES[name]
            busy_s, wall_s = machine.busy_s(), time.monotonic()
            doors, floors = [], []
            for number in range(plan.rounds):
                doors.append(_door(plan, name, seed + number))
                floors.append(_floor(plan, name, folder, cluster.url))
            found = {
                "about": about,
                "door_per_s": round(median(doors), 1),
                "floor_per_s": round(median(floors), 1),
                "share": round(median(doors) / median(floors), 3),
                "doors": doors,
                "floors": floors,
                "cores_busy": round((machine.busy_s() - busy_s) / (time.monotonic() - wall_s), 2),
            }
            answer["cases"][name] = found
            rates = f"{found['door_per_s']:,.0f}/s, floor {found['floor_per_s']:,.0f}/s"
            say(f"{name}: {rates}, {found['share']:.0%}")
        answer["hot_updates"] = _hot_updates()
        if plans is not None:
            plans.write_text(_explained(), encoding="utf-8")
        answer["load_average_after"] = [round(value, 2) for value in os.getloadavg()]
        answer["took_s"] = round(time.monotonic() - began)
        return answer


def skus_of(plan: InventoryPlan) -> dict[str, tuple[int, int]]:
    """The first and the last SKU of each case."""
    after = _FIRST + plan.skus
    every = (_FIRST, after - 1)
    return {
        "spread": every,
        "three_lines": every,
        "hot_1": (after, after),
        "hot_16": (after + 1, after + 1),
        "sold_out": (after + 2, after + 2),
    }


def _fill(plan: InventoryPlan) -> None:
    """Lots with more units than can be taken, most of them in one row."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM inventory_stock)")
        if cursor.fetchone()[0]:
            return
        cursor.execute(_MAKE_ORDER, {"first": _FIRST})
        last = _FIRST + plan.skus + 2
        cursor.execute(_MAKE_LINES, {"first": _FIRST, "last": last})
        cursor.execute(_MAKE_LOTS, {"lots": plan.lots_of_sku})
        cursor.execute(_MAKE_STOCK, {"last": last})
        cursor.execute("VACUUM ANALYZE inventory_stock, inventory_lot, inventory_reservation")


_MAKE_ORDER = """
INSERT INTO inventory_warehouse (id, code, name_zh, name_en, kind, country, customs_port, is_open)
VALUES (%(first)s, 'b', '仓', 'B', 'bonded', 'CN', '', true);
INSERT INTO inventory_supplier (id, code, name, country, currency, contact)
VALUES (%(first)s, 's', 'S', 'FI', 'EUR', '');
INSERT INTO inventory_purchase_order
    (id, number, supplier_id, warehouse_id, currency, rate, rate_on, state, freight_minor, insurance_minor,
     duty_minor, created_by)
VALUES (%(first)s, 'PO', %(first)s, %(first)s, 'EUR', 8, '2026-11-01', 'closed', 0, 0, 0, 1)
"""
_MAKE_LINES = """
INSERT INTO inventory_purchase_line
    (id, order_id, position, sku_id, quantity, received_quantity, unit_price_minor)
SELECT sku, %(first)s, (sku - %(first)s) %% 30000, sku, 1000000, 1000000, 100
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS sku
"""
_MAKE_LOTS = """
INSERT INTO inventory_lot (id, sku_id, product_id, code, line_id, supplier_id, warehouse_id,
    received_quantity, unit_cost_minor, expires_on, received_by, quality, recall_reason)
SELECT l.id * 100 + n, l.sku_id, l.sku_id / 3, 'L', l.id, l.order_id, l.order_id, 1000000, 1000,
    '2030-01-01'::date + n, 1, 'passed', ''
FROM inventory_purchase_line AS l, generate_series(1, %(lots)s::int) AS n
"""
_MAKE_STOCK = """
INSERT INTO inventory_stock (id, sku_id, product_id, lot_id, warehouse_id, zone, bucket, expires_on,
    unit_cost_minor, sellable, reserved, quarantined, is_spent)
SELECT l.id * 100 + b, l.sku_id, l.product_id, l.id, l.warehouse_id, 'shelf', b, l.expires_on, 1000,
    CASE WHEN l.sku_id = %(last)s THEN 0 ELSE 1000000 END, 0, 0, false
FROM inventory_lot AS l,
    generate_series(0, CASE WHEN l.sku_id = %(last)s::bigint - 1 THEN 15 ELSE 0 END) AS b
"""


def _door(plan: InventoryPlan, case: str, seed: int) -> float:
    """Reservations a second of all clients together."""
    first, last = skus_of(plan)[case]
    lines = 3 if case == "three_lines" else 1
    words = map(str, (plan.clients, first, last, lines, plan.run_s, seed))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.inventory_client", *words],
        cwd=machine.PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = [line.split() for line in done.stdout.splitlines()]
    assert len(said) == plan.clients, done.stdout
    return round(sum(int(count) / float(took_s) for count, took_s in said), 1)


def _floor(plan: InventoryPlan, case: str, folder: Path, url: str) -> float:
    """Transactions a second of pgbench with the same statement.

    Its holders come by chance from the clock: one that was there before would be answered without reserving.
    """
    first, last = skus_of(plan)[case]
    lines = 3 if case == "three_lines" else 1
    names = [f"sku{number}" for number in range(lines)]
    script = folder / f"{case}.sql"
    # Near each other but never the same, and far from the ids that the door makes.
    chosen = "".join(f"\\set {name} random({first}, {last})\n" for name in names[:1])
    chosen += "".join(
        f"\\set {name} {first} + (:{names[0]} - {first} + {number} * 7919) % {last - first + 1}\n"
        for number, name in enumerate(names[1:], start=1)
    )
    ids = ", ".join(f":fresh::bigint + {number}" for number in range(lines))
    skus = ", ".join(f":{name}" for name in names)
    script.write_text(
        f"{chosen}\\set holder random(1, 4000000000000000000)\n\\set fresh random(1, 4000000000000000000)\n"
        f"SELECT * FROM inventory_take('bench', :holder, ARRAY[{skus}]::bigint[],"
        f" ARRAY[{', '.join(['1'] * lines)}]::int[], ARRAY[{ids}]::bigint[], 900.0, NULL);\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [
            str(binaries.program("pgbench")), "-n", "-M", "prepared",
            "-c", str(plan.clients), "-j", "2", "-T", str(max(1, round(plan.run_s))),
            "--random-seed", str(time.time_ns() % 2**31), "-f", str(script), url,
        ],
        env=binaries.clean_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    assert found, done.stdout
    return round(float(found[1]), 1)


def _hot_updates() -> dict[str, float]:
    """How many updates of stock rows touched no index, as the server counts them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'inventory_stock'"
        )
        updates, hot = cursor.fetchone()
    return {"updates": updates, "hot": hot, "share": round(hot / updates, 4) if updates else 0.0}


def _explained() -> str:
    """How PostgreSQL carries out the statements inside of the function, with the values of one call."""
    from django.db import connection, transaction

    said = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'inventory_take'")
        (source,) = cursor.fetchone()
        for statement in re.findall(r"RETURN QUERY\s+((?:SELECT|WITH).*?);", source, re.DOTALL):
            for name, value in _VALUES.items():
                statement = re.sub(rf"\b{name}\b(?!\.)", value, statement)  # noqa: PLW2901
            with transaction.atomic():
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {statement}")
                said += [row[0] for row in cursor.fetchall()]
                transaction.set_rollback(True)
            said.append("")
    return "\n".join(said)


_VALUES = {
    "wanted_skus": f"ARRAY[{_FIRST}, {_FIRST + 7}]::bigint[]",
    "wanted_units": "ARRAY[1, 1]",
    "fresh_ids": "(ARRAY[1, 2]::bigint[])",
    "from_warehouses": "NULL::bigint[]",
    "today": "DATE '2026-11-25'",
    "ends_at": "now()",
    "of_kind": "'plan'",
    "of_id": "1::bigint",
}
