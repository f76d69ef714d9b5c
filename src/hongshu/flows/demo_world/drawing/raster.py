"""From specs to encoded bytes: the border to libvips, whose Python binding has no types.

The same spec gives the same bytes with the same versions of librsvg, libvips and libwebp; the sheet before
that (`compose_…().svg()`) is the same everywhere.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import pyvips

from hongshu.flows.demo_world.drawing.avatars import compose_avatar
from hongshu.flows.demo_world.drawing.contracts import AvatarSpec, ImageSpec, MarkSpec, ProductArt
from hongshu.flows.demo_world.drawing.covers import compose_cover
from hongshu.flows.demo_world.drawing.marks import compose_mark
from hongshu.flows.demo_world.drawing.product_pictures import compose_product
from hongshu.flows.demo_world.drawing.sheet import Sheet

Encoding = Literal["webp", "png"]

# Low effort: a few more bytes for a third of the time.
_OPTIONS: dict[str, dict[str, int]] = {"webp": {"Q": 86, "effort": 1}, "png": {"compression": 6}}


def encode(sheet: Sheet, encoding: Encoding = "webp", *, scale: float = 1.0) -> bytes:
    """The sheet's pixels (RGB, no transparency) as a file, at *scale* of its size."""
    if encoding not in _OPTIONS:
        raise ValueError(f"encoding {encoding!r} is none of {', '.join(_OPTIONS)}")
    return bytes(_flat(sheet, scale).write_to_buffer(f".{encoding}", keep="none", **_OPTIONS[encoding]))


def compose(
    spec: ImageSpec | ProductArt | AvatarSpec | MarkSpec, arts: Iterable[ProductArt] = (), *, view: int = 0
) -> Sheet:
    """The sheet of whatever can be drawn. ``arts`` are for a note's picture, ``view`` is for a product's."""
    if isinstance(spec, ImageSpec):
        return compose_cover(spec, {art.slug: art for art in arts})
    if isinstance(spec, ProductArt):
        return compose_product(spec, view=view)
    return compose_avatar(spec) if isinstance(spec, AvatarSpec) else compose_mark(spec)


def pixels_of(sheet: Sheet) -> tuple[bytes, int, int]:
    """The sheet's pixels as rows of RGB with 8 bits, and their width and height: to be encoded elsewhere."""
    flat = _flat(sheet)
    return bytes(flat.write_to_memory()), int(flat.width), int(flat.height)


def draw_image(spec: ImageSpec, products: Mapping[str, ProductArt], *, encoding: Encoding = "webp") -> bytes:
    """The picture of a note, 1080 px wide. A product without art is shown as a wrapped parcel."""
    return encode(compose_cover(spec, products), encoding)


def draw_product(art: ProductArt, *, view: int = 0, encoding: Encoding = "webp") -> bytes:
    """A shop picture, 1080 × 1080: view 0 is the front, view 1 shows a texture too."""
    return encode(compose_product(art, view=view), encoding)


def draw_avatar(spec: AvatarSpec, *, encoding: Encoding = "webp") -> bytes:
    """A member's portrait, 512 × 512."""
    return encode(compose_avatar(spec), encoding)


def draw_mark(spec: MarkSpec, *, encoding: Encoding = "webp") -> bytes:
    """A brand's mark, 512 × 512."""
    return encode(compose_mark(spec), encoding)


def _flat(sheet: Sheet, scale: float = 1.0) -> Any:
    drawn: Any = pyvips.Image.svgload_buffer(sheet.svg().encode(), unlimited=True, scale=scale)
    return drawn.flatten(background=[255, 255, 255]).copy_memory()
