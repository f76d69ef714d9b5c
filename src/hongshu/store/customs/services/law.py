"""Taking tables of the law: all of a file, or nothing of it."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import connection, transaction

from hongshu.kernel import clock
from hongshu.kernel.ids import Id, new_ids
from hongshu.store.customs import shipped
from hongshu.store.customs.contracts import ImportReport, LawTable, TableRefused
from hongshu.store.customs.models import LawImportRow
from hongshu.store.customs.queries.law import forget_law
from hongshu.store.customs.rules.importing import Judgement, judge
from hongshu.store.customs.rules.tables import key_of, read_table
from hongshu.store.customs.rules.years import day_of
from hongshu.store.customs.stored_law import KEYS, MODELS, columns_of, row_of


def import_rates(
    *,
    text: str,
    file_name: str,
    actor_id: Id | None = None,
    is_dry_run: bool = False,
    ends_earlier: bool = False,
) -> ImportReport:
    """Take a CSV of rates, thresholds or the positive list; which one, its columns tell.

    A dry run writes nothing and tells every line's fate. With *ends_earlier*, a row without an end ends on
    the day on which a newer one of its key begins; without it, that overlap is refused. Taking the same file
    again changes nothing. Imports stand in line. Raises InvalidTable when it is no such table, and (not in a
    dry run) TableRefused when one line cannot be taken: then none is.
    """
    read = read_table(text)
    with transaction.atomic():
        _stand_in_line()
        fill_empty_tables()
        present = [row_of(stored) for stored in MODELS[read.table].objects.all()]
        judged = judge(read, present, today=_today(), ends_earlier=ends_earlier)
        report = ImportReport(
            table=read.table,
            verdicts=judged.verdicts,
            ended=tuple(f"{key}@{day.isoformat()}" for key, day in sorted(judged.ended)),
            is_applied=not is_dry_run,
        )
        if is_dry_run:
            # What filling wrote goes too: a dry run leaves nothing.
            transaction.set_rollback(True)
            return report
        if report.refused:
            first = report.refused[0]
            raise TableRefused(count=len(report.refused), line=first.line, why=first.why)
        if judged.written:
            _write(read.table, judged, text=text, file_name=file_name, actor_id=actor_id)
    return report


def fill_empty_tables() -> int:
    """Put what ships with the program into the tables that are empty; how many rows. Idempotent."""
    with transaction.atomic():
        _stand_in_line()
        return sum(_fill(table) for table, model in MODELS.items() if not model.objects.exists())


def _fill(table: LawTable) -> int:
    text = shipped.text_of(table)
    judged = judge(read_table(text), [], today=_today(), ends_earlier=False)
    _write(table, judged, text=text, file_name=f"{table.value}.csv", actor_id=None)
    return len(judged.written)


def _write(table: LawTable, judged: Judgement, *, text: str, file_name: str, actor_id: Id | None) -> None:
    made = LawImportRow.objects.create(
        table=table.value,
        file_name=file_name[:200],
        digest=hashlib.sha256(text.encode()).hexdigest(),
        rows=len(judged.written),
        actor_id=actor_id,
    )
    model = MODELS[table]
    # The row that ends is written before the one that begins, so that at no time two hold on one day.
    rows = sorted(judged.written.values(), key=lambda row: (key_of(row), row.valid_from))
    known = {(getattr(row, KEYS[table]), row.valid_from): row.id for row in model.objects.all()}
    fresh = [row for row in rows if (key_of(row), row.valid_from) not in known]
    for row in rows:
        if row not in fresh:
            columns = columns_of(row) | {"imported_id": made.id}
            model.objects.filter(id=known[key_of(row), row.valid_from]).update(**columns)
    for key, row in zip(new_ids(len(fresh)), fresh, strict=True):
        model.objects.create(id=key, imported_id=made.id, **columns_of(row))
    transaction.on_commit(forget_law)


def _stand_in_line() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('customs.law', 0))")


def _today() -> date:
    return day_of(clock.now())
