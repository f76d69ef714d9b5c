"""Filling a house with the demo world: what people see first comes first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum

from django.db import connection, transaction

from hongshu.flows.demo_world import (
    asking,
    boards,
    greetings,
    kols,
    moderating,
    people,
    promoting,
    shelves,
    stars,
    stocking,
    storytelling,
)
from hongshu.flows.demo_world.contracts import Progress, World, in_showing_order
from hongshu.flows.demo_world.drawing_pool import DrawingHere, Drawings, drawing_pool
from hongshu.flows.demo_world.reading import the_world
from hongshu.kernel import background, clock
from hongshu.kernel.ids import Id

FIRST_NOTES = 60
# A worker that is told to stop waits for its job: so a job is short.
CHUNK_S = 3.0
_LOCK = 0x686F_6E67_7368_75  # "hongshu": one filling at a time


class Step(StrEnum):
    """The steps of a filling as ``Progress`` is told them, in their order."""

    PEOPLE = "people"
    SHELVES = "shelves"
    MARKS = "marks"
    FACES = "faces"
    PRODUCTS = "products"
    STOCK = "stock"
    NOTES = "notes"
    LIKES = "likes"


def fill(
    *, progress: Progress, first_part_only: bool = False, world: World | None = None, processes: int = 0
) -> None:
    """Fill the house with the demo world (or *world*, for tests). Idempotent; after a kill, run it again.

    With ``first_part_only``: all people, all products with a picture, and the notes that people see first;
    the rest is left to a background job, which this queues. When the first part is there it returns at once.
    Raises ContentError.
    """
    chosen = world or the_world()
    with _alone():
        if not (first_part_only and _has_first_part(chosen)):
            with drawing_pool(processes=processes) as drawings:
                _make_first_part(chosen, drawings, progress)
                if not first_part_only:
                    _make_rest(chosen, drawings, progress, goes_on=lambda: True)
    if first_part_only:
        from hongshu.flows.demo_world.jobs import grow_demo_world

        background.defer(grow_demo_world)


def grow(*, world: World | None = None, chunk_s: float = CHUNK_S) -> bool:
    """Make more of the world for about *chunk_s*, in this thread; whether the caller should call again.

    While another filling is at work it does nothing: who is at work goes on.
    """
    chosen = world or the_world()
    ends = time.monotonic() + chunk_s
    with _alone(wait=False) as is_alone:
        if not is_alone:
            return False
        drawings = DrawingHere()
        if not _has_first_part(chosen):
            _make_first_part(chosen, drawings, _unheard)
        return not _make_rest(chosen, drawings, _unheard, goes_on=lambda: time.monotonic() < ends)


def _has_first_part(world: World) -> bool:
    """Its notes come last, so when they are there, everything is."""
    first = in_showing_order(world.notes)[:FIRST_NOTES]
    return len(storytelling.find_notes(first, people.find_people(world))) == len(first)


def _make_first_part(world: World, drawings: Drawings, progress: Progress) -> None:
    now = clock.now()
    ids = people.save_people(world, now=now, told=_of(progress, Step.PEOPLE))
    kols.verify_kols(world, ids, now=now)
    progress(step=Step.SHELVES, done=0, total=1)
    products = shelves.save_shelves(world)
    stars.save_stars(products)
    progress(step=Step.SHELVES, done=1, total=1)
    shelves.save_marks(world, drawings, told=_of(progress, Step.MARKS))
    people.save_faces(world, ids, drawings, told=_of(progress, Step.FACES))
    shelves.save_fronts(world, products, drawings, told=_of(progress, Step.PRODUCTS))
    stocking.save_stock(world, ids, told=_of(progress, Step.STOCK))
    first = in_showing_order(world.notes)[:FIRST_NOTES]
    storytelling.publish_notes(
        first, world, drawings, people=ids, products=products, now=now, told=_of(progress, Step.NOTES)
    )
    boards.save_boards(world, ids, with_default=False)
    # Those who greet are told of; then everybody has followed some of the others for long.
    greetings.greet(world, ids)
    people.save_circles(world, ids)
    kols.apply_for_badges(ids)
    asking.save_questions(ids, products, now=clock.now())
    promoting.save_promotions(ids, products, now=clock.now())
    _moderate(world, ids)


def _make_rest(world: World, drawings: Drawings, progress: Progress, *, goes_on: Callable[[], bool]) -> bool:
    """The other notes, then the second pictures of products; whether everything is there now."""
    ids, products = people.find_people(world), shelves.find_products(world)
    notes = in_showing_order(world.notes)
    if not storytelling.publish_notes(
        notes,
        world,
        drawings,
        people=ids,
        products=products,
        now=clock.now(),
        told=_of(progress, Step.NOTES),
        goes_on=goes_on,
    ):
        return False
    bare = shelves.list_without_texture(products)
    told = _of(progress, Step.PRODUCTS)
    if not shelves.save_textures(world, products, bare, drawings, told=told, goes_on=goes_on):
        return False
    # Once more for all: a kill may have come between a note and its likes.
    stocking.save_stock(world, ids, told=_of(progress, Step.STOCK))
    progress(step=Step.LIKES, done=0, total=1)
    storytelling.applaud(notes, world, ids, now=clock.now())
    boards.save_boards(world, ids)
    kols.apply_for_badges(ids)
    asking.save_questions(ids, products, now=clock.now())
    promoting.save_promotions(ids, products, now=clock.now())
    _moderate(world, ids)
    progress(step=Step.LIKES, done=1, total=1)
    return True


def _moderate(world: World, ids: Mapping[str, Id]) -> None:
    notes = storytelling.find_notes(world.notes, ids)
    authors = {note.slug: note.author for note in world.notes}
    moderating.moderate(moderating.Cast(people=ids, notes=notes, authors=authors))


@contextmanager
def _alone(*, wait: bool = True) -> Iterator[bool]:
    """Hold the lock of fillings: two at once would draw the same pictures twice. A killed one loses it."""
    assert transaction.get_autocommit(), "a filling is many transactions, not part of one"
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            is_held = True
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            is_held = bool(cursor.fetchone()[0])
    try:
        yield is_held
    finally:
        if is_held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _of(progress: Progress, step: Step) -> Callable[[int, int], None]:
    return lambda done, total: progress(step=step, done=done, total=total)


def _unheard(*, step: str, done: int, total: int) -> None:
    """Nobody watches the work in the background."""
