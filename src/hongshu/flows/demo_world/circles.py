"""Who follows whom: pure, and the same each time."""

from __future__ import annotations

from collections.abc import Sequence

from hongshu.flows.demo_world.contracts import DemoMember, chance_of

_FEWEST, _MOST = 6, 22
_KOL_PULL = 4.0
_OTHER_LANGUAGE = 0.25


def followed_by(member: DemoMember, members: Sequence[DemoMember]) -> tuple[str, ...]:
    """The handles of whom *member* follows: more KOLs than others, and mostly of their own language."""
    chance = chance_of("follows", member.handle)
    # A weighted sample without replacement (Efraimidis and Spirakis, 2006): the largest keys u^(1/w).
    keyed = sorted(
        (
            (chance.random() ** (1.0 / _pull(other, member)), other.handle)
            for other in members
            if other.handle != member.handle
        ),
        reverse=True,
    )
    return tuple(handle for _, handle in keyed[: chance.randint(_FEWEST, _MOST)])


def _pull(other: DemoMember, member: DemoMember) -> float:
    likeness = 1.0 if other.language == member.language else _OTHER_LANGUAGE
    return likeness * (_KOL_PULL if other.kol_field else 1.0)
