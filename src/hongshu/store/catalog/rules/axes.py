"""What a buyer chooses by, and which SKU a choice is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hongshu.store.catalog.contracts import (
    AXES_MAX,
    InvalidProduct,
    OptionAxis,
    OptionValue,
    ProductDraft,
    SkuDraft,
    Text,
)
from hongshu.store.catalog.rules.products import slug_of

VALUES_MAX = 200
_COLOR = re.compile(r"#[0-9a-f]{6}")
_AXIS_OF_OPTIONS = Text(zh="款式", en="Option")


def choices_of(draft: ProductDraft) -> tuple[tuple[OptionAxis, ...], tuple[tuple[str, ...], ...]]:
    """The axes of a draft, and the choice of each of its SKUs. Raises InvalidProduct."""
    if draft.axes:
        _check_axes(draft.axes)
        choices = tuple(_checked(sku, draft.axes) for sku in draft.skus)
    elif len(draft.skus) <= 1:
        return (), tuple(() for _ in draft.skus)
    else:
        axis, choices = _axis_of_options(draft.skus)
        return (axis,), choices
    if len(set(choices)) != len(choices):
        raise InvalidProduct(why="two of its SKUs are one choice", field="choice")
    return draft.axes, choices


def option_of(choice: Sequence[str], axes: Sequence[OptionAxis]) -> Text:
    """A choice in words: its values' names."""
    values = [_value(axis, slug) for axis, slug in zip(axes, choice, strict=True)]
    return Text(
        zh=" ".join(value.name.zh or value.name.en for value in values),
        en=", ".join(value.name.en or value.name.zh for value in values),
    )


def _value(axis: OptionAxis, slug: str) -> OptionValue:
    return next(value for value in axis.values if value.slug == slug)


def _check_axes(axes: Sequence[OptionAxis]) -> None:
    if len(axes) > AXES_MAX:
        raise InvalidProduct(why=f"it has more than {AXES_MAX} option axes", field="axes")
    if len({axis.slug for axis in axes}) != len(axes):
        raise InvalidProduct(why="two of its option axes are one", field="axes")
    for axis in axes:
        slugs = [value.slug for value in axis.values]
        if not slugs or len(set(slugs)) != len(slugs) or len(slugs) > VALUES_MAX:
            why = f"axis {axis.slug!r} needs 1 to {VALUES_MAX} different values"
            raise InvalidProduct(why=why, field="axes")
        for value in axis.values:
            if not value.slug or len(value.slug) > 60 or not (value.name.zh or value.name.en):
                raise InvalidProduct(why=f"axis {axis.slug!r}: a value has no name", field="axes")
            if value.color and not _COLOR.fullmatch(value.color):
                raise InvalidProduct(why=f"{value.color!r} is no colour such as #b5483a", field="axes")


def _checked(sku: SkuDraft, axes: Sequence[OptionAxis]) -> tuple[str, ...]:
    if len(sku.choice) != len(axes):
        raise InvalidProduct(
            why=f"SKU {sku.code} needs a value for each option axis", field="choice", sku=sku.code
        )
    for slug, axis in zip(sku.choice, axes, strict=True):
        if slug not in {value.slug for value in axis.values}:
            why = f"SKU {sku.code}: axis {axis.slug!r} has no value {slug!r}"
            raise InvalidProduct(why=why, field="choice", sku=sku.code)
    return sku.choice


def _axis_of_options(skus: Sequence[SkuDraft]) -> tuple[OptionAxis, tuple[tuple[str, ...], ...]]:
    """One axis of what the SKUs are called; one that is called as another one goes by its code."""
    values: dict[str, OptionValue] = {}
    choices = []
    for sku in skus:
        name = sku.option if sku.option.zh or sku.option.en else Text(en=sku.code)
        slug = slug_of(name.en or name.zh)
        if not slug or slug in values:
            slug, name = _slug_of_code(sku.code), Text(zh=name.zh, en=name.en)
        values[slug] = OptionValue(slug=slug, name=name)
        choices.append((slug,))
    return OptionAxis(slug="option", name=_AXIS_OF_OPTIONS, values=tuple(values.values())), tuple(choices)


def _slug_of_code(code: str) -> str:
    # A code is unique; its beginning may not be.
    return f"sku-{code}" if len(code) <= 56 else f"sku-{code[:20]}-{code[-35:]}"
