"""A stored picture as the publish form shows it."""

from __future__ import annotations

from hongshu.flows.pages.contracts import PictureView
from hongshu.platform.media.contracts import Picture
from hongshu.platform.media.queries import picture_base


def picture_view(picture: Picture) -> PictureView:
    """The picture for a browser."""
    return PictureView(
        base=picture_base(picture),
        widths=picture.widths,
        width=picture.width,
        height=picture.height,
        thumbhash=picture.thumbhash,
        color=picture.color,
    )
