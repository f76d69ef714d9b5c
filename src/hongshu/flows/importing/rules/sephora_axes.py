"""What a buyer of a row's product chooses by: its shade, scent or kind, and its size."""

from __future__ import annotations

from collections.abc import Mapping

from hongshu.flows.importing.rules.sizes import Size
from hongshu.flows.importing.rules.texts import one_line, slug_of
from hongshu.store.catalog.contracts import OptionAxis, OptionValue, Text

OPTION_MAX = 200
# What the catalogue takes as the slug of a value.
VALUE_MAX = 60
VOLUME = "volume"
# The words of ``variation_type`` and what they are on our shelves; all others speak of the size.
_AXES = {
    "Color": ("shade", Text(zh="色号", en="Shade")),
    "Scent": ("scent", Text(zh="香味", en="Scent")),
    "Type": ("style", Text(zh="款式", en="Style")),
    "Formulation": ("style", Text(zh="款式", en="Style")),
}
_VOLUME_NAME = Text(zh="规格", en="Size")
_UNITS_ZH = {"ml": "毫升", "g": "克", "piece": "件"}


def option_of(values: Mapping[str, str]) -> str:
    """What is chosen with the SKU of a row: its shade or kind, and its size."""
    value, size = one_line(values["variation_value"]), one_line(values["size"])
    if not value or value == size or size.startswith(value):
        chosen = size
    elif not size or size in value:
        chosen = value
    else:
        chosen = f"{value}, {size}"
    # The attributes keep both in full.
    return chosen if len(chosen) <= OPTION_MAX else chosen[: OPTION_MAX - 1] + "…"


def axes_of(values: Mapping[str, str], size: Size | None) -> tuple[OptionAxis, ...]:
    """The axes of a row's product, each with the one value that its SKU has; none where nothing is told.

    A row tells of one SKU. With its axes it can be joined by others, and a shade is known as a shade.
    """
    value, told = one_line(values["variation_value"]), one_line(values["size"])
    kind = _AXES.get(one_line(values["variation_type"]))
    if kind is None:
        return _axis(VOLUME, _VOLUME_NAME, option_of(values), told, size)
    if not value or value == told:
        return _axis(VOLUME, _VOLUME_NAME, told, told, size)
    slug, name = kind
    return (*_axis(slug, name, value, told, None), *_axis(VOLUME, _VOLUME_NAME, told, told, size))


def _axis(slug: str, name: Text, value: str, told: str, size: Size | None) -> tuple[OptionAxis, ...]:
    """One axis, or none for a value without a letter or digit."""
    if not any(character.isalnum() for character in value):
        return ()
    # An amount can be said in Chinese; a shade's name, and a size with words beside it, are as they are.
    is_amount = size is not None and size.is_certain and value == told
    chinese = f"{size.content:f}{_UNITS_ZH[size.unit]}" if size is not None and is_amount else ""
    key = slug_of(value)[:VALUE_MAX].strip("-")
    return (OptionAxis(slug, name, (OptionValue(key, Text(zh=chinese, en=value[:OPTION_MAX])),)),)
