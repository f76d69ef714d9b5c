"""Who likes and shares which note: pure, and the same each time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from hongshu.flows.demo_world.contracts import DemoMember, DemoNote, chance_of

# Pareto with this exponent: most notes have a handful of likes, one in twenty has nearly everybody's.
_SKEW = 1.1
_FEWEST = 5.0
_KOL_BONUS = 1.7
_DAYS_TO_BE_SEEN = 3.0
_OTHER_LANGUAGE = 0.35
_SHARES_A_LIKE = 0.12


def likers_of(note: DemoNote, members: Sequence[DemoMember]) -> tuple[str, ...]:
    """The handles of who likes *note*, never its author.

    Counts are skewed; KOLs get more, today's notes get less; people like their own language more, and some
    people like more than others.
    """
    chance = chance_of("likes", note.slug)
    others = [member for member in members if member.handle != note.author]
    has_kol_author = any(member.kol_field for member in members if member.handle == note.author)
    seen = min(1.0, 0.2 + note.age_days / _DAYS_TO_BE_SEEN)
    wanted = _FEWEST * chance.paretovariate(_SKEW) * seen * (_KOL_BONUS if has_kol_author else 1.0)
    # A weighted sample without replacement (Efraimidis and Spirakis, 2006): the largest keys u^(1/w).
    keyed = sorted(
        ((chance.random() ** (1.0 / _keenness(member, note)), member.handle) for member in others),
        reverse=True,
    )
    return tuple(handle for _, handle in keyed[: round(min(wanted, 0.97 * len(others)))])


def sharers_of(note: DemoNote, members: Sequence[DemoMember]) -> tuple[str, ...]:
    """The handles of who shares *note*: some of those who like it."""
    chance = chance_of("shares", note.slug)
    return tuple(handle for handle in likers_of(note, members) if chance.random() < _SHARES_A_LIKE)


def _keenness(member: DemoMember, note: DemoNote) -> float:
    return _activity(member.handle) * (1.0 if member.language == note.language else _OTHER_LANGUAGE)


@cache
def _activity(handle: str) -> float:
    return 0.2 + chance_of("activity", handle).random()
