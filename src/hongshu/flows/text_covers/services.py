"""Commands on text covers."""

from __future__ import annotations

from hongshu.flows.demo_world.drawing import raster
from hongshu.flows.text_covers import rules
from hongshu.kernel.ids import Id
from hongshu.platform.media.contracts import Picture
from hongshu.platform.media.services import render_pixels, store_rendered
from hongshu.platform.trust.contracts import Limited
from hongshu.platform.trust.services import check_limit


def store_cover(*, owner_id: Id, line: str, template: str) -> Picture:
    """Draw a member's line and keep it as a picture of theirs, to be claimed by a note as an upload is.

    Raises CoverLineEmpty, CoverLineTooLong, UnknownCoverTemplate, RenderingBusy, TooManyActions,
    AccountSuspended.
    """
    spec = rules.cover_spec(line, template)
    check_limit(user_id=owner_id, action=Limited.UPLOAD)
    sheet = raster.compose(spec)
    pixels, width, height = raster.pixels_of(sheet)
    return store_rendered(owner_id=owner_id, rendered=render_pixels(pixels, width=width, height=height))
