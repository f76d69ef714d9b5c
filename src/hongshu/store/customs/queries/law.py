"""The law of a day, quotes by it, and the tax of some units of a charged line."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db.models import Max

from hongshu.kernel.ids import Id
from hongshu.kernel.kept import Kept
from hongshu.store.customs import shipped
from hongshu.store.customs.contracts import (
    Cart,
    Law,
    LawImport,
    LawTable,
    LineTax,
    PositiveListRow,
    Quote,
    TaxRule,
    Threshold,
)
from hongshu.store.customs.models import LawImportRow, ListedRow, RateRow, ThresholdRow
from hongshu.store.customs.rules.splitting import quote
from hongshu.store.customs.rules.tables import Tables, law_on
from hongshu.store.customs.rules.taxing import part_of
from hongshu.store.customs.rules.writing import written
from hongshu.store.customs.stored_law import row_of

# How old what a process knows of the law may be: it asks for the version, which is one row of an index.
VERSION_WINDOW_S = 1.0


def law_of(day: date) -> Law:
    """Everything that holds on a day, as the tables say it in this second; one query a second at most.

    A table without a row is the one that ships with the program. Raises InvalidTable for a day on which a
    limit is missing.
    """
    return _law(_version(), day)


def current_tables() -> Tables:
    """All rows of all days."""
    return _tables(_version())


def quote_cart(cart: Cart, *, on: date) -> Quote:
    """The tax of a cart by the law of a day, and its lawful orders; refuses what may not be imported so."""
    return quote(cart, law_of(on))


def tax_of_units(line: LineTax, *, first: int, count: int) -> LineTax:
    """What was charged for units ``first`` to ``first + count`` of a charged line: never computed anew.

    What the parts of a line give back adds up to what it was charged, in whatever order they come back.
    Raises ValueError for units that are not of the line.
    """
    return part_of(line, first, count)


def text_of_table(table: LawTable) -> str:
    """A table as it is now, as the CSV that an import takes."""
    return written(table, current_tables())


def list_imports(*, limit: int = 20) -> tuple[LawImport, ...]:
    """Imports that were made, the newest first; one query."""
    return tuple(
        LawImport(
            id=Id(row.id),
            table=LawTable(row.table),
            file_name=row.file_name,
            rows=row.rows,
            actor_id=None if row.actor_id is None else Id(row.actor_id),
            made_at=row.made_at,
        )
        for row in LawImportRow.objects.order_by("-id")[:limit]
    )


def forget_law() -> None:
    """Ask for the version anew: what the process that imports does after its commit."""
    _version.forget()


def _ask_version() -> int:
    return LawImportRow.objects.aggregate(newest=Max("id"))["newest"] or 0


_version = Kept(_ask_version, window_s=VERSION_WINDOW_S)


@lru_cache(maxsize=64)
def _law(version: int, day: date) -> Law:
    return law_on(_tables(version), day)


@lru_cache(maxsize=2)
def _tables(version: int) -> Tables:
    come_with_it = shipped.shipped_tables()
    if not version:
        return come_with_it
    stored = [
        row_of(row)
        for model, key in ((RateRow, "hs_code"), (ThresholdRow, "name"), (ListedRow, "code"))
        for row in model.objects.order_by(key, "valid_from")
    ]
    rules = tuple(row for row in stored if isinstance(row, TaxRule))
    thresholds = tuple(row for row in stored if isinstance(row, Threshold))
    listed = tuple(row for row in stored if isinstance(row, PositiveListRow))
    return Tables(
        rules=rules or come_with_it.rules,
        thresholds=thresholds or come_with_it.thresholds,
        positive_list=listed or come_with_it.positive_list,
    )
