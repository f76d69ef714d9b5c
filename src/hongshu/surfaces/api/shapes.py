"""JSON Schema of contracts, for the OpenAPI document: what ``kernel.wire`` makes of each field."""

from __future__ import annotations

import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from hongshu.kernel.ids import Id

WIRE_ID = "^[1-9A-HJ-NP-Za-km-z]{11}$"
_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Decimal: {"type": "string"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    Id: {"type": "string", "pattern": WIRE_ID},
    type(None): {"type": "null"},
}


def reference(shape: type) -> dict[str, str]:
    """Where the document describes a dataclass."""
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def described(shapes: list[type]) -> dict[str, dict[str, Any]]:
    """The schemas of dataclasses and of all that they hold, by name. Every field is always there."""
    found: dict[str, dict[str, Any]] = {}
    known: dict[str, type] = {}
    waiting = list(shapes)
    while waiting:
        shape = waiting.pop()
        if shape.__name__ in found:
            assert known[shape.__name__] is shape, f"two shapes are called {shape.__name__}"
            continue
        known[shape.__name__] = shape
        hints = typing.get_type_hints(shape)
        found[shape.__name__] = {
            "title": shape.__name__,
            "description": " ".join((shape.__doc__ or "").split()),
            "type": "object",
            "properties": {field.name: _schema(hints[field.name], waiting) for field in fields(shape)},
            "required": [field.name for field in fields(shape)],
            "additionalProperties": False,
        }
    return dict(sorted(found.items()))


def _schema(hint: Any, waiting: list[type]) -> dict[str, Any]:
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        assert arguments[1:] == (Ellipsis,), f"only lists of one shape: {hint}"
        return {"type": "array", "items": _schema(arguments[0], waiting)}
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_schema(each, waiting) for each in arguments]}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"type": "string", "enum": [member.value for member in hint]}
    assert is_dataclass(hint), f"no schema for {hint}"
    assert isinstance(hint, type)
    waiting.append(hint)
    return dict(reference(hint))
