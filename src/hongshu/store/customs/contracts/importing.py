"""Taking tables of the law from CSV."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hongshu.kernel.errors import DomainError, RefusalKind
from hongshu.kernel.ids import Id


class LawTable(StrEnum):
    """The tables of the law."""

    RATES = "rates"
    THRESHOLDS = "thresholds"
    POSITIVE_LIST = "positive_list"


class RowFate(StrEnum):
    """What an import does with a row of its file."""

    ADDED = "added"
    REPLACED = "replaced"  # it does not hold yet, so it may still become another
    DATED = "dated"  # only the day on which it ends is another
    DESCRIBED = "described"  # only its name, source or mark is another
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowVerdict:
    """A line of the file (the heading is line 1): ``why`` says what is wrong with a refused one."""

    line: int
    key: str
    fate: RowFate
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do. ``ended`` names rows that end because a newer one begins."""

    table: LawTable
    verdicts: tuple[RowVerdict, ...]
    ended: tuple[str, ...]
    is_applied: bool

    @property
    def refused(self) -> tuple[RowVerdict, ...]:
        """The lines that keep the file out."""
        return tuple(verdict for verdict in self.verdicts if verdict.fate is RowFate.REFUSED)

    def count(self, fate: RowFate) -> int:
        """How many rows have a fate."""
        return sum(verdict.fate is fate for verdict in self.verdicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawImport:
    """An import that was made; ``actor_id`` is None for the program itself and the command line."""

    id: Id
    table: LawTable
    file_name: str
    rows: int
    actor_id: Id | None
    made_at: datetime


class TableRefused(DomainError):
    """Nothing was taken. Details: ``count`` of refused lines, the first as ``line`` and ``why``."""

    code = "customs_table_refused"
    kind = RefusalKind.INVALID
