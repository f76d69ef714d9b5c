"""Bringing a file in: all of it, or none; and a look at what that would do."""

from __future__ import annotations

import hashlib

from django.db import connection, transaction
from django.utils import timezone

from hongshu.flows.cataloguing.contracts import (
    MOST_BYTES,
    MOST_ROWS,
    CatalogueImportedBefore,
    Outcome,
    Problem,
    TableKind,
)
from hongshu.flows.cataloguing.reading.files import ReadFile, read_tables
from hongshu.flows.cataloguing.reading.resource import CatalogueResource, attributes_in
from hongshu.flows.cataloguing.rules.lines import grouped
from hongshu.flows.cataloguing.services.pricing import set_told_prices
from hongshu.flows.cataloguing.services.saving import Saved, save_told_products
from hongshu.kernel.ids import Id
from hongshu.store.catalog.queries import find_applied_import
from hongshu.store.catalog.services import note_import

# Two files at once would wait for each other's products crosswise.
_LOCK = 0x6C6973_7401
_NAME_MAX = 200


def look_at(
    *, data: bytes, file_name: str, most_bytes: int = MOST_BYTES, most_rows: int = MOST_ROWS
) -> Outcome:
    """What ``bring_in`` would do with the file, and everything that keeps it from being brought in. It is
    done and taken back. Raises the refusals of files and columns.
    """
    read = read_tables(data, most_bytes=most_bytes, most_rows=most_rows)
    return _run(read, data=data, file_name=file_name, is_applied=False, actor_id=None)


def bring_in(*, data: bytes, file_name: str, again: bool = False, actor_id: Id | None = None) -> Outcome:
    """Make the catalogue as the file says, in one transaction. With any problem nothing is done, and the
    outcome names every one.

    Raises CatalogueImportedBefore for a file that was brought in before, unless *again* says that it is
    meant; and the refusals of files and columns.
    """
    read = read_tables(data)
    if not again and (before := find_applied_import(hashlib.sha256(data).digest())):
        assert before.applied_at is not None
        raise CatalogueImportedBefore(on=timezone.localtime(before.applied_at).date().isoformat())
    return _run(read, data=data, file_name=file_name, is_applied=True, actor_id=actor_id)


@transaction.atomic
def _run(read: ReadFile, *, data: bytes, file_name: str, is_applied: bool, actor_id: Id | None) -> Outcome:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    digest = hashlib.sha256(data).digest()
    before = find_applied_import(digest)
    saved, problems = Saved(), []
    prices_set = prices_unchanged = 0
    # Products first: a price may be of a SKU that the same file brings.
    for table in sorted(read.tables, key=lambda one: one.kind is TableKind.PRICES):
        lines, faults = CatalogueResource(table.kind, attributes_in(table)).read(table)
        problems += faults
        found = list(faults)
        if table.kind is TableKind.PRODUCTS:
            products, between = grouped(lines)
            problems += between
            found += between
            problems += save_told_products(products, _spoiled(found), saved, actor_id=actor_id)
        else:
            spoiled = _spoiled(found)
            told = [line for line in lines if line.number not in spoiled]
            done, refused = set_told_prices(told, actor_id=actor_id)
            prices_set, prices_unchanged = prices_set + done.changed, prices_unchanged + done.unchanged
            problems += refused
    is_whole = is_applied and not problems
    if is_whole:
        product_count = saved.created + saved.changed
        note_import(digest=digest, file_name=file_name, product_count=product_count, actor_id=actor_id)
    else:
        transaction.set_rollback(True)
    return Outcome(
        file_name=file_name[-_NAME_MAX:],
        written_in=read.written_in,
        rows=sum(len(table.rows) for table in read.tables),
        created=saved.created,
        changed=saved.changed,
        unchanged=saved.unchanged,
        prices_set=prices_set,
        prices_unchanged=prices_unchanged,
        changes=tuple(saved.changes),
        problems=tuple(sorted(problems, key=_place)),
        imported_on=""
        if before is None or before.applied_at is None
        else timezone.localtime(before.applied_at).date().isoformat(),
        is_applied=is_whole,
    )


def _spoiled(problems: list[Problem]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for problem in problems:
        found.setdefault(problem.row, set()).add(problem.column)
    return {row: frozenset(columns) for row, columns in found.items()}


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.table.value, problem.row, problem.column, problem.code
