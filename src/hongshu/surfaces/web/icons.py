"""The icons of the installed site, drawn from the logo when they are asked for."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings

SIZES = (180, 192, 512)
# A maskable icon may be cut to a circle of eight tenths: the logo stays well within.
_LOGO_PART = {"any": 0.86, "maskable": 0.58}
_VIEW = 48
_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.S)


@lru_cache(maxsize=len(SIZES) * len(_LOGO_PART))
def icon_png(size: int, purpose: str) -> bytes:
    """A square PNG of *size* pixels; "maskable" fills the square, "any" has round corners.

    Drawn once a process, in some milliseconds.
    """
    assert size in SIZES, f"no icon of {size} pixels"
    import pyvips

    image = pyvips.Image.svgload_buffer(_svg(purpose).encode(), scale=size / _VIEW)
    return bytes(image.pngsave_buffer(compression=9, keep="none"))


def _svg(purpose: str) -> str:
    logo = (Path(settings.STATIC_FOLDER) / "img" / "logo.svg").read_text(encoding="utf-8")
    inside = _INSIDE.search(logo)
    assert inside is not None, "the logo is an SVG"
    part = _LOGO_PART[purpose]
    shift = _VIEW * (1 - part) / 2
    corner = 0 if purpose == "maskable" else 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_VIEW} {_VIEW}"'
        f' width="{_VIEW}" height="{_VIEW}">'
        f'<rect width="{_VIEW}" height="{_VIEW}" rx="{corner}" fill="#fff5ee"/>'
        f'<g transform="translate({shift} {shift}) scale({part})">{inside.group(1)}</g></svg>'
    )
