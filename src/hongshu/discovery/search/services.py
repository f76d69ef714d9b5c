"""Commands of search."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path

from hongshu.discovery.engines.searching.querying import cleaned
from hongshu.discovery.search.contracts import Answer, Kind
from hongshu.discovery.search.models import ChangedRow, SearchRow
from hongshu.discovery.search.writing import IndexKeeper, make_generation
from hongshu.kernel import clock
from hongshu.kernel.ids import Id, new_id, new_ids

__all__ = ["IndexKeeper", "clear_history", "look_again", "rebuild", "record_search"]

# Visitors have numbers below every id.
_VISITORS = 1 << 31
_LOGGED = 10


def look_again(kind: Kind, ids: Iterable[Id]) -> None:
    """Let the index look at things again: they came, went or changed. Idempotent."""
    subjects = list(ids)
    ChangedRow.objects.bulk_create(
        ChangedRow(id=key, subject_kind=kind.value, subject_id=subject)
        for key, subject in zip(new_ids(len(subjects)), subjects, strict=True)
    )


def rebuild() -> Path:
    """Make the index anew beside the old one, which serves until the new one is whole. Returns its folder."""
    return make_generation()


def record_search(
    *,
    text: str,
    found: int,
    user_id: Id | None,
    visitor: str,
    request_id: str = "",
    answer: Answer | None = None,
) -> None:
    """Keep what somebody looked for: for their own history and, without them, for what is suggested.

    With *answer*, what stood first is kept with its features; the events of the page carry *request_id* too.
    """
    said = cleaned(text)
    if not said:
        return
    SearchRow.objects.create(
        id=new_id(),
        actor=user_id if user_id is not None else zlib.crc32(visitor.encode()) % _VISITORS,
        user_id=user_id,
        text=said,
        folded=said.lower()[:200],
        found=max(found, 0),
        made_at=clock.now(),
        request_id=request_id[:64],
        model="" if answer is None else answer.model,
        shown=[] if answer is None else _shown(answer),
    )


def _shown(answer: Answer) -> list[object]:
    return [
        [int(thing.id), kind.value, {name: round(part, 4) for name, part in thing.parts.items()}]
        for kind, results in answer.by_kind.items()
        for thing in results.things[:_LOGGED]
    ]


def clear_history(*, user_id: Id) -> int:
    """Forget what a member looked for: their history is empty from now on. How many queries. Idempotent."""
    return SearchRow.objects.filter(user_id=user_id).delete()[0]
