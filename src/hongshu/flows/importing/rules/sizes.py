"""How much is in a package: "1.7 oz/ 50 mL" is 50 ml, "6 x 0.5 oz/ 15 mL" 90 ml, "60 Capsules" 60 pieces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

# NIST Handbook 44 (2024), appendix C: avoirdupois ounce and US fluid ounce.
GRAMS_PER_OUNCE = Decimal("28.3495")
MILLILITRES_PER_FLUID_OUNCE = Decimal("29.5735")
CONTENT_MAX = Decimal(100_000)

_METRIC = {
    "ml": ("ml", Decimal(1)), "l": ("ml", Decimal(1000)), "毫升": ("ml", Decimal(1)),
    "g": ("g", Decimal(1)), "kg": ("g", Decimal(1000)), "mg": ("g", Decimal("0.001")),
    "克": ("g", Decimal(1)),
}  # fmt: skip
_AMOUNT = re.compile(
    r"(?:(?<![\w.])(?P<times>\d{1,3})\s*[x×*]\s*)?"
    r"(?<![\d.])(?P<value>\d{1,6}(?:\.\d{1,4})?|\.\d{1,4})\s*"
    r"(?P<unit>fl\.?\s*oz|oz|ml|毫升|mg|kg|g|克|l)(?![a-z])"
    r"(?:\s*[x×*]\s*(?P<times_after>\d{1,3})(?![\d.]))?",
    re.IGNORECASE,
)
_PIECES = re.compile(
    r"(?<![\w.])(?P<count>\d{1,4})\s+(?:[a-z-]+\s+){0,2}?(?:capsules?|masks?|pads?|wipes?|treatments?|"
    r"patches|patch|pairs?|sheets?|tablets?|gumm(?:y|ies)|count|packs?|vials?|softgels?|soft gels|dots|"
    r"rollers|sponges?|towels|swabs|chews|ampoules?|mitts?|pcs)\b"
    r"|(?P<count_zh>\d{1,3})\s*[片贴支只粒]",
    re.IGNORECASE,
)
# A label rounds; further apart than this, two amounts do not mean the same.
_TOLERANCE = Decimal("0.35")


@dataclass(frozen=True, slots=True)
class Size:
    """A content with its unit ("ml", "g", "piece"). ``is_certain`` is False where a person should look."""

    content: Decimal
    unit: str
    is_certain: bool


def read_size(text: str) -> Size | None:
    """The content that *text* tells, or None where it tells none or several different ones."""
    amounts = list(_AMOUNT.finditer(text))
    metric = [found for found in amounts if found["unit"].lower() in _METRIC]
    ounces = [found for found in amounts if found["unit"].lower() not in _METRIC]
    if metric:
        return _of_metric(metric, ounces)
    if len(ounces) == 1:
        content, unit = _in_metric(ounces[0])
        # "oz" alone may be weight or volume: a difference of four in a hundred, so it is shown to staff.
        return _size(content * _times(ounces[0]), unit, is_certain=False)
    if ounces:
        return None
    return _of_pieces(text)


def _of_metric(metric: list[re.Match[str]], ounces: list[re.Match[str]]) -> Size | None:
    if len({_in_metric(found) for found in metric}) != 1:
        return None
    content, unit = _in_metric(metric[0])
    times = _times(metric[0])
    if len(ounces) != 1:
        return _size(content * times, unit, is_certain=not ounces)
    told, _ = _in_metric(ounces[0])
    times_told = _times(ounces[0])
    if _is_near(content, told):
        return _size(content * max(times, times_told), unit, is_certain=True)
    # "2 x 0.5 oz/ 30 mL" tells the whole content behind the slash.
    return _size(content * times, unit, is_certain=_is_near(content * times, told * times_told))


def _of_pieces(text: str) -> Size | None:
    found = _PIECES.search(text)
    if found is None:
        return None
    return _size(Decimal(found["count"] or found["count_zh"]), "piece", is_certain=True)


def _in_metric(found: re.Match[str]) -> tuple[Decimal, str]:
    value, unit = Decimal(found["value"]), found["unit"].lower()
    if unit in _METRIC:
        name, factor = _METRIC[unit]
        return value * factor, name
    if unit.startswith("fl"):
        return value * MILLILITRES_PER_FLUID_OUNCE, "ml"
    return value * GRAMS_PER_OUNCE, "g"


def _times(found: re.Match[str]) -> int:
    return int(found["times"] or found["times_after"] or 1)


def _is_near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _TOLERANCE * max(one, other)


def _size(content: Decimal, unit: str, *, is_certain: bool) -> Size | None:
    rounded = content.quantize(Decimal("0.001")).normalize()
    if not 0 < rounded <= CONTENT_MAX:
        return None
    # ``normalize`` writes 100 as 1E+2.
    return Size(Decimal(f"{rounded:f}"), unit, is_certain)
