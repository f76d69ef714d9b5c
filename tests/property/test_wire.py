"""The one encoder: ids are short texts, times are UTC, and no number leaves that a browser would round."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from hongshu.kernel.ids import Id, parse_id
from hongshu.kernel.money import Money
from hongshu.kernel.wire import decode_json, encode_json

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
safe_numbers = st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
plain = st.recursive(
    st.none() | st.booleans() | safe_numbers | texts | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Everything:
    id: Id
    ids: tuple[Id, ...]
    price: Money
    at: datetime
    colour: Colour
    maybe: Id | None = None


@given(plain)
def test_plain_values_come_back(value: object) -> None:
    assert decode_json(encode_json(value)) == value


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_an_id_leaves_as_a_text_wherever_it_stands(value: int) -> None:
    encoded = decode_json(encode_json({"one": Id(value), "many": [(Id(value),)]}))
    assert parse_id(encoded["one"]) == value
    assert parse_id(encoded["many"][0][0]) == value


@given(st.integers(min_value=2**53, max_value=2**63 - 1))
def test_a_bare_number_that_a_browser_would_round_is_refused(value: int) -> None:
    with pytest.raises(TypeError):
        encode_json([value])


@given(
    st.datetimes(
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3.5))])
    )
)
def test_a_time_leaves_in_utc(moment: datetime) -> None:
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return
    text = decode_json(encode_json(moment))
    assert text.endswith("Z")
    assert datetime.fromisoformat(text) == moment


def test_a_shape_leaves_whole() -> None:
    shape = Everything(
        id=Id(2**62),
        ids=(Id(1),),
        price=Money(4250),
        at=datetime(2026, 11, 25, 8, tzinfo=UTC),
        colour=Colour.RED,
    )
    assert json.loads(encode_json(shape)) == {
        "id": "Bht3tfQZv87",
        "ids": ["11111111112"],
        "price": {"amount_minor": 4250, "currency": "CNY"},
        "at": "2026-11-25T08:00:00Z",
        "colour": "red",
        "maybe": None,
    }


def test_texts_of_other_types_leave_as_texts() -> None:
    value = [mark_safe("<b>"), gettext_lazy("English"), Decimal("1.50"), date(2026, 11, 25), {"x"}]
    assert decode_json(encode_json(value)) == ["<b>", "English", "1.50", "2026-11-25", ["x"]]


@pytest.mark.parametrize("value", [{Id(1): "x"}, {7: "x"}, object(), b"bytes"])
def test_what_has_no_wire_form_is_a_fault(value: object) -> None:
    with pytest.raises(TypeError):
        encode_json(value)


def test_a_time_without_a_zone_is_a_fault() -> None:
    with pytest.raises((AssertionError, TypeError)):
        encode_json(datetime(2026, 11, 25))  # noqa: DTZ001
