"""The image templates: one module each, registered here."""

from collections.abc import Callable, Mapping

from hongshu.flows.demo_world.drawing.contracts import ImageSpec, ProductArt
from hongshu.flows.demo_world.drawing.covers import (
    boarding_pass,
    calendar,
    chat,
    compare,
    flatlay,
    magazine,
    polaroid,
    product_hero,
    ranking,
    receipt,
    skyline,
    swatches,
    text_big,
    text_paper,
)
from hongshu.flows.demo_world.drawing.covers.frame import Cover
from hongshu.flows.demo_world.drawing.sheet import Sheet

COMPOSERS: dict[str, Callable[[Cover], None]] = {
    "product_hero": product_hero.draw,
    "flatlay": flatlay.draw,
    "swatches": swatches.draw,
    "text_big": text_big.draw,
    "text_paper": text_paper.draw,
    "receipt": receipt.draw,
    "boarding_pass": boarding_pass.draw,
    "skyline": skyline.draw,
    "compare": compare.draw,
    "ranking": ranking.draw,
    "chat": chat.draw,
    "calendar": calendar.draw,
    "magazine": magazine.draw,
    "polaroid": polaroid.draw,
}


def compose_cover(spec: ImageSpec, products: Mapping[str, ProductArt]) -> Sheet:
    """The picture of a note as a sheet; a product without art is shown as a wrapped parcel."""
    cover = Cover(spec, products)
    COMPOSERS[spec.template](cover)
    return cover.sheet
