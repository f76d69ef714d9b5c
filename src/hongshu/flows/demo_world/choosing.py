"""The option axes of the demo's products, read from what their SKUs are called: "White, S" is two choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hongshu.flows.demo_world.checks import Entry
from hongshu.store.catalog.contracts import OptionAxis, OptionValue, Text
from hongshu.store.catalog.services import slug_of

_COLOUR, _SIZE = Text(zh="颜色", en="Colour"), Text(zh="尺码", en="Size")
_VOLUME, _SHADE, _KIND = Text(zh="规格", en="Size"), Text(zh="色号", en="Shade"), Text(zh="款式", en="Style")
_SHADED = {"base-makeup", "lip-makeup", "eyeshadow", "mascara-brow", "blush-highlight"}
_SIZED = {"clothing", "sneakers", "heels", "loafers-flats", "boots", "hats", "baby-wear"}
_COLOURED = {
    "scarves", "sunglasses", "hats", "shoulder-bags", "tote-bags", "backpacks", "wallets", "hair-tools",
    "kitchen-electrics", "makeup-tools",
}  # fmt: skip
# Swatches for words that name a colour by themselves.
_SWATCHES = {
    "black": "#26221f", "white": "#f6f3ee", "cream": "#f3e8d2", "tan": "#b98456", "camel": "#c19a6b",
    "burgundy": "#6d1f2f", "oat": "#dccfb6", "charcoal": "#45474b", "wine": "#722f37", "navy": "#22304f",
    "olive": "#6b6b3a", "ivory": "#f4eedd", "rust": "#a9502d", "sand": "#d9c4a0", "grey": "#8d9093",
    "moss": "#6f7a45", "coral": "#e8765c", "brown": "#6b4a33", "blue": "#3f6a99", "silver": "#c3c6c9",
    "gold": "#c9a24b", "pink": "#e9b3bd", "amber": "#c7822e", "rose": "#c4697c", "fig": "#6a3a4d",
    "peach": "#f0a98a", "green": "#4d6b4f", "terracotta": "#b55a3c", "blush": "#e3bcae", "clay": "#b3745a",
    "oxblood": "#5a1a22", "slate blue": "#5f7388", "forest green": "#2f5540",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choices:
    """The axes of a product, and the choice of each of its SKUs in their order."""

    axes: tuple[OptionAxis, ...]
    of_skus: tuple[tuple[str, ...], ...]


def choices_of(entry: Entry) -> Choices:
    """Axes only where there is something to choose; two where each option says "colour, size"."""
    skus = entry["skus"]
    if len(skus) < 2:
        return Choices((), tuple(() for _ in skus))
    parts = [_parts(sku) for sku in skus]
    if entry["category"] in _SIZED and all(len(part) == 2 for part in parts):
        columns = [(_COLOUR, "colour"), (_SIZE, "size")]
    else:
        parts = [(Text(zh=sku["option_zh"], en=sku["option_en"]),) for sku in skus]
        columns = [_axis_of(entry, skus)]
    axes = tuple(
        OptionAxis(slug=slug, name=name, values=_values([part[place] for part in parts]))
        for place, (name, slug) in enumerate(columns)
    )
    return Choices(axes, tuple(tuple(slug_of(text.en) for text in part) for part in parts))


def _parts(sku: Entry) -> tuple[Text, ...]:
    """What stands before and behind the comma, in both languages."""
    english, chinese = sku["option_en"].split(", "), sku["option_zh"].split(" ")
    if len(english) != 2 or len(chinese) != 2:
        return (Text(zh=sku["option_zh"], en=sku["option_en"]),)
    return tuple(Text(zh=zh, en=en) for zh, en in zip(chinese, english, strict=True))


def _axis_of(entry: Entry, skus: Sequence[Entry]) -> tuple[Text, str]:
    if entry["category"] in _SHADED:
        return _SHADE, "shade"
    if len({sku["content"] for sku in skus}) == len(skus):
        return _VOLUME, "volume"
    if entry["category"] in _COLOURED:
        return _COLOUR, "colour"
    if entry["category"] in _SIZED:
        return _SIZE, "size"
    return _KIND, "style"


def _values(texts: Sequence[Text]) -> tuple[OptionValue, ...]:
    return tuple(
        OptionValue(slug=slug_of(text.en), name=text, color=_SWATCHES.get(text.en.casefold(), ""))
        for text in dict.fromkeys(texts)
    )
