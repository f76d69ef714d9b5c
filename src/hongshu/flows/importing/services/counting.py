"""Counts of one import, made while it runs."""

from __future__ import annotations

from dataclasses import dataclass, field

from hongshu.flows.importing.contracts import ImportReport, PartReport, Progress, RefusedRow

# The same doubt about thousands of rows is told once, with how many there were.
_PLACES_SHOWN = 3


@dataclass(slots=True)
class Tally:
    """What has happened so far to the rows of one part."""

    part: str
    total: int
    progress: Progress
    read: int = 0
    created: int = 0
    changed: int = 0
    known: int = 0
    repeated: int = 0
    refused: list[RefusedRow] = field(default_factory=list)

    def refuse(self, file: str, line: int, reason: str) -> None:
        """Note a row that is not imported."""
        self.refused.append(RefusedRow(file, line, reason))

    def tell(self) -> None:
        """Report how far this part is."""
        self.progress(part=self.part, done=self.read, total=self.total)

    def report(self) -> PartReport:
        """The counts as they stand; every row that was read is in one of them."""
        return PartReport(
            part=self.part,
            read=self.read,
            created=self.created,
            changed=self.changed,
            known=self.known,
            repeated=self.repeated,
            refused=len(self.refused),
        )


class Doubts:
    """What the operator should know about rows that were imported all the same."""

    def __init__(self) -> None:
        self._places: dict[str, list[str]] = {}
        self._counts: dict[str, int] = {}

    def add(self, doubt: str, file: str, line: int) -> None:
        """Note a doubt about a row."""
        self._counts[doubt] = self._counts.get(doubt, 0) + 1
        places = self._places.setdefault(doubt, [])
        if len(places) < _PLACES_SHOWN:
            places.append(f"{file} line {line}")

    def warnings(self) -> tuple[str, ...]:
        """One line for each different doubt."""
        return tuple(
            f"{doubt} ({', '.join(places)}{self._more(doubt)})" for doubt, places in self._places.items()
        )

    def _more(self, doubt: str) -> str:
        more = self._counts[doubt] - len(self._places[doubt])
        return f" and {more} more" if more else ""


def report_of(source: str, tallies: list[Tally], warnings: tuple[str, ...]) -> ImportReport:
    """The whole report; refused rows by part, file and line."""
    return ImportReport(
        source=source,
        parts=tuple(tally.report() for tally in tallies),
        refused=tuple(row for tally in tallies for row in sorted(tally.refused, key=_place)),
        warnings=warnings,
    )


def _place(row: RefusedRow) -> tuple[str, int]:
    return row.file, row.line
