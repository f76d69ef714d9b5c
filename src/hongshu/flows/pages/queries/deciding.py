"""Composing what helps to decide about a product."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from statistics import median
from urllib.parse import urlencode

from hongshu.community.notes.contracts import PaidElsewhere, ProductDecision
from hongshu.flows.pages.alike import AGE_BANDS, CLIMATES, Likeness, alike, likeness_of
from hongshu.flows.pages.contracts.deciding import KindView, LikeChoice, LikeView, OpinionsView, PaidView
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money, convert
from hongshu.platform.accounts.contracts import SKIN_TYPES, PersonalFact
from hongshu.platform.accounts.queries import list_public_facts
from hongshu.store.catalog.contracts import Rate

# So many authors of a product are looked at for those who are alike, the latest writers first.
MOST_AUTHORS = 500


def authors_alike(authors: Collection[Id], wanted: Likeness, *, this_year: int) -> frozenset[Id] | None:
    """Those of *authors* who are like that, by what they told everybody; None when nothing is asked for.

    One query, none when nothing is asked for.
    """
    if not wanted.asks:
        return None
    facts = list_public_facts(authors)
    return alike(facts, wanted, this_year=this_year)


def decision_view(
    told: ProductDecision,
    *,
    here: Money,
    rates: Mapping[str, Rate],
    like: LikeView,
) -> OpinionsView:
    """Who says what, the verified first: they are none as long as nobody has reviewed what they bought."""
    voices = [_kind(voice.kind.value, voice.note_count, voice.counts) for voice in told.voices]
    return OpinionsView(
        kinds=(_kind("verified", 0, (0, 0, 0, 0, 0)), *voices),
        paid=paid_view(told.paid, here=here, rates=rates),
        like=like,
        return_percent=None,
    )


def paid_view(paid: Sequence[PaidElsewhere], *, here: Money, rates: Mapping[str, Rate]) -> PaidView | None:
    """The median of what members paid abroad, in the currency of *here*; None without a price and its rate.

    A price that is more than five times off the median of all is a slip of the pen and is left out.
    """
    told = [
        (convert(each.price, rate=rates[name].rate, currency=here.currency), name)
        for each in paid
        if (name := each.price.currency) in rates
    ]
    amounts = [money.amount_minor for money, _ in told]
    if not amounts or not here.amount_minor:
        return None
    middle = median(amounts)
    kept = [(money, name) for money, name in told if middle <= 5 * money.amount_minor <= 25 * middle]
    amounts = [money.amount_minor for money, _ in kept]
    typical = Money(round(median(amounts)), here.currency)
    names = tuple(sorted({name for _, name in kept}))
    return PaidView(
        count=len(kept),
        median=typical,
        lowest=Money(min(amounts), here.currency),
        highest=Money(max(amounts), here.currency),
        here=here,
        percent=round(typical.amount_minor * 100 / here.amount_minor) - 100,
        rate_on=min(rates[name].on for name in names),
        currencies=names,
    )


def like_view(
    wanted: Likeness, *, own: Sequence[PersonalFact], found: Collection[Id] | None, this_year: int
) -> LikeView:
    """The filters with what is chosen, and the address of what the viewer is like."""
    return LikeView(
        skin=_choices(SKIN_TYPES, wanted.skin),
        age=_choices(tuple(AGE_BANDS), wanted.age),
        climate=_choices(CLIMATES, wanted.climate),
        query=query_of(wanted),
        own_query=query_of(likeness_of(own, this_year=this_year)),
        found=None if found is None else len(found),
    )


def query_of(wanted: Likeness) -> str:
    """What is asked for as a part of an address."""
    told = {"skin": wanted.skin, "age": wanted.age, "climate": wanted.climate}
    return urlencode({name: value for name, value in told.items() if value})


def _kind(kind: str, note_count: int, counts: Sequence[int]) -> KindView:
    total = sum(counts)
    stars = sum(number * count for number, count in enumerate(counts, start=1))
    return KindView(kind, note_count, tuple(counts), total, round(stars / total, 1) if total else 0.0)


def _choices(values: Sequence[str], chosen: str) -> tuple[LikeChoice, ...]:
    return tuple(LikeChoice(value, value == chosen) for value in values)
