"""Pure decisions of carts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from hongshu.kernel.ids import Id
from hongshu.store.carts.contracts import SURFACE, TOUCHES_MAX, InvalidTouch, Touch


def path_of(*paths: Iterable[Touch]) -> tuple[Touch, ...]:
    """Several paths as one, by time, each touch once, the latest TOUCHES_MAX of them.

    The same surface and note one after the other are one touch: the first one stays.
    """
    found: list[Touch] = []
    for touch in sorted((one for path in paths for one in path), key=lambda one: one.at):
        last = found[-1] if found else None
        if last is None or (last.surface, last.note_id) != (touch.surface, touch.note_id):
            found.append(touch)
    return tuple(found[-TOUCHES_MAX:])


def checked_touch(touch: Touch) -> Touch:
    """Raises InvalidTouch."""
    if not SURFACE.match(touch.surface):
        raise InvalidTouch(field="surface")
    return touch


def stored_touches(touches: Sequence[Touch]) -> list[list[Any]]:
    """What the column keeps."""
    return [
        [
            one.surface,
            None if one.note_id is None else int(one.note_id),
            None if one.author_id is None else int(one.author_id),
            one.at.isoformat(),
        ]
        for one in touches
    ]


def touches_of(stored: Sequence[Sequence[Any]]) -> tuple[Touch, ...]:
    """Touches of the column."""
    return tuple(
        Touch(
            surface=surface,
            at=datetime.fromisoformat(at),
            note_id=None if note_id is None else Id(note_id),
            author_id=None if author_id is None else Id(author_id),
        )
        for surface, note_id, author_id, at in stored
    )
