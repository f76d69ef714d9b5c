"""What is told of a product, held against what its category asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from hongshu.store.catalog.contracts import Attribute, AttributeKind, InvalidProduct

_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")


def check_attributes(values: Mapping[str, str], asked: Iterable[Attribute]) -> None:
    """Raise InvalidProduct for a value that its attribute cannot have. What nobody asks for is kept."""
    for attribute in asked:
        value = values.get(attribute.slug)
        if value is None:
            continue
        if attribute.kind is AttributeKind.CHOICE:
            if value not in {choice.slug for choice in attribute.choices}:
                why = f"{attribute.slug} cannot be {value[:40]!r}"
                raise InvalidProduct(why=why, field=f"attribute:{attribute.slug}")
        elif attribute.kind is AttributeKind.NUMBER and not _NUMBER.fullmatch(value):
            why = f"{attribute.slug} is a number, not {value[:40]!r}"
            raise InvalidProduct(why=why, field=f"attribute:{attribute.slug}")


def lacking(values: Mapping[str, str], asked: Iterable[Attribute]) -> tuple[str, ...]:
    """The slugs of required attributes that are not told."""
    return tuple(
        attribute.slug for attribute in asked if attribute.is_required and not values.get(attribute.slug)
    )
