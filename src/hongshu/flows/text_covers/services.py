"""Commands on text covers."""

from __future__ import annotations

from hongshu.flows.demo_world.drawing import raster
from hongshu.flows.text_covers import rules
from hongshu.kernel.ids import Id
from hongshu.platform.media.contracts import Picture
from hongshu.platform.media.services import render_pixels, store_rendered


def store_cover(*, owner_id: Id, line: str, template: str) -> Picture:
    """Draw a member's line and keep it as a picture of theirs, to be claimed by a note as an upload is.

    Raises CoverLineEmpty, CoverLineTooLong, UnknownCoverTemplate, RenderingBusy.
    """
    sheet = raster.compose(rules.cover_spec(line, template))
    pixels, width, height = raster.pixels_of(sheet)
    return store_rendered(owner_id=owner_id, rendered=render_pixels(pixels, width=width, height=height))
