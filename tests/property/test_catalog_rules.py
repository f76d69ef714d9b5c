"""Rules of the catalogue, for any input."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hongshu.store.catalog.rules.codes import gtin_fault, padded_gtin
from hongshu.store.catalog.rules.spans import Span, carve, is_above, waits_for_next

_BEGIN = datetime(2026, 11, 25, tzinfo=UTC)
_LAST = 40


def _moment(hour: int) -> datetime:
    return _BEGIN + timedelta(hours=hour)


@st.composite
def _timelines(draw: st.DrawFn) -> list[Span]:
    """Spans in order that do not overlap; the last one may be open."""
    edges = sorted(draw(st.sets(st.integers(0, _LAST), min_size=0, max_size=9)))
    spans = []
    for begin, end in pairwise(edges):
        if draw(st.booleans()):
            spans.append(Span(draw(st.integers(1, 5)), _moment(begin), _moment(end)))
    if edges and draw(st.booleans()):
        spans.append(Span(draw(st.integers(1, 5)), _moment(edges[-1]), None))
    return spans


@st.composite
def _news(draw: st.DrawFn) -> Span:
    begin = draw(st.integers(0, _LAST))
    length = draw(st.one_of(st.none(), st.integers(1, 20)))
    return Span(draw(st.integers(6, 9)), _moment(begin), None if length is None else _moment(begin + length))


def _amounts(spans: list[Span]) -> list[int | None]:
    """What holds in each hour; two at once would fail."""
    found: list[int | None] = []
    for hour in range(_LAST + 25):
        moment = Span(0, _moment(hour), _moment(hour + 1))
        holding = [span.amount_minor for span in spans if span.meets(moment)]
        assert len(holding) <= 1, f"two prices at hour {hour}"
        found.append(holding[0] if holding else None)
    return found


def _after(existing: list[Span], new: Span) -> list[Span]:
    carved = carve(existing, new)
    kept = [
        Span(span.amount_minor, span.starts_at, carved.ended.get(place, span.ends_at))
        for place, span in enumerate(existing)
        if place not in carved.removed
    ]
    return [*kept, *carved.added]


@given(_timelines(), _news())
def test_a_price_holds_in_its_time_and_nothing_else_changes(existing: list[Span], new: Span) -> None:
    before, after = _amounts(existing), _amounts(_after(existing, new))
    own = _amounts([new])
    assert after == [mine if mine is not None else old for mine, old in zip(own, before, strict=True)]


@given(_timelines(), _news())
def test_a_price_that_has_begun_keeps_its_beginning(existing: list[Span], new: Span) -> None:
    carved = carve(existing, new)
    assert all(existing[place].starts_at >= new.starts_at for place in carved.removed)
    assert all(existing[place].starts_at < new.starts_at for place in carved.ended)


@given(_timelines(), _news())
def test_an_open_price_leaves_what_is_planned_behind_it(existing: list[Span], new: Span) -> None:
    waiting = waits_for_next(new, existing)
    planned = [span for span in existing if span.starts_at > new.starts_at]
    kept = _after(existing, waiting)
    if new.ends_at is None:
        assert all(span in kept for span in planned)
    else:
        assert waiting == new


@given(_timelines(), _timelines())
def test_one_price_is_above_another_if_it_is_so_in_some_hour(lower: list[Span], upper: list[Span]) -> None:
    pairs = zip(_amounts(lower), _amounts(upper), strict=True)
    assert is_above(lower, upper) is any(low is not None and up is not None and low > up for low, up in pairs)


def _check_digit(digits: str) -> str:
    """By the words of the GS1 General Specifications: from the right, three times and once in turn."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


@given(st.sampled_from([7, 11, 12, 13]).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n)))
def test_a_barcode_is_right_with_its_check_digit_and_wrong_with_every_other(digits: str) -> None:
    right = _check_digit(digits)
    assert gtin_fault(digits + right) == ""
    assert all(gtin_fault(digits + other) != "" for other in "0123456789" if other != right)
    assert gtin_fault(padded_gtin(digits + right)) == ""


@given(st.text(max_size=20))
def test_what_is_no_number_of_the_right_length_is_no_barcode(text: str) -> None:
    is_number = text.isascii() and text.isdecimal() and len(text) in (8, 12, 13, 14)
    if text and not is_number:
        assert gtin_fault(text) == "a barcode has 8, 12, 13 or 14 digits"
