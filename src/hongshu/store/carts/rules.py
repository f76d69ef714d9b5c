"""Pure decisions of carts."""

from __future__ import annotations

from collections.abc import Iterable

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
