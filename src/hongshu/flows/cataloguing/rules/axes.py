"""What rows tell of the axes by which a product is chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hongshu.flows.cataloguing.rules.columns import AXES
from hongshu.store.catalog.contracts import OptionAxis, OptionValue, Text

Told = Mapping[str, Any]
_GAPS = re.compile(r"[^\w]+")
_SLUG_MAX = 60


def tells_axes(told: Told) -> bool:
    """Whether a row names an axis."""
    return any(_slug(told, f"axis_{number}") for number in AXES)


def axes_told(rows: Sequence[Told], known: Sequence[OptionAxis]) -> tuple[OptionAxis, ...]:
    """The axes of a product by its first row, with the values of all rows behind those that are known: the
    order in which staff put them stays. Rows that name none leave the axes as they are.
    """
    head = rows[0]
    if not tells_axes(head):
        return tuple(known)
    by_slug = {axis.slug: axis for axis in known}
    found = []
    for number in AXES:
        slug = _slug(head, f"axis_{number}")
        if not slug:
            continue
        axis = by_slug.get(slug) or OptionAxis(slug=slug, name=Text(en=slug), values=())
        values = {value.slug: value for value in axis.values}
        for told in rows:
            value_slug = _slug(told, f"value_{number}")
            if value_slug:
                values[value_slug] = _value(told, number, value_slug, values.get(value_slug))
        name = _name(head, f"axis_{number}", axis.name)
        found.append(replace(axis, name=name, values=tuple(values.values())))
    return tuple(found)


def choice_told(told: Told, axes: Sequence[OptionAxis], known: tuple[str, ...]) -> tuple[str, ...]:
    """The choice that a row is; the known one where the row names no values."""
    numbers = [number for number in AXES if _slug(told, f"value_{number}")]
    if not numbers:
        return known if len(known) == len(axes) else ()
    return tuple(_slug(told, f"value_{number}") for number in numbers)


def _value(told: Told, number: int, slug: str, known: OptionValue | None) -> OptionValue:
    base = known or OptionValue(slug=slug, name=Text(en=told.get(f"value_{number}") or slug))
    color = told.get(f"value_{number}_color") or base.color
    return OptionValue(slug=slug, name=_name(told, f"value_{number}", base.name), color=color.lower())


def _name(told: Told, column: str, known: Text) -> Text:
    zh, en = told.get(f"{column}_zh") or "", told.get(f"{column}_en") or ""
    return Text(zh=zh, en=en) if zh or en else known


def _slug(told: Told, column: str) -> str:
    """As it is told; made of the name where only that is there."""
    slug = told.get(column) or ""
    name = told.get(f"{column}_en") or told.get(f"{column}_zh") or ""
    return slug or _GAPS.sub("-", name.casefold()).strip("-_")[:_SLUG_MAX]
