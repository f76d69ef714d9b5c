"""The comments under the demo world's notes, and the likes they got."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from hongshu.community.responses.contracts import DatedComment
from hongshu.community.responses.services import (
    roll_up_comments,
    save_comment_likes,
    save_dated_comments,
)
from hongshu.flows.demo_world.contracts import DemoNote, chance_of
from hongshu.flows.demo_world.talks import Line, the_talks
from hongshu.kernel.ids import Id

# Most comments come soon after the note, none later than this.
_LONGEST_DAYS = 9.0
# Pareto with this exponent: most comments have one like or none, a few have a dozen.
_SKEW = 1.15
_PINNED_BONUS = 3
_AT_ONCE = 2000


def save_conversations(
    notes: Sequence[DemoNote], known: Mapping[str, Id], people: Mapping[str, Id], *, now: datetime
) -> int:
    """What people said under those of *notes* that are there, with likes; how many comments there are.

    Idempotent: what was said is known again, and what was deleted since stays so. Whoever is not among
    *people* says nothing.
    """
    comments: list[DatedComment] = []
    for note in notes:
        if note.slug in known:
            comments += _comments_of(note, known[note.slug], people, now)
    ids = save_dated_comments(comments)
    liked = [
        (user_id, ids[(comment.note_id, comment.source_key)])
        for comment in comments
        if (comment.note_id, comment.source_key) in ids
        for user_id in _likers_of(comment, people)
    ]
    save_comment_likes(liked)
    while roll_up_comments(limit=_AT_ONCE):
        pass
    return len(ids)


def _comments_of(note: DemoNote, note_id: Id, people: Mapping[str, Id], now: datetime) -> list[DatedComment]:
    lines = _sayable(the_talks().get(note.slug, ()), people)
    chance = chance_of("comments", note.slug)
    span = min(0.97 * note.age_days, _LONGEST_DAYS)
    # Squared, so that more is said at the beginning; sorted, so that nobody answers before they were asked.
    days = sorted(span * (0.01 + 0.99 * chance.random() ** 2) for _ in lines)
    published_at = now - timedelta(days=note.age_days)
    return [
        DatedComment(
            source_key=line.key,
            note_id=note_id,
            user_id=people[line.handle],
            body=line.words,
            created_at=published_at + timedelta(days=at),
            root_key=line.root_key,
            parent_key=line.parent_key,
            is_pinned=line.is_pinned,
        )
        for line, at in zip(lines, days, strict=True)
    ]


def _sayable(lines: Sequence[Line], people: Mapping[str, Id]) -> list[Line]:
    """The lines whose writers are there, and whose answered comments are said as well."""
    kept: dict[str, Line] = {}
    for line in lines:
        answered = {line.root_key, line.parent_key} - {""}
        if line.handle in people and answered <= kept.keys():
            kept[line.key] = line
    return list(kept.values())


def _likers_of(comment: DatedComment, people: Mapping[str, Id]) -> list[Id]:
    chance = chance_of("comment likes", comment.source_key)
    wanted = int(chance.paretovariate(_SKEW)) - 1
    if comment.is_pinned:
        wanted = _PINNED_BONUS * (wanted + 1)
    others = [user_id for _, user_id in sorted(people.items()) if user_id != comment.user_id]
    return chance.sample(others, min(wanted, len(others) // 2))
