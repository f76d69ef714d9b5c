"""The one encoder that turns contracts into JSON: ids become short texts, times ISO 8601 in UTC.

A bare number that JavaScript would round (beyond 53 bits), a time without a zone, and a key that is no text
are programmers' faults: TypeError or AssertionError.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import orjson

from hongshu.kernel.ids import Id, wire_form

# Without OPT_PASSTHROUGH_SUBCLASS an Id would leave as a bare 64-bit number; an int that was an id and lost
# its type is stopped by OPT_STRICT_INTEGER.
_OPTIONS = orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_STRICT_INTEGER | orjson.OPT_PASSTHROUGH_DATETIME


def encode_json(value: Any) -> bytes:
    """JSON bytes of dataclasses, dicts, lists, ids, money and times."""
    return orjson.dumps(value, default=_encode_other, option=_OPTIONS)


def decode_json(data: bytes | str) -> Any:
    """Plain Python values of JSON. Raises ValueError."""
    return orjson.loads(data)


def _encode_other(value: Any) -> Any:
    if isinstance(value, Id):
        return wire_form(value)
    if isinstance(value, datetime):
        assert value.tzinfo is not None, f"a time without a zone: {value}"
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset | set | tuple):
        return list(value)
    if isinstance(value, str):
        # Lazy translations and safe strings are subclasses of str.
        return str.__str__(value)
    if hasattr(value, "__html__") or type(value).__name__ == "__proxy__":
        return str(value)
    raise TypeError(f"no wire form for {type(value).__name__}")
