"""Import the Chinese beauty list: many days' rows of a listing become one product."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from hongshu.flows.importing.contracts import ImportReport, Progress
from hongshu.flows.importing.reading.tables import BrokenRow, Row, count_rows, read_rows
from hongshu.flows.importing.rules import double11 as rules
from hongshu.flows.importing.rules.outcomes import UnusableRow
from hongshu.flows.importing.rules.shop_tree import shop_tree
from hongshu.flows.importing.services.counting import Tally, report_of
from hongshu.flows.importing.services.shelves import Found, Shelves

BATCH_PRODUCTS = 1000
ENCODING = "gbk"


def import_double11(file: Path, *, progress: Progress) -> ImportReport:
    """Read the GBK list (plain, .gz or .zip) into the catalogue: one product a listing, newest day's price.

    The file is checked whole before anything is saved; its listings are held in memory while it is read
    (some 0.5 KB each). Run it again after a kill, and it goes on. Raises a WrongFile.
    """
    total = count_rows(file, encoding=ENCODING, columns=rules.COLUMNS)
    tally = Tally("products", total, progress)
    seen: dict[str, rules.Sighting] = {}
    said: set[int] = set()
    twins = 0
    for row in read_rows(file, encoding=ENCODING, columns=rules.COLUMNS):
        tally.read += 1
        sighting = _sighting(file.name, row, tally)
        if sighting is None:
            continue
        assert isinstance(row, Row)
        digest = hash(tuple(row.values.values()))
        twins += digest in said
        said.add(digest)
        known = seen.get(sighting.key)
        tally.repeated += known is not None
        seen[sighting.key] = rules.merged(known, sighting) if known else sighting
    _save(file.name, seen, tally)
    warnings = (f"rows that say exactly what an earlier one says: {twins}",) if twins else ()
    return report_of(rules.SOURCE, [tally], warnings)


def _sighting(file: str, row: Row | BrokenRow, tally: Tally) -> rules.Sighting | None:
    if isinstance(row, BrokenRow):
        tally.refuse(file, row.line, row.reason)
        return None
    try:
        return rules.sighting_of(row.values, line=row.line)
    except UnusableRow as error:
        tally.refuse(file, row.line, str(error))
        return None


def _save(file: str, seen: dict[str, rules.Sighting], tally: Tally) -> None:
    tree = shop_tree()
    shelves = Shelves(tree)
    waiting = iter(seen.values())
    done = tally.read - len(seen)
    while batch := list(islice(waiting, BATCH_PRODUCTS)):
        found = []
        for sighting in batch:
            product = rules.product_of(sighting, tree=tree)
            found.append(Found(file, sighting.line, product.draft, product.brand, product.category))
        shelves.put(found, tally)
        done += len(batch)
        tally.progress(part=tally.part, done=done, total=tally.total)
