"""Plots that the server draws: bars with their words, for any width, theme and reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_ROW = 46
_BAR = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar: its place from the top, its share of the width in percent, and what stands above it."""

    label: str
    words: str
    share: float
    text_y: int
    bar_y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Bars under one another. ``told`` says in a sentence what a glance would show."""

    name: str
    title: str
    told: str
    height: int
    bars: tuple[Bar, ...]


def plot_of(name: str, title: str, told: str, rows: Sequence[tuple[str, float, str]]) -> Plot:
    """A plot of (label, number, number in words) rows; what is below zero has no bar."""
    most = max((number for _label, number, _words in rows), default=0)
    return Plot(
        name=name,
        title=title,
        told=told,
        height=_ROW * len(rows),
        bars=tuple(
            Bar(
                label=label,
                words=words,
                # A hair of a bar tells a little from nothing.
                share=round(max(0.4, 100 * number / most), 2) if number > 0 else 0,
                text_y=_ROW * at + 16,
                bar_y=_ROW * at + 23,
            )
            for at, (label, number, words) in enumerate(rows)
        ),
    )
