"""Reads of text covers."""

from __future__ import annotations

from functools import lru_cache

from hongshu.flows.demo_world.drawing import raster
from hongshu.flows.text_covers import rules
from hongshu.flows.text_covers.contracts import CoverTemplate

_PREVIEW_SCALE = 1 / 3


def list_templates() -> tuple[CoverTemplate, ...]:
    """The looks, in the order in which they are shown."""
    return rules.TEMPLATES


@lru_cache(maxsize=64)
def preview_cover(*, line: str, template: str) -> bytes:
    """The cover as a small WebP file; kept nowhere. Raises as ``rules.cover_spec``."""
    return raster.encode(raster.compose(rules.cover_spec(line, template)), scale=_PREVIEW_SCALE)
