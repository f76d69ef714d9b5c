"""What an import does with each of its rows, by what stands in the table already.

What has been law is never rewritten: a row that holds or held may get another end (not before today) and
another description; its numbers stay, because lines were taxed by them and name it. Two rows of one key never
hold on one day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hongshu.store.customs.contracts import PositiveListRow, RowFate, RowVerdict, TaxRule, Threshold
from hongshu.store.customs.rules.tables import LawRow, ReadTable, key_of, overlap

Place = tuple[str, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict on every line, and what is written if none is refused: rows by key and first day."""

    verdicts: tuple[RowVerdict, ...]
    ended: Mapping[Place, date]
    written: Mapping[Place, LawRow]


def judge(read: ReadTable, present: Sequence[LawRow], *, today: date, ends_earlier: bool) -> Judgement:
    """Judge every line of a file. With *ends_earlier* a row without an end ends where a newer one begins."""
    stands = {(key_of(row), row.valid_from): row for row in present}
    verdicts = [_refused(line, "", why) for line, why in read.faults.items()]
    becomes: dict[Place, LawRow] = dict(stands)
    good: list[tuple[int, LawRow, RowFate]] = []
    for line, row in read.rows:
        if line in read.faults:
            continue
        before = stands.get((key_of(row), row.valid_from))
        fate, why = _fate(row, before, today)
        if fate is RowFate.REFUSED:
            verdicts.append(_refused(line, key_of(row), why))
        else:
            good.append((line, row, fate))
            becomes[key_of(row), row.valid_from] = row
    given = {(key_of(row), row.valid_from) for _, row, _ in good}
    ended = _ended(becomes, given, today) if ends_earlier else {}
    for place, day in ended.items():
        becomes[place] = replace(becomes[place], valid_until=day)
    by_key: dict[str, list[LawRow]] = {}
    for row in becomes.values():
        by_key.setdefault(key_of(row), []).append(row)
    for line, row, fate in good:
        clash = next((each for each in by_key[key_of(row)] if each is not row and overlap(each, row)), None)
        if clash is None:
            verdicts.append(RowVerdict(line=line, key=key_of(row), fate=fate))
        else:
            since = clash.valid_from.isoformat()
            verdicts.append(_refused(line, key_of(row), f"holds on the same days as the row from {since}"))
    changed = {(key_of(row), row.valid_from): row for _, row, fate in good if fate is not RowFate.UNCHANGED}
    return Judgement(
        verdicts=tuple(sorted(verdicts, key=lambda verdict: verdict.line)),
        ended=ended,
        written=changed | {place: becomes[place] for place in ended},
    )


def _refused(line: int, key: str, why: str) -> RowVerdict:
    return RowVerdict(line=line, key=key, fate=RowFate.REFUSED, why=why)


def _fate(row: LawRow, before: LawRow | None, today: date) -> tuple[RowFate, str]:
    if before is None:
        return RowFate.ADDED, ""
    if row == before:
        return RowFate.UNCHANGED, ""
    if before.valid_from > today:
        return RowFate.REPLACED, ""
    if _numbers(row) != _numbers(before):
        return RowFate.REFUSED, "has been law with other content: end it, and add a row from a later day"
    if row.valid_until == before.valid_until:
        return RowFate.DESCRIBED, ""
    if any(until is not None and until < today for until in (row.valid_until, before.valid_until)):
        return RowFate.REFUSED, "its end would be changed for days that are past"
    return RowFate.DATED, ""


def _numbers(row: LawRow) -> LawRow:
    """The row without what describes it and without its end."""
    match row:
        case TaxRule():
            return replace(row, valid_until=None, source="", checked="", name="")
        case Threshold() | PositiveListRow():
            return replace(row, valid_until=None, source="", checked="")


def _ended(becomes: Mapping[Place, LawRow], given: set[Place], today: date) -> dict[Place, date]:
    ended: dict[Place, date] = {}
    for key, day in sorted(given):
        for place, row in becomes.items():
            is_earlier = place[0] == key and place[1] < day and place not in given
            if is_earlier and row.valid_until is None and day >= today and place not in ended:
                ended[place] = day
    return ended
