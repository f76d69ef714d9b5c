"""Bringing the trending order up to what members do."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from django.db import transaction

from hongshu.community.graph.queries import count_follows_by_hour, list_follows_after
from hongshu.community.notes.contracts import NoteTime
from hongshu.community.notes.queries import list_times, list_times_after, list_times_of_authors
from hongshu.community.responses.queries import count_responses_by_hour, list_responded_after
from hongshu.discovery.engines.trending import heat_of
from hongshu.discovery.recommendation.models import OPEN, TrendingRow, TrendingState
from hongshu.discovery.recommendation.rules import KEPT_US, credited_note
from hongshu.discovery.recommendation.tuning import tuning
from hongshu.kernel import clock
from hongshu.kernel.ids import Id, id_at, new_ids

# An id is made before its row is committed: what is younger than this is read once more.
_SLACK = timedelta(seconds=30)
_LANDMARK = datetime(2026, 1, 1, tzinfo=UTC)
_UNITS = 1_000_000
_UNLIKED = 8
_RESPONSES = ("like", "collect", "comment", "share")
_Terms = dict[Id, list[tuple[float, float]]]


@transaction.atomic
def refresh_trending(*, limit: int = 500) -> int:
    """Take anew the heat of notes that something happened to since the last time; returns how many changed.

    New rows of notes, responses and follows are found by ranges of their primary keys, at most *limit* of
    each source, so the cost does not grow with how much there is. Whatever changed becomes visible together,
    as one generation; refreshes wait for each other. Idempotent; killed midway, nothing was moved.
    """
    now = clock.now()
    TrendingState.objects.bulk_create([TrendingState(id=1)], ignore_conflicts=True)
    state = TrendingState.objects.select_for_update().get(id=1)
    touched, marks = _read_on(state.marks, now=now, limit=limit)
    heats = _heats(touched, now=now)
    changed = _keep(heats, state, now=now)
    if changed or marks != state.marks:
        state.marks = marks
        state.save()
    return changed


def _read_on(marks: dict[str, int], *, now: datetime, limit: int) -> tuple[set[Id], dict[str, int]]:
    """The notes that something new happened to, and the marks from which to read on the next time."""
    settled = int(id_at(now - _SLACK))
    onward = dict(marks)
    touched: set[Id] = set()

    def advance(source: str, rows: list[int]) -> None:
        if rows:
            onward[source] = max(marks.get(source, 0), min(rows[-1], settled))

    times = list_times_after(marks.get("note", 0), limit=limit)
    touched.update(each.note_id for each in times)
    advance("note", [int(each.note_id) for each in times])
    for kind in _RESPONSES:
        responded = list_responded_after(kind, marks.get(kind, 0), limit=limit)
        touched.update(note_id for _, note_id in responded)
        advance(kind, [row for row, _ in responded])
    follows = list_follows_after(marks.get("follow", 0), limit=limit)
    advance("follow", [row for row, _ in follows])
    followees = {made.followee_id for _, made in follows}
    by_author = _by_author(list_times_of_authors(followees, since=now - tuning().window))
    for _, made in follows:
        note_id = credited_note(by_author.get(made.followee_id, ()), made.at, from_note=made.note_id)
        if note_id is not None:
            touched.add(note_id)
    return touched, onward


def _heats(note_ids: Collection[Id], *, now: datetime) -> dict[NoteTime, int]:
    weights, half_life_s = tuning().weights, tuning().half_life.total_seconds()
    since = now - tuning().window
    notes = list_times(note_ids)
    terms: _Terms = defaultdict(list)
    for each in notes:
        terms[each.note_id].append((_seconds(each.published_at), weights["publish"]))
    for hour in count_responses_by_hour(note_ids, since=since):
        terms[hour.note_id].append((_seconds(hour.hour), weights[hour.kind] * hour.count))
    authors = {each.author_id for each in notes}
    by_author = _by_author(list_times_of_authors(authors, since=since))
    for made in count_follows_by_hour(authors, since=since):
        # Within its hour a follow may have come after the note: the hour's end decides.
        ended = made.at + timedelta(hours=1)
        note_id = credited_note(by_author.get(made.followee_id, ()), ended, from_note=made.note_id)
        if note_id is not None:
            terms[note_id].append((_seconds(made.at), weights["follow"] * made.count))
    found: dict[NoteTime, int] = {}
    for each in notes:
        moments, sizes = zip(*terms[each.note_id], strict=True)
        heat = heat_of(moments, sizes, half_life_s=half_life_s)
        if not math.isfinite(heat):
            # All its weights are zero: below whatever was published meanwhile and is liked once.
            heat = _seconds(each.published_at) / half_life_s - _UNLIKED
        found[each] = round(heat * _UNITS)
    return found


def _keep(heats: dict[NoteTime, int], state: TrendingState, *, now: datetime) -> int:
    ids = sorted(each.note_id for each in heats)
    rows = TrendingRow.objects.filter(note_id__in=ids, until_generation=OPEN)
    known = dict(rows.values_list("note_id", "heat"))
    changed = [each for each in heats if known.get(each.note_id) != heats[each]]
    if changed:
        state.generation = max(state.generation + 1, _microseconds(now))
        TrendingRow.objects.filter(
            note_id__in=[each.note_id for each in changed], until_generation=OPEN
        ).update(until_generation=state.generation)
        TrendingRow.objects.bulk_create(
            TrendingRow(
                id=key,
                note_id=each.note_id,
                author_id=each.author_id,
                heat=heats[each],
                from_generation=state.generation,
            )
            for key, each in zip(new_ids(len(changed)), changed, strict=True)
        )
    TrendingRow.objects.filter(until_generation__lt=_microseconds(now) - KEPT_US).delete()
    return len(changed)


def _by_author(times: tuple[NoteTime, ...]) -> dict[Id, list[NoteTime]]:
    found: dict[Id, list[NoteTime]] = defaultdict(list)
    for each in times:
        found[each.author_id].append(each)
    return found


def _seconds(moment: datetime) -> float:
    return (moment - _LANDMARK).total_seconds()


def _microseconds(moment: datetime) -> int:
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))
