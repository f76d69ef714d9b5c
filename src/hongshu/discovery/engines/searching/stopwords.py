"""Words that a query can do without when others are left."""

from __future__ import annotations

_ENGLISH = """
    a about an and any are as at be by can could did do doe for from had has have how i if in into is it
    me my of on or our s should so t than that the their them then there these they this to was we were
    what when where which who why will with would you your
"""
_CHINESE = """
    一个 与 为什么 么 之 也 了 什么 及 可以 吗 吧 呢 和 哪个 哪些 哪里 啊 在 如何
    怎么 怎么样 怎样 是 有没有 的 等 请问 都
"""
ENGLISH = frozenset(_ENGLISH.split())
CHINESE = frozenset(_CHINESE.split())


def without_empty_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """*words* without those that say nothing; all of them if nothing else is there."""
    kept = tuple(word for word in words if word not in ENGLISH and word not in CHINESE)
    return kept or words


def without_empty_characters(units: tuple[str, ...]) -> tuple[str, ...]:
    """*units* without Chinese ones that say nothing; all of them if nothing else is there.

    English ones stay: no document is looked up by a unit, and where they stand tells near texts apart.
    """
    kept = tuple(unit for unit in units if unit not in CHINESE)
    return kept or units
