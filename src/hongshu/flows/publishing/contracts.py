"""Shapes of publishing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RestoredVersion:
    """A note is again what it was: its new version, and how many pictures and products are gone meanwhile."""

    version: int
    pictures_gone: int
    products_gone: int
