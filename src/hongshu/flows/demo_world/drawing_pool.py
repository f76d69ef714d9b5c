"""Pictures drawn and rendered in processes beside this one, on every core that may be had."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeVar

from hongshu.flows.demo_world.drawing.contracts import AvatarSpec, ImageSpec, MarkSpec, ProductArt
from hongshu.platform.media.contracts import Rendered

Owner = TypeVar("Owner")

# So many things wait to be used while the processes go on: enough to keep them busy, few enough to remember.
_AHEAD = 8


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture to be drawn: of a note (with the art of its products), a product, a member or a brand."""

    spec: ImageSpec | ProductArt | AvatarSpec | MarkSpec
    arts: tuple[ProductArt, ...] = ()
    view: int = 0


def drawing_of_note(spec: ImageSpec, arts: Mapping[str, ProductArt]) -> Drawing:
    """A note's picture with the art of just the products that stand in it."""
    return Drawing(spec, arts=tuple(arts[slug] for slug in spec.products if slug in arts))


def draw(drawing: Drawing) -> Rendered:
    """Draw and render one picture. Pure, and the same in every process."""
    from hongshu.flows.demo_world.drawing import raster
    from hongshu.platform.media.services import render_pixels

    pixels, width, height = raster.pixels_of(raster.compose(drawing.spec, drawing.arts, view=drawing.view))
    return render_pixels(pixels, width=width, height=height)


class Drawings(Protocol):
    """Draws the pictures of many things."""

    def drawn(
        self, things: Iterable[Owner], drawings_of: Callable[[Owner], Iterable[Drawing]]
    ) -> Iterator[tuple[Owner, tuple[Rendered, ...]]]:
        """Each thing with its pictures, in the given order."""
        ...


class DrawingHere:
    """Draws in this thread, one picture when it is asked for."""

    def drawn(
        self, things: Iterable[Owner], drawings_of: Callable[[Owner], Iterable[Drawing]]
    ) -> Iterator[tuple[Owner, tuple[Rendered, ...]]]:
        """See ``Drawings.drawn``."""
        for thing in things:
            yield thing, tuple(draw(each) for each in drawings_of(thing))


class DrawingPool:
    """Draws in processes beside; made by ``drawing_pool``."""

    def __init__(self, processes: ProcessPoolExecutor) -> None:
        self._processes = processes

    def drawn(
        self, things: Iterable[Owner], drawings_of: Callable[[Owner], Iterable[Drawing]]
    ) -> Iterator[tuple[Owner, tuple[Rendered, ...]]]:
        """See ``Drawings.drawn``. A few of the next things are being drawn meanwhile."""
        upcoming = iter(things)
        waiting: list[tuple[Owner, list[Future[Rendered]]]] = []
        while True:
            for thing in islice(upcoming, _AHEAD - len(waiting)):
                waiting.append((thing, [self._processes.submit(draw, each) for each in drawings_of(thing)]))
            if not waiting:
                return
            thing, futures = waiting.pop(0)
            yield thing, tuple(future.result() for future in futures)


@contextmanager
def drawing_pool(*, processes: int = 0) -> Iterator[DrawingPool]:
    """Processes that draw: one a core and at most four, unless told. They start with the first picture."""
    count = processes or min(os.cpu_count() or 1, 4)
    # Started afresh, not forked: this process may have threads and connections that a copy must not inherit.
    executor = ProcessPoolExecutor(
        max_workers=count, mp_context=multiprocessing.get_context("spawn"), initializer=_begin
    )
    try:
        yield DrawingPool(executor)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    """In a new process: never outlive the parent, leave Ctrl-C to it, and load what drawing needs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None, "only a child begins"
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    import django

    django.setup()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
